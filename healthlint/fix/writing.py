"""A draft written anew at one stroke: whatever happens, the old or the new one is there, whole."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path


class Changed(OSError):
    """Somebody else changed the draft since it was read."""


def write(path: Path, text: str, *, read: bytes | None = None) -> None:
    """Replace a draft. Line ends and a byte order mark are those of `text`; a link stays a link.

    Permissions stay, and the owner as far as we may give files away. Raises `Changed` if the draft does not hold
    the bytes that were `read`, and `OSError` for whatever else is in the way.
    """
    path = path.resolve(strict=True)
    was = path.stat()
    if not stat.S_ISREG(was.st_mode):
        raise OSError("it is no regular file")
    if not os.access(path, os.W_OK):
        raise PermissionError("it is write-protected")
    if not os.access(path.parent, os.W_OK):
        raise PermissionError("its folder is write-protected")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".healthlint-")
    neighbour = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode("utf-8"))
            stream.flush()
            os.fsync(stream.fileno())
        _as_it_was(neighbour, was)
        if read is not None and path.read_bytes() != read:
            raise Changed("it was changed since it was read")
        neighbour.replace(path)
    except BaseException:
        neighbour.unlink(missing_ok=True)
        raise


def other_names(path: Path) -> int:
    """By how many other names (hard links) the file is known. They keep the old text when it is replaced."""
    return path.stat().st_nlink - 1


def _as_it_was(neighbour: Path, was: os.stat_result) -> None:
    now = neighbour.stat()
    if hasattr(os, "chown") and (now.st_uid, now.st_gid) != (was.st_uid, was.st_gid):
        with suppress(PermissionError):
            os.chown(neighbour, was.st_uid, was.st_gid)
    neighbour.chmod(stat.S_IMODE(was.st_mode))  # last, since giving a file away takes bits from it
