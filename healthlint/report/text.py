"""A run as one line a finding: what editors, grep and people in a hurry read."""

from collections.abc import Iterable, Iterator

from healthlint.finding import Finding, LetGo, Linted
from healthlint.model import Document, Span
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


def let_go_lines(linted: Linted) -> Iterator[str]:
    """What was let go, in order of place: a line for the same words and reason, whatever the number of rules."""
    document = linted.document
    for widest, rules in _together(linted.let_go):
        words = one_line(document.text[widest.span.start : widest.span.end])
        if len(words) > LONGEST:
            words = words[:LONGEST] + "…"
        reason = one_line(widest.reason)
        if widest.by and (line := place(document, widest.by).start.line) != place(document, widest.span).start.line:
            reason += f", in line {line}"
        yield f"{_at(document, widest)}: let go: “{words}”: {reason} [{', '.join(map(one_line, rules))}]"


def _together(let_gos: Iterable[LetGo]) -> list[tuple[LetGo, list[str]]]:
    """Let-gos that overlap and have one reason, as the widest of them and the rules of all."""
    groups: list[tuple[LetGo, list[str]]] = []
    alike: dict[tuple[str, Span | None], list[int]] = {}
    for one in sorted(let_gos, key=lambda one: (one.span.start, -one.span.end, one.rule)):
        same = alike.setdefault((one.reason, one.by), [])
        for at in same:
            widest, rules = groups[at]
            if widest.span.overlaps(one.span):
                groups[at] = (widest, sorted({*rules, one.rule}))
                break
        else:
            same.append(len(groups))
            groups.append((one, [one.rule]))
    return groups


def _draft(linted: Linted, why: bool) -> Iterator[str]:
    for finding in linted.findings:
        message = f"{finding.severity}: {one_line(finding.message)} [{one_line(finding.rule)}]"
        yield f"{_at(linted.document, finding)}: {message}"
    if why:
        yield from let_go_lines(linted)


def _at(document: Document, told: Finding | LetGo) -> str:
    line, column = place(document, told.span).start
    return f"{printable(document.path)}:{line}:{column}"
