"""Leaves become blocks: one-line paragraphs, bare headings and pictures' texts are told apart."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

from healthlint.draft.headings import is_sentence_case, is_title
from healthlint.draft.mask import shows, trimmed
from healthlint.draft.page import Leaf, Listing
from healthlint.language import Language
from healthlint.model import Block, BlockKind, Span

_LONG = 200
"""So long is no line of a hard-wrapped paragraph that stands among bare headings."""

_VERY_LONG = 400
"""So long is no line of a hard-wrapped paragraph at all."""


class _Piece(NamedTuple):
    """A block to be, with the leaf that it was cut from."""

    kind: BlockKind
    span: Span
    leaf: Leaf
    level: int = 0
    one_line: bool = False


def cut(leaves: Iterable[Leaf], prose: str, language: Language) -> tuple[Block, ...]:
    """The blocks of a page, in order and without overlap. What shows nothing is no block."""
    pieces: list[_Piece] = []
    at = 0
    for leaf in sorted(leaves, key=lambda leaf: leaf.start):
        for piece in _pieces(leaf, prose, language):
            span = trimmed(prose, max(at, piece.span.start), piece.span.end)
            if span.start < span.end:
                pieces.append(piece if span == piece.span else piece._replace(span=span))
                at = span.end
    _note_places(pieces)
    return tuple(_block(piece) for piece in _promoted(pieces, prose, language))


def _pieces(leaf: Leaf, prose: str, language: Language) -> Iterable[_Piece]:
    """The pieces of a leaf; most are one as they stand."""
    if leaf.kind not in ("paragraph", "item"):
        return (_Piece(leaf.kind, Span(leaf.start, leaf.end), leaf, leaf.level),)
    if leaf.kind == "item" and not (leaf.softs or leaf.hards or leaf.images):
        return (_Piece("item", Span(leaf.start, leaf.end), leaf),)
    return _Cutter(leaf, prose, language).pieces()


def _note_places(pieces: list[_Piece]) -> None:
    """Tell each leaf where its last block is, and each list which items it holds."""
    listings: dict[int, Listing] = {}
    for piece in pieces:
        piece.leaf.last = piece.span
        listing = piece.leaf.listing
        if piece.kind == "item" and listing is not None:
            listing.add(piece.span)
            while listing is not None and id(listing) not in listings:
                listings[id(listing)] = listing
                listing = listing.around
    for listing in sorted(listings.values(), key=lambda listing: -listing.depth):
        if listing.around:
            listing.around.add(Span(listing.start, listing.end))


def _promoted(pieces: list[_Piece], prose: str, language: Language) -> Iterator[_Piece]:
    """Paragraphs of one short line that stand over other text are headings."""
    for piece, after in zip_longest(pieces, pieces[1:]):
        if after and piece.one_line and not piece.leaf.inside and _leads(piece, after, prose, language):
            yield piece._replace(kind="heading", level=2)
        else:
            yield piece


def _leads(piece: _Piece, after: _Piece, prose: str, language: Language) -> bool:
    line = prose[piece.span.start : piece.span.end]
    if after.kind not in ("paragraph", "item") or not after.leaf.inside <= {"list", "quote"}:
        return False
    if any(anchor.holds(piece.span) for anchor in piece.leaf.links):
        return False
    below = prose[after.span.start : after.span.end]
    if is_title(line, language):
        return after.kind == "item" or len(below) > 2 * len(line) or below.endswith((".", "!", "?", ":", "”", '"'))
    return is_sentence_case(line) and len(below) > 2 * len(line)


def _block(piece: _Piece) -> Block:
    leaf, listing = piece.leaf, piece.leaf.listing
    inside, group = leaf.inside, None
    lead = leaf.lead.last if leaf.lead else None
    if piece.kind == "item" and listing and listing.start >= 0:
        lead = listing.lead.last if listing.lead else None
        group = Span(lead.start if lead else listing.start, listing.end)
    elif leaf.kind == "item" and piece.kind in ("paragraph", "heading"):
        inside = inside - {"list"}
    return Block(
        kind=piece.kind,
        span=piece.span,
        inside=inside,
        level=piece.level,
        group=group,
        lead_in=lead,
        field=leaf.field_name,
    )


class _Cutter:
    """Cuts one leaf."""

    def __init__(self, leaf: Leaf, prose: str, language: Language) -> None:
        self._leaf, self._prose, self._language = leaf, prose, language
        self._bolds = dict([trimmed(prose, *bold) for bold in leaf.bolds])
        self._pictures = [span for image in leaf.images if (span := trimmed(prose, *image)).start < span.end]

    def pieces(self) -> Iterator[_Piece]:
        lines = self._lines()
        pieces = self._item(lines) if self._leaf.kind == "item" else self._paragraphs(lines)
        if not self._pictures:
            yield from pieces
            return
        for piece in pieces:
            yield from self._without_pictures(piece)

    def _lines(self) -> list[Span]:
        """What shows on each line."""
        leaf, lines = self._leaf, []
        start = leaf.start
        for line_end in sorted([*leaf.softs, *leaf.hards]):
            lines.append(trimmed(self._prose, start, line_end.start))
            start = line_end.end
        lines.append(trimmed(self._prose, start, leaf.end))
        return [line for line in lines if line.start < line.end]

    def _item(self, lines: list[Span]) -> Iterator[_Piece]:
        """An item goes on to the first line that can only be a paragraph or heading after the list."""
        if not lines:
            return
        leaves = next((at for at in range(1, len(lines)) if self._is_outside(lines[at])), len(lines))
        if leaves < len(lines) and not self._is_linewise(lines):
            leaves = len(lines)
        yield _Piece("item", Span(lines[0].start, lines[leaves - 1].end), self._leaf)
        if leaves < len(lines):
            yield from self._paragraphs(lines[leaves:])

    def _is_outside(self, line: Span) -> bool:
        at_margin = line.start == 0 or self._prose[line.start - 1] in "\r\n"
        return at_margin and (self._is_long(line) or self._is_title(line))

    def _paragraphs(self, lines: list[Span]) -> Iterator[_Piece]:
        linewise = self._is_linewise(lines)
        waiting: list[Span] = []
        for at, line in enumerate(lines):
            level = self._heading_level(lines, at, linewise)
            alone = level > 0 or (linewise and self._is_long(line))
            if alone:
                yield from self._paragraph(waiting)
                waiting = []
                yield _Piece("heading" if level else "paragraph", line, self._leaf, level)
            else:
                waiting.append(line)
        yield from self._paragraph(waiting)

    def _paragraph(self, lines: list[Span]) -> Iterator[_Piece]:
        if lines:
            yield _Piece("paragraph", Span(lines[0].start, lines[-1].end), self._leaf, one_line=self._is_lone(lines))

    def _is_lone(self, lines: list[Span]) -> bool:
        return len(lines) == 1 and not self._leaf.is_hint

    def _heading_level(self, lines: list[Span], at: int, linewise: bool) -> int:
        """3 for a line all in bold, 2 for a bare title over another line, else 0."""
        line = lines[at]
        if self._leaf.kind == "paragraph" and self._is_bold(line):
            return 3
        if at + 1 == len(lines) or not self._is_title(line):
            return 0
        after = lines[at + 1]
        leads = at == 0 and after.end - after.start > 2 * (line.end - line.start)
        return 2 if linewise or (leads and self._prose[after.start].isupper()) else 0

    def _is_bold(self, line: Span) -> bool:
        short = len(self._prose[line.start : line.end].split()) <= 15
        return short and self._bolds.get(line.start) == line.end

    def _is_title(self, line: Span) -> bool:
        return line.end - line.start < _LONG and is_title(self._prose[line.start : line.end], self._language)

    @staticmethod
    def _is_long(line: Span) -> bool:
        return line.end - line.start >= _LONG

    def _is_linewise(self, lines: list[Span]) -> bool:
        """Each line is a paragraph or heading of its own."""
        longest = max([end - start for start, end in lines], default=0)
        if longest < _LONG or longest >= _VERY_LONG:
            return longest >= _VERY_LONG
        return all(self._is_long(line) or self._is_title(line) for line in lines)

    def _without_pictures(self, piece: _Piece) -> Iterator[_Piece]:
        """Pictures at either end of a paragraph have their texts in blocks of their own."""
        first = bisect_left(self._pictures, (piece.span.start, 0))
        last = bisect_left(self._pictures, (piece.span.end, 0), first)
        start, end = piece.span
        before: list[Span] = []
        after: list[Span] = []
        while first < last and not shows(self._prose, start, self._pictures[first].start):
            before.append(self._pictures[first])
            start, first = before[-1].end, first + 1
        while first < last and not shows(self._prose, self._pictures[last - 1].end, end):
            after.insert(0, self._pictures[last - 1])
            end, last = after[0].start, last - 1
        yield from (_Piece("alt", span, self._leaf) for span in before)
        yield piece._replace(span=Span(start, end), one_line=piece.one_line and not before and not after)
        yield from (_Piece("alt", span, self._leaf) for span in after)
