"""The rulebook as its readers see it: each rule with where it runs, each substance with what is known of it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from healthlint.model import Severity
from healthlint.rulebook import schema
from healthlint.rulebook.files import Authority, Profile, Verbatim
from healthlint.rulebook.library import EVERYWHERE, Library
from healthlint.rulebook.pack import Row
from healthlint.rulebook.schema import as_list
from healthlint.yamlfile import Plain

SUBSTANCE = "substance"
"""The table of substances."""

MOST_FORMS = 12
"""How many forms of a phrase are spelt out before it is shown as it is written."""

Facts: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A rule, and what other files make of it."""

    id: str
    rule: schema.Rule
    authorities: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    profiles: Mapping[str, Severity]
    """The profiles that run it, with `--preview` where it is on trial, and how grave it is there."""
    covered_by: tuple[str, ...]

    @property
    def family(self) -> str:
        return self.id.partition("/")[0]

    @property
    def preview(self) -> bool:
        return self.rule.status == "preview"

    @property
    def formerly(self) -> list[str]:
        return as_list(self.rule.formerly)

    @property
    def covers(self) -> list[str]:
        return as_list(self.rule.covers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """A row of the table of substances, as far as it can be read: a row of a pack may say anything."""

    key: str
    """Its name, with a number where another row has that name too."""
    name: str
    names: tuple[str, ...]
    latin: tuple[str, ...]
    status: tuple[Facts, ...]
    """By jurisdiction: `in`, `lawful` (yes or no), `as` (as what), `says`."""
    warnings: tuple[str, ...]
    """What a page must warn of."""
    sources: tuple[str, ...]
    further: Mapping[str, tuple[Facts, ...]]
    """What else the row lists, such as interactions: by key, each with what is said of it."""
    checked: str
    note: str
    as_of: str
    review_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A row of another table."""

    name: str
    says: Facts
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of the rulebook that has readers."""

    rules: Mapping[str, Entry]
    substances: tuple[Substance, ...]
    profiles: Mapping[str, Profile]
    authorities: Mapping[str, Authority]
    lets_go: Mapping[str, str]
    """What each cue set is about."""
    tables: Mapping[str, tuple[Fact, ...]]
    """The tables besides that of substances."""
    texts: Mapping[str, Verbatim]

    def runs_in(self, profile: str) -> list[Entry]:
        """The rules of a profile, those on trial too."""
        return [entry for entry in self.rules.values() if profile in entry.profiles]

    def over(self, table: str) -> list[Entry]:
        """The rules that run over a table."""
        return [entry for entry in self.rules.values() if entry.rule.each == table]


def catalogue(library: Library) -> Catalogue:
    """What a library has for its readers, each part in the order of names."""
    tables = {name: [loaded.said for loaded in rows] for name, rows in sorted(library.packs.tables.items())}
    kinds = {name: files[0].said.about for name, files in library.packs.lexicons.items()}
    return Catalogue(
        {entry.id: entry for entry in _entries(library)},
        tuple(_substances(sorted(tables.get(SUBSTANCE, []), key=_by_name), kinds)),
        library.profiles,
        {name: files[-1].said for name, files in sorted(library.packs.authorities.items())},
        {name: files[0].said.about for name, files in sorted(library.packs.cues.items())},
        {name: tuple(map(_fact, rows)) for name, rows in tables.items() if name != SUBSTANCE},
        {name: files[-1].said for name, files in sorted(library.packs.texts.items())},
    )


def _entries(library: Library) -> Iterator[Entry]:
    runs = {name: frozenset(library.selected(name, preview=True)) for name in library.profiles}
    rules = library.rules
    covering: dict[str, list[str]] = {}
    for id_, rule in rules.items():
        for covered in dict.fromkeys(as_list(rule.covers)):
            covering.setdefault(covered, []).append(id_)
    for id_, rule in rules.items():
        authorities = tuple(as_list(rule.authority))
        places = {library.packs.authorities[name][-1].said.in_ for name in authorities}
        yield Entry(
            id=id_,
            rule=rule,
            authorities=authorities,
            jurisdictions=in_order(places),
            profiles={name: library.severity_in(name, id_) for name, ids in runs.items() if id_ in ids},
            covered_by=tuple(covering.get(id_, ())),
        )


def by_family(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Rules by their family, in the order of names."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.family, []).append(entry)
    return dict(sorted(found.items()))


def in_order(jurisdictions: set[str]) -> tuple[str, ...]:
    """By name, and what holds everywhere last."""
    return tuple(sorted(jurisdictions, key=lambda name: (name == EVERYWHERE, name)))


def _by_name(row: Row) -> tuple[str, str]:
    name = _text(row.get("name"))
    return name.casefold(), name


def _substances(rows: Iterable[Row], kinds: Mapping[str, str]) -> Iterator[Substance]:
    met: Counter[str] = Counter()
    for row in rows:
        name = _text(row.get("name"))
        same = "-".join(re.findall(r"\w+", name.casefold()))
        met[same] += 1
        yield substance(row, name if met[same] == 1 else f"{name} ({met[same]})", kinds)


def substance(row: Row, key: str, kinds: Mapping[str, str]) -> Substance:
    """What a row says. `kinds` tells what each lexicon is about, for rows that name one."""
    told = {"name", "names", "latin", "status", "warnings", "sources", "checked", "note", "as_of", "review_by"}
    names = [form for name in _texts(row.get("names")) for form in readable(name)]
    own = _text(row.get("name"))
    return Substance(
        key=key,
        name=own,
        names=tuple(dict.fromkeys(name for name in names if name.casefold() != own.casefold())),
        latin=_texts(row.get("latin")),
        status=_facts(row.get("status")),
        warnings=tuple(facts["name"] for facts in _facts(row.get("warnings")) if "name" in facts),
        sources=_texts(row.get("sources")),
        further={key: _facts(value, kinds) for key, value in row.items() if key not in told and _facts(value)},
        checked=_text(row.get("checked")),
        note=_text(row.get("note")),
        as_of=_text(row.get("as_of")),
        review_by=_text(row.get("review_by")),
    )


def _fact(row: Row) -> Fact:
    told = {"name", "names", "sources"}
    says = {key: text for key, value in row.items() if key not in told and (text := _text(value))}
    return Fact(name=_text(row.get("name")), says=says, sources=_texts(row.get("sources")))


def readable(phrase: str) -> list[str]:
    """The forms of a phrase without its marks: `(black|drawing) salve~` is black salve, drawing salve."""
    forms: list[str] = []
    open_ = [re.sub(r"[~^]", "", phrase)]
    while open_ and len(forms) + len(open_) <= MOST_FORMS:
        form = open_.pop(0)
        choice = re.search(r"\(([^()]*\|[^()]*)\)", form)
        if choice:
            open_ += [form[: choice.start()] + option + form[choice.end() :] for option in choice[1].split("|")]
        else:
            forms.append(form)
    return list(dict.fromkeys(" ".join(form.split()) for form in [*forms, *open_]))


def _text(value: "Plain | None") -> str:
    """A text, or the texts of a list in a row."""
    return value if isinstance(value, str) else ", ".join(_texts(value))


def _texts(value: "Plain | None") -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _facts(value: "Plain | None", kinds: Mapping[str, str] = MappingProxyType({})) -> tuple[Facts, ...]:
    """What a list in a row says, without the phrases that are for the linter, and lexicons by what they are about."""
    items = value if isinstance(value, list) else [value] if value else []
    found = []
    for item in items:
        said: Mapping[str, Plain] = item if isinstance(item, dict) else {"name": item}
        if isinstance(item, str):
            named = item.strip("<>") if item.startswith("<") else ""
            says = {"says": kinds[named]} if named in kinds else {}
            said = {"name": named.replace("-", " ") if named else ", ".join(readable(item)), **says}
        facts = {key: text for key, one in said.items() if key != "phrase" and (text := _text(one))}
        if facts:
            found.append(facts)
    return tuple(found)
