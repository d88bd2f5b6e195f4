"""A phrase as an editor writes it becomes elements that can be matched; the whole phrase language lives here."""

import re
from functools import lru_cache
from itertools import product

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

_PLAIN = re.compile(r"[^\W_](?:[\w’'-]|[ \n](?=\w))*")
"""A phrase that is words and nothing else, as nine terms of ten are: it needs no reading."""


class PhraseError(ValueError):
    """A phrase that cannot be read. The message says what and where in the phrase."""


NOTHING = Words(((),))
"""An element of empty choices alone."""


def forms(phrase: Phrase) -> list[tuple[str, ...]] | None:
    """Every word sequence that a phrase stands for, or None where it has a slot, a gap or a pattern.

    Raises `PhraseError` where they are too many.
    """
    sequence = phrase.sequences()
    return None if sequence is None else _product(sequence, phrase.source)


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
    return Words(tuple(sorted(dict.fromkeys(forms), key=lambda form: (-len(form), form))), head)


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
