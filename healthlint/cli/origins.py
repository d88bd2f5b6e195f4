"""What holds for a draft, value by value, and where each value comes from: the other side of `Session.selection`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from healthlint.cli.options import Choice
from healthlint.config import BASELINE, Config, by_reach, listed
from healthlint.model import Level
from healthlint.settingsplace import Place, Places

Origin = Literal["command line", "front matter", "path entry", "settings", "profile", "default"]
Said = str | int | bool | None


class Value(Struct, frozen=True):
    """A setting as it holds here. A setting of several values is several of these."""

    key: str
    value: Said
    origin: Origin
    place: Place | None = None
    patterns: tuple[str, ...] = ()
    """Those of the path entry that it stands in."""
    rule: str = ""
    """The rule, or the pattern of rules, that the value is about."""


class Own(Struct, frozen=True):
    """A profile that the draft itself names, and where."""

    name: str = ""
    place: Place | None = None


class Origins:
    """The settings file of one draft, asked for one key after the other."""

    def __init__(self, config: Config, choice: Choice, path: Path) -> None:
        self._config, self._choice, self._said = config, choice, config.settings
        self._places = Places(config.file) if config.file else None
        self._entries = [*config.matching(path)]
        """The path entries that speak of the draft."""

    def profile(self, own: Own, default: str) -> Value:
        """The command line outdoes the draft, the draft a path entry, and that the rest of the settings."""
        if self._choice.profile:
            return Value("profile", self._choice.profile, "command line")
        if own.name:
            return Value("profile", own.name, "front matter", own.place)
        for number, entry in reversed(self._entries):
            if entry.profile:
                return Value("profile", entry.profile, *self._entry(number, "profile"))
        return self._one("profile", self._said.profile) or Value("profile", default, "default")

    def jurisdictions(self, of_profile: Sequence[str]) -> list[Value]:
        if self._choice.jurisdiction:
            return [Value("jurisdiction", one, "command line") for one in self._choice.jurisdiction]
        for number, entry in reversed(self._entries):
            if entry.jurisdiction:
                return [
                    Value("jurisdiction", one, *self._entry(number, "jurisdiction", index))
                    for index, one in enumerate(listed(entry.jurisdiction))
                ]
        told = self._several("jurisdiction", listed(self._said.jurisdiction))
        return told or [Value("jurisdiction", one, "profile") for one in of_profile]

    def packs(self) -> list[Value]:
        return [
            *self._several("packs", self._said.packs),
            *(Value("packs", pack, "command line") for pack in self._choice.pack),
        ]

    def only(self) -> list[Value]:
        if self._choice.rule:
            return [Value("only", rule, "command line") for rule in self._choice.rule]
        return self._several("only", self._said.only)

    def excepted(self) -> list[Value]:
        """All of them count: of the settings, of path entries, of the command line."""
        entries = [
            Value("except", one, *self._entry(number, "except", index))
            for number, entry in self._entries
            for index, one in enumerate(entry.except_)
        ]
        asked = [Value("except", one, "command line") for one in self._choice.except_]
        return [*self._several("except", self._said.except_), *entries, *asked]

    def severities(self) -> list[Value]:
        """In the order in which one outdoes the other: of those that fit a rule the last counts."""
        told = [*self._table("severity", by_reach(self._said.severity))]
        for number, entry in self._entries:
            for rule, level in by_reach(entry.severity):
                origin, place, patterns = self._entry(number)
                place = self._places.key("paths", number, "severity", rule) if self._places else place
                told.append(Value("severity", level, origin, place, patterns, rule))
        return told

    def overrides(self) -> list[Value]:
        return [*self._table("override", [(rule, ", ".join(said)) for rule, said in self._said.override.items()])]

    def rest(self) -> Iterator[Value]:
        """Settings that hold for all drafts alike."""
        preview = Value("preview", value=True, origin="command line") if self._choice.preview else None
        yield preview or self._one("preview", self._said.preview) or Value("preview", value=False, origin="default")
        yield self._one("fail_on", self._said.fail_on) or Value("fail_on", "error", "default")
        most = self._said.max_warnings
        found = self._one("max_warnings", most) if most is not None else None
        yield found or Value("max_warnings", most, "default")
        yield self._one("baseline", self._said.baseline) or self._usual_baseline()

    def exclusion(self, pattern: str) -> Value:
        """The pattern of `exclude` that keeps the draft out."""
        typed = [one.removeprefix("./") for one in self._said.exclude]
        return Value("exclude", pattern, "settings", self._at("exclude", typed.index(pattern)))

    def _one(self, key: str, value: Said) -> Value | None:
        """A value of the settings, if it is there."""
        if value is None or value == "" or (value is False and not self._stands(key)):
            return None
        return Value(key, value, "settings", self._at(key))

    def _usual_baseline(self) -> Value:
        """The one that is used as soon as it is there."""
        home = self._config.file.parent if self._config.file else self._config.root
        there = (home / BASELINE).exists()
        return Value("baseline", BASELINE if there else None, "default")

    def _stands(self, key: str) -> bool:
        return self._places is not None and self._places.has(key)

    def _several(self, key: str, values: Sequence[str]) -> list[Value]:
        return [Value(key, one, "settings", self._at(key, index)) for index, one in enumerate(values)]

    def _table(self, key: str, said: Sequence[tuple[str, Level | str]]) -> Iterator[Value]:
        for rule, value in said:
            place = self._places.key(key, rule) if self._places else None
            yield Value(key, value, "settings", place, (), rule)

    def _at(self, *steps: str | int) -> Place | None:
        return self._places.value(*steps) if self._places else None

    def _entry(self, number: int, *steps: str | int) -> tuple[Origin, Place | None, tuple[str, ...]]:
        patterns = listed(self._config.paths[number][1].match)
        return "path entry", self._at("paths", number, *steps), patterns


def deciding(severities: Sequence[Value], rules: Sequence[str]) -> dict[str, list[str]]:
    """By what speaks of them: the rules that run and that it decides on."""
    from fnmatch import fnmatchcase

    last = {rule: said.rule for said in severities for rule in rules if fnmatchcase(rule, said.rule)}
    decided: dict[str, list[str]] = {}
    for rule, name in last.items():
        decided.setdefault(name, []).append(rule)
    return decided
