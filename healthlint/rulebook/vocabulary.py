"""All names of a library: the terms that are plain words, the phrases of the others, and which may be in a sentence."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from healthlint.language import Language
from healthlint.rulebook.books import Book
from healthlint.rulebook.cues import Phrases
from healthlint.rulebook.index import Index, numbers
from healthlint.rulebook.sentence import Sentence
from healthlint.rulebook.terms import Terms
from healthlint.rulebook.view import NUMBER, Found, View

_NUMBER_KEY = f"<{NUMBER}>"


class Vocabulary:
    """The names, and the index of all their phrases."""

    def __init__(
        self, language: Language, index: Index, terms: Terms, finders: Mapping[str, Phrases], entities: frozenset[str]
    ) -> None:
        self.language, self.index, self.terms = language, index, terms
        self.finders = finders
        """For each name that has phrases with slots or gaps: where they are found in a view."""
        self.entities = entities
        """The lexicons of things that a clause can speak of."""
        self._known_keys: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.openers: Book[None] = Book(index, range(0), ())
        """What opens a clause."""

    @cached_property
    def _keys(self) -> dict[int, str]:
        """The name that each phrase of a finder belongs to, as a key, by the phrase's number."""
        keys = {name: f"<{name}>" for name in self.finders}
        return {number: keys[name] for name, finder in self.finders.items() for number in finder.phrases.numbers}

    @cached_property
    def _of_names(self) -> int:
        """The phrases of all finders, as bits."""
        bits = 0
        for number in self._keys:
            bits |= 1 << number
        return bits

    def _keys_of(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Names as keys."""
        keys = self._known_keys.get(names)
        if keys is None:
            keys = self._known_keys[names] = tuple(f"<{name}>" for name in names)
        return keys

    def found(self, name: str, view: View) -> Iterable[Found] | None:
        """Where the phrases of a name stand in a view; None for a name that has none."""
        finder = self.finders.get(name)
        return finder.found(view) if finder else None

    def opened(self, view: View) -> Iterator[int]:
        """Where clauses open in a view."""
        for match, _ in self.openers.find(view):
            yield match.start

    def awaken(self, view: View) -> list[tuple[Sentence, int]]:
        """Enter the keys of what is or may be in each sentence; its phrases of the vocabulary that may match, as bits.

        The keys are words, plain names, patterns, and the names whose phrases may match: these are keys for the
        phrases that speak of them.
        """
        for sentence in view.sentences:
            sentence.keys.update(sentence.where)
        for term in view.terms:
            view.sentence_at(term.start).keys.update(self._keys_of(term.names))
        for index in view.numbers():
            view.sentence_at(index).keys.add(_NUMBER_KEY)
        view.enter_patterns(self.index)
        return [(sentence, self._awakened(sentence)) for sentence in view.sentences]

    def _awakened(self, sentence: Sentence) -> int:
        index, seen = self.index, 0
        tally = index.tally(sentence.keys)
        possible = index.complete(tally)
        while new := possible & self._of_names & ~seen:
            seen |= new
            for key in {self._keys[number] for number in numbers(new)} - sentence.keys:
                sentence.keys.add(key)
                tally |= index.bits(key)
            possible = index.complete(tally)
        return possible
