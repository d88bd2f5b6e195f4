"""What each format says of a finding beside its rule and place: what is wrong, what to do, and by which law."""

from collections.abc import Iterator

from healthlint.finding import Finding, Linted
from healthlint.model import SEVERITIES, Document
from healthlint.report.places import page_wide, place
from healthlint.report.printable import one_line

NOT_CHECKED = frozenset({"draft/unreadable", "draft/internal-error"})
"""The rules under which it is told that a draft could not be checked at all."""


def reason(finding: Finding) -> list[str]:
    """Each part as a line of its own; none is empty."""
    sources = [f"{source.cite} {source.url}" for source in finding.authority]
    return [line for part in (finding.message, finding.advice, *sources) if (line := one_line(part))]


def where(document: Document, finding: Finding, path: str = "") -> str:
    """As `posts/kava.md:3:8-3:21`, the end being that of the character after the last; of the page only its path."""
    return f"{path or document.path}{stretch(document, finding, ':')}"


def stretch(document: Document, finding: Finding, before: str = "") -> str:
    """As `3:8-3:21`; nothing for the page as a whole."""
    if page_wide(finding.span):
        return ""
    spot = place(document, finding.span)
    return f"{before}{spot.start.line}:{spot.start.column}-{spot.end.line}:{spot.end.column}"


def gravest_first(drafts: tuple[Linted, ...]) -> list[tuple[Document, Finding]]:
    """All findings of a run; those that are as grave as each other stay in order of place."""
    found = [(linted.document, finding) for linted in drafts for finding in linted.findings]
    return sorted(found, key=lambda one: -SEVERITIES.index(one[1].severity))


def told_beside(drafts: tuple[Linted, ...], notes: tuple[str, ...]) -> Iterator[str]:
    """What else a run has to say: which drafts it skipped, and its notes."""
    for linted in drafts:
        if linted.document.skipped:
            yield one_line(f"{linted.document.path}: skipped: {linted.document.skipped}")
    yield from map(one_line, notes)
