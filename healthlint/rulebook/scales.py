"""A scale made ready to run: where a statement stands on it, by the graded words that it is made with."""

from collections.abc import Iterator
from dataclasses import dataclass

from healthlint.model import Span
from healthlint.rulebook.atoms import Bound, Page, View
from healthlint.rulebook.books import Book
from healthlint.rulebook.cues import CueSet, unexcused
from healthlint.rulebook.matching import Match
from healthlint.rulebook.wording import quoted


@dataclass(frozen=True, slots=True, eq=False)
class Grade:
    """Words that move a statement on a scale."""

    about: str
    weight: float
    words: Book[None]
    unless: tuple[CueSet, ...]

    def found(self, view: View, start: int, end: int) -> Match | None:
        """The first of the words in a sentence of a view that count."""
        return next((match for match in self._matches(view) if start <= match.start < end), None)

    def _matches(self, view: View) -> tuple[Match, ...]:
        known = view.memory.get(self)
        if known is None:
            counting = unexcused(self.words, self.unless, view)
            known = view.memory[self] = tuple(sorted(counting, key=lambda match: match.start))
        assert isinstance(known, tuple)
        return known


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """Grades with the ends of the scale and the place of a statement that has none of the words."""

    name: str
    least: float
    most: float
    plain: float
    grades: tuple[Grade, ...]

    def value(self, view: View, bound: Bound) -> float:
        """Where a sentence stands: each grade counts once, however many of its words there are."""
        moved = self.plain + sum(grade.weight for grade, _ in self.moving(view, bound))
        return round(min(self.most, max(self.least, moved)), 2)

    def moving(self, view: View, bound: Bound) -> Iterator[tuple[Grade, Match]]:
        """The grades that move a sentence, each with the words that do."""
        for grade in self.grades:
            if match := grade.found(view, *bound):
                yield grade, match

    def lowered(self, view: View, bound: Bound, below: float) -> Span | None:
        """The word that brings a sentence down most, where it stands below this; None where nothing brings it down."""
        if self.value(view, bound) >= below:
            return None
        most = min(self.moving(view, bound), key=lambda one: one[0].weight, default=None)
        return most[1].span if most and most[0].weight < 0 else None

    def reached(self, page: Page, around: Span, above: float) -> tuple[str, Span] | None:
        """What raises the first sentence of a stretch that stands above this, and the word that does most."""
        for view in page.views(around):
            for bound in view.sentences(*view.words_in(around)):
                if self.value(view, bound) > above:
                    raising = [one for one in self.moving(view, bound) if one[0].weight > 0]
                    most = sorted(raising, key=lambda one: -one[0].weight)[:3]
                    words = [f"“{quoted(page.document, match.span)}”" for _, match in most]
                    place = most[0][1].span if most else view.span(*bound)
                    return f"{', '.join(words)} raise it on the scale “{self.name}”", place
        return None
