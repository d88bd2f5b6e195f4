"""A draft cut into passages, each short enough that the notes on it stand beside its words."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from healthlint.model import Document, Span

ROOM = 700
"""A passage with notes has about this many characters; a paragraph is not parted without need."""
CROWDED = 4
"""After more findings than this a passage ends with its line, and a long line is parted at the ends of sentences."""
LONGEST = 3000
"""A longer stretch without a line end is parted in any case."""
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]*_]*\s+")


class Segment(NamedTuple):
    """A stretch that the same findings cover, which are named by their numbers."""

    start: int
    end: int
    numbers: tuple[int, ...]


class Piece(NamedTuple):
    """A line, or a part of one."""

    line: int
    span: Span
    until: int
    """Where the next piece starts: a line end in between belongs to this one."""
    opens: bool
    """Whether the line starts here."""


class Passage(NamedTuple):
    """Pieces that are read as one, and the numbers of the findings that start in them."""

    pieces: tuple[Piece, ...]
    numbers: tuple[int, ...]

    @property
    def first(self) -> int:
        return self.pieces[0].line

    @property
    def last(self) -> int:
        return self.pieces[-1].line


class Marked:
    """Where findings stand in a draft. They are numbered in the order of `spans`, from `first`."""

    def __init__(self, spans: Sequence[Span], first: int) -> None:
        self.starts = sorted((span.start, number) for number, span in enumerate(spans, first))
        self.segments = list(_segments(spans, first))
        self._ends = [segment.end for segment in self.segments]

    def starting(self, span: Span) -> tuple[tuple[int, int], ...]:
        """Places and numbers of the findings that start within a span."""
        low, high = bisect_left(self.starts, (span.start, 0)), bisect_left(self.starts, (span.end, 0))
        return tuple(self.starts[low:high])

    def within(self, span: Span) -> Iterator[Segment]:
        """The stretches of a span, one after the other, also those that no finding covers."""
        at = span.start
        for segment in self.segments[bisect_right(self._ends, span.start) :]:
            if max(segment.start, at) >= span.end:
                break
            start, end = max(segment.start, at), min(segment.end, span.end)
            if at < start:
                yield Segment(at, start, ())
            yield Segment(start, end, segment.numbers)
            at = end
        if at < span.end:
            yield Segment(at, span.end, ())


def passages(document: Document, marked: Marked) -> Iterator[Passage]:
    """The whole draft. Blank lines belong to the passage before them."""
    pieces: list[Piece] = []
    size, notes, blank = 0, 0, False
    for piece in _pieces(document, marked):
        typed = document.text[slice(*piece.span)].strip()
        full = (blank and typed) or size >= ROOM or notes > CROWDED
        if pieces and (full or not (piece.opens and pieces[-1].opens)):
            yield _passage(pieces, marked)
            pieces, size, notes = [], 0, 0
        pieces.append(piece)
        size += len(typed)
        notes += len(marked.starting(Span(piece.span.start, piece.until)))
        blank = not typed
    if pieces:
        yield _passage(pieces, marked)


def _passage(pieces: Sequence[Piece], marked: Marked) -> Passage:
    reach = Span(pieces[0].span.start, pieces[-1].until)
    return Passage(tuple(pieces), tuple(number for _, number in marked.starting(reach)))


def _pieces(document: Document, marked: Marked) -> Iterator[Piece]:
    for line in range(1, len(document.lines) + 1):
        whole = document.line_span(line)
        if line == 1 and document.text.startswith("\ufeff"):
            whole = Span(1, max(1, whole.end))
        *cuts, last = [*_cuts(document.text, whole, marked), whole.end]
        start = whole.start
        for cut in cuts:
            yield Piece(line, Span(start, cut), cut, start == whole.start)
            start = cut
        until = document.lines[line] if line < len(document.lines) else len(document.text) + 1
        yield Piece(line, Span(start, last), until, start == whole.start)


def _cuts(text: str, whole: Span, marked: Marked) -> Iterator[int]:
    """Where a long line is parted: after a sentence, else after a word, else anywhere."""
    length = whole.end - whole.start
    if length <= ROOM or (length <= LONGEST and len(marked.starting(whole)) <= CROWDED):
        return
    at = whole.start
    while whole.end - at > ROOM:
        ends = (match.end() for match in _SENTENCE_END.finditer(text, at + ROOM // 2, min(whole.end, at + 2 * ROOM)))
        cut = next(ends, 0) or text.rfind(" ", at + ROOM, at + 2 * ROOM) + 1 or at + 2 * ROOM
        if whole.end - cut < ROOM // 4:
            return
        yield cut
        at = cut


def _segments(spans: Sequence[Span], first: int) -> Iterator[Segment]:
    events = sorted({place for span in spans for place in span if span.start < span.end})
    starts: dict[int, list[int]] = {}
    for number, span in enumerate(spans, first):
        if span.start < span.end:
            starts.setdefault(span.start, []).append(number)
    open_: list[int] = []
    for place, then in pairwise(events):
        open_ = [number for number in open_ if spans[number - first].end > place]
        open_ += starts.get(place, ())
        if open_:
            yield Segment(place, then, tuple(sorted(open_)))
