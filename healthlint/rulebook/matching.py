"""Phrases over a view: where they match, with their head and the terms in their slots."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from healthlint.model import Span
from healthlint.rulebook.atoms import NUMBER, Bound, View
from healthlint.rulebook.phrases import Choice, Element, Gap, Pattern, Phrase, Slot, Words
from healthlint.rulebook.tokens import MARKS, STOPS

COMMON = 1000
"""How many lexicon terms weigh as much as one function word when the rarest part of a phrase is sought."""

Owner = TypeVar("Owner")
Slots = tuple[tuple[str, Bound], ...]
Found = tuple[int, Bound | None, Slots]
"""Where an element ends, its head if it holds one, and the slots that it filled."""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: the words from `start` up to `end` of a view."""

    view: View
    start: int
    end: int
    head: Bound
    """The words that a cue must govern."""
    slots: Slots
    phrase: Phrase

    @property
    def span(self) -> Span:
        return self.view.span(self.start, self.end)

    @property
    def head_span(self) -> Span:
        return self.view.span(*self.head)


@dataclass(frozen=True, slots=True, eq=False)
class Book(Generic[Owner]):
    """Phrases with their owners, looked up by the rarest part of each: cost grows with hits, not with phrases."""

    phrases: tuple[tuple[Phrase, Owner], ...]
    by_word: dict[str, tuple[int, ...]] = field(repr=False)
    by_name: dict[str, tuple[int, ...]] = field(repr=False)
    always: tuple[int, ...] = ()
    """Phrases of patterns alone: they have no word to be looked up by."""

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
        for name, indices in self.by_name.items():
            if view.spans(name):
                possible.update(indices)
        return possible


def book(phrases: Iterable[tuple[Phrase, Owner]], sizes: Callable[[str], int], common: frozenset[str]) -> Book[Owner]:
    """Make a book. `sizes` tells how many terms a name has: a phrase is looked up by what is rarest in it."""
    all_phrases = tuple(phrases)
    by_word: dict[str, list[int]] = {}
    by_name: dict[str, list[int]] = {}
    always: list[int] = []
    for index, (phrase, _) in enumerate(all_phrases):
        keys = _rarest(phrase, sizes, common)
        if not keys:
            always.append(index)
        for kind, key in keys:
            (by_word if kind == "word" else by_name).setdefault(key, []).append(index)
    words = {word: tuple(dict.fromkeys(indices)) for word, indices in by_word.items()}
    names = {name: tuple(dict.fromkeys(indices)) for name, indices in by_name.items()}
    return Book(all_phrases, words, names, tuple(always))


def find(phrase: Phrase, view: View) -> Iterator[Match]:
    """Where a phrase matches, from left to right, never overlapping itself."""
    free = 0
    for start in sorted(set(_starts(phrase.elements, view))):
        if start < free:
            continue
        for end, head, slots in _run(phrase.elements, 0, view, start, view.tokens.limits[start]):
            if end > start:
                yield Match(view, start, end, head or _default_head(view, start, end, slots), slots, phrase)
                free = end
                break


def _run(elements: tuple[Element, ...], index: int, view: View, at: int, limit: int) -> Iterator[Found]:
    if index == len(elements):
        yield at, None, ()
        return
    element = elements[index]
    for end, head, slots in _ends(element, view, at, limit):
        marked = (at, end) if element.head and head is None and end > at else head
        for last, later_head, later in _run(elements, index + 1, view, end, limit):
            yield last, marked or later_head, slots + later


def _ends(element: Element, view: View, at: int, limit: int) -> Iterator[Found]:
    if isinstance(element, Words):
        yield from ((end, None, ()) for end in _word_ends(element, view, at, limit))
    elif isinstance(element, Slot):
        yield from _slot_ends(element.name, view, at, limit)
    elif isinstance(element, Gap):
        yield from ((end, None, ()) for end in _gap_ends(element.width, view, at, limit))
    elif isinstance(element, Choice):
        for option in element.options:
            yield from _run(option.elements, 0, view, at, limit)
    else:
        yield from ((end, None, ()) for end in _pattern_ends(element, view, at, limit))


