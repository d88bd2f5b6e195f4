"""Paths, folders and globs as typed become the drafts to check, in order, each with its settings."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path

import msgspec

from healthlint.config import Config, Configs
from healthlint.gitignore import Ignored, Patterns
from healthlint.shown import legible, shown

ENDINGS = (".md", ".markdown", ".mdx")
"""What counts as a draft in a folder. A file that is named may have any suffix."""

FOREIGN = frozenset(
    {".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__", ".tox", ".nox", "site-packages"}
)
"""Folders of other tools, never entered unless they are named."""


class NotFound(Exception):
    """A path that leads nowhere, or a folder without drafts."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A file to check."""

    path: Path
    shown: str
    config: Config
    content: bytes | None = None
    """What it says, where that is not what lies at its path."""
    former: bool = False
    """Whether that is what it said before."""


class Found(msgspec.Struct):
    """The drafts, and what a reader would wonder about."""

    drafts: tuple[Draft, ...] = ()
    excluded: list[str] = []
    notes: list[str] = []


class _Folder:
    """A folder of the walk: what holds for all of its files is looked up once, and only if it has to be."""

    def __init__(self, path: Path, configs: Configs) -> None:
        self.path = path
        self._configs = configs

    @cached_property
    def config(self) -> Config:
        return self._configs.of(self.path)

    @cached_property
    def _shown(self) -> str:
        return shown(self.path)

    @cached_property
    def _place(self) -> str | None:
        return self.config.within(self.path)

    def looks(self, name: str) -> bool:
        """Whether a file of this name is a draft: by the settings' patterns, else by its suffix."""
        if self.config.drafts is not None and self._place is not None:
            return self.config.drafts.match(_joined(self._place, name))
        name = name.lower()
        return name.endswith(ENDINGS) and name not in ENDINGS

    def draft(self, name: str) -> Draft:
        return Draft(path=self.path / name, shown=_joined(self._shown, legible(name)), config=self.config)


def looks_like_draft(path: Path, configs: Configs) -> bool:
    """Whether a check of its folder takes this file for a draft, as far as its name goes."""
    return _Folder(path.parent, configs).looks(path.name)


def drafts(paths: Sequence[str], configs: Configs) -> Found:
    """Everything that these paths name. Raises `NotFound`, and `ConfigError` for settings that are wrong."""
    found = Found()
    known: dict[str, Draft] = {}
    real = _Real()
    for given in paths or ["."]:
        before = len(found.excluded)
        named = list(_expand(given, configs, found))
        if not named and len(found.excluded) == before:
            raise NotFound(_nothing(given))
        for draft in named:
            _keep(draft, real, known, found)
    found.drafts = tuple(sorted(known.values(), key=lambda draft: draft.shown))
    found.excluded = sorted(set(found.excluded))
    return found


class _Real(dict[str, str]):
    """Where files really lie. Of a folder that is asked only once, since most files are no links."""

    def of(self, path: Path) -> str:
        folder, name = os.path.split(path)
        if path.is_symlink():
            return os.path.normcase(os.path.realpath(path))
        if folder not in self:
            self[folder] = os.path.realpath(folder)
        return os.path.normcase(os.path.join(self[folder], name))  # noqa: PTH118


def _keep(draft: Draft, real: _Real, known: dict[str, Draft], found: Found) -> None:
    """Add a draft once, however many paths lead to it; under its own name rather than that of a link."""
    if draft.config.excludes(draft.path):
        found.excluded.append(draft.shown)
        return
    place = real.of(draft.path)
    if place not in known or known[place].path.is_symlink():
        known[place] = draft


def _expand(given: str, configs: Configs, found: Found) -> Iterator[Draft]:
    """The files that one argument stands for: itself, what a folder holds, or what a glob matches."""
    path = Path(given)
    if _leads_somewhere(path):
        if path.is_dir():
            yield from _files(path, _Folder.looks, configs, found)
        else:
            yield Draft(path=path, shown=shown(path), config=configs.of(path.parent))
    elif _is_wild(given):
        yield from _glob(path, configs, found)
    else:
        raise NotFound(f"no such file or folder: {shown(path)}")


def _leads_somewhere(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _is_wild(text: str) -> bool:
    return any(mark in text for mark in "*?[")


def _nothing(given: str) -> str:
    if _is_wild(given) and not _leads_somewhere(Path(given)):
        return f"the pattern matches no draft: {shown(Path(given))}"
    return f"no drafts in the folder: {shown(Path(given))}"


def _glob(pattern: Path, configs: Configs, found: Found) -> Iterator[Draft]:
    """Walk the folder before the first wild card, so that ignored folders are never entered."""
    parts = pattern.parts
    fixed = next(index for index, part in enumerate(parts) if _is_wild(part))
    top = Path(*parts[:fixed])
    wanted = Patterns(["/" + "/".join(parts[fixed:])])
    suffix_is_named = pattern.suffix != "" and not _is_wild(pattern.suffix)

    @cache
    def below(folder: Path) -> str:
        return folder.relative_to(top).as_posix()

    def matches(folder: _Folder, name: str) -> bool:
        return wanted.match(_joined(below(folder.path), name)) and (suffix_is_named or folder.looks(name))

    if top.is_dir():
        yield from _files(top, matches, configs, found)


def _files(top: Path, wanted: Callable[[_Folder, str], bool], configs: Configs, found: Found) -> Iterator[Draft]:
    """The wanted files below a folder that git would see; a wanted one that cannot be read is told of."""
    ignored = Ignored(top)

    def unreadable(error: OSError) -> None:
        found.notes.append(f"{shown(Path(error.filename))}: cannot be read ({error.strerror}); not checked")

    for here, folders, names in os.walk(top, onerror=unreadable):
        folder = _Folder(Path(here), configs)
        folders[:] = sorted(name for name in folders if _enters(folder.path / name, top, ignored, found))
        for name in sorted(names):
            if wanted(folder, name) and not ignored.file(folder.path, name):
                draft = folder.draft(name)
                if _is_ours(draft.path, top, found):
                    yield draft


def _joined(folder: str, name: str) -> str:
    """The way to a file by way of its folder, as `Path` would write it."""
    if folder == ".":
        return name
    return f"{folder}{name}" if folder.endswith("/") else f"{folder}/{name}"


def _enters(folder: Path, top: Path, ignored: Ignored, found: Found) -> bool:
    if folder.name in FOREIGN or (folder / "pyvenv.cfg").is_file() or ignored.folder(folder):
        return False
    if folder.is_symlink():
        if not _stays_inside(folder, top):
            found.notes.append(f"{shown(folder)}: a link that leads out of the folder; not followed")
        return False
    return True


def _is_ours(path: Path, top: Path, found: Found) -> bool:
    """Whether a file can be read as part of this folder; it is told of if not."""
    if path.is_symlink() and not _stays_inside(path, top):
        why = "a link that leads out of the folder" if path.exists() else "a link that leads nowhere"
    elif not path.is_file():
        why = "no regular file"
    else:
        return True
    found.notes.append(f"{shown(path)}: {why}; not checked")
    return False


def _stays_inside(path: Path, top: Path) -> bool:
    try:
        return path.resolve().is_relative_to(top.resolve()) and path.exists()
    except (OSError, RuntimeError):
        return False
