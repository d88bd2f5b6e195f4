"""In how many ways can a regular expression be tried from one place? Where they are few, it is sure to be quick."""

import re
from math import inf

from healthlint.rulebook.brackets import alternatives, closing, set_end

_GROUP = re.compile(r"\(\?(?:-?i)?:|\(\?<?[=!]|\((?!\?)")
_REPEAT = re.compile(r"(?:([?*+])|\{(\d{1,3})(?:,(\d{0,3}))?\})[?+]?")

FEW = 10_000
"""Ways that are tried before a writer would notice."""

MANY = 100
"""What a character that may stand any number of times counts: two of them are no longer few."""


def ways(source: str) -> float:
    """An upper bound of the ways to read one place, a run of equal characters aside; infinite where it is not plain."""
    every = alternatives(source)
    return inf if every is None else sum(_in_a_row(one) for one in every)


def _in_a_row(source: str) -> float:
    total, at = 1.0, 0
    while at < len(source) and total <= FEW:
        end, each = _item(source, at)
        repeat = _REPEAT.match(source, end)
        if repeat is None:
            if source[end : end + 1] == "{":
                return inf  # fuzzy, or something else that is not plain
            total, at = total * each, end
        else:
            total, at = total * _repeated(repeat, each), repeat.end()
    return total


def _item(source: str, at: int) -> tuple[int, float]:
    """Where the thing at a place ends, and the ways to read it."""
    if source[at] == "\\":
        return at + 2, 1
    if source[at] == "[":
        end = set_end(source, at)
        return (len(source), inf) if end is None else (end + 1, 1)
    if source[at] == "(":
        group = _GROUP.match(source, at)
        end = closing(source, group.end()) if group else None
        return (len(source), inf) if group is None or end is None else (end + 1, ways(source[group.end() : end]))
    return at + 1, 1


def _repeated(repeat: re.Match[str], each: float) -> float:
    sign, least, most = repeat.groups()
    if sign == "?":
        return each + 1
    if sign or most == "":
        return MANY * each if each == 1 else inf
    times = int(most or least)
    return (times - int(least if most else 0) + 1 if each == 1 else (each + 1) ** times) if times <= MANY else inf