def _word_ends(element: Words, view: View, at: int, limit: int) -> Iterator[int]:
    tokens = view.tokens
    if at < limit:
        forms = element.by_first.get(tokens.words[at], ())
        if at in tokens.shouted:
            forms += element.by_first.get(tokens.shouted[at], ())
        for form in forms:
            if at + len(form) <= limit and _spelt(form, view, at):
                yield at + len(form)
    if element.optional:
        yield at


def _spelt(form: tuple[str, ...], view: View, at: int) -> bool:
    words, shouted = view.tokens.words, view.tokens.shouted
    return all(words[at + n] == word or shouted.get(at + n) == word for n, word in enumerate(form))


def _slot_ends(name: str, view: View, at: int, limit: int) -> Iterator[Found]:
    for end in view.spans(name).get(at, ()):
        if end <= limit:
            yield end, None, ((name, (at, end)),)
            if end < limit and view.tokens.words[end] == "'s":
                yield end + 1, None, ((name, (at, end)),)


def _gap_ends(width: int, view: View, at: int, limit: int) -> Iterator[int]:
    words, breaks = view.tokens.words, view.breaks
    end, counted = at, 0
    while True:
        yield end
        if end >= limit or words[end] in STOPS or end in breaks:
            return
        counted += words[end] not in MARKS
        if counted > width:
            return
        end += 1


def _pattern_ends(element: Pattern, view: View, at: int, limit: int) -> Iterator[int]:
    tokens = view.tokens
    if at >= limit:
        return
    stop = element.regex.end(view.prose, tokens.starts[at], tokens.ends[limit - 1])
    if stop is not None:
        end = bisect_left(tokens.ends, stop) + 1
        if end <= limit and tokens.ends[end - 1] == stop:
            yield end


def _starts(elements: tuple[Element, ...], view: View) -> Iterator[int]:
    """Where the first words of a phrase stand; past what is optional, where the next ones do."""
    for element in elements:
        yield from _firsts(element, view)
        if not _optional(element):
            return


def _firsts(element: Element, view: View) -> Iterable[int]:
    if isinstance(element, Words):
        return (place for word in element.by_first if word in view.where for place in view.where[word])
    if isinstance(element, Slot):
        return view.spans(element.name)
    if isinstance(element, Choice):
        return (start for option in element.options for start in _starts(option.elements, view))
    return range(len(view.tokens)) if isinstance(element, Pattern) else ()


def _optional(element: Element) -> bool:
    if isinstance(element, Words):
        return element.optional
    if isinstance(element, Choice):
        return any(all(map(_optional, option.elements)) for option in element.options)
    return isinstance(element, Gap)


def _default_head(view: View, start: int, end: int, slots: Slots) -> Bound:
    """The head of a phrase in a slot; else the first word that means something and names no entity; else the first."""
    for name, bound in slots:
        if head := view.heads.get((name, bound)):
            return head
    entities = view.spans("entity")
    common = view.vocabulary.language.common
    skipped = start
    while skipped < end:
        named = entities.get(skipped)
        if named and named[0] < end:
            skipped = named[0]
        elif view.tokens.words[skipped] in common or view.tokens.words[skipped] == "'s":
            skipped += 1
        else:
            return skipped, skipped + 1
    return start, min(start + 1, end)


def _rarest(phrase: Phrase, sizes: Callable[[str], int], common: frozenset[str]) -> list[tuple[str, str]]:
    """The words or names of which at least one must be in a block for the phrase to match there."""
    best: tuple[float, list[tuple[str, str]]] | None = None
    for element in phrase.elements:
        weighed = _weigh(element, sizes, common)
        if weighed and (best is None or weighed[0] < best[0]):
            best = weighed
    return best[1] if best else []


def _weigh(
    element: Element, sizes: Callable[[str], int], common: frozenset[str]
) -> tuple[float, list[tuple[str, str]]] | None:
    """How often an element may turn up, and what to look it up by; None where it can be absent."""
    if _optional(element) or isinstance(element, Pattern | Gap):
        return None
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
) -> tuple[float, list[tuple[str, str]]] | None:
    weighed = [one for element in phrase.elements if (one := _weigh(element, sizes, common))]
    return min(weighed, key=lambda one: one[0]) if weighed else None
