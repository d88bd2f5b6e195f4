"""Where a phrase matches in a sentence, with its head and the terms in its slots."""

from collections.abc import Iterator

from msgspec import Struct

from healthlint.model import Span
from healthlint.rulebook.elements import Choice, Element, Pattern, Phrase, Slot, Words
from healthlint.rulebook.patterns import known_regex
from healthlint.rulebook.sentence import Sentence
from healthlint.rulebook.steps import Slots, Until, done, done_after, row
from healthlint.rulebook.view import Bound, View


class Match(Struct, frozen=True, eq=False):
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


class Matcher:
    """A phrase made ready to be tried."""

    __slots__ = ("_names", "_patterns", "_try", "_words", "phrase")

    def __init__(self, phrase: Phrase) -> None:
        self.phrase = phrase
        words, names, patterns = _openings(phrase.elements)
        self._words, self._names, self._patterns = frozenset(words), tuple(names), tuple(patterns)
        self._try = row(phrase.elements, done)

    def find(self, view: View, sentence: Sentence) -> Iterator[Match]:
        """Where the phrase matches in a sentence, from left to right, never overlapping itself."""
        free, limit = 0, sentence.limit
        for start in self._starts(view, sentence):
            if start < free:
                continue
            way = self._try(view, start, limit)
            if way is not None and way[0] == start:  # all of it can be absent: not so here
                way = row(self.phrase.elements, done_after(start))(view, start, limit)
            if way is not None:
                free, head, slots = way
                assert not isinstance(head, Until)
                yield Match(view, start, free, head or default_head(view, start, free, slots), slots, self.phrase)

    def _starts(self, view: View, sentence: Sentence) -> list[int]:
        """Where the first words of the phrase stand; past what is optional, where the next ones do."""
        where, first, limit = sentence.where, sentence.first, sentence.limit
        words = where.keys() & self._words
        if len(words) == 1 and not self._names and not self._patterns:
            return where[words.pop()]
        starts = {place for word in words for place in where[word]}
        for name in self._names:
            starts.update(view.starting(name, first, limit))
        for source in self._patterns:
            starts.update(view.pattern_starts(known_regex(source), first, limit))
        return sorted(starts)


def find(phrase: Phrase, view: View) -> Iterator[Match]:
    """Where a phrase matches in a view, from left to right, never overlapping itself."""
    matcher = Matcher(phrase)
    for sentence in view.sentences:
        yield from matcher.find(view, sentence)


def _openings(elements: tuple[Element, ...]) -> tuple[set[str], dict[str, None], dict[str, None]]:
    """The words, names and patterns that a phrase can start with."""
    words: set[str] = set()
    names: dict[str, None] = {}
    patterns: dict[str, None] = {}
    for element in elements:
        if isinstance(element, Words):
            words.update(form[0] for form in element.forms if form)
        elif isinstance(element, Slot):
            names[element.name] = None
        elif isinstance(element, Pattern):
            patterns[element.source] = None
        elif isinstance(element, Choice):
            for option in element.options:
                more = _openings(option.elements)
                words |= more[0]
                names |= more[1]
                patterns |= more[2]
        if not element.optional:
            break
    return words, names, patterns


def default_head(view: View, start: int, end: int, slots: Slots) -> Bound:
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
        elif view.words[skipped] in common or view.words[skipped] == "'s":
            skipped += 1
        else:
            return skipped, skipped + 1
    return start, min(start + 1, end)
