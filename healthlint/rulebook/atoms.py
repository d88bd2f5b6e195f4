"""A block's words with the named spans in them, found once: what every phrase, cue and need is matched over."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from healthlint.language import Language
from healthlint.model import Block, Document, Span
from healthlint.rulebook.patterns import Regex
from healthlint.rulebook.tokens import STOPS, Tokens, tokenise
from healthlint.rulebook.trie import Trie

NUMBER = "number"
"""The slot that any number fills."""

ANYWHERE = ""
"""The key of what may be found whatever stands in a block."""

_NOWHERE: Mapping[int, tuple[int, ...]] = {}

Ends = Mapping[int, tuple[int, ...]]
"""Where a name's spans start, and where those that start there end, the longest first."""


Bound = tuple[int, int]
"""From a word up to another, which is left out."""

Found = tuple[int, int, Bound]
"""Where a phrase stands, from and up to, and its head."""


class Finder(Protocol):
    """Finds the phrases of a name in a view."""

    def found(self, view: "View") -> Iterable[Found]: ...

    def keys(self, vocabulary: "Vocabulary") -> "Keys": ...

    def patterns(self) -> Iterable[Regex]: ...


Keys = frozenset[str] | None
"""The words, and as `<name>` the names and as `/pattern/` the patterns, of which one must stand in a block for a phrase
to match; None: any block."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All names of a library: the terms that are plain words in one trie, and how to find the others."""

    language: Language
    trie: Trie
    finders: Mapping[str, Finder]
    """For each name that has phrases with slots or gaps: where they are found in a view."""
    openers: Callable[["View"], Iterable[int]]
    """Where clauses open in a view."""
    entities: frozenset[str] = frozenset()
    """The lexicons of things that a clause can speak of."""
    _keys: dict[str, Keys] = field(default_factory=dict, repr=False)
    _roused: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _patterns: dict[str, Regex] = field(default_factory=dict, repr=False)

    def keys(self, name: str) -> Keys:
        """What must stand in a block for a name to be found there."""
        if name not in self._keys:
            self._keys[name] = frozenset()  # a frame that speaks of itself finds nothing there
            finder = self.finders.get(name)
            keys = finder.keys(self) if finder else frozenset()
            self._keys[name] = None if keys is None else keys | {f"<{name}>"}
        return self._keys[name]

    def roused(self, atoms: Iterable[str]) -> frozenset[str]:
        """The names with phrases that may be found where these words and plain names stand."""
        roused = self._rouse()
        return roused[ANYWHERE].union(*(roused[atom] for atom in atoms if atom in roused))

    def key_patterns(self) -> dict[str, Regex]:
        """The patterns that are keys of a name."""
        self._rouse()
        return self._patterns

    def _rouse(self) -> dict[str, frozenset[str]]:
        if not self._roused:
            self._roused.update(self._rousing())
        return self._roused

    def _rousing(self) -> dict[str, frozenset[str]]:
        """For each word or plain name, the names that it may rouse, and as ANYWHERE those that need none."""
        rousing: dict[str, set[str]] = {ANYWHERE: set()}
        for name, finder in self.finders.items():
            self._patterns.update((f"/{regex.source}/", regex) for regex in finder.patterns())
            keys = self.keys(name)
            for key in (ANYWHERE,) if keys is None else keys:
                rousing.setdefault(key, set()).add(name)
        return {key: frozenset(names) for key, names in rousing.items()}

    def view(self, document: Document, block: Block, starts: dict[str, tuple[int, ...]] | None = None) -> "View":
        tokens = tokenise(document.prose, block.span, document.sentences, self.language)
        starts = {} if starts is None else starts
        return View(self, document.prose, block, tokens, _where(tokens), self.trie.named(tokens), starts)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One block, cut into words, with the named spans in it."""

    vocabulary: Vocabulary
    prose: str
    block: Block
    tokens: Tokens
    where: Mapping[str, list[int]]
    """The places of each word."""
    named: Mapping[str, Ends]
    starts: dict[str, tuple[int, ...]]
    """Where matches of each pattern start in the prose of the whole page, found once for all its blocks."""
    memory: dict[object, object] = field(default_factory=dict, repr=False)
    """What was found in this block before, by who looked for it."""
    heads: dict[tuple[str, Bound], Bound] = field(default_factory=dict, repr=False)
    """The heads of the phrases found, by their name and place."""
    _spans: dict[str, Ends] = field(default_factory=dict, repr=False)
    _breaks: list[tuple[int, ...]] = field(default_factory=list, repr=False)
    _awake: list[frozenset[str]] = field(default_factory=list, repr=False)

    @property
    def awake(self) -> frozenset[str]:
        """The names that may be found here: all others are not, and need not be looked for."""
        if not self._awake:
            numbers = [NUMBER] if any(True for _ in self._numbers()) else []
            plain = [*self.named, *numbers]
            known = self.vocabulary.key_patterns()
            patterns = [key for key, regex in known.items() if any(True for _ in self.pattern_starts(regex))]
            roused = self.vocabulary.roused([*self.where, *(f"<{name}>" for name in plain), *patterns])
            self._awake.append(roused.union(plain))
        return self._awake[0]

    def pattern_starts(self, regex: Regex) -> Iterator[int]:
        """The words that a match of a pattern may start with: the page is searched once, not tried word by word."""
        if regex.of_an_end:
            yield from range(len(self.tokens))
            return
        if regex.source not in self.starts:
            self.starts[regex.source] = regex.starts(self.prose)
        offsets, tokens = self.starts[regex.source], self.tokens
        at = bisect_left(offsets, tokens.starts[0]) if offsets and len(tokens) else len(offsets)
        while at < len(offsets) and offsets[at] < tokens.ends[-1]:
            index = bisect_left(tokens.starts, offsets[at])
            if index < len(tokens) and tokens.starts[index] == offsets[at]:
                yield index
            at += 1

    def spans(self, name: str) -> Ends:
        """Where the terms of a lexicon or the phrases of a frame stand."""
        if name not in self._spans:
            self._spans[name] = _NOWHERE  # a frame that speaks of itself finds nothing there
            if name in self.awake:
                self._spans[name] = self._find(name)
        return self._spans[name]

    def _find(self, name: str) -> Ends:
        if name == NUMBER:
            return {index: (index + 1,) for index in self._numbers()}
        finder = self.vocabulary.finders.get(name)
        plain = self.named.get(name, _NOWHERE)
        if finder is None:
            return plain
        found = {start: set(ends) for start, ends in plain.items()}
        for start, end, head in finder.found(self):
            found.setdefault(start, set()).add(end)
            self.heads[name, (start, end)] = head
        return {start: tuple(sorted(ends, reverse=True)) for start, ends in found.items()}

    def _numbers(self) -> Iterator[int]:
        words = self.vocabulary.language.numbers
        for word, places in self.where.items():
            if word[-1:].isdigit() or word in words:
                yield from places

    @property
    def breaks(self) -> tuple[int, ...]:
        """Where new clauses open, in order."""
        if not self._breaks:
            self._breaks.append(tuple(sorted(set(self.vocabulary.openers(self)))))
        return self._breaks[0]

    def clause(self, words: Bound) -> Bound:
        """The nearest places before and after these words that a clause cannot reach across, or the view's ends."""
        fences = self.memory.get("fences")
        if fences is None:
            stops = (index for index, word in enumerate(self.tokens.words) if word in STOPS)
            fences = self.memory["fences"] = sorted({*stops, *self.breaks})
        assert isinstance(fences, list)
        before, after = bisect_left(fences, words[0]), bisect_left(fences, words[1])
        return fences[before - 1] if before else 0, fences[after] if after < len(fences) else len(self.tokens)

    def sentences(self, start: int, end: int) -> Iterator[Bound]:
        """The sentences that stand among these words."""
        while start < end:
            yield self.tokens.firsts[start], self.tokens.limits[start]
            start = self.tokens.limits[start]

    def span(self, start: int, end: int) -> Span:
        return self.tokens.span(start, end)

    def words_in(self, span: Span) -> tuple[int, int]:
        """The words that lie in a stretch of the draft, from and up to."""
        return self.tokens.at(span.start), self.tokens.until(span.end)


class Page:
    """A document seen through a vocabulary: its blocks as views, each made when first asked for."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.document, self.vocabulary = document, vocabulary
        self._views: dict[int, View] = {}
        self._starts: dict[str, tuple[int, ...]] = {}
        self.memory: dict[object, object] = {}
        """What was found on this page before, by who looked for it."""

    def view(self, index: int) -> View:
        if index not in self._views:
            self._views[index] = self.vocabulary.view(self.document, self.document.blocks[index], self._starts)
        return self._views[index]

    def views(self, span: Span | None = None) -> Iterator[View]:
        """The views of all blocks, or of those that a stretch of the draft touches, in order."""
        first, last = 0, len(self.document.blocks)
        if span is not None:
            first = max(0, self.document.block_index(span.start))
            last = min(last, self.document.block_index(max(span.start, span.end - 1)) + 1)
        for index in range(first, last):
            yield self.view(index)


def _where(tokens: Tokens) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for index, word in enumerate(tokens.words):
        places.setdefault(word, []).append(index)
    for index, word in tokens.shouted.items():
        places.setdefault(word, []).append(index)
    return places
