"""The parts of a compiled rulebook as they are kept: books as stretches of an index, the rest as plain values."""

import re
from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct

from healthlint.language import Language
from healthlint.later import later
from healthlint.rulebook.books import Book
from healthlint.rulebook.cues import CueSet, Entry, Low, Phrases
from healthlint.rulebook.index import Index
from healthlint.rulebook.scales import Grade, Scale

Owner = TypeVar("Owner")
Stretch = tuple[int, int]
"""The numbers of a book's phrases in its index: from, and up to."""


class Unfit(ValueError):
    """Bytes that are no packed rulebook, or one of another build."""


class PackedLanguage(Struct, frozen=True, array_like=True):
    name: str
    others: dict[str, frozenset[str]]
    spellings: tuple[tuple[str, str], ...]
    inflections: tuple[tuple[str, tuple[str, ...]], ...]
    variant: str
    openers: tuple[str, ...]
    abbreviations: frozenset[str]
    common: frozenset[str]
    numbers: frozenset[str]
    pronouns: frozenset[str]
    asides: frozenset[str]
    agents: frozenset[str]
    possessors: frozenset[str]


class PackedFinder(Struct, frozen=True, array_like=True):
    phrases: Stretch
    unless: tuple[str, ...]


class PackedCues(Struct, frozen=True, array_like=True):
    says: str
    entries: Stretch
    owners: tuple[Entry, ...]
    stops: Stretch
    ignored: Stretch
    low: tuple[str, float] | None


class PackedScale(Struct, frozen=True, array_like=True):
    ends: tuple[float, float, float]
    grades: tuple[tuple[str, float, tuple[str, ...]], ...]
    words: Stretch
    owners: tuple[int, ...]
    """The grade of each word."""


def stretch(book: Book[Owner]) -> Stretch:
    return book.numbers.start, book.numbers.stop


def unowned(index: Index, said: Stretch) -> Book[None]:
    """A book of phrases without owners. Raises `Unfit`."""
    return owned(index, said, (None,) * (said[1] - said[0]))


def owned(index: Index, said: Stretch, owners: tuple[Owner, ...]) -> Book[Owner]:
    """A book of phrases with their owners. Raises `Unfit`."""
    start, stop = said
    if not 0 <= start <= stop <= len(index) or len(owners) != stop - start:
        raise Unfit("a book has other phrases than its index")
    return Book(index, range(start, stop), owners)


def packed_language(language: Language) -> PackedLanguage:
    return PackedLanguage(
        language.name,
        dict(language.others),
        tuple((pattern.pattern, replacement) for pattern, replacement in language.spellings),
        tuple((pattern.pattern, forms) for pattern, forms in language.inflections),
        language.variant.pattern,
        language.openers,
        language.abbreviations,
        language.common,
        language.numbers,
        language.pronouns,
        language.asides,
        language.agents,
        language.possessors,
    )


def language(said: PackedLanguage) -> Language:
    return Language(
        name=said.name,
        others=said.others,
        spellings=tuple((later(pattern), replacement) for pattern, replacement in said.spellings),
        inflections=tuple((later(pattern), forms) for pattern, forms in said.inflections),
        variant=re.compile(said.variant),
        openers=said.openers,
        abbreviations=said.abbreviations,
        common=said.common,
        numbers=said.numbers,
        pronouns=said.pronouns,
        asides=said.asides,
        agents=said.agents,
        possessors=said.possessors,
    )


def packed_finder(finder: Phrases) -> PackedFinder:
    return PackedFinder(stretch(finder.phrases), tuple(cue.name for cue in finder.unless))


def finder(index: Index, said: PackedFinder, cues: Mapping[str, CueSet]) -> Phrases:
    return Phrases(unowned(index, said.phrases), tuple(cues[name] for name in said.unless))


def packed_cues(cue: CueSet) -> PackedCues:
    low = (cue.low.scale, cue.low.below) if cue.low else None
    entries, stops, ignored = stretch(cue.entries), stretch(cue.stops), stretch(cue.ignored)
    return PackedCues(cue.says, entries, cue.entries.owners, stops, ignored, low)


def cue_set(index: Index, name: str, said: PackedCues, scales: Mapping[str, Scale]) -> CueSet:
    low = Low(scales, *said.low) if said.low else None
    entries = owned(index, said.entries, said.owners)
    return CueSet(name, said.says, entries, unowned(index, said.stops), unowned(index, said.ignored), low)


def packed_scale(scale: Scale) -> PackedScale:
    grades = tuple((one.about, one.weight, tuple(cue.name for cue in one.unless)) for one in scale.grades)
    owners = tuple(scale.grades.index(grade) for grade in scale.words.owners)
    return PackedScale((scale.least, scale.most, scale.plain), grades, stretch(scale.words), owners)


def scale(index: Index, name: str, said: PackedScale, cues: Mapping[str, CueSet]) -> Scale:
    grades = tuple(Grade(about, weight, tuple(cues[cue] for cue in unless)) for about, weight, unless in said.grades)
    words = owned(index, said.words, tuple(grades[number] for number in said.owners))
    return Scale(name, *said.ends, grades, words)
