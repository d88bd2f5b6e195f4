"""A run as GitHub workflow commands, which annotate the lines of a pull request."""

from collections.abc import Iterator, Mapping

from healthlint.finding import Finding
from healthlint.model import Document, Severity
from healthlint.report.places import Place, place
from healthlint.report.printable import one_line, printable
from healthlint.report.run import Run

COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def github(run: Run) -> Iterator[str]:
    for linted in run.linted:
        for finding in linted.findings:
            yield _annotation(linted.document, finding)
        if linted.document.skipped:
            file = {"file": linted.document.path, "title": "healthlint"}
            yield _command("notice", file, [f"Skipped: {linted.document.skipped}"])
    for note in run.notes:
        yield _command("notice", {"title": "healthlint"}, [note])


def _annotation(document: Document, finding: Finding) -> str:
    properties = {
        "file": document.path,
        **_region(place(document, finding.span)),
        "title": f"{finding.rule} ({finding.severity})",
    }
    sources = [f"{source.cite} {source.url}" for source in finding.authority]
    return _command(COMMANDS[finding.severity], properties, [finding.message, finding.advice, *sources])


def _region(spot: Place) -> dict[str, str]:
    """Columns only within one line: where lines differ, GitHub refuses them."""
    lines = {"line": str(spot.start.line), "endLine": str(spot.end.line)}
    if spot.start.line != spot.end.line:
        return lines
    return {
        **lines,
        "col": str(spot.start.column),
        "endColumn": str(max(spot.start.column, spot.end.column - 1)),
    }


def _command(name: str, properties: Mapping[str, str], lines: list[str]) -> str:
    told = ",".join(f"{key}={_property(printable(value))}" for key, value in properties.items())
    message = "\n".join(one_line(line) for line in lines if line.strip())
    return f"::{name} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
