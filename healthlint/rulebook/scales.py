"""A scale made ready to run: where a statement stands on it, by the graded words that it is made with."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct

from healthlint.model import Span
from healthlint.rulebook.books import Book
from healthlint.rulebook.cues import CueSet, excused
from healthlint.rulebook.matching import Match
from healthlint.rulebook.page import Page
from healthlint.rulebook.view import Bound, View
from healthlint.rulebook.wording import quoted


class Grade(Struct, frozen=True, eq=False):
    """How far some words move a statement on a scale, and the cue sets under which they do not."""

    about: str
    weight: float
    unless: tuple[CueSet, ...]


class Scale:
    """Grades with the ends of the scale and the place of a statement that has none of the words."""

    __slots__ = ("grades", "least", "most", "name", "plain", "words")

    def __init__(
        self, name: str, least: float, most: float, plain: float, grades: tuple[Grade, ...], words: Book[Grade]
    ) -> None:
        self.name, self.least, self.most, self.plain = name, least, most, plain
        self.grades = grades
        self.words = words
        """The words of all grades."""

    def value(self, view: View, bound: Bound) -> float:
        """Where a sentence stands: each grade counts once, however many of its words there are."""
        moved = self.plain + sum(grade.weight for grade, _ in self.moving(view, bound))
        return round(min(self.most, max(self.least, moved)), 2)

    def moving(self, view: View, bound: Bound) -> Iterator[tuple[Grade, Match]]:
        """The grades that move a sentence, each with the first of the words that do."""
        counting, starts = self._counting(view)
        first: dict[Grade, Match] = {}
        for grade, match in counting[bisect_left(starts, bound[0]) : bisect_left(starts, bound[1])]:
            first.setdefault(grade, match)
        yield from first.items()

    def _counting(self, view: View) -> tuple[Sequence[tuple[Grade, Match]], Sequence[int]]:
        """All words of the scale in a view that no cue excuses, found once, in order, and where they start."""
        known = view.memory.get(self)
        if known is None:
            found = sorted(self.words.find(view), key=lambda one: one[0].start)
            counting = tuple((grade, match) for match, grade in found if not excused(match, grade.unless))
            known = view.memory[self] = counting, [match.start for _, match in counting]
        assert isinstance(known, tuple)
        return known

    def lowered(self, view: View, bound: Bound, below: float) -> Span | None:
        """The word that brings a sentence down most, where it stands below this; None where nothing brings it down."""
        if self.value(view, bound) >= below:
            return None
        most = min(self.moving(view, bound), key=lambda one: one[0].weight, default=None)
        return most[1].span if most and most[0].weight < 0 else None

    def reached(self, page: Page, around: Span, above: float) -> tuple[str, Span] | None:
        """What raises the first sentence of a stretch that stands above this, and the word that does most."""
        for view in page.views(around):
            for bound in view.bounds(*view.words_in(around)):
                if self.value(view, bound) > above:
                    raising = [one for one in self.moving(view, bound) if one[0].weight > 0]
                    most = sorted(raising, key=lambda one: -one[0].weight)[:3]
                    words = [f"“{quoted(page.document, match.span)}”" for _, match in most]
                    place = most[0][1].span if most else view.span(*bound)
                    return f"{', '.join(words)} raise it on the scale “{self.name}”", place
        return None
