"""A compiled rulebook as bytes, and the rulebook again: most of it stays packed until a draft asks for it.

There are two parts. One is of the names, which all rules of some packs share; the other is of the rules that a run
selects. Neither is trusted: every value is checked against its type when it is unpacked, and whatever does not fit is
`Unfit`. They hold nothing that could run.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar, overload

import msgspec
from msgspec import Raw, Struct, msgpack

from healthlint.rulebook import packing
from healthlint.rulebook.books import Book
from healthlint.rulebook.checks import Check
from healthlint.rulebook.cues import CueSet
from healthlint.rulebook.index import Index, PackedIndex
from healthlint.rulebook.packing import (
    PackedCues,
    PackedFinder,
    PackedLanguage,
    PackedScale,
    Stretch,
    Unfit,
    owned,
    stretch,
    unowned,
)
from healthlint.rulebook.patterns import Facts, Regex, facts_known, known_regex, take_up
from healthlint.rulebook.ready import About, Ready
from healthlint.rulebook.running import Checks
from healthlint.rulebook.scales import Scale
from healthlint.rulebook.sources import Sources
from healthlint.rulebook.terms import PackedTerms, Terms
from healthlint.rulebook.vocabulary import Vocabulary

if TYPE_CHECKING:
    from healthlint.rulebook.library import Library

T = TypeVar("T")


class KeptNames(NamedTuple):
    """The names that rules speak of, unpacked."""

    vocabulary: Vocabulary
    cues: dict[str, CueSet]
    scales: dict[str, Scale]
    sources: Sources


class _Names(Struct, frozen=True, array_like=True):
    language: PackedLanguage
    index: PackedIndex
    terms: PackedTerms
    finders: dict[str, PackedFinder]
    openers: Stretch
    entities: frozenset[str]
    cues: dict[str, PackedCues]
    scales: dict[str, PackedScale]
    hosts: dict[str, list[tuple[str, str]]]
    patterns: dict[str, Facts]


class _Rules(Struct, frozen=True, array_like=True):
    index: PackedIndex
    checks: list[Raw]
    triggers: Stretch
    owners: tuple[tuple[int, tuple[str, ...]], ...]
    standing: tuple[int, ...]
    about: About


def names_of(library: "Library") -> KeptNames:
    """The names of a library."""
    names = library.names
    return KeptNames(names.vocabulary, names.cues, names.scales, names.sources)


def pack_names(names: KeptNames) -> bytes:
    vocabulary = names.vocabulary
    return msgpack.encode(
        _Names(
            packing.packed_language(vocabulary.language),
            vocabulary.index.packed(),
            vocabulary.terms.packed(),
            {name: packing.packed_finder(finder) for name, finder in vocabulary.finders.items()},
            stretch(vocabulary.openers),
            vocabulary.entities,
            {name: packing.packed_cues(cue) for name, cue in names.cues.items()},
            {name: packing.packed_scale(scale) for name, scale in names.scales.items()},
            {host: list(paths) for host, paths in names.sources.hosts.items()},
            facts_known(),
        )
    )


def unpack_names(content: bytes | memoryview) -> KeptNames:
    """The names that were packed. Raises `Unfit`."""
    said = _decoded(msgpack.Decoder(_Names), content)
    take_up(said.patterns)
    index = Index.unpacked(said.index)
    scales: dict[str, Scale] = {}
    cues = {name: packing.cue_set(index, name, one, scales) for name, one in said.cues.items()}
    scales.update((name, packing.scale(index, name, one, cues)) for name, one in said.scales.items())
    finders = {name: packing.finder(index, one, cues) for name, one in said.finders.items()}
    vocabulary = Vocabulary(packing.language(said.language), index, Terms.unpacked(said.terms), finders, said.entities)
    vocabulary.openers = unowned(index, said.openers)
    return KeptNames(vocabulary, cues, scales, Sources(said.hosts))


def pack_rules(ready: Ready) -> bytes:
    checks, encoder = ready.checks, msgpack.Encoder(enc_hook=_by_name)
    return msgpack.encode(
        _Rules(
            checks.triggers.index.packed(),
            [Raw(encoder.encode(check)) for check in checks],
            stretch(checks.triggers),
            checks.triggers.owners,
            checks.standing,
            ready.about,
        )
    )


def unpack_rules(content: bytes | memoryview, names: KeptNames, today: date) -> Ready:
    """The rules that were packed, to be run with the names that were packed with them. Raises `Unfit`."""
    said = _decoded(msgpack.Decoder(_Rules), content)
    index = Index.unpacked(said.index)
    triggers = owned(index, said.triggers, said.owners)
    if any(number >= len(said.checks) for number, _ in said.owners):
        raise Unfit("a phrase belongs to no rule")
    checks = _Packed(said.checks, msgpack.Decoder(Check, dec_hook=_named(index, names)))
    return Ready(Checks(names.vocabulary, checks, triggers, today, said.standing), said.about)


class _Packed(Sequence[Check]):
    """Checks, each unpacked when it has something to look at."""

    def __init__(self, packed: list[Raw], decoder: "msgpack.Decoder[Check]") -> None:
        self._packed, self._decoder = packed, decoder
        self._checks: dict[int, Check] = {}

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, number: int) -> Check: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Check]: ...
    def __getitem__(self, number: int | slice) -> Check | Sequence[Check]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if number not in self._checks:
            if not 0 <= number < len(self._packed):
                raise IndexError(number)
            self._checks[number] = _decoded(self._decoder, self._packed[number])
        return self._checks[number]


def _by_name(part: object) -> object:
    """What a check speaks of, as it is kept: by its name or its place."""
    if isinstance(part, Book):
        return stretch(part)
    if isinstance(part, CueSet | Scale):
        return part.name
    if isinstance(part, Regex):
        return part.source
    if isinstance(part, Sources):
        return None  # there is one for all
    raise NotImplementedError(f"a check has a {type(part).__name__}")


def _named(index: Index, names: KeptNames) -> Callable[[type, object], object]:
    """Finds what a kept check speaks of."""

    def found(kind: type, said: object) -> object:
        if kind is CueSet and isinstance(said, str):
            return names.cues[said]
        if kind is Scale and isinstance(said, str):
            return names.scales[said]
        if kind is Regex and isinstance(said, str):
            return known_regex(said)
        if kind is Sources:
            return names.sources
        return unowned(index, msgspec.convert(said, Stretch))

    return found


def _decoded(decoder: "msgpack.Decoder[T]", content: bytes | memoryview | Raw) -> T:
    try:
        return decoder.decode(content)
    except (msgspec.MsgspecError, ValueError, LookupError) as error:
        raise Unfit(str(error)) from error
