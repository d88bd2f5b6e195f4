"""Everything that the packs say, loaded: rules, names, profiles; and the checks that a profile makes of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from healthlint.finding import BINDING, Citable, RuleInfo
from healthlint.language import Language
from healthlint.model import Level, Severity
from healthlint.rulebook import home, meaning, pack, schema
from healthlint.rulebook.books import book
from healthlint.rulebook.checks import Check
from healthlint.rulebook.compiling import Compiler
from healthlint.rulebook.elements import Phrase
from healthlint.rulebook.faults import RuleError, RuleErrors, UnknownName
from healthlint.rulebook.files import Profile
from healthlint.rulebook.names import compile_names
from healthlint.rulebook.naming import Names
from healthlint.rulebook.overrides import overridden
from healthlint.rulebook.pack import Loaded, Packs
from healthlint.rulebook.running import Checks
from healthlint.rulebook.schema import as_list

EVERYWHERE = "international"
"""The jurisdiction of authorities that every profile heeds."""


@dataclass(frozen=True, slots=True)
class Library:
    """All packs, read and validated."""

    packs: Packs
    names: Names
    warnings: tuple[RuleError, ...] = ()

    @property
    def language(self) -> Language:
        return self.names.language

    @property
    def rules(self) -> Mapping[str, schema.Rule]:
        return {name: loaded.said for name, loaded in sorted(self.packs.rules.items())}

    @property
    def profiles(self) -> Mapping[str, Profile]:
        return {name: files[-1].said for name, files in sorted(self.packs.profiles.items())}

    @property
    def formerly(self) -> Mapping[str, str]:
        """Old rule ids and what they are called now."""
        return {old: name for name, rule in self.rules.items() for old in as_list(rule.formerly)}

    def profile(self, name: str) -> Profile:
        """The profile of this name. Raises `UnknownName`."""
        if name not in self.packs.profiles:
            raise UnknownName("profile", name, sorted(self.packs.profiles))
        return self.packs.profiles[name][-1].said

    def current_id(self, name: str) -> str:
        """A rule's id, for an id or a former one. Raises `UnknownName`."""
        name = self.formerly.get(name, name)
        if name not in self.packs.rules:
            raise UnknownName("rule", name, sorted(self.packs.rules))
        return name

    def selected(
        self,
        profile: str,
        *,
        jurisdictions: Sequence[str] | None = None,
        only: Sequence[str] = (),
        except_: Sequence[str] = (),
        preview: bool = False,
    ) -> tuple[str, ...]:
        """The ids of the rules that a run looks at. Raises `UnknownName` for a name that fits none."""
        said = self.profile(profile)
        where = self._where(said, jurisdictions)
        chosen = self._fitting([*only] or said.rules) - self._fitting([*said.except_, *except_])
        rules = {name: self.packs.rules[name].said for name in sorted(chosen)}
        return tuple(
            name
            for name, rule in rules.items()
            if (preview or only or rule.status == "stable") and self._applies(rule, where, said.copy)
        )

    def checks(
        self,
        profile: str,
        *,
        today: date,
        jurisdictions: Sequence[str] | None = None,
        only: Sequence[str] = (),
        except_: Sequence[str] = (),
        override: Mapping[str, Mapping[str, object]] | None = None,
        preview: bool = False,
        severity: Sequence[tuple[str, Level]] = (),
    ) -> Checks:
        """Compile what a profile selects. Raises `UnknownName`, and `RuleErrors` for an override that does not fit.

        `severity` says how grave rules are by id or glob, whatever they rest on; a later one outdoes an earlier one.
        """
        said = self.profile(profile)
        where = self._where(said, jurisdictions)
        names = self.selected(profile, jurisdictions=jurisdictions, only=only, except_=except_, preview=preview)
        changes = {self.current_id(name): change for name, change in (override or {}).items()}
        levels: dict[str, Level] = {name: level for pattern, level in severity for name in self._fitting([pattern])}
        rules = [
            (name, overridden(self.packs, name, [said.override.get(name), changes.get(name)]))
            for name in names
            if levels.get(name) != "off"
        ]
        return self.compile(rules, where=where, copy=said.copy, today=today, levels=levels)

    def compile(
        self,
        rules: Sequence[tuple[str, Loaded[schema.Rule]]],
        *,
        where: frozenset[str],
        copy: str,
        today: date,
        levels: Mapping[str, Level] | None = None,
    ) -> Checks:
        """Make checks of these rules for a kind of copy in these jurisdictions."""
        compiler = Compiler(self.names, self.packs)
        checks: list[Check] = []
        phrases: list[tuple[Phrase, tuple[int, tuple[str, ...]]]] = []
        for name, loaded in rules:
            citables = self._citables(loaded.said, where, copy)
            level = (levels or {}).get(name, "off")  # which is said of no rule that is compiled
            severity = self._severity(loaded.said, where, copy) if level == "off" else level
            for check, found in compiler.checks(name, loaded, citables, severity):
                phrases += [(phrase, (len(checks), replacements)) for phrase, replacements in found]
                checks.append(check)
        if compiler.errors:
            raise RuleErrors(tuple(sorted(set(compiler.errors))))
        return Checks(self.names.vocabulary, tuple(checks), book(compiler.index, phrases), today)

    def severity_in(self, profile: str, name: str) -> Severity:
        """How grave a rule is in a profile, by law and by what the profile overrides."""
        said = self.profile(profile)
        rule = overridden(self.packs, name, [said.override.get(name)]).said
        return self._severity(rule, self._where(said, None), said.copy)

    def info(self, name: str, severity: Severity | None = None) -> RuleInfo:
        """What a report says of a rule."""
        rule = self.packs.rules[name].said
        cited = tuple(self._citable(one) for one in as_list(rule.authority))
        return RuleInfo(
            id=name,
            title=rule.title,
            severity=severity or rule.severity,
            advice=rule.advice,
            authority=cited,
            why=rule.why,
        )

    def _where(self, profile: Profile, jurisdictions: Sequence[str] | None) -> frozenset[str]:
        known = {loaded.said.in_ for files in self.packs.authorities.values() for loaded in files}
        chosen = as_list(profile.jurisdiction) if jurisdictions is None else list(jurisdictions)
        for one in chosen:
            if one not in known:
                raise UnknownName("jurisdiction", one, sorted(known))
        return frozenset([*chosen, EVERYWHERE])

    def _fitting(self, patterns: Sequence[str]) -> set[str]:
        """The rules that ids or globs name. Raises `UnknownName`: a misspelt name must not select nothing."""
        fitting: set[str] = set()
        for pattern in patterns:
            pattern = self.formerly.get(pattern, pattern)
            found = {name for name in self.packs.rules if fnmatchcase(name, pattern)}
            if not found:
                raise UnknownName("rule", pattern, sorted(self.packs.rules))
            fitting |= found
        return fitting

    def _applies(self, rule: schema.Rule, where: frozenset[str], copy: str) -> bool:
        return not as_list(rule.authority) or bool(self._applying(rule, where, copy))

    def _applying(self, rule: schema.Rule, where: frozenset[str], copy: str) -> list[str]:
        """The rule's authorities that reign here over this kind of copy."""
        found = []
        for name in as_list(rule.authority):
            said = self.packs.authorities[name][-1].said
            if said.in_ in where and not {"all", copy}.isdisjoint(as_list(said.for_)):
                found.append(name)
        return found

    def _citables(self, rule: schema.Rule, where: frozenset[str], copy: str) -> tuple[Citable, ...]:
        return tuple(self._citable(name) for name in self._applying(rule, where, copy))

    def _citable(self, name: str) -> Citable:
        said = self.packs.authorities[name][-1].said
        return Citable(name=name, cite=said.cite, url=said.url, kind=said.kind)

    def _severity(self, rule: schema.Rule, where: frozenset[str], copy: str) -> Severity:
        """An error without a binding text for this kind of copy, or a danger to readers, is a warning."""
        kinds = {self.packs.authorities[name][-1].said.kind for name in self._applying(rule, where, copy)}
        if rule.severity == "error" and not rule.danger and BINDING.isdisjoint(kinds):
            return "warning"
        return rule.severity


def load(folders: Sequence[Path]) -> Library:
    """Read the shipped rules and these packs. Raises `RuleErrors` with all faults of all files."""
    return assemble([home.shipped(), *folders])


def assemble(folders: Sequence[Path]) -> Library:
    """Read these packs alone, of which one has the language. Raises `RuleErrors`.

    Files that cannot be read are told first and alone: every name in them would seem unknown.
    """
    packs = pack.read(folders)
    if packs.errors:
        raise RuleErrors(tuple(sorted(set(packs.errors))))
    if "en" not in packs.languages:
        where = folders[0].as_posix() if folders else "."
        raise RuleErrors((RuleError(where, 1, 1, "there is no languages/en.yaml"),))
    names = compile_names(packs)
    library = Library(packs, names)
    errors = [*names.errors, *validate(library)]
    if errors:
        raise RuleErrors(tuple(sorted(set(errors))))
    return replace(library, warnings=tuple(sorted(set(meaning.warnings(packs, names)))))


def validate(library: Library) -> Iterator[RuleError]:
    """Faults that show only when all files are known."""
    from healthlint.rulebook.validating import faults

    yield from faults(library.packs, library.names)
