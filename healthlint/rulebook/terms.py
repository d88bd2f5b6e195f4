"""All terms that are plain words: every name in a block is found by looking up the words that start at each place."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import product
from typing import NamedTuple

from msgspec import Raw, Struct, msgpack

from healthlint.rulebook.tokens import Tokens

Form = tuple[str, ...]
Names = tuple[str, ...]


_FORMS = msgpack.Decoder(list[tuple[Form, int]])


class Term(NamedTuple):
    """A term in some words."""

    start: int
    end: int
    names: Names


class PackedTerms(Struct, frozen=True, array_like=True):
    """Terms as they are kept: those that start with a word are read when it is first met."""

    names: tuple[Names, ...]
    forms: dict[str, Raw]
    """By their first word, the other words of each term with the number of its names."""
    capitals: frozenset[str]


class Terms:
    """Word sequences with the names that they answer to."""

    def __init__(self) -> None:
        self._packed = PackedTerms((), {}, frozenset())
        self._met: set[str] = set()
        """The first words whose terms were read."""
        self._names: dict[Form, Names] = {}
        self._longest: dict[str, int] = {}
        """How many words a term has at the most that starts with a word."""
        self._capitals: set[str] = set()
        """The words of terms that are typed in capitals."""

    def enter(self, form: Form, names: Names) -> None:
        """Add a word sequence that has these names."""
        known = self._names.get(form)
        if known is None:
            self._names[form] = names
        elif known != names:
            self._names[form] = tuple(dict.fromkeys((*known, *names)))
        if len(form) > self._longest.get(form[0], 0):
            self._longest[form[0]] = len(form)
        for word in form:
            if word.isupper() and len(word) > 1:
                self._capitals.add(word)

    def found(self, tokens: Tokens) -> list[Term]:
        """Every term that is spelt anywhere in the words, by its start and then its end; none leaves its sentence."""
        found: list[Term] = []
        if self._packed.forms:
            self._unpack({*tokens.words, *tokens.shouted.values()} - self._met)
        words, limits, longest, names_of = tokens.words, tokens.limits, self._longest, self._names
        shouted = {at: word for at, word in tokens.shouted.items() if word in self._capitals}
        for start, word in enumerate(words):
            most = longest.get(word, 0)
            if shouted and start in shouted:
                most = max(most, longest.get(shouted[start], 0))
            for end in range(start + 1, min(start + most, limits[start]) + 1):
                for form in _read(words, start, end, shouted) if shouted else (words[start:end],):
                    names = names_of.get(form)
                    if names:
                        found.append(Term(start, end, names))
        return found

    def _unpack(self, firsts: AbstractSet[str]) -> None:
        """Read the terms that start with these words, once."""
        for first in firsts & self._packed.forms.keys():
            self._met.add(first)
            for rest, number in _FORMS.decode(self._packed.forms[first]):
                self._names[(first, *rest)] = self._packed.names[number]
                self._longest[first] = max(1 + len(rest), self._longest.get(first, 0))

    def packed(self) -> PackedTerms:
        """The terms as they are kept."""
        every: dict[Names, int] = {}
        numbers: dict[int, int] = {}
        forms: dict[str, list[tuple[Form, int]]] = {}
        for form, names in self._names.items():
            number = numbers.get(id(names))  # most terms share the names of their lexicon: comparing them takes long
            if number is None:
                number = numbers[id(names)] = every.setdefault(names, len(every))
            forms.setdefault(form[0], []).append((form[1:], number))
        encode = msgpack.Encoder().encode
        raw = {first: Raw(encode(found)) for first, found in forms.items()}
        return PackedTerms(tuple(every), raw, frozenset(self._capitals))

    @classmethod
    def unpacked(cls, packed: PackedTerms) -> "Terms":
        """The terms that were packed."""
        terms = cls()
        terms._packed, terms._capitals = packed, set(packed.capitals)
        return terms


def _read(words: Form, start: int, end: int, shouted: dict[int, str]) -> Iterable[Form]:
    """The ways to read some words, of which those in capitals may be meant so or not."""
    return product(*((words[at], shouted[at]) if at in shouted else (words[at],) for at in range(start, end)))
