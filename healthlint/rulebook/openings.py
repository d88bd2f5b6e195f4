"""With what must every match of a regular expression start? Where no word does, no match need be sought."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from string import digits

from healthlint.rulebook.brackets import alternatives, closing

_LITERAL = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*", re.IGNORECASE)
_RUN = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,3}|(?<!\d)\d{1,3}")
"""The first letters of a word, or digits of a number: tokens start nowhere else with a letter or digit."""
_GROUP = re.compile(r"\(\?(?P<typed>-?i)?:|\((?!\?)")
_LOOK = re.compile(r"\(\?<?[=!]")
_NOTHING = re.compile(r"\\b|\(\?m\)")
"""What matches without taking a character."""
_MARK = re.compile(r"\\([().,;:%/\[\]$+*?-])|([,;:%])")
_REPEATS = frozenset("?*{")
"""What makes the character before it one that may be missing."""

CAPITAL = "A"
"""Stands for any capital letter: openings are folded, so that it means nothing else."""

INDEXED = 3
"""So many letters of an opening are looked up."""

TOO_SHORT = frozenset("abcdefghijklmnopqrstuvwxyz")
"""Openings that are on every page."""


def openings(source: str) -> tuple[str, ...]:
    """Case-folded texts of which every match starts with one; none where that cannot be told.

    Only what is plain is read: letters, figures, capitals, marks, groups of alternatives that start so, and what
    stands around them.
    """
    found = _openings(source, typed=False)
    if found is None or not TOO_SHORT.isdisjoint(found):
        return ()
    return tuple(dict.fromkeys(found))


class Beginnings:
    """Where the words of a text begin, by their first letters."""

    def __init__(self, text: str) -> None:
        folded = text.casefold()
        self._text = text
        self._folded = folded if len(folded) == len(text) else "".join(map(_folded, text))
        self._places: dict[str, list[int]] = {}
        for run in _RUN.finditer(self._folded):
            first = run[0]
            self._places.setdefault(first, []).append(run.start())
            if len(first) == INDEXED:
                self._places.setdefault(first[:2], []).append(run.start())

    def starts(self, openings: Iterable[str]) -> list[int]:
        """Where words begin with one of these, in order."""
        found: set[int] = set()
        for opening in openings:
            found.update(self._opened(opening))
        return sorted(found)

    def _opened(self, opening: str) -> Iterable[int]:
        if opening == CAPITAL:
            return self._capitals
        if opening in digits:
            return [place for place in self._figures if self._folded[place] == opening]
        if not opening[0].isalnum():
            return [mark.start() for mark in re.finditer(re.escape(opening), self._folded)]
        word = opening.partition(" ")[0]
        places = self._places.get(word[:INDEXED], ())
        if opening == word and len(word) in (2, INDEXED):
            return places
        return [place for place in places if self._folded.startswith(opening, place)]

    @cached_property
    def _figures(self) -> Sequence[int]:
        every = (places for first, places in self._places.items() if first[0].isdigit())
        return sorted({place for places in every for place in places})

    @cached_property
    def _capitals(self) -> Sequence[int]:
        every = {place for places in self._places.values() for place in places}
        return [place for place in sorted(every) if self._text[place].isupper()]


def _folded(letter: str) -> str:
    """A letter folded to one: there are some that would become two or three."""
    return folded if len(folded := letter.casefold()) == 1 else letter.lower()[:1]


def _openings(source: str, typed: bool) -> list[str] | None:
    """`typed`: letters mean what is typed, capitals or not."""
    every = alternatives(source)
    if every is None:
        return None
    found: list[str] = []
    for one in every:
        first = _first(one, typed)
        if first is None:
            return None
        found += first
    return found


def _first(source: str, typed: bool) -> list[str] | None:
    """The openings of one alternative."""
    if nothing := _NOTHING.match(source):
        return _first(source[nothing.end() :], typed)
    if look := _LOOK.match(source):
        end = closing(source, look.end())
        return None if end is None or source[end + 1 : end + 2] in _REPEATS else _first(source[end + 1 :], typed)
    if group := _GROUP.match(source):
        return _of_group(source, group.end(), typed or group["typed"] == "-i")
    return _of_characters(source, typed)


def _of_characters(source: str, typed: bool) -> list[str] | None:
    if source.startswith(r"\d") or (source.startswith("[A-Z]") and typed):
        start, found = (2, [*digits]) if source[0] == "\\" else (len("[A-Z]"), [CAPITAL])
        return None if source[start : start + 1] in _REPEATS and not _at_least_one(source[start:]) else found
    if mark := _MARK.match(source):
        return None if source[mark.end() : mark.end() + 1] in _REPEATS else [mark[1] or mark[2]]
    literal = _LITERAL.match(source)
    if literal is None:
        return None
    text = literal[0]
    if source[len(text) : len(text) + 1] in _REPEATS:
        text = text[:-1].rstrip(" ")
    return [text.casefold()] if text else None


def _at_least_one(repeat: str) -> bool:
    return re.match(r"\{[1-9]", repeat) is not None


def _of_group(source: str, start: int, typed: bool) -> list[str] | None:
    """The openings of a group, and of what follows it where it may be missing."""
    end = closing(source, start)
    if end is None:
        return None
    found = _openings(source[start:end], typed)
    repeat = source[end + 1 : end + 2]
    if repeat not in _REPEATS or _at_least_one(source[end + 1 :]):
        return found
    following = _first(source[end + 2 :], typed) if repeat == "?" else None
    return None if found is None or following is None else found + following
