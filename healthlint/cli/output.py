"""Lines of a report go to standard output or, all or nothing, to a file."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

import click

from healthlint.cli.faults import Fault
from healthlint.shown import shown

WIDTH = 100


def colored(wish: str, stream: TextIO) -> bool:
    """Whether to colour: as wished, else as NO_COLOR, FORCE_COLOR and the terminal have it."""
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """How many cells a line of the terminal has: as COLUMNS says, else as it says itself; 100 without one."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDTH
    except (OSError, ValueError):  # no terminal, or nothing that could be one
        return WIDTH


def put(lines: Iterable[str], file: Path | None, color: bool = True) -> None:
    """Write a report. Without `color`, whatever colour is in the lines is taken out."""
    if file is None:
        if told := list(lines):
            click.echo("\n".join(told), color=color)
        sys.stdout.flush()
    else:
        _write(lines, file)


def _write(lines: Iterable[str], file: Path) -> None:
    """To a neighbour first, so that nobody ever reads half a report. A pipe or a device is written to as it is."""
    import tempfile  # most reports go to standard output

    file = Path(os.path.realpath(file))  # a link stays, and what it leads to is written
    try:
        if file.exists() and not file.is_file():
            with file.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
                stream.writelines(f"{line}\n" for line in lines)
            return
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        raise Fault(f"cannot write {shown(file)}: {error.strerror}") from error
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.writelines(f"{line}\n" for line in lines)
        draft.chmod(0o666 & ~_umask())
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Fault(f"cannot write {shown(file)}: {error.strerror}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
