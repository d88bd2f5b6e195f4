"""Regular expressions of rule authors, under a time limit."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, TypeVar

from healthlint.rulebook.expressions import NoExpression, check, is_plain, plain, stoppable
from healthlint.rulebook.openings import Beginnings, openings
from healthlint.rulebook.ways import FEW, MANY, ways

PATIENCE = (0.2, 2.0)
"""Seconds that a pattern may take over one place, at first and once more: packs are not trusted to be quick, but on a
busy machine a quick pattern may have been kept waiting."""

LETTER = r"[^\W\d_]"

WORD_START = rf"(?:(?<!{LETTER})|(?!{LETTER}))"

WORD_END = rf"(?!(?<={LETTER}){LETTER})(?!(?<=\d)\d)"
"""Not within a word or a number: of several ways to read a place, a pattern takes one that ends where a word does."""

ANY_WORD = (r"\w", r"[\w")

_WORD = r"\w+"
"""Tried where words start, it takes each word once."""

PORTION = 100_000
"""Characters of a page over which a pattern may take as long as over one place."""

T = TypeVar("T")


class PatternError(ValueError):
    """A text that is no regular expression."""


class SlowPattern(Exception):
    """A pattern took longer than `PATIENCE`, twice."""


class Facts(NamedTuple):
    """What can be told of a pattern by looking at it."""

    openings: tuple[str, ...]
    """The letters that every match starts with one of (`openings.openings`)."""
    is_quick: bool
    """Whether it is sure to be quick from one place. Then no clock, which costs more, need run."""
    is_quick_all_over: bool
    """Whether it is so from every place of a page together, too."""


class Regex:
    """A pattern; it is compiled when it is first asked for, as most are on few pages."""

    def __init__(self, source: str, facts: Facts) -> None:
        self.source, self.facts = source, facts
        self.key = f"/{source}/"
        """By which an index knows it."""
        self.of_an_end = "$" in source
        """Whether it speaks of the end of its stretch: on the whole page that end is elsewhere."""
        self.is_anywhere = self.of_an_end and not facts.openings
        """Whether a match may start at any word: nothing on the page tells."""

    @property
    def openings(self) -> tuple[str, ...]:
        return self.facts.openings

    @property
    def _whole(self) -> str:
        return f"(?:{self.source}){WORD_END}"

    @property
    def _at_words(self) -> str:
        """One that any letter can start is held to where words start: nine places of ten are within one."""
        return WORD_START + self._whole if self.source.startswith(ANY_WORD) else self._whole

    @cached_property
    def _quick(self) -> re.Pattern[str] | None:
        return plain(self._whole) if self.facts.is_quick else None

    @cached_property
    def _quick_at_words(self) -> re.Pattern[str] | None:
        return plain(self._at_words) if self.facts.is_quick else None

    @cached_property
    def _quick_search(self) -> re.Pattern[str] | None:
        """Matches nothing at every place where the pattern would match something, however such places overlap."""
        return plain(f"(?={self._at_words})") if self.facts.is_quick_all_over else None

    def end(self, text: str, start: int, stop: int) -> int | None:
        """Where a match that starts at `start` ends, or None. Raises `SlowPattern`."""
        if self._quick is not None and is_plain(text):
            quick = self._quick.match(text, start, stop)
            return quick.end() if quick and quick.end() > start else None
        expression = stoppable(self._whole)
        match = self._tried(lambda seconds: expression.match(text, start, stop, timeout=seconds))
        return match.end() if match and match.end() > start else None

    def places(self, text: str, beginnings: Beginnings) -> Sequence[int]:
        """Every place in a text where a match may start at a word, in order; `starts_at` tells of each.

        Raises `SlowPattern`.
        """
        return beginnings.starts(self.openings) if self.openings else self._searched(text)

    def starts_at(self, text: str, place: int) -> bool:
        """Does a match start at a place that has an opening? Raises `SlowPattern`."""
        if not self.openings:
            return True  # it was searched for
        if self._quick_at_words is not None and is_plain(text):
            return self._quick_at_words.match(text, place) is not None
        expression = stoppable(self._at_words)
        return self._tried(lambda seconds: expression.match(text, place, timeout=seconds)) is not None

    def _searched(self, text: str) -> Sequence[int]:
        if self._quick_search is not None and is_plain(text):
            return tuple(match.start() for match in self._quick_search.finditer(text))
        expression = stoppable(self._at_words)
        portions = 1 + len(text) // PORTION

        def found(seconds: float) -> Sequence[int]:
            matches = expression.finditer(text, overlapped=True, timeout=seconds * portions)
            return tuple(match.start() for match in matches)

        return self._tried(found)

    def found_in(self, text: str) -> bool:
        """Does the pattern match anywhere in a text? Raises `SlowPattern`."""
        return self._tried(lambda seconds: bool(stoppable(self.source).search(text, timeout=seconds)))

    def _tried(self, run: Callable[[float], T]) -> T:
        for seconds in PATIENCE:
            try:
                return run(seconds)
            except TimeoutError:
                continue
        raise SlowPattern(self.source)


def _facts(source: str) -> Facts:
    many = ways(source)
    bounded = many < MANY or (source.startswith(_WORD) and ways(source.removeprefix(_WORD)) < MANY)
    return Facts(openings(source), many <= FEW, many <= FEW and bounded)


_known: dict[str, Regex] = {}


def known_regex(source: str) -> Regex:
    """A pattern that was read before, such as one of a compiled rulebook."""
    known = _known.get(source)
    if known is None:
        known = _known[source] = Regex(source, _facts(source))
    return known


def facts_known() -> dict[str, Facts]:
    """What is known of every pattern that was read so far, for a compiled rulebook to keep."""
    return {source: known.facts for source, known in _known.items()}


def take_up(facts: Mapping[str, Facts]) -> None:
    """Know patterns as a compiled rulebook kept them."""
    for source, known in facts.items():
        _known.setdefault(source, Regex(source, known))


def regex_of(text: str) -> Regex:
    """Read a pattern; letter case makes no difference. Raises `PatternError`."""
    try:
        check(text)
    except NoExpression as error:
        raise PatternError(f"“/{text}/” is no regular expression: {error}") from error
    return known_regex(text)
