"""A list of known findings as a text file, read strictly and written at one stroke.

One entry a line: the draft's path from the folder of the file, the fingerprint, the rule. Sorted, so that a change
shows where it belongs. Entries that came twice or out of order, as merges leave them, are read all the same.
"""

import os
import re
import stat
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from healthlint.baseline.matching import Baseline, Entry
from healthlint.shown import shown

FORM = 1
"""Of the file. It grows when an old healthlint would misread a new file, or fingerprints are made otherwise."""
HEADER = f"# healthlint baseline, form {FORM}"

_HEADER = re.compile(r"# healthlint baseline, form (\d{1,9})")
_ENTRY = re.compile(r"(?P<path>.+) (?P<mark>[0-9a-f]{20}) (?P<rule>\S+)")
_CONFLICT = re.compile(r"(<{7}|\|{7}|={7}|>{7})( |$)")
_ESCAPE = re.compile(r"\\(?:(\\)|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))|(\\)")

_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class BaselineError(Exception):
    """A file that cannot be used, as `path:line: what`."""


def read(file: Path) -> Baseline:
    """The baseline in a file. Raises `BaselineError`."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise BaselineError(f"{shown(file)}: is no regular file")
        content = file.read_bytes()
    except OSError as error:
        raise BaselineError(f"{shown(file)}: cannot be read ({error.strerror})") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BaselineError(f"{shown(file)}:{line}: is no UTF-8 text") from error
    return Baseline(file, _entries(file, text.replace("\r\n", "\n").split("\n")))


def writable(file: Path) -> None:
    """Raises `BaselineError` where a baseline cannot be written, as far as that shows before it is tried."""
    there, folder = file.exists(), file.parent
    if file.is_symlink():
        raise BaselineError(f"{shown(file)}: is a link; name the file that it leads to")
    if there and not file.is_file():
        raise BaselineError(f"{shown(file)}: is no regular file")
    if there and not os.access(file, os.W_OK):
        raise BaselineError(f"{shown(file)}: cannot be written (it is write-protected)")
    if not folder.is_dir():
        raise BaselineError(f"{shown(file)}: cannot be written (there is no folder {shown(folder)})")
    if not os.access(folder, os.W_OK):
        raise BaselineError(f"{shown(file)}: cannot be written (its folder takes no files)")


def write(baseline: Baseline, entries: Collection[Entry]) -> bool:
    """Put these entries in the file, all or nothing. False where it says so already. Raises `BaselineError`."""
    file = baseline.file
    lines = sorted({f"{_escaped(path)} {mark} {rule}" for path, mark, rule in entries})
    content = "".join(f"{line}\n" for line in (HEADER, *lines)).encode()
    try:
        writable(file)
        if file.exists() and file.read_bytes() == content:
            return False
        _replace(file, content)
    except OSError as error:
        raise BaselineError(f"{shown(file)}: cannot be written ({error.strerror})") from error
    return True


def _entries(file: Path, lines: Sequence[str]) -> Iterator[Entry]:
    said = False
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            said = _is_header(file, number, line) or said
        elif line.strip():
            yield _entry(file, number, line.rstrip())
    if not said:
        raise BaselineError(f"{shown(file)}:1: is no baseline: the line “{HEADER}” is missing")


def _is_header(file: Path, number: int, line: str) -> bool:
    header = _HEADER.fullmatch(line.rstrip())
    if header and int(header[1]) != FORM:
        raise BaselineError(
            f"{shown(file)}:{number}: is of form {header[1]}; this healthlint reads form {FORM}. "
            + ("Upgrade healthlint." if int(header[1]) > FORM else "Write it anew with “healthlint baseline”.")
        )
    return header is not None


def _entry(file: Path, number: int, line: str) -> Entry:
    if _CONFLICT.match(line):
        raise BaselineError(f"{shown(file)}:{number}: a merge conflict; keep the entries of both sides")
    fields = _ENTRY.fullmatch(line)
    path = _unescaped(fields["path"]) if fields else None
    if fields is None or path is None:
        raise BaselineError(f"{shown(file)}:{number}: is no entry: a path, a fingerprint and a rule are wanted")
    return Entry(path, fields["mark"], fields["rule"])


def _escaped(path: str) -> str:
    """A path as one line of text that is no comment, whatever its bytes are."""
    plain = "".join(letter if letter.isprintable() and letter != "\\" else _escape(letter) for letter in path)
    return _escape("#") + plain[1:] if plain.startswith("#") else plain


def _escape(letter: str) -> str:
    code = ord(letter)
    if letter == "\\":
        return "\\\\"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _unescaped(text: str) -> str | None:
    """The path that was escaped, or None where that is no escape of ours."""
    if any(alone or (long and int(long, 16) > 0x10FFFF) for *_, long, alone in _ESCAPE.findall(text)):
        return None
    return _ESCAPE.sub(lambda found: found[1] or chr(int(found[2] or found[3] or found[4], 16)), text)


def _replace(file: Path, content: bytes) -> None:
    """To a neighbour first, so that nobody ever reads half a baseline. Permissions stay."""
    part = file.with_name(f"{file.name}.{os.urandom(8).hex()}.part")
    try:
        with os.fdopen(os.open(part, _WRITE, 0o666), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if file.exists():
            part.chmod(stat.S_IMODE(file.stat().st_mode))
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
