"""Lexicons and tables become names: plain words are looked up, terms with slots are matched like any phrase."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from healthlint.rulebook.cues import Phrases
from healthlint.rulebook.elements import Phrase
from healthlint.rulebook.faults import Source
from healthlint.rulebook.naming import FRAME, Names
from healthlint.rulebook.pack import Packs, Row
from healthlint.rulebook.phrases import forms
from healthlint.rulebook.schema import as_list
from healthlint.rulebook.subjects import ENTITY, OTHER
from healthlint.rulebook.terms import Terms
from healthlint.rulebook.view import NUMBER
from healthlint.yamlfile import did_you_mean

Slotted = dict[str, list[tuple[Phrase, None]]]
"""Terms with slots or gaps, by every name that they answer to."""


def sizes_of(packs: Packs) -> dict[str, int]:
    """How many terms each name has, known before any phrase is compiled: phrases speak of names not yet read."""
    sizes = {NUMBER: 1}
    for name in packs.lexicons:
        included = [loaded for one in _included(packs, name) for loaded in packs.lexicons[one]]
        sizes[name] = sum(len(loaded.said.terms) for loaded in included)
    sizes[ENTITY] = sum(sizes[name] for name in packs.lexicons if is_entity(packs, name))
    for name, frames in packs.frames.items():
        sizes[FRAME + name] = 10 * sum(len(frame.said.phrases) for frame in frames)
    for row in _row_lists(packs):
        sizes[row.name] = len(row.texts)
    return sizes


def _included(packs: Packs, name: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
    """A lexicon with all that it includes, directly or not."""
    if name in seen or name not in packs.lexicons:
        return seen
    seen |= {name}
    for loaded in packs.lexicons[name]:
        for other in as_list(loaded.said.also):
            seen = _included(packs, other, seen)
    return seen


def is_entity(packs: Packs, name: str) -> bool:
    """Can a clause speak of the terms of this lexicon?"""
    return any(loaded.said.entity for loaded in packs.lexicons[name])


@dataclass(frozen=True, slots=True)
class RowList:
    """A list of texts in a row of a table, as the name that phrases speak of it by."""

    name: str
    key: str
    texts: list[str]
    source: Source


def _row_lists(packs: Packs) -> Iterator[RowList]:
    """The names of each row as `name`, and as `name.field` each other list of phrases that a rule speaks of."""
    for table, rows in packs.tables.items():
        keys = {"names", *_spoken_of(packs, table)}
        for loaded in rows:
            for key, value in loaded.said.items():
                if key in keys and isinstance(value, list) and all(isinstance(item, str) for item in value):
                    name = row_name(table, loaded.said)
                    texts = [str(item) for item in value]
                    yield RowList(name if key == "names" else f"{name}.{key}", key, texts, loaded.source)


def row_name(table: str, row: Row) -> str:
    """The name under which a row's names are found."""
    return f"{table}:" + re.sub(r"[^\w-]+", "-", str(row["name"]))


def _spoken_of(packs: Packs, table: str) -> Iterator[str]:
    """The fields of a table's rows that some rule has in a slot: the others need not be phrases."""
    for loaded in packs.rules.values():
        if loaded.said.each == table:
            yield from re.findall(r"<row\.([\w-]+)>", msgspec.json.encode(loaded.said).decode())


def compile_lexicons(packs: Packs, names: Names, finders: dict[str, Phrases]) -> None:
    """Enter every term of every lexicon and row, under each name that it answers to."""
    owners, terms = _owners(packs, names), names.vocabulary.terms
    slotted: Slotted = {}
    for name, files in packs.lexicons.items():
        for loaded in files:
            for index, term in enumerate(loaded.said.terms):
                if phrase := names.phrase(term, loaded.source, "terms", index):
                    _enter(phrase, owners[name], terms, slotted)
    for row in _row_lists(packs):
        for index, text in enumerate(row.texts):
            if phrase := names.phrase(text, row.source, row.key, index):
                _enter(phrase, (row.name,), terms, slotted)
    for name, phrases in slotted.items():
        finders[name] = Phrases(names.shared(phrases))


def _owners(packs: Packs, names: Names) -> dict[str, tuple[str, ...]]:
    """For each lexicon, every name that its terms answer to: its own, those that include it, and `entity`."""
    owners: dict[str, list[str]] = {name: [] for name in packs.lexicons}
    for name, files in packs.lexicons.items():
        for loaded in files:
            for other in as_list(loaded.said.also):
                if other not in packs.lexicons:
                    what = f"unknown lexicon “{other}”{did_you_mean(other, list(packs.lexicons))}"
                    names.errors.append(loaded.source.error(what, "also"))
                names.used.add(other)
        entity = [ENTITY] if is_entity(packs, name) else []
        for one in _included(packs, name):
            owners[one] += [name, *entity]
    return {name: tuple(sorted(set(others))) for name, others in owners.items()}


def _enter(phrase: Phrase, owners: tuple[str, ...], terms: Terms, slotted: Slotted) -> None:
    """A term of plain words is looked up; one with slots or gaps is matched like any phrase."""
    plain_forms = forms(phrase)
    if plain_forms is None:
        for name in owners:
            slotted.setdefault(name, []).append((phrase, None))
    else:
        plain = owners if ENTITY in owners else (*owners, OTHER)
        for form in filter(None, plain_forms):
            terms.enter(form, plain)
