"""A block as phrases see it: cut into words and sentences, with the named spans in it, found once."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Protocol

from healthlint.language import Language
from healthlint.model import Block, Document, Span
from healthlint.rulebook.patterns import Regex
from healthlint.rulebook.searched import Searched
from healthlint.rulebook.sentence import Asked, Possible, Sentence
from healthlint.rulebook.terms import Term, Terms
from healthlint.rulebook.tokens import STOPS, Tokens, tokenise

NUMBER = "number"
"""The slot that any number fills."""

Bound = tuple[int, int]
"""From a word up to another, which is left out."""

Found = tuple[int, int, Bound]
"""Where a phrase stands, from and up to, and its head."""

Ends = Mapping[int, tuple[int, ...]]
"""Where a name's spans start, and where those that start there end, the longest first."""

_NOWHERE: Ends = {}


class Known(Protocol):
    """A vocabulary, as far as a view needs to know."""

    @property
    def language(self) -> Language: ...

    @property
    def terms(self) -> Terms: ...

    @property
    def index(self) -> Asked: ...

    @property
    def entities(self) -> frozenset[str]: ...

    def awaken(self, view: "View") -> list[tuple[Sentence, int]]: ...

    def found(self, name: str, view: "View") -> Iterable[Found] | None: ...

    def opened(self, view: "View") -> Iterable[int]: ...


