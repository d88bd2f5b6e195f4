"""A run as a comment on a pull request: counts, the gravest findings as a table, the rest folded away."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from healthlint.finding import BINDING, Citable, Finding
from healthlint.model import Document
from healthlint.report.escaped import shortened
from healthlint.report.provenance import provenance_line
from healthlint.report.reasons import gravest_first, reason, told_beside, where
from healthlint.report.run import NAMES, Run, counts, summary

OPENING = "### healthlint: "
MOST = 65_000
"""Bytes of a comment. GitHub takes 65,535 characters, however it counts them."""
GRAVEST = 10
"""How many findings the table shows."""
NOTES = 10
PATH = 120
SOURCES = 2
"""How many laws and guidelines each finding in the list leads to."""
URL = "/:?#@!$&'*+,;=%~"
"""What stays as it is in an address: no brackets, which end it in Markdown."""
CELL = 300
LINE = 1_000
"""How many characters of a cell and of a line in the list are shown."""


def markdown(run: Run) -> Iterator[str]:
    found = gravest_first(run.linted)
    top = [f"{OPENING}{_headline(run)}", "", shortened(summary(run), LINE), ""]
    table = [*_table(found[:GRAVEST]), ""] if found else []
    closing = [*_beside(run), shortened(provenance_line(run.provenance), LINE)]
    yield from top
    yield from table
    yield from _folded(found, MOST - _size([*top, *table, *closing]))
    yield from closing


def _headline(run: Run) -> str:
    numbers = [f"{n:,} {NAMES[grade]}{'' if n == 1 else 's'}" for grade, n in counts(run).items() if n]
    return ", ".join(numbers) or "no findings"


def _table(found: Sequence[tuple[Document, Finding]]) -> Iterator[str]:
    yield "| Severity | Where | What and why | Rule |"
    yield "| --- | --- | --- | --- |"
    for document, finding in found:
        cells = (_where(document, finding), " ".join(reason(finding)[:2]), finding.rule)
        yield f"| {finding.severity} | {' | '.join(shortened(cell, CELL) for cell in cells)} |"


def _folded(found: Sequence[tuple[Document, Finding]], room: int) -> Iterator[str]:
    """All findings as a list, as far as there is room, and how many that leaves out."""
    if not found:
        return
    title = "The finding in full" if len(found) == 1 else f"All {len(found):,} findings, the gravest first"
    frame = [
        "<details>",
        f"<summary>{title}</summary>",
        "",
        "",
        "</details>",
        "",
    ]
    cut = f"{len(found):,} more findings are cut: a comment has no room for them. A report in another format has all."
    room -= _size(frame) + _size(["", cut])
    shown: list[str] = []
    for document, finding in found:
        line = _item(document, finding)
        room -= _size([line])
        if room < 0:
            break
        shown.append(line)
    yield from [*frame[:3], *shown, *frame[3:]]
    if left := len(found) - len(shown):
        yield cut.replace(f"{len(found):,} more findings are", _more(left), 1)
        yield ""


def _more(left: int) -> str:
    return "1 more finding is" if left == 1 else f"{left:,} more findings are"


def _item(document: Document, finding: Finding) -> str:
    told = f"{_where(document, finding)}: {' '.join(reason(finding)[:2])} [{finding.rule}]"
    links = [f"[{shortened(source.cite, CELL)}]({quote(source.url, safe=URL)})" for source in _laws(finding)]
    return " ".join(
        [f"- **{finding.severity}** {shortened(told, LINE)}", *(["See", ", ".join(links)] if links else [])]
    )


def _laws(finding: Finding) -> list[Citable]:
    """Those that a link can lead to, those that bind first."""
    laws = [source for source in finding.authority if source.url.startswith("https://") and len(source.url) < LINE]
    return sorted(laws, key=lambda source: source.kind not in BINDING)[:SOURCES]


def _where(document: Document, finding: Finding) -> str:
    """With the end of a long name, so that the place stays in sight."""
    path = document.path
    return where(document, finding, path if len(path) <= PATH else f"…{path[1 - PATH :]}")


def _beside(run: Run) -> Iterator[str]:
    told = [*told_beside(run.linted, run.notes)]
    for words in told[:NOTES]:
        yield f"- Note: {shortened(words, CELL)}"
    if len(told) > NOTES:
        yield f"- {len(told) - NOTES:,} more notes are cut."
    if told:
        yield ""


def _size(lines: Sequence[str]) -> int:
    """Bytes, line ends included."""
    return sum(len(line.encode("utf-8", "backslashreplace")) + 1 for line in lines)
