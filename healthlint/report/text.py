"""A run as one line a finding: what editors, grep and people in a hurry read."""

from collections.abc import Iterator

from healthlint.finding import Finding, LetGo, Linted
from healthlint.model import Document
from healthlint.report.places import place
from healthlint.report.printable import one_line, printable
from healthlint.report.run import Run

LONGEST = 200
"""How many characters of words that were let go are shown."""


def text(run: Run) -> Iterator[str]:
    for linted in run.linted:
        yield from _draft(linted, run.why)
    yield from notes(run)


def notes(run: Run) -> Iterator[str]:
    """What is told after the findings, by every format that people read."""
    for linted in run.linted:
        if linted.document.skipped:
            yield f"{printable(linted.document.path)}: skipped: {one_line(linted.document.skipped)}"
    for note in run.notes:
        yield f"note: {one_line(note)}"


def let_go_line(document: Document, let_go: LetGo) -> str:
    words = one_line(document.text[let_go.span.start : let_go.span.end])
    if len(words) > LONGEST:
        words = words[:LONGEST] + "…"
    return f"{_at(document, let_go)}: let go: “{words}”: {one_line(let_go.reason)} [{one_line(let_go.rule)}]"


def _draft(linted: Linted, why: bool) -> Iterator[str]:
    for finding in linted.findings:
        message = f"{finding.severity}: {one_line(finding.message)} [{one_line(finding.rule)}]"
        yield f"{_at(linted.document, finding)}: {message}"
    if why:
        for let_go in linted.let_go:
            yield let_go_line(linted.document, let_go)


def _at(document: Document, told: Finding | LetGo) -> str:
    line, column = place(document, told.span).start
    return f"{printable(document.path)}:{line}:{column}"
