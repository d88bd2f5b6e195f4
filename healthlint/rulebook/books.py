"""Phrases with their owners as a book, in which each is looked up by its rarest part."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from healthlint.rulebook.atoms import NUMBER, Keys, View, Vocabulary
from healthlint.rulebook.matching import Match, find, optional
from healthlint.rulebook.patterns import Regex
from healthlint.rulebook.phrases import Element, Gap, Pattern, Phrase, Slot, Words

COMMON = 1000
"""How many lexicon terms weigh as much as one function word when the rarest part of a phrase is sought."""

Owner = TypeVar("Owner")
Looked = tuple[str, str | Regex]
"""What a phrase is looked up by: a word, a name or a pattern."""


@dataclass(frozen=True, slots=True, eq=False)
class Book(Generic[Owner]):
    """Phrases with their owners, looked up by the rarest part of each: cost grows with hits, not with phrases."""

    phrases: tuple[tuple[Phrase, Owner], ...]
    by_word: dict[str, tuple[int, ...]] = field(repr=False)
    by_name: dict[str, tuple[int, ...]] = field(repr=False)
    by_pattern: dict[Regex, tuple[int, ...]] = field(default_factory=dict, repr=False)
    always: tuple[int, ...] = ()
    """Phrases of optional parts alone: they have nothing to be looked up by."""
    _keys: list[Keys] = field(default_factory=list, repr=False)

    def keys(self, vocabulary: Vocabulary) -> Keys:
        """What must stand in a block for any phrase to match there."""
        if not self._keys:
            patterns = frozenset(f"/{regex.source}/" for regex in self.by_pattern)
            every = [frozenset(self.by_word), patterns, *map(vocabulary.keys, self.by_name)]
            known = [keys for keys in every if keys is not None]
            self._keys.append(None if self.always or len(known) < len(every) else frozenset().union(*known))
        return self._keys[0]

    def find(self, view: View) -> Iterator[tuple[Match, Owner]]:
        """Every match of every phrase that can match, phrase by phrase in the order of the book."""
        for phrase, owner in self.possible(view):
            for match in find(phrase, view):
                yield match, owner

    def possible(self, view: View) -> Iterator[tuple[Phrase, Owner]]:
        """The phrases that can match in a view, with their owners: the rarest part of each is there."""
        for index in sorted(self._possible(view)):
            yield self.phrases[index]

    def _possible(self, view: View) -> set[int]:
        possible = set(self.always)
        for word in view.where.keys() & self.by_word.keys():
            possible.update(self.by_word[word])
        for name in sorted(view.awake & self.by_name.keys()):
            if view.spans(name):
                possible.update(self.by_name[name])
        for regex, indices in self.by_pattern.items():
            if any(True for _ in view.pattern_starts(regex)):
                possible.update(indices)
        return possible


def book(phrases: Iterable[tuple[Phrase, Owner]], sizes: Callable[[str], int], common: frozenset[str]) -> Book[Owner]:
    """Make a book. `sizes` tells how many terms a name has: a phrase is looked up by what is rarest in it."""
    all_phrases = tuple(phrases)
    by_word: dict[str, list[int]] = {}
    by_name: dict[str, list[int]] = {}
    by_pattern: dict[Regex, list[int]] = {}
    always: list[int] = []
    for index, (phrase, _) in enumerate(all_phrases):
        keys = _rarest(phrase, sizes, common)
        if not keys:
            always.append(index)
        for kind, key in keys:
            if isinstance(key, Regex):
                by_pattern.setdefault(key, []).append(index)
            else:
                (by_word if kind == "word" else by_name).setdefault(key, []).append(index)
    return Book(all_phrases, _each_once(by_word), _each_once(by_name), _each_once(by_pattern), tuple(always))


Key = TypeVar("Key")


def _each_once(indices: dict[Key, list[int]]) -> dict[Key, tuple[int, ...]]:
    return {key: tuple(dict.fromkeys(found)) for key, found in indices.items()}


def _rarest(phrase: Phrase, sizes: Callable[[str], int], common: frozenset[str]) -> list[Looked]:
    """The words or names of which at least one must be in a block for the phrase to match there."""
    best: tuple[float, list[Looked]] | None = None
    for element in phrase.elements:
        weighed = _weigh(element, sizes, common)
        if weighed and (best is None or weighed[0] < best[0]):
            best = weighed
    return best[1] if best else []


def _weigh(element: Element, sizes: Callable[[str], int], common: frozenset[str]) -> tuple[float, list[Looked]] | None:
    """How often an element may turn up, and what to look it up by; None where it can be absent."""
    if optional(element) or isinstance(element, Gap):
        return None
    if isinstance(element, Pattern):
        return COMMON * COMMON, [("pattern", element.regex)]
    if isinstance(element, Words):
        rare = [min(form, key=lambda word: (word in common, -len(word))) for form in element.forms]
        weight = sum(COMMON if word in common else 1 for word in rare)
        return weight, [("word", word) for word in dict.fromkeys(rare)]
    if isinstance(element, Slot):
        return (COMMON / 2 if element.name == NUMBER else sizes(element.name)), [("name", element.name)]
    weighed = [_weigh_phrase(option, sizes, common) for option in element.options]
    known = [one for one in weighed if one]
    if len(known) < len(weighed):
        return None
    return sum(weight for weight, _ in known), [key for _, keys in known for key in keys]


def _weigh_phrase(
    phrase: Phrase, sizes: Callable[[str], int], common: frozenset[str]
) -> tuple[float, list[Looked]] | None:
    weighed = [one for element in phrase.elements if (one := _weigh(element, sizes, common))]
    return min(weighed, key=lambda one: one[0]) if weighed else None
