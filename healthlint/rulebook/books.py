"""Phrases with their owners: a stretch of an index."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from healthlint.rulebook.elements import Phrase
from healthlint.rulebook.index import Index, numbers
from healthlint.rulebook.matching import Match
from healthlint.rulebook.page import Page
from healthlint.rulebook.sentence import Sentence
from healthlint.rulebook.view import View

Owner = TypeVar("Owner")


class Book(Generic[Owner]):
    """Phrases, each with its owner. Only those are tried that can match: cost grows with hits, not with phrases."""

    __slots__ = ("_all", "_first", "index", "owners")

    def __init__(self, index: Index, numbers: range, owners: tuple[Owner, ...]) -> None:
        self.index, self.owners = index, owners
        self._first, self._all = numbers.start, (1 << len(numbers)) - 1

    @property
    def phrases(self) -> Iterator[tuple[Phrase, Owner]]:
        for number, owner in enumerate(self.owners):
            yield self.index.phrase(self._first + number), owner

    @property
    def numbers(self) -> range:
        """The numbers of the phrases in the index."""
        return range(self._first, self._first + len(self.owners))

    def may_match(self, view: View) -> bool:
        """Can any phrase match in a view?"""
        return bool((view.possible(self.index).anywhere >> self._first) & self._all)

    def may_be_on(self, page: Page) -> bool:
        """Can any phrase match anywhere on a page?"""
        return bool((page.possible(self.index) >> self._first) & self._all)

    def find(self, view: View) -> Iterable[tuple[Match, Owner]]:
        """Every match of every phrase that can match, phrase by phrase in the order of the book."""
        return self._found(view) if self.may_match(view) else ()

    def _found(self, view: View) -> Iterator[tuple[Match, Owner]]:
        for number, sentences in self.possible(view):
            for match in self.matches(number, view, sentences):
                yield match, self.owners[number]

    def possible(self, view: View) -> Iterator[tuple[int, list[Sentence]]]:
        """The phrases that can match in a view, by their numbers in the book, each with the sentences where."""
        first, possible = self._first, view.possible(self.index)
        for number in numbers((possible.anywhere >> first) & self._all):
            bit = 1 << first + number
            yield number, [sentence for sentence, bits in possible.sentences if bits & bit]

    def matches(self, number: int, view: View, sentences: Iterable[Sentence]) -> Iterator[Match]:
        """Where a phrase of the book matches in some sentences of a view."""
        matcher = self.index.matcher(self._first + number)
        for sentence in sentences:
            yield from matcher.find(view, sentence)


def book(index: Index, phrases: Iterable[tuple[Phrase, Owner]]) -> Book[Owner]:
    """Enter phrases in an index, as a book of their own."""
    every = tuple(phrases)
    return Book(index, index.add(phrase for phrase, _ in every), tuple(owner for _, owner in every))
