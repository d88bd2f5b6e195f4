"""A folder becomes what can be found out of the repository around it, so that nobody has to be asked."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec

from healthlint import discover
from healthlint.cli.generators import Generator, generator
from healthlint.config import Config, Configs

Host = Literal["github", "gitlab", "none"]

ABOUT = frozenset(
    "authors changelog code_of_conduct contributing governance licence license maintainers readme security".split()
)
"""Stems of files that speak of a repository, not to its readers."""

SHOPS = frozenset("shop store products product supplements".split())
"""Names of folders that hold copy that sells."""


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What `init` found out. Places are relative to the top, with slashes."""

    top: Path
    git: bool
    generator: str
    drafts: int
    """How many drafts would be checked."""
    content: tuple[str, ...]
    """Folders that hold all of them, or nothing where they lie anywhere."""
    others: tuple[str, ...]
    """Markdown that is no content: a file's name, or a folder's with a slash at its end."""
    built: tuple[str, ...]
    """Folders that the generator writes."""
    shops: tuple[str, ...]
    """Folders whose names say that they sell."""
    host: Host
    branch: str


def look(here: Path) -> Surroundings:
    """What lies around this folder: its git repository, or itself where it is in none."""
    home = next((folder for folder in [here, *here.parents] if (folder / ".git").exists()), None)
    top = home or here
    known, base = _generator(top)
    places = _places(top)
    built = tuple(f"{base}{name}" for name in known.built) if known else ()
    places = [place for place in places if not _within(place, built)]
    folders = (
        tuple(name for name in known.content if not base and any(_within(p, (name,)) for p in places)) if known else ()
    )
    others = {_outer(place, folders) if folders else _about(place) for place in places if not _within(place, folders)}
    return Surroundings(
        top=top,
        git=home is not None,
        generator=known.name if known else "",
        drafts=sum(_within(place, folders) if folders else not _about(place) for place in places),
        content=folders,
        others=tuple(sorted(others - {""})),
        built=built,
        shops=tuple(sorted({folder for place in places for folder in _shop(place)})),
        host=_host(top, git := _git(top)),
        branch=_branch(git),
    )


def _generator(top: Path) -> tuple[Generator | None, str]:
    """The generator at the top, or in a folder of its own below, with the way to there."""
    if known := generator(top):
        return known, ""
    below = [folder for folder in sorted(top.iterdir()) if folder.is_dir() and folder.name not in discover.FOREIGN]
    found = ((known, f"{folder.name}/") for folder in below if (known := generator(folder)))
    return next(found, (None, ""))


def _places(top: Path) -> list[PurePosixPath]:
    """All Markdown that git would see."""
    try:
        found = discover.drafts([str(top)], Configs(Config(root=top)))
    except discover.NotFound:
        return []
    return [PurePosixPath(draft.path.relative_to(top).as_posix()) for draft in found.drafts]


def _within(place: PurePosixPath, folders: tuple[str, ...]) -> bool:
    return any(place.is_relative_to(folder) for folder in folders)


def _outer(place: PurePosixPath, folders: tuple[str, ...]) -> str:
    """The outermost folder around a place that holds none of these, or the file itself."""
    for folder in reversed(place.parents):
        if folder.name and not any(PurePosixPath(name).is_relative_to(folder) for name in folders):
            return f"{folder}/"
    return str(place)


def _about(place: PurePosixPath) -> str:
    """What to leave out because of this file, if it speaks of the repository."""
    if place.parts[0] in (".github", ".gitlab"):
        return f"{place.parts[0]}/"
    stem = place.stem.lower().replace("-", "_")
    return str(place) if len(place.parts) == 1 and stem in ABOUT else ""


def _shop(place: PurePosixPath) -> Iterator[str]:
    yield from (f"{folder}/" for folder in place.parents if folder.name.lower() in SHOPS)


def _git(top: Path) -> Path:
    """Where git keeps what it knows: for a further working tree of a repository, with the first one."""
    place = top / ".git"
    if pointed := re.match(r"gitdir: (.+)", _read(place) if place.is_file() else ""):
        place = top / pointed[1]
        place /= _read(place / "commondir").strip()
    return place


def _host(top: Path, git: Path) -> Host:
    """Which service runs its checks: by files of the service, else by where the repository came from."""
    github, gitlab = (top / ".github").is_dir(), (top / ".gitlab-ci.yml").is_file()
    told = " ".join(re.findall(r"(?m)^\s*url\s*=\s*(.*)$", _read(git / "config")))
    if github != gitlab:
        return "github" if github else "gitlab"
    if "gitlab" in told:
        return "gitlab"
    return "github" if github or "github" in told else "none"


def _branch(git: Path) -> str:
    """The branch that others are merged into, as far as the repository knows."""
    remote = re.fullmatch(
        r"ref: refs/remotes/origin/([\w./-]+)\s*", _read(git / "refs" / "remotes" / "origin" / "HEAD")
    )
    if remote:
        return remote[1]
    mine = re.fullmatch(r"ref: refs/heads/(master|main|trunk)\s*", _read(git / "HEAD"))
    return mine[1] if mine else "main"


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
