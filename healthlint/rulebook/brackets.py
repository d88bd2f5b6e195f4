"""The brackets and alternatives of a regular expression, as far as they are plain to read."""

from collections.abc import Iterator

UNCLEAR = ""
"""Told in place of a sign where a set of characters does not end, or holds another: such are left alone."""


def alternatives(source: str) -> list[str] | None:
    """The alternatives of a pattern at its outermost level; None where its brackets cannot be told apart."""
    parts, depth, start = [], 0, 0
    for at, sign in _signs(source, 0):
        if sign == UNCLEAR:
            return None
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            parts.append(source[start:at])
            start = at + 1
    return None if depth else [*parts, source[start:]]


def closing(source: str, start: int) -> int | None:
    """Where the group closes that opens before `start`."""
    depth = 1
    for at, sign in _signs(source, start):
        if sign == UNCLEAR:
            return None
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return at
    return None


def set_end(source: str, start: int) -> int | None:
    """Where a set of characters ends; None for one that holds another, or does not end."""
    at = start + 1 + (source[start + 1 : start + 2] == "^")
    at += source[at : at + 1] == "]"
    while at < len(source):
        if source[at] == "[":
            return None
        if source[at] == "]":
            return at
        at += 2 if source[at] == "\\" else 1
    return None


def _signs(source: str, at: int) -> Iterator[tuple[int, str]]:
    """The characters from a place on that stand for themselves or for structure: no escapes, and nothing in sets."""
    while at < len(source):
        if source[at] == "[":
            end = set_end(source, at)
            if end is None:
                yield at, UNCLEAR
                return
            at = end
        elif source[at] == "\\":
            at += 1
        else:
            yield at, source[at]
        at += 1
