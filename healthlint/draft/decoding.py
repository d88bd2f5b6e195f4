"""A draft's bytes become text, exactly as typed: line ends and byte order mark stay."""

import re
from pathlib import Path

_LINE_END = re.compile(r"\r\n|\n|\r")


class DraftError(Exception):
    """A draft that cannot be read."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path, self.message = path, message


def read(path: Path | str) -> str:
    """The text of the file at `path`. Raises `DraftError`."""
    return decode(content(path), str(path))


def content(path: Path | str) -> bytes:
    """The bytes of the file at `path`. Raises `DraftError`."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise DraftError(str(path), f"cannot be opened: {error.strerror or error}") from error


def decode(data: bytes, path: str) -> str:
    """The text that these bytes spell. Raises `DraftError`."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DraftError(path, "is UTF-16 text; save it as UTF-8")
    if b"\0" in data:
        raise DraftError(path, "is not a text file: it holds NUL bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DraftError(path, f"is not UTF-8 text ({error.reason} in line {line}); save it as UTF-8") from error


def line_starts(text: str) -> tuple[int, ...]:
    """Where each line of a text starts."""
    return (0, *(end.end() for end in _LINE_END.finditer(text)))
