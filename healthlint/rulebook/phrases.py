"""A phrase as an editor writes it becomes elements that can be matched; the whole phrase language lives here."""

import re
from functools import lru_cache
from math import prod

from healthlint.language import Language
from healthlint.rulebook.elements import Choice, Element, Gap, Pattern, Phrase, Slot, Words
from healthlint.rulebook.patterns import PatternError, regex_of
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

_READ = re.compile(
    r"\((?P<flat>(?:[^\s()|<>^~/.][^\s()|<>^~]*+~?+(?=[\s|)])|[\s|])*+)\)"
    rf"|{PIECE.pattern}"
    r"|(?P<stray>\S)"
)
"""The same as it is read: a bracket with words alone is one piece, and so is what has no meaning."""

_PLAIN = re.compile(r"[^\W_](?:[\w’'-]|[ \n](?=\w))*")
"""A phrase that is words and nothing else, as nine terms of ten are: it needs no reading."""


class PhraseError(ValueError):
    """A phrase that cannot be read. The message says what and where in the phrase."""


class _TooMany(Exception):
    """Alternatives multiply to more than may be."""


Form = tuple[str, ...]

NOTHING = Words(((),))
"""An element of empty choices alone."""

_END = ("", "|", ")")
"""What ends a phrase: nothing more, or what only its bracket can read."""


def forms(phrase: Phrase) -> list[Form] | None:
    """Every word sequence that a phrase stands for, or None where it has a slot, a gap or a pattern.

    Raises `PhraseError` where they are too many.
    """
    sequence = phrase.sequences()
    try:
        return None if sequence is None else _product(sequence)
    except _TooMany as size:
        raise _too_many(phrase.source, size) from None


@lru_cache(maxsize=1 << 13)
def parse(text: str, language: Language) -> Phrase:
    """Read a phrase. Raises `PhraseError`."""
    if _PLAIN.fullmatch(text):
        return Phrase((Words((_form(_typed(text), language),)),), text)
    pieces = _Pieces(text, language)
    try:
        phrase = pieces.phrase()
    except _TooMany as size:
        raise _too_many(text, size) from None
    if pieces.following != "":
        raise PhraseError(f"“{text}”: a “{pieces.following}” without its “(”")
    if all(isinstance(element, Gap) or element == NOTHING for element in phrase.elements):
        raise PhraseError(f"“{text}”: a phrase needs at least one word")
    if any(isinstance(element, Gap) for element in (phrase.elements[0], phrase.elements[-1])):
        raise PhraseError(f"“{text}”: “...” stands between words, not at the start or the end")
    return phrase


class _Pieces:
    """Reads the pieces of a phrase from left to right."""

    def __init__(self, text: str, language: Language) -> None:
        self.text, self.language = text, language
        self.pieces = list(_READ.finditer(text))
        kinds = [piece[0] if piece.lastgroup == "sign" else str(piece.lastgroup) for piece in self.pieces]
        self.kinds = [*kinds, ""]
        """For each piece its kind, for a sign the sign itself; nothing at the end."""
        self.next = 0
        if "stray" in kinds:
            stray = self.pieces[kinds.index("stray")][0]
            raise PhraseError(f"“{text}”: “{stray}” has no meaning in a phrase")

    @property
    def following(self) -> str:
        """The kind of the piece to read next."""
        return self.kinds[self.next]

    def phrase(self) -> Phrase:
        elements: list[Element] = []
        while (kind := self.following) not in _END:
            head = kind == "^"
            self.next += head
            elements += self._marked() if head else self._elements(False)
        return Phrase(_merged(elements), self.text)

    def _marked(self) -> list[Element]:
        """The element after a head mark."""
        marked = [] if self.following in (*_END, "^") else self._elements(True)
        if not any(element.head for element in marked):
            raise PhraseError(f"“{self.text}”: “^” stands before the words that it marks")
        return marked

    def _elements(self, head: bool) -> list[Element]:
        kind, piece = self.kinds[self.next], self.pieces[self.next]
        self.next += 1
        if kind == "flat":
            return [_flat(piece["flat"], head, self.language)]
        if kind == "(":
            return [self._choice(head)]
        if kind == "slot":
            return [Slot(piece["name"], head)]
        if kind == "gap":
            return [Gap(int(piece["width"] or GAP))]
        if kind == "regex":
            return [Pattern(self._checked(piece["pattern"]), head)]
        words = _word(piece["word"], bool(piece["inflected"]), head, self.language)
        return [words] if words else []

    def _checked(self, pattern: str) -> str:
        try:
            return regex_of(pattern).source
        except PatternError as error:
            raise PhraseError(str(error)) from error

    def _choice(self, head: bool) -> Element:
        options = [self.phrase()]
        while self.following == "|":
            self.next += 1
            options.append(self.phrase())
        if not self.following:
            raise PhraseError(f"“{self.text}”: a “(” without its “)”")
        self.next += 1
        sequences = [option.sequences() for option in options]
        if all(sequence is not None and not _marks(sequence) for sequence in sequences):
            return _words([form for sequence in sequences if sequence is not None for form in _product(sequence)], head)
        return Choice(tuple(sorted(options, key=lambda option: not option.elements)), head)


