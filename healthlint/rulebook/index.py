"""Which of many phrases can match in a sentence? All are asked at once, as bits: of each, something must be there.

Every part of a phrase that cannot be absent asks for one of some *keys*: a word, a name or a pattern. For each key an
index knows the phrases that it serves, one number for the first parts of all phrases, one for the second parts, and so
on. What the keys of a sentence serve is added up for each of these; a phrase that is in all of them can match. So the
cost is that of the sentence's words, however many phrases there are, and a phrase is only tried where all its parts
are in one sentence.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property, reduce
from operator import or_

from msgspec import Raw, Struct, msgpack

from healthlint.rulebook.elements import Choice, Element, Gap, Pattern, Phrase, Slot, Words
from healthlint.rulebook.matching import Matcher

_PHRASE = msgpack.Decoder(Phrase)
_NUMBERS = msgpack.Decoder(list[int])

MOST_PARTS = 6
"""Parts of a phrase that are asked for; the rest is tried."""


class PackedIndex(Struct, frozen=True, array_like=True):
    """An index as it is kept: phrases and lists are read when they are first asked for."""

    phrases: list[Raw]
    """Each once, however many names it belongs to, and without its text."""
    numbers: list[int]
    """For each number of the index, which of the phrases it is."""
    served: dict[str, Raw]
    lacking: list[bytes]
    patterns: tuple[str, ...]


class Index:
    """Phrases by their numbers, and what each needs to match."""

    def __init__(self, common: Collection[str] = ()) -> None:
        self._common = common
        self._phrases: list[Phrase | Raw] = []
        self._matchers: list[Matcher | None] = []
        self._served: dict[str, list[int] | Raw] = {}
        """For each key the phrases that it serves, and as what part: `number * MOST_PARTS + part`."""
        self._lacking = [0] * MOST_PARTS
        """The phrases that have no first part, no second, and so on: they lack nothing there."""
        self.patterns: tuple[str, ...] = ()
        """The patterns that are keys."""

    def __len__(self) -> int:
        return len(self._phrases)

    def add(self, phrases: Iterable[Phrase]) -> range:
        """Number some phrases. The index is whole before it is first asked."""
        first = len(self._phrases)
        for phrase in phrases:
            number = len(self._phrases)
            self._phrases.append(phrase)
            parts = sorted(_parts(phrase.elements, self._common), key=len)[:MOST_PARTS]
            for part, keys in enumerate(parts):
                for key in keys:
                    served = self._served.setdefault(key, [])
                    assert isinstance(served, list)  # a packed index is whole
                    served.append(number * MOST_PARTS + part)
            for part in range(len(parts), MOST_PARTS):
                self._lacking[part] |= 1 << number
            new = {key[1:-1]: None for keys in parts for key in keys if key[0] == "/" and len(key) > 1}
            if new:
                self.patterns = tuple({**dict.fromkeys(self.patterns), **new})
        self._matchers += [None] * (len(self._phrases) - first)
        return range(first, len(self._phrases))

    def phrase(self, number: int) -> Phrase:
        phrase = self._phrases[number]
        if isinstance(phrase, Raw):
            phrase = self._phrases[number] = _PHRASE.decode(phrase)
        return phrase

    def matcher(self, number: int) -> Matcher:
        matcher = self._matchers[number]
        if matcher is None:
            matcher = self._matchers[number] = Matcher(self.phrase(number))
        return matcher

    def possible(self, keys: AbstractSet[str]) -> int:
        """The phrases that may match where these keys stand, as bits."""
        return self.complete(self.tally(keys))

    def tally(self, keys: AbstractSet[str]) -> int:
        """What some keys serve, added up: the bits of first parts, and above them those of second parts, and so on."""
        return reduce(or_, map(self._bits.__getitem__, self._served.keys() & keys), self._whole)

    def bits(self, key: str) -> int:
        """What a key serves, as bits of a tally."""
        return self._bits[key] if key in self._served else 0

    def complete(self, tally: int) -> int:
        """The phrases all of whose parts are in a tally, as bits."""
        size = len(self)
        complete = every = (1 << size) - 1
        for _ in range(MOST_PARTS):
            complete &= tally & every
            tally >>= size
        return complete

    @cached_property
    def of_words(self) -> bool:
        """Do all phrases rest on words alone? Then nobody need know what names and patterns there are."""
        return not any(key[0] in "</" and len(key) > 1 for key in self._served)

    @cached_property
    def _whole(self) -> int:
        """The parts that phrases do not have, as bits of a tally: nothing is lacking there."""
        return sum(bits << part * len(self) for part, bits in enumerate(self._lacking))

    @cached_property
    def _bits(self) -> "_Bits":
        return _Bits(self._served, len(self))

    def packed(self) -> PackedIndex:
        """The index as it is kept."""
        encode, size = msgpack.Encoder().encode, len(self) // 8 + 1
        phrases: dict[bytes, int] = {}
        numbers = [
            phrases.setdefault(encode(Phrase(self.phrase(number).elements)), len(phrases))
            for number in range(len(self))
        ]
        return PackedIndex(
            [Raw(phrase) for phrase in phrases],
            numbers,
            {key: Raw(encode(numbers)) for key, numbers in self._served.items()},
            [bits.to_bytes(size, "little") for bits in self._lacking],
            self.patterns,
        )

    @classmethod
    def unpacked(cls, packed: PackedIndex) -> "Index":
        """The index that was packed."""
        index = cls()
        index._phrases, index._served = [packed.phrases[number] for number in packed.numbers], {**packed.served}
        index._matchers = [None] * len(packed.numbers)
        index._lacking = [int.from_bytes(bits, "little") for bits in packed.lacking]
        index.patterns = packed.patterns
        return index


class _Bits(dict[str, int]):
    """What each key serves, as bits of a tally, made when it is first asked for."""

    def __init__(self, served: Mapping[str, list[int] | Raw], size: int) -> None:
        self._served, self._size = served, size

    def __missing__(self, key: str) -> int:
        served = self._served[key]
        bits = 0
        for one in _NUMBERS.decode(served) if isinstance(served, Raw) else served:
            number, part = divmod(one, MOST_PARTS)
            bits |= 1 << part * self._size + number
        self[key] = bits
        return bits


def numbers(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _parts(elements: tuple[Element, ...], common: Collection[str]) -> list[frozenset[str]]:
    """For each element that cannot be absent, the keys of which one must be there.

    A pattern is searched for on the whole page, so it is asked for only where nothing else is.
    """
    found: list[frozenset[str]] = []
    patterns: list[frozenset[str]] = []
    for element in elements:
        if isinstance(element, Pattern):
            patterns.append(frozenset([f"/{element.source}/"]))
        elif isinstance(element, Words) and not element.optional and len({len(form) for form in element.forms}) == 1:
            found += map(frozenset, zip(*element.forms, strict=True))
        elif keys := _keys(element, common):
            found.append(keys)
    return found or patterns


def _keys(element: Element, common: Collection[str]) -> frozenset[str] | None:
    """The keys of which one must be there for an element; None where it can be absent."""
    if isinstance(element, Gap) or element.optional:
        return None
    if isinstance(element, Words):
        return frozenset([form[0] if len(form) == 1 else _rarest(form, common) for form in element.forms])
    if isinstance(element, Slot):
        return frozenset([f"<{element.name}>"])
    if isinstance(element, Choice):
        return _of_options(element, common)
    return frozenset([f"/{element.source}/"])


def _rarest(form: tuple[str, ...], common: Collection[str]) -> str:
    """The first of the longest words of a form that are not common."""
    return min(form, key=lambda word: (word in common, -len(word)))


def _of_options(choice: Choice, common: Collection[str]) -> frozenset[str] | None:
    """The keys of the rarest part of each option."""
    keys: frozenset[str] = frozenset()
    for option in choice.options:
        parts = _parts(option.elements, common)
        if not parts:
            return None
        keys |= min(parts, key=lambda part: (any(key[0] == "/" for key in part), len(part)))
    return keys
