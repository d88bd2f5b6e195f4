"""With what letters must every match of a regular expression start? Where no word does, no match need be sought."""

import re
from collections.abc import Iterable

from healthlint.rulebook.brackets import alternatives, closing

_LITERAL = re.compile(r"[a-z0-9]+", re.IGNORECASE)
_RUN = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,3}|(?<!\d)\d{2,3}")
"""The first letters of a word, or digits of a number: tokens start nowhere else with a letter or digit."""
_GROUP = re.compile(r"\(\?(?:-?i)?:|\((?!\?)")
_LOOK = re.compile(r"\(\?<?[=!]")
_NOTHING = re.compile(r"\\b|\(\?m\)")
"""What matches without taking a character."""
_REPEATS = frozenset("?*{")
"""What makes the character before it one that may be missing."""

SHORTEST, INDEXED = 2, 3
"""Letters of an opening: with fewer it is on every page; by so many it is looked up."""


def openings(source: str) -> tuple[str, ...]:
    """Case-folded texts of which every match starts with one; none where that cannot be told.

    Only what is plain is read: letters, groups of alternatives that start with letters, and what stands around them.
    """
    found = _openings(source)
    if found is None or any(len(one) < SHORTEST for one in found):
        return ()
    return tuple(dict.fromkeys(found))


class Beginnings:
    """Where the words of a text begin, by their first letters."""

    def __init__(self, text: str) -> None:
        folded = text.casefold()
        self._folded = folded if len(folded) == len(text) else "".join(map(_folded, text))
        self._places: dict[str, list[int]] = {}
        for run in _RUN.finditer(self._folded):
            first = run[0]
            self._places.setdefault(first, []).append(run.start())
            if len(first) > SHORTEST:
                self._places.setdefault(first[:SHORTEST], []).append(run.start())

    def starts(self, openings: Iterable[str]) -> list[int]:
        """Where words begin with one of these, in order."""
        found: set[int] = set()
        for opening in openings:
            places = self._places.get(opening[:INDEXED], ())
            if len(opening) <= INDEXED:
                found.update(places)
            else:
                found.update(place for place in places if self._folded.startswith(opening, place))
        return sorted(found)


def _folded(letter: str) -> str:
    """A letter folded to one: there are some that would become two or three."""
    return folded if len(folded := letter.casefold()) == 1 else letter.lower()[:1]


def _openings(source: str) -> list[str] | None:
    every = alternatives(source)
    if every is None:
        return None
    found: list[str] = []
    for one in every:
        first = _first(one)
        if first is None:
            return None
        found += first
    return found


def _first(source: str) -> list[str] | None:
    """The openings of one alternative."""
    if nothing := _NOTHING.match(source):
        return _first(source[nothing.end() :])
    if look := _LOOK.match(source):
        end = closing(source, look.end())
        return None if end is None or source[end + 1 : end + 2] in _REPEATS else _first(source[end + 1 :])
    if group := _GROUP.match(source):
        return _of_group(source, group.end())
    literal = _LITERAL.match(source)
    if literal is None:
        return None
    text = literal[0]
    if source[len(text) : len(text) + 1] in _REPEATS:
        text = text[:-1]
    return [text.casefold()] if text else None


def _of_group(source: str, start: int) -> list[str] | None:
    """The openings of a group, and of what follows it where it may be missing."""
    end = closing(source, start)
    if end is None:
        return None
    found = _openings(source[start:end])
    repeat = source[end + 1 : end + 2]
    if repeat not in _REPEATS:
        return found
    following = _first(source[end + 2 :]) if repeat == "?" else None
    return None if found is None or following is None else found + following
