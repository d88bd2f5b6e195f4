"""Which lines of a text are new or changed against an older one."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from healthlint.draft.decoding import line_starts

DEPTH = 64
"""How often a stretch is divided at lines that occur in it once."""
FEW = 400
"""Up to so many lines are compared each with each; longer stretches without a line of their own count as changed."""

Stretch = tuple[int, int, int, int]
"""A part of the old lines and the part of the new ones that stands for it: two half-open ranges."""


class Lines(msgspec.Struct, frozen=True):
    """The lines of a text against those of an older one. All numbers count from 1; line ends do not matter."""

    changed: tuple[int, ...]
    """Those that are new or changed, in order."""
    former: Mapping[int, int]
    """Of each other line, its number in the older text."""


def compared(old: str, new: str) -> Lines:
    """Which lines of the new text are in the old one, too, and where."""
    after = lines(new)
    same = _same(lines(old), after)
    return Lines(
        tuple(index + 1 for index in range(len(after)) if index not in same),
        {index + 1: former + 1 for index, former in same.items()},
    )


def lines(text: str) -> list[str]:
    """The lines of a text as rules and reports count them, without their ends and without a byte order mark."""
    text = text.removeprefix("\ufeff")
    starts = line_starts(text)
    return [text[start:end].rstrip("\r\n") for start, end in zip(starts, (*starts[1:], len(text)), strict=True)]


def _same(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """The indexes of the new lines that stood in the old text, in an order that both have; and where they stood.

    A line that occurs once in both holds them together: so a paragraph that moved is one change, and blank lines,
    of which there are many, are never taken for one another across the page.
    """
    same: dict[int, int] = {}
    todo: list[tuple[Stretch, int]] = [((0, len(old), 0, len(new)), 0)]
    while todo:
        stretch, depth = todo.pop()
        start, end, at, stop = stretch
        while start < end and at < stop and old[start] == new[at]:
            same[at] = start
            start, at = start + 1, at + 1
        while start < end and at < stop and old[end - 1] == new[stop - 1]:
            same[stop - 1] = end - 1
            end, stop = end - 1, stop - 1
        if start == end or at == stop:
            continue
        anchors = _anchors(old, new, (start, end, at, stop)) if depth < DEPTH else []
        if anchors:
            todo += [(part, depth + 1) for part in _between(anchors, (start, end, at, stop))]
            same.update((there, here) for here, there in anchors)
        elif max(end - start, stop - at) <= FEW:
            same.update(_matches(old, new, (start, end, at, stop)))
    return same


def _anchors(old: Sequence[str], new: Sequence[str], stretch: Stretch) -> list[tuple[int, int]]:
    """The most lines that occur once in either part of a stretch and in the same order."""
    start, end, at, stop = stretch
    before, after = Counter(old[start:end]), Counter(new[at:stop])
    places = {line: index for index, line in enumerate(old[start:end], start) if before[line] == 1}
    once = [(line, index) for index, line in enumerate(new[at:stop], at) if after[line] == 1]
    return _rising([(places[line], index) for line, index in once if line in places])


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs whose first numbers rise; their second ones do already."""
    tops: list[int] = []
    """By length, the least first number that a run can end with."""
    ends: list[int] = []
    came_from: list[int] = []
    for index, (first, _) in enumerate(pairs):
        length = bisect_left(tops, first)
        came_from.append(ends[length - 1] if length else -1)
        tops[length : length + 1] = [first]
        ends[length : length + 1] = [index]
    run: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        run.append(pairs[index])
        index = came_from[index]
    return run[::-1]


def _between(anchors: Sequence[tuple[int, int]], stretch: Stretch) -> Iterator[Stretch]:
    """What lies before, between and after the anchors."""
    start, end, at, stop = stretch
    for here, there in anchors:
        yield start, here, at, there
        start, at = here + 1, there + 1
    yield start, end, at, stop


def _matches(old: Sequence[str], new: Sequence[str], stretch: Stretch) -> Iterator[tuple[int, int]]:
    from difflib import SequenceMatcher  # few stretches have no line of their own

    start, end, at, stop = stretch
    matcher = SequenceMatcher(None, old[start:end], new[at:stop], autojunk=False)
    for here, there, length in matcher.get_matching_blocks():
        yield from zip(range(at + there, at + there + length), range(start + here, start + here + length), strict=True)
