"""What a rulebook says, in a short word: two packs with the same files are of one edition.

Reading a thousand files to find that none has changed takes a while. So it is kept what the files looked like from
outside when they were read. A file that was changed just before may have been changed again within the same tick of
the clock, so such a look is not relied on.
"""

import os
import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, Protocol

from healthlint.rulebook.home import LARGEST

SUFFIXES = (".yaml", ".yml")
TICK = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system that is still in use."""
_SEEN = struct.Struct("<q32s32s")


class _Seen(NamedTuple):
    """What is kept from one run to the next."""

    when: int
    look: bytes
    edition: bytes


class Keeper(Protocol):
    """What keeps byte strings by key from one run to the next."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, content: bytes) -> None: ...


class _File(NamedTuple):
    """A file of a pack, seen from outside."""

    name: str
    """Its path within the pack."""
    path: str
    number: int
    size: int
    """Less than nothing for what is no file and cannot be read."""
    modified: int
    changed: int


def edition(folders: Sequence[Path], keeper: Keeper | None = None) -> str:
    """The edition of these packs together, as a word of hexadecimal digits.

    Packs of the same files in the same order are of one edition, wherever they lie.
    """
    now = time.time_ns()
    packs = [_files(os.fspath(folder)) for folder in folders]
    look = blake2b(repr(packs).encode("utf-8", "surrogatepass"), digest_size=32).digest()
    key = f"edition of {[str(folder.absolute()) for folder in folders]}"
    kept = keeper.get(key) if keeper is not None else None
    if kept is not None and len(kept) == _SEEN.size:
        seen, looked, known = _Seen(*_SEEN.unpack(kept))
        if looked == look and _settled(packs, seen):
            return known.hex()
    made = _read(packs)
    if keeper is not None and _settled(packs, now):
        keeper.put(key, _SEEN.pack(now, look, made))
    return made.hex()


def _settled(packs: Sequence[Sequence[_File]], seen: int) -> bool:
    """Whether all files had been left alone for a while when they were seen."""
    latest = max((max(file.modified, file.changed) for files in packs for file in files), default=0)
    return latest < seen - TICK


def _read(packs: Sequence[Sequence[_File]]) -> bytes:
    """The hash of all names and contents, each with its length so that none runs into the next."""
    summed = blake2b(digest_size=32)
    for files in packs:
        summed.update(b"pack")
        for file in files:
            name, content = file.name.encode("utf-8", "surrogatepass"), _content(file)
            summed.update(struct.pack("<qq", len(name), -1 if content is None else len(content)))
            summed.update(name)
            summed.update(content or b"")
    return summed.digest()


def _content(file: _File) -> bytes | None:
    """None for what the pack's reader refuses, too: the rules then do not load at all."""
    if not 0 <= file.size <= LARGEST:
        return None
    try:
        with Path(file.path).open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError:
        return None


def _files(folder: str) -> list[_File]:
    """The files that `pack.read` would read, by name."""
    root, found = os.path.realpath(folder), list[_File]()
    folders = [(folder, "")]
    while folders:
        here, under = folders.pop()
        with suppress(OSError), os.scandir(here) as entries:
            for one in entries:
                name = one.name
                if name.startswith("."):
                    continue
                if one.is_dir(follow_symlinks=False):
                    folders.append((one.path, f"{under}{name}/"))
                elif name.endswith(SUFFIXES):
                    if one.is_file(follow_symlinks=False):
                        found.append(_seen(one, under + name, one.stat(follow_symlinks=False)))
                    else:
                        found += _odd(one, under + name, root)
    return sorted(found)


def _seen(entry: "os.DirEntry[str]", name: str, about: os.stat_result) -> _File:
    return _File(name, entry.path, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)


def _odd(entry: "os.DirEntry[str]", name: str, root: str) -> Iterator[_File]:
    """A link to a file counts by what it leads to, if that is of the same pack; what cannot be read counts, too."""
    if entry.is_symlink() and not os.path.realpath(entry.path).startswith(root.rstrip(os.sep) + os.sep):
        return
    if entry.is_file():
        yield _seen(entry, name, entry.stat())
    elif not entry.is_dir():
        yield _seen(entry, name, entry.stat(follow_symlinks=False))._replace(size=-1)
