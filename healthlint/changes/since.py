"""Drafts against a commit: which are other than they were there, and in which lines."""

import os
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from healthlint.changes import renames
from healthlint.changes.base import Base, base
from healthlint.changes.git import Git, GitError
from healthlint.changes.lines import Lines, compared, lines
from healthlint.changes.tree import Place, Tree


class Change(msgspec.Struct, frozen=True):
    """How a draft differs from what it was."""

    old: str | None
    """What it said; None of a draft that is new, or of which nothing is known."""
    lines: Lines = Lines((), {})
    """Its lines against the old ones. Of a draft that is new none is listed."""


class Since:
    """A repository as it was, to compare drafts with."""

    def __init__(self, git: Git, top: Path, start: Base) -> None:
        self.note = start.note
        self._tree = Tree(git, start.commit)
        self._place = Place(top)

    def changes(self, drafts: Iterable[tuple[Path, bytes | None]]) -> dict[Path, Change]:
        """The changes of those drafts, given with their content, that have changed. Without content, all may have."""
        found: dict[Path, Change] = {}
        old: dict[Path, str] = {}
        kept: dict[Path, bytes] = {}
        added: dict[bytes, Path] = {}
        for path, content in drafts:
            name = self._place.name(path)
            if name is None:
                continue
            if content is None:
                found[path] = Change(None)
                continue
            identity = self._tree.files.get(name) or self._tree.files.get(_composed(name))
            if identity in self._identities(content):
                continue
            kept[path] = content
            if identity:
                old[path] = identity
            else:
                added[name] = path
        for name, former in self._renamed({name: kept[path] for name, path in added.items()}).items():
            old[added[name]] = self._tree.files[former]
        contents = self._tree.contents(old.values())
        for path, content in kept.items():
            change = _change(contents[old[path]], content) if path in old else Change(None)
            if change is not None:
                found[path] = change
        return found

    def _identities(self, content: bytes) -> tuple[str, ...]:
        """By what git may know a content: as it is, or with the line ends that git keeps."""
        as_is = self._tree.identity(content)
        return (as_is, self._tree.identity(content.replace(b"\r\n", b"\n"))) if b"\r\n" in content else (as_is,)

    def _renamed(self, added: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
        """Former names of drafts by their new ones."""
        added = {name: content for name, content in added.items() if content.strip()}
        if not added:
            return {}
        endings = (*{_ending(name) for name in added}, b".md", b".markdown", b".mdx")
        files = {name: identity for name, identity in self._tree.files.items() if name.lower().endswith(endings)}
        gone = {name: identity for name, identity in files.items() if self._place.is_gone(name)}
        found = renames.exact({name: self._identities(content) for name, content in added.items()}, gone)
        left = {name: identity for name, identity in gone.items() if name not in found.values()}
        others = {name: content for name, content in added.items() if name not in found}
        if others and left:
            contents = self._tree.contents(left.values())
            found |= renames.alike(others, {name: contents[identity] for name, identity in left.items()})
        return found


def since(ref: str, folder: Path) -> Since:
    """The repository around a folder, where the work at hand leaves `ref`. Raises `GitError`."""
    git = Git(folder)
    top = git.ask("rev-parse", "--show-toplevel").removesuffix(b"\n").removesuffix(b"\r")
    if not top:
        raise GitError("--since needs a working tree")
    return Since(git, Path(os.fsdecode(top)), base(git, ref))


def _change(before: bytes, after: bytes) -> Change | None:
    """None where no more than line ends differ."""
    old, new = _read(before), _read(after)
    if lines(old) == lines(new):
        return None
    return Change(old, compared(old, new))


def _read(content: bytes) -> str:
    """A content as text, whatever it is: nobody can mend what a draft was any more."""
    return content.decode("utf-8", "replace").replace("\0", "\ufffd")


def _composed(name: bytes) -> bytes:
    """A name as git keeps it that a file system has in pieces: letters with their accents."""
    return unicodedata.normalize("NFC", name.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _ending(name: bytes) -> bytes:
    last = name.rpartition(b"/")[2].lower()
    return last[last.rfind(b".") :] if b"." in last else last