class View:
    """One block, cut into words, with the named spans in it."""

    def __init__(self, vocabulary: Known, document: Document, block: Block, searched: Searched) -> None:
        self.vocabulary, self.block, self._searched = vocabulary, block, searched
        self.prose = document.prose
        self.tokens: Tokens = tokenise(self.prose, block.span, document.sentences, vocabulary.language)
        self.words, self.shouted = self.tokens.words, self.tokens.shouted
        self.memory: dict[object, object] = {}
        """What was found in this block before, by who looked for it."""
        self.heads: dict[tuple[str, Bound], Bound] = {}
        """The heads of the phrases found, by their name and place."""
        self._spans: dict[str, Ends] = {}
        self._starting: dict[str, list[int]] = {}
        self._possible: dict[Asked, Possible] = {}

    @cached_property
    def terms(self) -> Sequence[Term]:
        """The terms that are plain words, by their place."""
        return self.vocabulary.terms.found(self.tokens)

    def _named(self, name: str) -> dict[int, tuple[int, ...]]:
        """Where the terms with a name stand."""
        ends: dict[int, tuple[int, ...]] = {}
        for term in self.terms:
            if name in term.names:
                known = ends.get(term.start, ())
                if term.end not in known:
                    ends[term.start] = (term.end, *known)
        return ends

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, in order."""
        bounds = self.bounds(0, len(self.tokens))
        return tuple(Sentence(first, limit, self._where(first, limit)) for first, limit in bounds)

    def _where(self, first: int, limit: int) -> dict[str, list[int]]:
        where: dict[str, list[int]] = {}
        for index in range(first, limit):
            where.setdefault(self.words[index], []).append(index)
        for index, word in self.shouted.items():
            if first <= index < limit:
                where.setdefault(word, []).append(index)
        return where

    @property
    def keys(self) -> Iterator[str]:
        """What is or may be in any of the sentences."""
        return chain.from_iterable(sentence.keys for sentence in self._awakened)

    @cached_property
    def _awakened(self) -> tuple[Sentence, ...]:
        """The sentences, with the keys of the words and names that are or may be there."""
        self._possible[self.vocabulary.index] = Possible(self.vocabulary.awaken(self))
        return self.sentences

    def possible(self, index: Asked) -> Possible:
        """Which phrases of an index may match."""
        known = self._possible.get(index)
        if known is None:
            sentences = self.sentences if index.of_words else self._awakened
            known = self._possible.get(index)  # it may be the one that they were awakened by
            if known is None:
                self.enter_patterns(index)
                asked = ((one, index.possible(one.where.keys() if index.of_words else one.keys)) for one in sentences)
                known = self._possible[index] = Possible(asked)
        return known

    def enter_patterns(self, index: Asked) -> None:
        """Find in which sentences the patterns may match that are keys of an index."""
        if not index.patterns or not self.words:
            return
        starts, ends = self.tokens.starts, self.tokens.ends
        for regex in self._searched.held(index.patterns):
            places = () if regex.is_anywhere else self._searched.places(regex)
            for sentence in self.sentences:
                at = bisect_left(places, starts[sentence.first])
                if regex.is_anywhere or (at < len(places) and places[at] < ends[sentence.limit - 1]):
                    sentence.keys.add(regex.key)

    def sentence_at(self, place: int) -> Sentence:
        """The sentence in which a word stands."""
        if len(self.sentences) == 1:
            return self.sentences[0]
        return self.sentences[bisect_right(self._firsts, place) - 1]

    @cached_property
    def _firsts(self) -> Sequence[int]:
        return [sentence.first for sentence in self.sentences]

    def pattern_starts(self, regex: Regex, first: int, limit: int) -> Iterator[int]:
        """The words from `first` up to `limit` that a match of a pattern may start with."""
        if regex.is_anywhere:
            yield from range(first, limit)
            return
        places, starts = self._searched.places(regex), self.tokens.starts
        at, end = bisect_left(places, starts[first]), self.tokens.ends[limit - 1]
        while at < len(places) and places[at] < end:
            index = bisect_left(starts, places[at], first, limit)
            is_word = index < limit and starts[index] == places[at]
            if is_word and (regex.of_an_end or regex.starts_at(self.prose, places[at])):
                yield index
            at += 1

    def may_hold(self, regex: Regex) -> bool:
        """Is there on the page what each match of a pattern starts with?"""
        return self._searched.may_hold(regex)

    def spans(self, name: str) -> Ends:
        """Where the terms of a lexicon or the phrases of a frame stand."""
        found = self._spans.get(name)
        if found is None:
            self._spans[name] = _NOWHERE  # a frame that speaks of itself finds nothing there
            found = self._spans[name] = self._find(name) if self._may_name(name) else _NOWHERE
        return found

    def starting(self, name: str, first: int, limit: int) -> Sequence[int]:
        """Where the spans of a name start among some words, in order."""
        starts = self._starting.get(name)
        if starts is None:
            starts = self._starting[name] = sorted(self.spans(name))
        return starts[bisect_left(starts, first) : bisect_left(starts, limit)]

    def _may_name(self, name: str) -> bool:
        key = f"<{name}>"
        return any(key in sentence.keys for sentence in self._awakened)

    def _find(self, name: str) -> Ends:
        if name == NUMBER:
            return {index: (index + 1,) for index in self.numbers()}
        plain = self._named(name)
        phrases = self.vocabulary.found(name, self)
        if phrases is None:
            return plain
        found = {start: set(ends) for start, ends in plain.items()}
        for start, end, head in phrases:
            found.setdefault(start, set()).add(end)
            self.heads[name, (start, end)] = head
        return {start: tuple(sorted(ends, reverse=True)) for start, ends in found.items()}

    def numbers(self) -> list[int]:
        """The places of words that are numbers, in figures or in letters."""
        spelt = self.vocabulary.language.numbers
        return [index for index, word in enumerate(self.words) if word[-1:].isdigit() or word in spelt]

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """Where new clauses open, in order."""
        return tuple(sorted(self.openings))

    @cached_property
    def openings(self) -> frozenset[int]:
        """Where new clauses open."""
        return frozenset(self.vocabulary.opened(self))

    @cached_property
    def _fences(self) -> list[int]:
        return sorted({*self.openings, *(index for index, word in enumerate(self.words) if word in STOPS)})

    def clause(self, words: Bound) -> Bound:
        """The nearest places before and after these words that a clause cannot reach across, or the view's ends."""
        fences = self._fences
        before, after = bisect_left(fences, words[0]), bisect_left(fences, words[1])
        return fences[before - 1] if before else 0, fences[after] if after < len(fences) else len(self.tokens)

    def bounds(self, start: int, end: int) -> Iterator[Bound]:
        """The sentences that stand among these words."""
        while start < end:
            yield self.tokens.firsts[start], self.tokens.limits[start]
            start = self.tokens.limits[start]

    def span(self, start: int, end: int) -> Span:
        return self.tokens.span(start, end)

    def words_in(self, span: Span) -> Bound:
        """The words that lie in a stretch of the draft, from and up to."""
        return self.tokens.at(span.start), self.tokens.until(span.end)
