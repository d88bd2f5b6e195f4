"""Sections: from a heading to the next of the same or a higher level."""

from collections.abc import Sequence

from healthlint.model import Block, Section, Span

_APART = frozenset({"quote", "table", "footnote", "list"})
"""A heading in one of these heads no section of the page."""


def sections(text: str, blocks: Sequence[Block]) -> tuple[Section, ...]:
    """In order of their starts; what stands before the first heading is a section of level 0."""
    heads = [block for block in blocks if block.kind == "heading" and not block.inside & _APART]
    starts = [_start(text, head.span.start) for head in heads]
    found: list[Section] = []
    open_: list[tuple[int, Block]] = []
    for start, head in zip(starts, heads, strict=True):
        while open_ and open_[-1][1].level >= head.level:
            found.append(_section(*open_.pop(), start))
        open_.append((start, head))
    found += [_section(start, head, len(text)) for start, head in open_]
    first = starts[0] if starts else len(text)
    if first or not starts:
        found.append(Section(span=Span(0, first), heading=Span(0, 0), level=0))
    return tuple(sorted(found, key=lambda section: section.span))


def _section(start: int, head: Block, end: int) -> Section:
    return Section(span=Span(start, end), heading=head.span, level=head.level)


def _start(text: str, offset: int) -> int:
    """Where the marks of a heading begin."""
    while offset and text[offset - 1] in "# \t*_":
        offset -= 1
    return offset
