"""Regular expressions of rule authors, under a time limit: the only file that knows `regex`."""

from collections.abc import Callable
from functools import cache, cached_property
from typing import TypeVar

import regex

from healthlint.rulebook.openings import Beginnings, openings

PATIENCE = (0.2, 2.0)
"""Seconds that a pattern may take over one place, at first and once more: packs are not trusted to be quick, but on a
busy machine a quick pattern may have been kept waiting."""

WORD_START = r"(?:(?<!\p{L})|(?!\p{L}))"

WORD_END = r"(?!(?<=\p{L})\p{L})(?!(?<=\p{N})\p{N})"
"""Not within a word or a number: of several ways to read a place, a pattern takes one that ends where a word does."""

ANY_WORD = (r"\w", r"[\w")

PORTION = 100_000
"""Characters of a page over which a pattern may take as long as over one place."""

_REPEATED = regex.compile(r"[*+]|\{\d*,|\{[^\d,]")
"""What may stand for any number of characters, or, with fuzzy matching, for any at all."""

_GROUPS_REPEATED = regex.compile(r"\)[*+{]")
_OPTIONAL = regex.compile(r"(?<!\()\?")

OPTIONAL, LONG = 10, 2_000
"""Parts that may be missing, and characters, of a pattern that is sure to be quick."""

_FLAGS = regex.IGNORECASE | regex.VERSION1

T = TypeVar("T")


class PatternError(ValueError):
    """A text that is no regular expression."""


class SlowPattern(Exception):
    """A pattern took longer than `PATIENCE`, twice."""


class Regex:
    """A pattern; it is compiled when it is first asked for, as most are on few pages."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.openings = openings(source)

    @cached_property
    def anywhere(self) -> "regex.Pattern[str]":
        """The pattern as typed, for texts that are no prose."""
        return regex.compile(self.source, _FLAGS)

    @cached_property
    def compiled(self) -> "regex.Pattern[str]":
        return regex.compile(f"(?:{self.source}){WORD_END}", _FLAGS)

    @cached_property
    def at_words(self) -> "regex.Pattern[str]":
        """The same; one that any letter can start is held to where words start: nine places of ten are within one."""
        if not self.source.startswith(ANY_WORD):
            return self.compiled
        return regex.compile(f"{WORD_START}(?:{self.source}){WORD_END}", _FLAGS)

    @cached_property
    def _is_quick(self) -> bool:
        """Is it sure to be quick from one place? Then no clock, which costs more, need run.

        One repeated character and some optional ones are a few ways to read a place; a repeated group may be countless.
        """
        few = len(_REPEATED.findall(self.source)) <= 1 and len(_OPTIONAL.findall(self.source)) <= OPTIONAL
        return few and not _GROUPS_REPEATED.search(self.source) and len(self.source) < LONG

    @property
    def of_an_end(self) -> bool:
        """Does it speak of the end of its stretch? On the whole page that end is elsewhere."""
        return "$" in self.source

    def end(self, text: str, start: int, stop: int) -> int | None:
        """Where a match that starts at `start` ends, or None. Raises `SlowPattern`."""
        if self._is_quick:
            match = self.compiled.match(text, start, stop)
        else:
            match = self._tried(lambda seconds: self.compiled.match(text, start, stop, timeout=seconds))
        return match.end() if match and match.end() > start else None

    def starts(self, text: str, beginnings: Beginnings) -> tuple[int, ...]:
        """Every place in a text where a match starts at a word, in order. Raises `SlowPattern`."""
        if self.openings and self._is_quick:
            match = self.at_words.match
            return tuple(place for place in beginnings.starts(self.openings) if match(text, place))
        if self.openings and not beginnings.starts(self.openings):
            return ()
        portions = 1 + len(text) // PORTION

        def found(seconds: float) -> tuple[int, ...]:
            matches = self.at_words.finditer(text, overlapped=True, timeout=seconds * portions)
            return tuple(match.start() for match in matches)

        return self._tried(found)

    def found_in(self, text: str) -> bool:
        """Does the pattern match anywhere in a text? Raises `SlowPattern`."""
        return self._tried(lambda seconds: bool(self.anywhere.search(text, timeout=seconds)))

    def _tried(self, run: Callable[[float], T]) -> T:
        for seconds in PATIENCE:
            try:
                return run(seconds)
            except TimeoutError:
                continue
        raise SlowPattern(self.source)


@cache
def known_regex(source: str) -> Regex:
    """A pattern that was read before, such as one of a compiled rulebook."""
    return Regex(source)


@cache
def _check(source: str) -> None:
    """Raises `regex.error` where it cannot be read. Letter case changes nothing there, and takes twice as long."""
    regex.compile(source, regex.VERSION1)


def regex_of(text: str) -> Regex:
    """Read a pattern; letter case makes no difference. Raises `PatternError`."""
    known = known_regex(text)
    try:
        _check(text)
    except regex.error as error:
        raise PatternError(f"“/{text}/” is no regular expression: {error}") from error
    return known
