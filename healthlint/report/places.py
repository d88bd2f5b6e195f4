"""A span as a report gives it: lines, columns, and the words that stand there."""

from typing import NamedTuple

from healthlint.model import Document, Position, Span

BOM = "\ufeff"


class Place(NamedTuple):
    """Both ends are counted from 1 in characters; the end is that of the character after the last."""

    span: Span
    start: Position
    end: Position
    words: str
    """Exactly what the file holds from start to end."""


def place(document: Document, span: Span) -> Place:
    """A byte order mark takes no column, so it is no part of the words either."""
    if span.start == 0 < span.end and document.text.startswith(BOM):
        span = Span(1, span.end)
    words = document.text[span.start : span.end]
    return Place(span, document.position(span.start), document.position(span.end), words)


def page_wide(span: Span) -> bool:
    """Whether a finding is about the page rather than any words of it."""
    return span.start == span.end
