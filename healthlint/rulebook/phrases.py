"""A phrase as an editor writes it becomes elements that can be matched; the whole phrase language lives here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import TypeAlias

from healthlint.language import Language
from healthlint.rulebook.patterns import PatternError, Regex, compile_pattern
from healthlint.rulebook.tokens import split

GAP = 4
"""How many words `...` spans when it does not say."""

MOST_FORMS = 4000
"""How many word sequences the alternatives of one phrase may multiply to."""

PIECE = re.compile(
    r"(?P<slot><(?P<name>[\w.:-]+)>)"
    r"|(?P<gap>\.\.\.(?P<width>\d*))"
    r"|(?P<regex>(?<![\w/])/(?P<pattern>(?:\\.|[^/\\])+)/(?!\w))"
    r"|(?P<sign>[()|^])"
    r"|(?P<word>[^\s()|<>^~]+)(?P<inflected>~?)"
)
"""What a phrase is made of: a slot, a gap, a pattern, a sign or a word."""

_PLAIN = re.compile(r"[^\W_](?:[\w’'-]|[ \n](?=\w))*")
"""A phrase that is words and nothing else, as nine terms of ten are: it needs no reading."""


class PhraseError(ValueError):
    """A phrase that cannot be read. The message says what and where in the phrase."""


@dataclass(frozen=True, slots=True)
class Words:
    """One of several word sequences. An empty one makes the element optional."""

    forms: tuple[tuple[str, ...], ...]
    """The longest first. Words are folded, but for those typed in capitals, such as MS: they match capitals only."""
    head: bool = False
    by_first: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict, repr=False, compare=False)
    """The forms by their first word: a phrase may have hundreds and tries the few that can match."""

    @property
    def optional(self) -> bool:
        return not self.forms[-1]


NOTHING = Words(((),))
"""An element of empty choices alone."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A term of a lexicon, a phrase of a frame, or a number."""

    name: str
    head: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several phrases; an empty one makes it optional."""

    options: tuple["Phrase", ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `width` words of any kind."""

    width: int
    head: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression from the start of a word to the end of one."""

    regex: Regex
    head: bool = False


Element: TypeAlias = Words | Slot | Choice | Gap | Pattern


@dataclass(frozen=True, slots=True)
class Phrase:
    """Elements in a row."""

    elements: tuple[Element, ...]
    source: str = ""

    @property
    def optional(self) -> bool:
        return not self.elements

    def slots(self) -> Iterator[str]:
        """The names that the phrase speaks of."""
        for element in self.elements:
            if isinstance(element, Slot):
                yield element.name
            elif isinstance(element, Choice):
                for option in element.options:
                    yield from option.slots()

    def forms(self) -> list[tuple[str, ...]] | None:
        """Every word sequence that the phrase stands for, or None where it has a slot, a gap or a pattern."""
        sequence = self.sequences()
        return None if sequence is None else _product(sequence, self.source)

    def sequences(self) -> tuple[Words, ...] | None:
        """The phrase as plain words alone, or None where it has a slot, a gap or a pattern."""
        plain = tuple(element for element in self.elements if isinstance(element, Words))
        return plain if len(plain) == len(self.elements) else None


def parse(text: str, language: Language) -> Phrase:
    """Read a phrase. Raises `PhraseError`."""
    if _PLAIN.fullmatch(text):
        return Phrase((_words([_form(split(text), language)], False),), text)
    pieces = _Pieces(text, language)
    phrase = pieces.phrase()
    if stray := pieces.rest():
        raise PhraseError(f"“{text}”: a “{stray}” without its “(”")
    if all(isinstance(element, Gap) or element == NOTHING for element in phrase.elements):
        raise PhraseError(f"“{text}”: a phrase needs at least one word")
    if any(isinstance(element, Gap) for element in (phrase.elements[0], phrase.elements[-1])):
        raise PhraseError(f"“{text}”: “...” stands between words, not at the start or the end")
    return phrase


class _Pieces:
    """Reads the pieces of a phrase from left to right."""

    def __init__(self, text: str, language: Language) -> None:
        self.text, self.language = text, language
        self.pieces = list(PIECE.finditer(text))
        self.next = 0
        left = PIECE.sub("", text).strip()
        if left:
            raise PhraseError(f"“{text}”: “{left[0]}” has no meaning in a phrase")

    def rest(self) -> str:
        """The piece to read next; empty at the end."""
        return self.pieces[self.next][0] if self.next < len(self.pieces) else ""

    def phrase(self) -> Phrase:
        elements: list[Element] = []
        while self.rest() not in ("", "|", ")"):
            head = self.rest() == "^"
            self.next += head
            elements += self._marked() if head else self._elements(False)
        return Phrase(_merged(elements), self.text)

    def _marked(self) -> list[Element]:
        """The element after a head mark."""
        marked = [] if self.rest() in ("", "|", ")", "^") else self._elements(True)
        if not any(element.head for element in marked):
            raise PhraseError(f"“{self.text}”: “^” stands before the words that it marks")
        return marked

    def _elements(self, head: bool) -> list[Element]:
        piece = self.pieces[self.next]
        self.next += 1
        if piece["sign"] == "(":
            return [self._choice(head)]
        if piece["slot"]:
            return [Slot(piece["name"], head)]
        if piece["gap"]:
            return [Gap(int(piece["width"] or GAP))]
        if piece["regex"]:
            return [Pattern(self._compiled(piece["pattern"]), head)]
        words = _word(piece["word"], bool(piece["inflected"]), head, self.language)
        return [words] if words else []

    def _compiled(self, pattern: str) -> Regex:
        try:
            return compile_pattern(pattern)
        except PatternError as error:
            raise PhraseError(str(error)) from error

    def _choice(self, head: bool) -> Element:
        options = [self.phrase()]
        while self.rest() == "|":
            self.next += 1
            options.append(self.phrase())
        if not self.rest():
            raise PhraseError(f"“{self.text}”: a “(” without its “)”")
        self.next += 1
        sequences = [option.sequences() for option in options]
        if all(sequence is not None and not _marks(sequence) for sequence in sequences):
            forms = [form for sequence in sequences if sequence is not None for form in _product(sequence, self.text)]
            return _words(forms, head)
        return Choice(tuple(sorted(options, key=lambda option: not option.elements)), head)


@lru_cache(maxsize=1 << 16)
def _word(text: str, inflected: bool, head: bool, language: Language) -> Words | None:
    """A word with its inflections, None for a mark that is not read; a library says the same words over and over."""
    if not split(text):
        return None
    *firsts, last = split(text)
    # The plural of a word in capitals is not in capitals only: SSRIs.
    lasts = language.inflect(last if _shouted(last) else last.lower()) if inflected else (last,)
    return _words([_form([*firsts, one], language) for one in lasts], head)


def _shouted(typed: str) -> bool:
    return len(typed) > 1 and typed.isupper() and typed.isalpha()


def _marks(sequence: tuple[Words, ...]) -> bool:
    """Is a head marked among them? Then their words are not joined, so that the mark stays where it is."""
    return any(words.head for words in sequence)


def _form(typed: list[str], language: Language) -> tuple[str, ...]:
    """Words as they are looked up: those in capitals as typed, the others folded."""
    return tuple(word if _shouted(word) else language.fold(word) for word in typed)


def _words(forms: list[tuple[str, ...]], head: bool) -> Words:
    ordered = tuple(sorted(dict.fromkeys(forms), key=lambda form: (-len(form), form)))
    by_first: dict[str, tuple[tuple[str, ...], ...]] = {}
    for form in ordered:
        if form:
            by_first[form[0]] = (*by_first.get(form[0], ()), form)
    return Words(ordered, head, by_first)


def _product(sequence: tuple[Words, ...], text: str) -> list[tuple[str, ...]]:
    size = 1
    for words in sequence:
        size *= len(words.forms)
    if size > MOST_FORMS:
        raise PhraseError(f"“{text}”: its alternatives multiply to {size}; split it into several phrases")
    return [sum(parts, ()) for parts in product(*(words.forms for words in sequence))]


def _merged(elements: list[Element]) -> tuple[Element, ...]:
    """Single words that stand next to each other as one element: they are found together or not at all."""
    merged: list[Element] = []
    for element in elements:
        last = merged[-1] if merged else None
        if isinstance(element, Words) and isinstance(last, Words) and _joinable(last, element):
            merged[-1] = _words([last.forms[0] + element.forms[0]], False)
        else:
            merged.append(element)
    return tuple(merged)


def _joinable(left: Words, right: Words) -> bool:
    return len(left.forms) == len(right.forms) == 1 and not (left.head or right.head)
