"""A folder becomes the settings that hold for its drafts: those of the nearest settings file."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from healthlint import yamlfile
from healthlint.gitignore import Patterns
from healthlint.model import Level
from healthlint.shown import shown

NAMES = (".healthlint.yaml", ".healthlint.yml")
BASELINE = ".healthlint-baseline"
"""What a baseline is called where the settings do not say. It is used as soon as it is there."""
FailOn = Literal["error", "warning", "info", "never"]
OneOrMore = str | tuple[str, ...]


class ConfigError(Exception):
    """Settings that cannot be used, as `path:line:column: what`."""


class PathSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True, rename={"except_": "except"}):
    """What differs for some of the drafts."""

    match: OneOrMore
    """Patterns as in `.gitignore`, read from the folder of the settings."""
    profile: str = ""
    jurisdiction: OneOrMore = ()
    except_: tuple[str, ...] = ()
    severity: dict[str, Level] = {}


class Settings(msgspec.Struct, forbid_unknown_fields=True, frozen=True, rename={"except_": "except"}):
    """What a settings file may say."""

    profile: str = ""
    jurisdiction: OneOrMore = ()
    """Only rules whose authority reigns here; the profile's own choice where it is left out."""
    packs: tuple[str, ...] = ()
    """Folders laid out like the shipped `rules/`, beside the settings file."""
    only: tuple[str, ...] = ()
    """Rule ids or patterns such as `efficacy/*`: nothing else is checked."""
    except_: tuple[str, ...] = ()
    severity: dict[str, Level] = {}
    """By rule id or pattern: how grave it is, whatever rule, law and profile say. An id outdoes a pattern."""
    override: dict[str, dict[str, object]] = {}
    """By rule id: what is merged into that rule before it is read."""
    preview: bool = False
    drafts: tuple[str, ...] = ()
    """Which files of a folder are drafts, as in `.gitignore`; Markdown and MDX where it is left out."""
    exclude: tuple[str, ...] = ()
    """Which are never checked, named on the command line or not."""
    paths: tuple[PathSettings, ...] = ()
    """What differs for some of the drafts; a later entry outdoes an earlier one."""
    baseline: str = ""
    """The file of known findings, beside the settings file; `.healthlint-baseline` where it is left out and there."""
    fail_on: FailOn | None = None
    max_warnings: int | None = None


class Selection(msgspec.Struct, frozen=True):
    """Which rules one draft is checked with."""

    profile: str
    jurisdictions: tuple[str, ...]
    """Empty means those of the profile."""
    only: tuple[str, ...]
    except_: tuple[str, ...]
    preview: bool
    severity: tuple[tuple[str, Level], ...] = ()
    """By rule id or pattern; a later one outdoes an earlier one."""


class Config(msgspec.Struct, frozen=True, eq=False):
    """Settings with their home. Compared by identity: one settings file is read once."""

    file: Path | None = None
    root: Path = msgspec.field(default_factory=Path.cwd)
    """The folder that its patterns are read from."""
    settings: Settings = Settings()
    excluded: Patterns | None = None
    drafts: Patterns | None = None
    paths: tuple[tuple[Patterns | None, PathSettings], ...] = ()
    """What differs for some of the drafts, each with the patterns that say for which."""

    def packs(self) -> tuple[Path, ...]:
        home = self.file.parent if self.file else self.root
        return tuple(home / pack for pack in self.settings.packs)

    def overrides(self) -> dict[str, dict[str, yamlfile.Plain]]:
        """By rule id: what is merged into the rule."""
        return {
            id_: {key: _plain(value) for key, value in said.items()} for id_, said in self.settings.override.items()
        }

    def within(self, path: Path) -> str | None:
        """The path as its patterns see it, or None for a path outside of its folder."""
        whole, root = os.path.join(os.getcwd(), path), f"{self.root}{os.sep}"  # noqa: PTH109, PTH118
        if path.name and whole.startswith(root):
            return whole.removeprefix(root).replace(os.sep, "/")
        try:
            return path.absolute().relative_to(self.root).as_posix()
        except ValueError:
            return None

    def excludes(self, path: Path) -> bool:
        place = self.within(path) if self.excluded else None
        return self.excluded is not None and place is not None and self.excluded.match(place)

    def excluding(self, path: Path) -> str | None:
        """The pattern that excludes a draft, without a leading `./`."""
        place = self.within(path) if self.excluded else None
        return self.excluded.deciding(place) if self.excluded is not None and place is not None else None

    def selection(self, path: Path) -> Selection:
        """What the settings choose for this draft, before the command line has its say."""
        said = self.settings
        profile, jurisdiction, excepted = said.profile, said.jurisdiction, said.except_
        severity = by_reach(said.severity)
        for _, entry in self.matching(path):
            profile = entry.profile or profile
            jurisdiction = entry.jurisdiction or jurisdiction
            excepted += entry.except_
            severity += by_reach(entry.severity)
        return Selection(profile, listed(jurisdiction), said.only, excepted, said.preview, severity)

    def matching(self, path: Path) -> Iterator[tuple[int, PathSettings]]:
        """The entries of `paths` that speak of this draft, each with its number."""
        place = self.within(path) if self.paths else None
        for number, (patterns, entry) in enumerate(self.paths):
            if place is not None and patterns and patterns.match(place):
                yield number, entry


