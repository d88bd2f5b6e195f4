"""Which findings of a changed draft are told: those on changed lines, and those that the change has brought about."""

import re
from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence

from msgspec.structs import replace

from healthlint.changes.lines import Lines
from healthlint.finding import Finding, Linted
from healthlint.fingerprint import fingerprint, sentence_at
from healthlint.model import Document, Span

_VARYING = re.compile(r"“[^”]*”|\d+(?:[.,]\d+)*")
"""What a message says of the draft as it is just now: numbers, and words of it."""

Sign = Callable[[Document, Finding], Hashable]
"""What two findings have in common that are one and the same; None where they cannot be known by it."""


def elsewhere(linted: Linted, changed: Sequence[int]) -> list[Finding]:
    """The findings of a draft that speak of no changed line: `changed` has their numbers, in order."""
    return [finding for finding in linted.findings if not _touches(linted.document, finding, changed)]


def told(linted: Linted, lines: Lines, old: Linted | None) -> Linted:
    """A changed draft with no more than what is told of it. `old` is the draft as it was, None if that is not known.

    A finding on an unchanged line that the draft did not have before is the change's doing: a caution was deleted,
    or a comment that silenced it, or the front matter names another profile.
    """
    known = _known(linted.document, elsewhere(linted, lines.changed), old, lines) if old else set()
    unchanged = tuple(finding for finding in linted.findings if id(finding) in known)
    return replace(
        linted,
        findings=tuple(finding for finding in linted.findings if id(finding) not in known),
        let_go=tuple(one for one in linted.let_go if _is_on(linted.document, one.span, lines.changed)),
        unchanged=len(unchanged),
        left_out=(*linted.left_out, *unchanged),
    )


def _touches(document: Document, finding: Finding, lines: Sequence[int]) -> bool:
    """Whether it speaks of a changed line: at its place, in its sentence, or at a related place.

    A finding about the page speaks of none: it stands where it does only to stand somewhere, and its related places
    are examples. What keeps a draft from being checked speaks of every line.
    """
    if finding.about == "page":
        return False
    if finding.span.start == finding.span.end:
        return True
    places = (finding.span, sentence_at(document, finding.span), *finding.related)
    return any(_is_on(document, place, lines) for place in places)


def _is_on(document: Document, span: Span, lines: Sequence[int]) -> bool:
    first = document.position(span.start).line
    last = document.position(max(span.start, span.end - 1)).line
    index = bisect_left(lines, first)
    return index < len(lines) and lines[index] <= last


def _known(document: Document, findings: Sequence[Finding], old: Linted, lines: Lines) -> set[int]:
    """Which of the findings, by `id`, the draft had before.

    Each of the old ones stands for one of the new. What an old one had for a related place it spoke of, too: the same
    words are told once a page, where they first stand.
    """

    def where_it_stood(document: Document, finding: Finding) -> Hashable:
        line, column = document.position(finding.span.start)
        return (*_matter(finding), lines.former[line], column) if line in lines.former else None

    known: set[int] = set()
    before = _matched(document, findings, old.document, old.findings, (where_it_stood, _where), known)
    before = _matched(document, findings, old.document, before, (_by_sentence, _by_sentence), known)
    moved = [one for one in before if one.about == "page" or _is_gone(old.document, one.span, document)]
    _matched(document, findings, old.document, moved, (_by_matter, _by_matter), known)
    places = {_by_sentence(old.document, replace(one, span=place)) for one in old.findings for place in one.related}
    return known | {id(one) for one in findings if _by_sentence(document, one) in places}


def _matched(
    document: Document,
    findings: Sequence[Finding],
    was: Document,
    before: Sequence[Finding],
    signs: tuple[Sign, Sign],
    known: set[int],
) -> list[Finding]:
    """Enter among the known which findings have a sign of old ones; what comes back are the old ones left over."""
    sign, former_sign = signs
    there: dict[Hashable, list[Finding]] = {}
    for one in before:
        there.setdefault(former_sign(was, one), []).append(one)
    for finding in findings:
        mark = sign(document, finding)
        if id(finding) not in known and mark is not None and there.get(mark):
            there[mark].pop()
            known.add(id(finding))
    return [one for left in there.values() for one in left]


def _is_gone(was: Document, span: Span, document: Document) -> bool:
    """Whether the draft has no longer the sentence that stood there."""
    start, end = sentence_at(was, span)
    return was.text[start:end] not in document.text


def _where(document: Document, finding: Finding) -> Hashable:
    return *_matter(finding), *document.position(finding.span.start)


def _by_sentence(document: Document, finding: Finding) -> Hashable:
    return fingerprint(document, finding, 0), *_matter(finding)


def _by_matter(_: Document, finding: Finding) -> Hashable:
    """What is missing from a page is told at the first words that ask for it, which may now be others."""
    return None if finding.about == "words" else _matter(finding)


def _matter(finding: Finding) -> tuple[str, str]:
    """What it says wherever it stands: a page may lack two things of which one rule speaks."""
    return finding.rule, _VARYING.sub("", finding.message)
