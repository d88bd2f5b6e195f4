"""Folders of YAML become typed files, each with its source; whatever does not fit becomes a fault with a place."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from healthlint.rulebook import files, schema
from healthlint.rulebook.faults import RuleError, Source, shown
from healthlint.rulebook.home import LARGEST
from healthlint.yamlfile import Plain, YamlFault, convert, values

T = TypeVar("T")

KINDS: dict[str, type[schema.Data]] = {
    "lexicons": files.Lexicon,
    "frames": files.Frame,
    "cues": files.Cues,
    "scales": files.Scale,
    "authorities": files.Authority,
    "texts": files.Verbatim,
    "sources": files.SourceClass,
    "profiles": files.Profile,
    "languages": files.Tongue,
}
"""Folders that hold no rules, and what their files say."""

TABLES = "tables"
SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """A file of a pack: what it says, and where it says it."""

    said: T
    source: Source


Row = dict[str, Plain]


@dataclass(slots=True)
class Packs:
    """The files of all packs by their names, later packs after earlier ones."""

    rules: dict[str, Loaded[schema.Rule]] = field(default_factory=dict)
    lexicons: dict[str, list[Loaded[files.Lexicon]]] = field(default_factory=dict)
    frames: dict[str, list[Loaded[files.Frame]]] = field(default_factory=dict)
    cues: dict[str, list[Loaded[files.Cues]]] = field(default_factory=dict)
    scales: dict[str, list[Loaded[files.Scale]]] = field(default_factory=dict)
    authorities: dict[str, list[Loaded[files.Authority]]] = field(default_factory=dict)
    texts: dict[str, list[Loaded[files.Verbatim]]] = field(default_factory=dict)
    sources: dict[str, list[Loaded[files.SourceClass]]] = field(default_factory=dict)
    profiles: dict[str, list[Loaded[files.Profile]]] = field(default_factory=dict)
    languages: dict[str, list[Loaded[files.Tongue]]] = field(default_factory=dict)
    tables: dict[str, list[Loaded[Row]]] = field(default_factory=dict)
    raw_rules: dict[str, Row] = field(default_factory=dict)
    """The rules as plain values, for overrides to be merged into."""
    errors: list[RuleError] = field(default_factory=list)


def read(folders: Sequence[Path]) -> Packs:
    """Read every file of the packs. Faults are collected, so that an author sees them all at once."""
    packs = Packs()
    for folder in folders:
        if not folder.is_dir():
            packs.errors.append(RuleError(shown(folder), 1, 1, "there is no such folder of rules"))
            continue
        for path, name in _files(folder):
            _read_file(packs, path, name)
    return packs


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """The YAML files below a folder, in order, each with its name: `topic/file`.

    Links that lead out of the pack are left alone.
    """
    root = folder.resolve()
    for below, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        within = Path(below).relative_to(folder).parts
        for file in sorted(names):
            if file.endswith(SUFFIXES) and not file.startswith("."):
                path = Path(below, file)
                if not path.is_symlink() or path.resolve().is_relative_to(root):
                    yield path, "/".join([*within, file.rpartition(".")[0]])


def _read_file(packs: Packs, path: Path, name: str) -> None:
    source = Source(path)
    try:
        if path.stat().st_size > LARGEST:
            raise YamlFault(1, 1, f"is larger than {LARGEST // 1_000_000} MB")
        _keep(packs, name, source, path.read_text(encoding="utf-8-sig"))
    except YamlFault as fault:
        packs.errors.append(source.at(fault.line, fault.column, fault.message))
    except UnicodeDecodeError as error:
        packs.errors.append(source.at(1, 1, f"is not UTF-8 text ({error.reason} at byte {error.start})"))
    except OSError as error:
        packs.errors.append(source.at(1, 1, f"cannot be read: {error}"))


def _keep(packs: Packs, name: str, source: Source, text: str) -> None:
    raw = values(text)
    kind, _, rest = name.partition("/")
    if kind in KINDS and rest:
        said = convert(raw, KINDS[kind], text)
        getattr(packs, kind).setdefault(rest, []).append(Loaded(said, source))
    elif kind == TABLES and rest:
        _keep_rows(packs, rest.partition("/")[0], source, raw)
    elif not rest:
        packs.errors.append(source.error("a rule stands in a folder named for its topic: topic/name.yaml"))
    elif name in packs.rules:
        packs.errors.append(source.error(f"the rule {name} is already in {packs.rules[name].source.shown}"))
    else:
        packs.rules[name] = Loaded(convert(raw, schema.Rule, text), source)
        assert isinstance(raw, dict)
        packs.raw_rules[name] = raw


def _keep_rows(packs: Packs, table: str, source: Source, said: Plain) -> None:
    """A table is a file with `rows`, or a folder with a row a file."""
    rows = said.get("rows", [said]) if isinstance(said, dict) else []
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if not (isinstance(row, dict) and isinstance(row.get("name"), str) and isinstance(row.get("names"), list)):
            packs.errors.append(source.error("a row needs a “name” and a list of “names”", "rows", index))
        else:
            packs.tables.setdefault(table, []).append(Loaded(row, source))