class Configs:
    """The settings of each folder, every file read once."""

    def __init__(self, fixed: Config | None = None) -> None:
        self._fixed = fixed
        self._known: dict[Path, Config] = {}

    def of(self, folder: Path) -> Config:
        """The nearest settings at or above this folder; those without a file where there are none."""
        if self._fixed is not None:
            return self._fixed
        folder = folder.absolute()
        if folder not in self._known:
            found = find(folder)
            at_top = folder.parent == folder
            self._known[folder] = found or (Config() if at_top else self.of(folder.parent))
        return self._known[folder]


def find(folder: Path) -> Config | None:
    """The settings in this very folder. Two files at once are a mistake: one of them would be ignored."""
    present = [folder / name for name in NAMES if (folder / name).is_file()]
    if len(present) > 1:
        raise ConfigError(f"{shown(present[0])}: stands beside {present[1].name}; keep one of them")
    if present:
        return load(present[0])
    project = folder / "pyproject.toml"
    return load(project) if project.is_file() and _speaks_of_us(project) else None


def load(file: Path, root: Path | None = None) -> Config:
    """The settings in a file; their patterns are read from `root`, else from the file's own folder."""
    try:
        settings = _of_project(file) if file.suffix == ".toml" else yamlfile.read(file, Settings)
    except yamlfile.YamlFault as fault:
        raise ConfigError(f"{shown(file)}:{fault}") from fault
    except OSError as error:
        raise ConfigError(f"{shown(file)}: cannot be read ({error.strerror})") from error
    return Config(
        file,
        (root or file.parent).absolute(),
        settings,
        _patterns(file, settings.exclude),
        _patterns(file, settings.drafts),
        tuple((_patterns(file, listed(entry.match)), entry) for entry in settings.paths),
    )


def listed(value: OneOrMore) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def by_reach(severity: dict[str, Level]) -> tuple[tuple[str, Level], ...]:
    """Patterns before ids, each in the order of the file: the last one that fits a rule is the one that counts."""
    return tuple(sorted(severity.items(), key=lambda pair: not any(mark in pair[0] for mark in "*?[")))


def _plain(value: object) -> yamlfile.Plain:
    """A value of the settings in the terms of a rule file."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return str(value)


def _patterns(file: Path, lines: Sequence[str]) -> Patterns | None:
    if not lines:
        return None
    try:
        return Patterns(line.removeprefix("./") for line in lines)
    except ValueError as error:
        raise ConfigError(f"{shown(file)}: {error}") from error


def _speaks_of_us(project: Path) -> bool:
    """Whether a project file has settings of ours. Most do not name us at all, and need not be parsed."""
    text = project.read_text(encoding="utf-8", errors="replace")
    if "healthlint" not in text:
        return False
    from healthlint import projectfile

    return projectfile.has_settings(text)


def _of_project(project: Path) -> Settings:
    from healthlint import projectfile

    return projectfile.settings(project.read_text(encoding="utf-8", errors="replace"), Settings)
