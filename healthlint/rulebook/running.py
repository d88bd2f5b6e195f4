"""The checks of a run."""

from collections.abc import Iterator, Sequence
from datetime import date

from healthlint.rulebook.books import Book
from healthlint.rulebook.checks import Check
from healthlint.rulebook.vocabulary import Vocabulary


class Checks:
    """The checks of a run, with one book of all their phrases."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        checks: Sequence[Check],
        triggers: Book[tuple[int, tuple[str, ...]]],
        today: date,
        standing: tuple[int, ...] | None = None,
    ) -> None:
        self.vocabulary, self.today = vocabulary, today
        self.checks = checks
        self.triggers = triggers
        """Each phrase with the check that it triggers and the replacements it stands for."""
        anyway = (number for number, check in enumerate(checks) if check.looks_anyway) if standing is None else standing
        self.standing = tuple(anyway)
        """The checks that look at a page where none of their phrases is."""

    def __len__(self) -> int:
        return len(self.checks)

    def __iter__(self) -> Iterator[Check]:
        return iter(self.checks)
