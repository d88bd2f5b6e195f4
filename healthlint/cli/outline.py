"""What reports need of a linted draft besides its text, which the draft itself has: small enough to be kept.

Of the page only those blocks and sentences are in it that findings stand in, and of its prose only where that is
otherwise than the text.
"""

from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from healthlint.draft.decoding import line_starts
from healthlint.finding import Finding, LetGo, Linted
from healthlint.fingerprint import sentence_at
from healthlint.model import Block, BlockKind, Document, Span
from healthlint.stats.facts import Facts


class Outline(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A linted draft without its text."""

    profile: str
    """The profile that the draft itself named, or empty."""
    skipped: str
    suppressed: int
    findings: tuple[Finding, ...]
    let_go: tuple[LetGo, ...]
    blocks: tuple[tuple[BlockKind, Span], ...]
    sentences: tuple[Span, ...]
    prose: tuple[tuple[int, str], ...]
    """Where the prose of a sentence starts, and the prose."""
    facts: Facts
    """What statistics count of it."""


def outlined(linted: Linted, profile: str, facts: Facts) -> Outline | None:
    """The outline of a draft; None if a report made of it would not be the same."""
    document = linted.document
    places = {place for finding in linted.findings for place in (finding.span, *finding.related)}
    spans = sorted(place for place in places if place.start < place.end)
    blocks = {block.span: block for span in spans if (block := document.block_at(_first(span)))}
    outline = Outline(
        profile,
        document.skipped,
        linted.suppressed,
        linted.findings,
        linted.let_go,
        tuple((blocks[span].kind, span) for span in sorted(blocks)),
        tuple(dict.fromkeys(_sentences(document, spans))),
        tuple(_prose(document, spans)),
        facts,
    )
    return outline if _is_true(document, filled_in(outline, document.text, document.path).document, spans) else None


def filled_in(outline: Outline, text: str, path: str) -> Linted:
    """A linted draft again, of its outline and its text."""
    document = Document(
        path=path,
        text=text,
        prose=_laid_over(text, outline.prose),
        front_matter={},
        blocks=tuple(Block(kind=kind, span=span) for kind, span in outline.blocks),
        sentences=outline.sentences,
        sections=(),
        links=(),
        citations=(),
        quotes=(),
        directives=(),
        faults=(),
        lines=line_starts(text),
        skipped=outline.skipped,
        starts=tuple(span.start for _, span in outline.blocks),
    )
    return Linted(document=document, findings=outline.findings, let_go=outline.let_go, suppressed=outline.suppressed)


def _first(span: Span) -> Span:
    return Span(span.start, span.start + 1)


def _sentences(document: Document, spans: list[Span]) -> Iterator[Span]:
    """Those that the document looks up for these spans, in order."""
    for span in spans:
        index = bisect_right(document.sentences, (span.start, len(document.text))) - 1
        if index >= 0:
            yield document.sentences[index]


def _prose(document: Document, spans: list[Span]) -> Iterator[tuple[int, str]]:
    """The prose of the sentences of these spans, where it is otherwise than their text. None overlaps another."""
    end = 0
    for sentence in sorted({sentence_at(document, span) for span in spans}):
        start = max(end, sentence.start)
        end = max(end, sentence.end)
        prose = document.prose[start:end]
        if prose != document.text[start:end]:
            yield start, prose


def _laid_over(text: str, prose: tuple[tuple[int, str], ...]) -> str:
    parts, end = [], 0
    for start, said in prose:
        parts += [text[end:start], said]
        end = start + len(said)
    return "".join([*parts, text[end:]])


def _is_true(document: Document, again: Document, spans: list[Span]) -> bool:
    """Whether a report sees the same sentences of the same words at the same places."""
    if len(again.prose) != len(document.prose) or again.lines != document.lines:
        return False
    for span in spans:
        sentence = sentence_at(document, span)
        words = slice(*sentence)
        if sentence_at(again, span) != sentence or again.prose[words] != document.prose[words]:
            return False
    return True
