"""Regular expressions of rule authors, under a time limit: the only file that knows `regex`."""

from dataclasses import dataclass

import regex

PATIENCE = 0.2
"""Seconds that a pattern may take over one place: packs are not trusted to be quick."""


class PatternError(ValueError):
    """A text that is no regular expression."""


class SlowPattern(Exception):
    """A pattern took longer than `PATIENCE`."""


@dataclass(frozen=True, slots=True)
class Regex:
    """A pattern, made ready to run."""

    source: str
    compiled: regex.Pattern[str]

    def end(self, text: str, start: int, stop: int) -> int | None:
        """Where a match that starts at `start` ends, or None. Raises `SlowPattern`."""
        try:
            match = self.compiled.match(text, start, stop, timeout=PATIENCE)
        except TimeoutError:
            raise SlowPattern(self.source) from None
        return match.end() if match and match.end() > start else None

    def starts(self, text: str, start: int, stop: int) -> tuple[int, ...]:
        """Every place in a stretch where a match starts, in order. Raises `SlowPattern`."""
        try:
            found = self.compiled.finditer(text, start, stop, overlapped=True, timeout=PATIENCE)
            return tuple(match.start() for match in found)
        except TimeoutError:
            raise SlowPattern(self.source) from None

    def found_in(self, text: str) -> bool:
        """Does the pattern match anywhere in a text? Raises `SlowPattern`."""
        try:
            return bool(self.compiled.search(text, timeout=PATIENCE))
        except TimeoutError:
            raise SlowPattern(self.source) from None


def compile_pattern(text: str) -> Regex:
    """Read a pattern; letter case makes no difference. Raises `PatternError`."""
    try:
        return Regex(text, regex.compile(text, regex.IGNORECASE | regex.VERSION1))
    except regex.error as error:
        raise PatternError(f"“/{text}/” is no regular expression: {error}") from error
