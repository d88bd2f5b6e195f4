"""Regular expressions of rule authors, under a time limit: the only file that knows `regex`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import regex

PATIENCE = (0.2, 2.0)
"""Seconds that a pattern may take over one place, at first and once more: packs are not trusted to be quick, but on a
busy machine a quick pattern may have been kept waiting."""

WORD_START = r"(?:(?<!\p{L})|(?!\p{L}))"

WORD_END = r"(?!(?<=\p{L})\p{L})(?!(?<=\p{N})\p{N})"
"""Not within a word or a number: of several ways to read a place, a pattern takes one that ends where a word does."""

ANY_WORD = (r"\w", r"[\w")

PORTION = 100_000
"""Characters of a page over which a pattern may take as long as over one place."""

T = TypeVar("T")


class PatternError(ValueError):
    """A text that is no regular expression."""


class SlowPattern(Exception):
    """A pattern took longer than `PATIENCE`, twice."""


@dataclass(frozen=True, slots=True, eq=False)
class Regex:
    """A pattern, made ready to run."""

    source: str
    compiled: regex.Pattern[str]
    at_words: regex.Pattern[str]
    """The same; one that any letter can start is held to where words start, as nine places of ten are within one."""
    anywhere: regex.Pattern[str]
    """The same as typed, for texts that are no prose."""

    @property
    def of_an_end(self) -> bool:
        """Does it speak of the end of its stretch? On the whole page that end is elsewhere."""
        return "$" in self.source

    def end(self, text: str, start: int, stop: int) -> int | None:
        """Where a match that starts at `start` ends, or None. Raises `SlowPattern`."""
        match = self._tried(lambda seconds: self.compiled.match(text, start, stop, timeout=seconds))
        return match.end() if match and match.end() > start else None

    def starts(self, text: str) -> tuple[int, ...]:
        """Every place in a text where a match starts, in order. Raises `SlowPattern`."""
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


def compile_pattern(text: str) -> Regex:
    """Read a pattern; letter case makes no difference. Raises `PatternError`."""
    flags = regex.IGNORECASE | regex.VERSION1
    try:
        anywhere = regex.compile(text, flags)
        whole = f"(?:{text}){WORD_END}"
        compiled = regex.compile(whole, flags)
        wordy = regex.compile(WORD_START + whole, flags) if text.startswith(ANY_WORD) else compiled
        return Regex(text, compiled, wordy, anywhere)
    except regex.error as error:
        raise PatternError(f"“/{text}/” is no regular expression: {error}") from error
