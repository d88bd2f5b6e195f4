"""Byte strings kept on disk by key, to save work and never trusted: whatever is wrong with one, it was never kept.

Each entry is a file of its own: what kind of file it is, a checksum of key and content, the content. It is written
beside its place and then put there at once, so that runs side by side see a whole entry or none. Nothing that befalls
this folder is told or raised: a run without it is slower, and no more.
"""

import os
import re
import stat
import struct
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

HOME = "HEALTHLINT_CACHE_DIR"
"""The variable that says where the folder is to lie."""
MAGIC = b"healthlint-kept\n"
FORMAT = 1
"""Of the file. It grows when an entry of old would be misread."""
_HEAD = struct.Struct("<16sH32sQ")
"""What kind of file, its format, the checksum, and how long the content is."""

LARGEST = 64_000_000
"""Bytes of an entry. A larger one is not kept."""
MOST = 512_000_000
"""Bytes of all entries that tidying leaves."""
DAY = 86_400
UNUSED = 30 * DAY
"""Seconds after which an entry that nobody asked for goes."""
ABANDONED = DAY / 24
"""Seconds after which a file that was never put in its place goes."""

_ENTRY = re.compile(r"[0-9a-f]{40}(\.kept|-[0-9a-f]{16}\.part)")
_TIDIED = "tidied"
_NOTES = {
    "CACHEDIR.TAG": b"Signature: 8a477f597d28d172789f06886806bc55\n# Kept by healthlint; may be deleted.\n",
    ".gitignore": b"*\n",
}
"""What tells backups and git to leave the folder alone."""

_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Removed(NamedTuple):
    """What emptying the folder took away."""

    entries: int
    size: int
    left: int
    """Entries that could not be removed."""


class _Kept(NamedTuple):
    """An entry as tidying sees it."""

    used: float
    size: int
    path: str


def home(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """Where entries are kept: as the environment says, else where programs of this system keep such things."""
    if said := environ.get(HOME):
        return Path(said)
    with suppress(RuntimeError):
        return _caches(environ, platform) / "healthlint"
    return None


def _caches(environ: Mapping[str, str], platform: str) -> Path:
    if platform == "win32":
        local = environ.get("LOCALAPPDATA")
        return Path(local) if local else Path.home() / "AppData" / "Local"
    said = Path(environ.get("XDG_CACHE_HOME", ""))
    if said.is_absolute():
        return said
    return Path.home() / ("Library/Caches" if platform == "darwin" else ".cache")


class Store:
    """The entries of one folder, or of none: then nothing is ever found and nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._ready = False
        """Whether the folder was made and tidied, or found not to be ours to write in."""

    def get(self, key: str) -> bytes | None:
        """What was kept under this key, if it is there and whole."""
        if self.folder is None:
            return None
        with suppress(OSError, ValueError):
            return _content(self._path(key), key) if self._is_folder() else None
        return None

    def put(self, key: str, content: bytes) -> None:
        """Keep this under a key, in place of what was there."""
        if self.folder is None or len(content) > LARGEST:
            return
        with suppress(OSError, ValueError):
            self._prepare()
            _write(self._path(key), _HEAD.pack(MAGIC, FORMAT, _checksum(key, content), len(content)) + content)

    def clear(self) -> Removed:
        """Remove every entry, and the folder if it holds nothing else. Files that are not ours stay."""
        sizes = [_removed(kept) for kept in self._entries()]
        if self.folder is not None and self._is_folder():
            for name in (*_NOTES, _TIDIED):
                if name == _TIDIED or _says(self.folder / name, _NOTES[name]):
                    with suppress(OSError):
                        (self.folder / name).unlink()
            with suppress(OSError):
                self.folder.rmdir()
        self._ready = False
        gone = [size for size in sizes if size is not None]
        return Removed(len(gone), sum(gone), len(sizes) - len(gone))

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{_named(key)}.kept"

    def _is_folder(self) -> bool:
        """Whether the folder itself is there: a link in its place leads to what is not ours."""
        assert self.folder is not None
        with suppress(OSError, ValueError):
            return stat.S_ISDIR(self.folder.lstat().st_mode)
        return False

    def _prepare(self) -> None:
        """Make the folder if need be, and tidy it once a day."""
        assert self.folder is not None
        if self._ready:
            return
        with suppress(FileExistsError):
            self.folder.mkdir(mode=0o700, parents=True)
            for name, said in _NOTES.items():
                _fill(self.folder / name, said)
        if not self._is_folder():  # a file, or a link
            raise NotADirectoryError
        self._ready = True
        self._tidy()

    def _tidy(self) -> None:
        assert self.folder is not None
        stamp, now = self.folder / _TIDIED, time.time()
        with suppress(OSError):
            if abs(now - stamp.lstat().st_mtime) < DAY:
                return
        stamp.unlink(missing_ok=True)
        _fill(stamp, b"")
        left = 0
        for kept in sorted(self._entries(), reverse=True):
            age = now - kept.used
            left += kept.size
            if left > MOST or age > (ABANDONED if kept.path.endswith(".part") else UNUSED):
                _removed(kept)

    def _entries(self) -> Iterator[_Kept]:
        """All that lies here and was put here by us, whole or not."""
        with suppress(OSError):
            if self.folder is not None and self._is_folder():
                with os.scandir(self.folder) as found:
                    for one in found:
                        if _ENTRY.fullmatch(one.name) and not one.is_dir(follow_symlinks=False):
                            about = one.stat(follow_symlinks=False)
                            yield _Kept(about.st_mtime, about.st_size, one.path)


def _named(key: str) -> str:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _checksum(key: str, content: bytes) -> bytes:
    """With the key, so that an entry under another's name is damaged, too."""
    summed = blake2b(_named(key).encode(), digest_size=32)
    summed.update(content)
    return summed.digest()


def _content(path: Path, key: str) -> bytes | None:
    """The content of an entry that is a file of our own and was not damaged."""
    handle = os.open(path, _READ)
    with os.fdopen(handle, "rb") as file:
        about = os.fstat(handle)
        if not (stat.S_ISREG(about.st_mode) and _is_own(about) and _HEAD.size <= about.st_size <= LARGEST + _HEAD.size):
            return None
        held = file.read(LARGEST + _HEAD.size + 1)
    if len(held) < _HEAD.size:
        return None
    magic, number, checksum, length = _HEAD.unpack_from(held)
    content = held[_HEAD.size :]
    if (magic, number, length) != (MAGIC, FORMAT, len(content)) or checksum != _checksum(key, content):
        return None
    if time.time() - about.st_mtime > DAY:
        with suppress(OSError):
            os.utime(path)  # it is of use: tidying goes by this
    return content


def _is_own(about: os.stat_result) -> bool:
    """Whether we wrote it: in a folder that others may write to, theirs is not believed."""
    return not hasattr(os, "getuid") or about.st_uid == os.getuid()


def _says(path: Path, said: bytes) -> bool:
    with suppress(OSError):
        return not path.is_symlink() and path.read_bytes() == said
    return False


def _write(path: Path, content: bytes) -> None:
    """A whole file or none, whoever reads or writes there at the same time."""
    part = path.with_name(f"{path.stem}-{os.urandom(8).hex()}.part")
    try:
        _fill(part, content)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _fill(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, _WRITE, 0o600), "wb") as file:
        file.write(content)


def _removed(kept: _Kept) -> int | None:
    """How many bytes are gone with it, or None where it could not be removed."""
    try:
        Path(kept.path).unlink()
    except OSError:
        return None
    return kept.size
