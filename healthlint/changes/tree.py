"""The files of a commit: their names, and their content as git keeps it."""

import os
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha1, sha256
from pathlib import Path

from healthlint.changes.git import Git, GitError

SHA1_LENGTH = 40
"""Of an identity as it is written; a longer one is of SHA-256."""
LACKING = "what some drafts said before is not in this clone, as in a partial one; clone it whole"


class Tree:
    """What a commit holds. Links and the commits of submodules are no files."""

    def __init__(self, git: Git, commit: str) -> None:
        self._git = git
        self._sha1 = len(commit) == SHA1_LENGTH
        self.files: Mapping[bytes, str] = dict(_files(git.ask("ls-tree", "-r", "-z", "--full-tree", commit)))
        """The identity of each file's content, by its name from the top of the repository."""

    def identity(self, content: bytes) -> str:
        """By what git would know a content."""
        head = b"blob %d\0" % len(content)
        if self._sha1:
            return sha1(head + content, usedforsecurity=False).hexdigest()
        return sha256(head + content).hexdigest()

    def contents(self, identities: Collection[str]) -> dict[str, bytes]:
        """The contents with these identities, all in one go. Raises `GitError` if the clone lacks one."""
        wanted = sorted(set(identities))
        if not wanted:
            return {}
        try:
            told = self._git.ask("cat-file", "--batch", typed="".join(f"{one}\n" for one in wanted).encode())
        except GitError as error:
            raise GitError(f"{LACKING} ({error})") from error
        return dict(_contents(told, wanted))


def _files(told: bytes) -> Iterator[tuple[bytes, str]]:
    for entry in told.split(b"\0"):
        about, _, name = entry.partition(b"\t")
        if name and about.startswith(b"100"):
            yield name, about.split()[2].decode()


def _contents(told: bytes, wanted: Collection[str]) -> Iterator[tuple[str, bytes]]:
    at = 0
    for identity in wanted:
        end = told.find(b"\n", at)
        head = told[at:end].split()
        if len(head) != 3:
            raise GitError(LACKING)
        start, size = end + 1, int(head[2])
        yield identity, told[start : start + size]
        at = start + size + 1


class Place:
    """Where drafts stand in a repository: names from its top, as git writes them."""

    def __init__(self, top: Path) -> None:
        self._top = os.path.realpath(top)
        self._real: dict[str, str] = {}
        self._foreign: dict[str, bool] = {"": False}

    def name(self, path: Path) -> bytes | None:
        """The name of a draft; None if another repository within this one has it. Raises `GitError` if none has."""
        folder, last = os.path.split(path.absolute())
        if path.is_symlink():
            folder, last = os.path.split(os.path.realpath(path))
        if folder not in self._real:
            self._real[folder] = os.path.realpath(folder)
        try:
            inner = os.path.relpath(self._real[folder], self._top)
        except ValueError:  # on another drive
            inner = os.pardir
        if inner == os.pardir or inner.startswith(os.pardir + os.sep):
            raise GitError(f"“{path}” is not in the repository that --since looks at, {self._top}")
        inner = "" if inner == os.curdir else inner
        if self._is_foreign(inner):
            return None
        return os.fsencode(f"{inner}{os.sep}{last}" if inner else last).replace(os.fsencode(os.sep), b"/")

    def is_gone(self, name: bytes) -> bool:
        """Whether the working tree has no file of this name any more."""
        return not os.path.lexists(os.path.join(os.fsencode(self._top), name))  # noqa: PTH118

    def _is_foreign(self, folder: str) -> bool:
        """Whether a folder belongs to a submodule, or to a repository that merely lies here."""
        if folder not in self._foreign:
            here = os.path.lexists(os.path.join(self._top, folder, ".git"))  # noqa: PTH118
            self._foreign[folder] = here or self._is_foreign(os.path.split(folder)[0])
        return self._foreign[folder]
