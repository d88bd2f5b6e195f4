"""Paths, folders and globs as typed become the drafts to check, in order, each with its settings."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from healthlint.config import Config, Configs
from healthlint.gitignore import Ignored, Patterns
from healthlint.shown import shown

SUFFIXES = frozenset({".md", ".markdown", ".mdx"})
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


class Found(msgspec.Struct):
    """The drafts, and what a reader would wonder about."""

    drafts: tuple[Draft, ...] = ()
    excluded: list[str] = []
    notes: list[str] = []


def drafts(paths: Sequence[str], configs: Configs) -> Found:
    """Everything that these paths name. Raises `NotFound`, and `ConfigError` for settings that are wrong."""
    found = Found()
    known: dict[str, Draft] = {}
    for given in paths or ["."]:
        before = len(found.excluded)
        named = [_draft(path, configs) for path in _expand(given, configs, found)]
        if not named and len(found.excluded) == before:
            raise NotFound(_nothing(given))
        for draft in named:
            _keep(draft, known, found)
    found.drafts = tuple(sorted(known.values(), key=lambda draft: draft.shown))
    found.excluded = sorted(set(found.excluded))
    return found


def _keep(draft: Draft, known: dict[str, Draft], found: Found) -> None:
    """Add a draft once, however many paths lead to it; under its own name rather than that of a link."""
    if draft.config.excludes(draft.path):
        found.excluded.append(draft.shown)
        return
    real = os.path.realpath(draft.path)
    if real not in known or known[real].path.is_symlink():
        known[real] = draft


def _draft(path: Path, configs: Configs) -> Draft:
    return Draft(path=path, shown=shown(path), config=configs.of(path.parent))


def _expand(given: str, configs: Configs, found: Found) -> Iterator[Path]:
    """The files that one argument stands for: itself, what a folder holds, or what a glob matches."""
    path = Path(given)
    if _leads_somewhere(path):
        yield from _walk(path, configs, found) if path.is_dir() else [path]
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


def _glob(pattern: Path, configs: Configs, found: Found) -> Iterator[Path]:
    """Walk the folder before the first wild card, so that ignored folders are never entered."""
    parts = pattern.parts
    fixed = next(index for index, part in enumerate(parts) if _is_wild(part))
    folder = Path(*parts[:fixed])
    wanted = Patterns(["/" + "/".join(parts[fixed:])])
    suffix_is_named = pattern.suffix != "" and not _is_wild(pattern.suffix)

    def matches(path: Path) -> bool:
        if not wanted.match(path.relative_to(folder).as_posix()):
            return False
        return suffix_is_named or _looks(path, configs.of(path.parent))

    if folder.is_dir():
        yield from _files(folder, matches, found)


def _walk(folder: Path, configs: Configs, found: Found) -> Iterator[Path]:
    return _files(folder, lambda path: _looks(path, configs.of(path.parent)), found)


def _files(top: Path, wanted: Callable[[Path], bool], found: Found) -> Iterator[Path]:
    """The wanted files below a folder that git would see; a wanted one that cannot be read is told of."""
    ignored = Ignored(top)

    def unreadable(error: OSError) -> None:
        found.notes.append(f"{shown(Path(error.filename))}: cannot be read ({error.strerror}); not checked")

    for here, folders, names in os.walk(top, onerror=unreadable):
        folder = Path(here)
        folders[:] = sorted(name for name in folders if _enters(folder / name, top, ignored, found))
        for path in (folder / name for name in sorted(names)):
            if wanted(path) and not ignored.file(path) and _is_ours(path, top, found):
                yield path


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


def _looks(path: Path, config: Config) -> bool:
    """Whether a file of a folder is a draft: by the settings' patterns, else by its suffix."""
    place = config.within(path)
    if config.drafts is not None and place is not None:
        return config.drafts.match(place)
    return path.suffix.lower() in SUFFIXES
