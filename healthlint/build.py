"""Which build of healthlint this is: what was kept by another one may be put otherwise, or be wrong."""

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from healthlint.version import __version__

FOUNDATIONS = ("msgspec", "pathspec", "pyromark", "regex", "textstat", "yaml")
"""The packages that findings rest on."""


@cache
def build() -> str:
    """A word for this version, the state of its own code, this Python, and the packages below.

    Files are looked at from outside only: who edits the code in place sees what the code says now.
    """
    parts = [__version__, sys.version, *_code(), *(f"{name} {_look(_origin(name))}" for name in FOUNDATIONS)]
    return blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _code() -> Iterator[str]:
    folders = [os.fspath(Path(__file__).parent)]
    found: list[str] = []
    while folders:
        with os.scandir(folders.pop()) as entries:
            for one in entries:
                if one.name.endswith(".py"):
                    found.append(_look(one.path))
                elif one.is_dir() and not one.name.startswith(("_", ".")):
                    folders.append(one.path)
    yield from sorted(found)


def _origin(package: str) -> str:
    spec = find_spec(package)
    return (spec.origin if spec else None) or ""


def _look(path: str) -> str:
    try:
        about = os.stat(path)  # noqa: PTH116 - two hundred files at each start
    except OSError:
        return path
    return f"{path} {about.st_ino} {about.st_size} {about.st_mtime_ns} {about.st_ctime_ns}"
