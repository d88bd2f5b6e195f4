"""The prose of a page, searched once for each pattern, however many phrases speak of it."""

from collections.abc import Sequence
from functools import cached_property

from healthlint.rulebook.openings import Beginnings
from healthlint.rulebook.patterns import Regex, known_regex


class Searched:
    """A text, and where matches of patterns start in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places: dict[str, Sequence[int]] = {}
        self._held: dict[tuple[str, ...], tuple[Regex, ...]] = {}

    @cached_property
    def _beginnings(self) -> Beginnings:
        return Beginnings(self.text)

    def may_hold(self, regex: Regex) -> bool:
        """Is there in the text what each match of a pattern starts with?"""
        return not regex.openings or bool(self.places(regex))

    def places(self, regex: Regex) -> Sequence[int]:
        """Where matches of a pattern may start, in order."""
        places = self._places.get(regex.source)
        if places is None:
            places = self._places[regex.source] = regex.places(self.text, self._beginnings)
        return places

    def held(self, sources: tuple[str, ...]) -> tuple[Regex, ...]:
        """Those of some patterns that may match somewhere."""
        known = self._held.get(sources)
        if known is None:
            every = map(known_regex, sources)
            known = self._held[sources] = tuple(regex for regex in every if regex.is_anywhere or self.places(regex))
        return known
