"""A run as GitHub workflow commands, which annotate the lines of a pull request.

GitHub shows ten annotations of each kind from one step and drops the rest without a word. So the gravest are given, in
order of place, and a notice tells how many more there are.
"""

from collections.abc import Iterator, Mapping, Sequence

from healthlint.finding import Finding
from healthlint.model import Document, Severity
from healthlint.report.places import Place, place
from healthlint.report.printable import one_line, printable
from healthlint.report.provenance import provenance_line
from healthlint.report.reasons import gravest_first, reason
from healthlint.report.run import NAMES, Run

COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
MOST = 10
"""Annotations of each kind that GitHub shows for a step. It shows 50 of a run: three such kinds stay below."""
TOOL = {"title": "healthlint"}


def github(run: Run) -> Iterator[str]:
    told: dict[Severity, list[str]] = {severity: [] for severity in COMMANDS}
    for document, finding in gravest_first(run.linted):
        told[finding.severity].append(_annotation(document, finding))
    beside = [*_beside(run)]
    left = _left(told, beside)
    notices = [*told["info"], *beside]
    yield from (*told["error"][:MOST], *told["warning"][:MOST], *notices[: MOST - 1 if left else MOST])
    if left:
        yield _command("notice", TOOL, [f"GitHub shows {MOST} annotations of a kind: {left} not shown here."])
    yield one_line(provenance_line(run.provenance))  # no command: it stands in the log


def _beside(run: Run) -> Iterator[str]:
    for linted in run.linted:
        if linted.document.skipped:
            file = {"file": linted.document.path, **TOOL}
            yield _command("notice", file, [f"Skipped: {linted.document.skipped}"])
    for note in run.notes:
        yield _command("notice", TOOL, [note])


def _left(told: Mapping[Severity, Sequence[str]], beside: Sequence[str]) -> str:
    """How many findings and notes there is no room for; the sentence itself takes the place of a notice."""
    over = {severity: max(0, len(told[severity]) - MOST) for severity in COMMANDS}
    if not any(over.values()) and len(told["info"]) + len(beside) <= MOST:
        return ""
    over["info"] = max(0, len(told["info"]) - MOST + 1)
    notes = max(0, len(beside) - max(0, MOST - 1 - len(told["info"])))
    many = [(over[severity], NAMES[severity]) for severity in COMMANDS] + [(notes, "note")]
    numbers = [f"{count:,} {name}{'' if count == 1 else 's'}" for count, name in many if count]
    return f"{', '.join(numbers)} {'is' if sum(count for count, _ in many) == 1 else 'are'}"


def _annotation(document: Document, finding: Finding) -> str:
    properties = {
        "file": document.path,
        **_region(place(document, finding.span)),
        "title": f"{finding.rule} ({finding.severity})",
    }
    return _command(COMMANDS[finding.severity], properties, reason(finding))


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