@lru_cache(maxsize=1 << 16)
def _flat(text: str, head: bool, language: Language) -> Words:
    """A bracket with words alone, such as `is|are|has been`; a library says the same ones over and over."""
    options = text.split("|")
    if _is_letters(" ".join(options)):
        return _words([_form(option.split(), language) for option in options], head)
    found: list[Form] = []
    for option in options:
        words = [_word(word.removesuffix("~"), word.endswith("~"), False, language) for word in option.split()]
        found += _product(tuple(filter(None, words)))
    return _words(found, head)


@lru_cache(maxsize=1 << 16)
def _word(text: str, inflected: bool, head: bool, language: Language) -> Words | None:
    """A word with its inflections, None for a mark that is not read; a library says the same words over and over."""
    typed = _typed(text)
    if not typed:
        return None
    *firsts, last = typed
    # The plural of a word in capitals is not in capitals only: SSRIs.
    lasts = language.inflect(last if _shouted(last) else last.lower()) if inflected else (last,)
    return _words([_form([*firsts, one], language) for one in lasts], head)


def _shouted(typed: str) -> bool:
    return len(typed) > 1 and typed.isupper() and typed.isalpha()


def _marks(sequence: tuple[Words, ...]) -> bool:
    """Is a head marked among them? Then their words are not joined, so that the mark stays where it is."""
    return any(words.head for words in sequence)


def _form(typed: list[str], language: Language) -> Form:
    """Words as they are looked up: those in capitals as typed, the others folded."""
    return tuple([_looked_up(word, language) for word in typed])


@lru_cache(maxsize=1 << 16)
def _looked_up(word: str, language: Language) -> str:
    return word if _shouted(word) else language.fold(word)


def _typed(text: str) -> list[str]:
    """The words of a text as typed."""
    return text.split() if _is_letters(text) else split(text)


def _is_letters(text: str) -> bool:
    """Is it words of plain letters and nothing else? Such words end where blanks stand."""
    return text.isascii() and text.replace(" ", "").isalpha()


def _words(forms: list[Form], head: bool) -> Words:
    if len(forms) > 1:
        forms = sorted(sorted(set(forms)), key=len, reverse=True)
    return Words(tuple(forms), head)


def _product(sequence: tuple[Words, ...]) -> list[Form]:
    """Every way to say some words in a row. Raises `_TooMany`."""
    size = prod([len(words.forms) for words in sequence])
    if size > MOST_FORMS:
        raise _TooMany(size)
    found: list[Form] = [()]
    for words in sequence:
        found = [said + form for said in found for form in words.forms]
    return found


def _too_many(text: str, size: _TooMany) -> PhraseError:
    return PhraseError(f"“{text}”: its alternatives multiply to {size}; split it into several phrases")


def _merged(elements: list[Element]) -> tuple[Element, ...]:
    """Single words that stand next to each other as one element: they are found together or not at all."""
    merged: list[Element] = []
    for element in elements:
        last = merged[-1] if merged else None
        if isinstance(element, Words) and isinstance(last, Words) and _joinable(last, element):
            merged[-1] = Words((last.forms[0] + element.forms[0],))
        else:
            merged.append(element)
    return tuple(merged)


def _joinable(left: Words, right: Words) -> bool:
    return len(left.forms) == len(right.forms) == 1 and not (left.head or right.head)
