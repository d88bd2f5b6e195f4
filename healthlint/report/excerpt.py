"""The lines of a draft on which findings stand, cropped to a terminal's width, with the cells to mark."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from healthlint.finding import Finding
from healthlint.model import Document, Severity, Span
from healthlint.report.cells import cells, show

MOST_LINES = 3
"""Of a finding that runs on, this many lines are shown."""

CONTEXT = 20
"""How many characters before a finding are shown where its sentence does not fit."""


class Mark(NamedTuple):
    """Cells of a shown line, from the first to the one after the last."""

    start: int
    end: int
    severity: Severity


class Window(NamedTuple):
    """A part of a line, or all of it, as shown."""

    line: int
    text: str
    marks: tuple[Mark, ...]


class _Piece(NamedTuple):
    """The part of a finding that stands on one line."""

    line: int
    start: int
    end: int
    severity: Severity


def excerpt(document: Document, sentence: Span, findings: Sequence[Finding], width: int) -> Iterator[Window]:
    """Each line once, unless findings stand too far apart on it to be seen at once."""
    pieces = sorted({piece for finding in findings for piece in _pieces(document, finding)})
    for line, on_line in groupby(pieces, key=lambda piece: piece.line):
        for cluster in _clusters(document.text, list(on_line), width):
            yield _window(document, line, sentence, cluster, width)


def lanes(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Marks in as few rows as can hold them without touching, in order of place."""
    rows: list[list[Mark]] = []
    for mark in marks:
        row = next((row for row in rows if row[-1].end < mark.start), None)
        if row is None:
            rows.append([mark])
        else:
            row.append(mark)
    return rows


def _pieces(document: Document, finding: Finding) -> Iterator[_Piece]:
    first = document.position(finding.span.start).line
    last = document.position(finding.span.end - 1).line
    for line in range(first, min(last, first + MOST_LINES - 1) + 1):
        span = document.line_span(line)
        start, end = max(span.start, finding.span.start), min(span.end, finding.span.end)
        if start < end or line == first:
            yield _Piece(line, start, end, finding.severity)


def _clusters(text: str, pieces: list[_Piece], width: int) -> Iterator[list[_Piece]]:
    """Neighbours that fit into one window."""
    cluster = pieces[:1]
    for piece in pieces[1:]:
        if _fits(text, Span(cluster[0].start, max(piece.end, cluster[-1].end)), width - CONTEXT):
            cluster.append(piece)
        else:
            yield cluster
            cluster = [piece]
    yield cluster


def _window(document: Document, line: int, sentence: Span, cluster: list[_Piece], width: int) -> Window:
    whole = document.line_span(line)
    part = whole if _fits(document.text, whole, width) else _part(document, whole, sentence, cluster, width - 2)
    shown = show(document.text[part.start : part.end])
    opening = "…" if part.start > whole.start else ""
    closing = "…" if part.end < whole.end else ""
    shift = len(opening)
    marks = []
    for piece in cluster:
        start = shown.columns[min(piece.start, part.end) - part.start]
        end = shown.columns[min(piece.end, part.end) - part.start]
        marks.append(Mark(shift + start, shift + max(end, start + 1), piece.severity))
    return Window(line, opening + shown.text + closing, tuple(marks))


def _part(document: Document, whole: Span, sentence: Span, cluster: list[_Piece], room: int) -> Span:
    """From the sentence's start if the findings then fit, else from a little before the first of them."""
    text = document.text
    first, last = cluster[0].start, max(piece.end for piece in cluster)
    if not _fits(text, Span(first, last), room):
        last = first + room // 2
    starts = (max(whole.start, sentence.start), max(whole.start, first - CONTEXT), first)
    start = next((at for at in starts if at <= first and _fits(text, Span(at, last), room)), first)
    while start > whole.start and not cells(text[start], text[start - 1]):
        start -= 1  # never between a letter and the accent that combines with it
    columns = show(text[start : min(whole.end, start + 4 * room)]).columns
    length = max(at for at, column in enumerate(columns) if column <= room)
    return Span(start, start + length)


def _fits(text: str, span: Span, room: int) -> bool:
    # Long stretches are not measured: with lines of a hundred thousand characters that would take minutes.
    return span.end - span.start <= 4 * room and show(text[span.start : span.end]).width <= room
