"""Findings that were there when a site began to check: a text file of them, and which of today's they are.

One entry a line: the draft's path from the folder of the file, the fingerprint, the rule. Sorted, so that a change
shows where it belongs. Entries that came twice or out of order, as merges leave them, are read all the same.
"""

import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import count
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from healthlint.finding import Linted
from healthlint.fingerprint import fingerprint, fingerprints
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


class Entry(NamedTuple):
    """A finding that is known."""

    path: str
    """From the folder of the file, with `/`."""
    mark: str
    rule: str


class Baseline:
    """The entries of a file, by draft."""

    def __init__(self, file: Path, entries: Iterable[Entry] = ()) -> None:
        self.file = file
        self.drafts: dict[str, dict[str, Entry]] = {}
        for entry in entries:
            self.drafts.setdefault(entry.path, {})[entry.mark] = entry
        self._real = cache(os.path.realpath)
        self._root = self._real(file.parent)

    @property
    def entries(self) -> frozenset[Entry]:
        return frozenset(entry for held in self.drafts.values() for entry in held.values())

    def place(self, draft: Path) -> str:
        """What the file calls a draft. Its folder may have been reached by way of a link."""
        whole = os.path.join(self._real(draft.parent), draft.name)  # noqa: PTH118
        try:
            return os.path.relpath(whole, self._root).replace(os.sep, "/")
        except ValueError:  # another drive
            return whole.replace(os.sep, "/")

    def lies_in(self, path: str, folder: Path) -> bool:
        """Whether what the file calls a draft would lie in a folder."""
        whole = os.path.normpath(os.path.join(self._root, path))  # noqa: PTH118
        return whole.startswith(os.path.join(self._real(folder), ""))  # noqa: PTH118

    @cached_property
    def gone(self) -> frozenset[str]:
        """The drafts that are no more."""
        return frozenset(path for path in self.drafts if not _is_there(os.path.join(self._root, path)))  # noqa: PTH118

    def former_name(self, linted: Linted, draft: Path, taken: Collection[str]) -> str | None:
        """What a draft without entries was called before: a draft that is no more, and most of whose findings it has.

        One of them at least must be of words: that a page lacks something is said of many pages.
        """
        marks = fingerprints(linted.document, linted.findings)
        said = [mark for mark, one in zip(marks, linted.findings, strict=True) if one.about == "words"]
        likely = {path for mark in said for path in self._gone_with.get(mark, ()) if path not in taken}
        common = {path: len(self.drafts[path].keys() & {*marks}) for path in likely}
        alike = [path for path in likely if 2 * common[path] >= len(self.drafts[path])]
        return max(alike, key=lambda path: (common[path], _last(path) == draft.name, path), default=None)

    @cached_property
    def _gone_with(self) -> dict[str, list[str]]:
        """By fingerprint: the drafts that are no more and had it."""
        found: dict[str, list[str]] = {}
        for path in self.gone:
            for mark in self.drafts[path]:
                found.setdefault(mark, []).append(path)
        return found


def matched(linted: Linted, held: Mapping[str, Entry], formerly: Mapping[str, str]) -> tuple[Entry | None, ...]:
    """The entry of each finding of a draft, in order; None for one that is new. No entry stands for two findings.

    What a page lacks is told at the first words that ask for it. These may be others now: it is known all the same, as
    long as the rule has no more to tell than it had.
    """
    found = [*_by_words(linted, held, formerly)]
    left: dict[str, list[Entry]] = {}
    for entry in sorted({*held.values()}.difference(found), reverse=True):
        left.setdefault(formerly.get(entry.rule, entry.rule), []).append(entry)
    for index, finding in enumerate(linted.findings):
        if found[index] is None and finding.about != "words" and left.get(finding.rule):
            found[index] = left[finding.rule].pop()
    return tuple(found)


def _by_words(linted: Linted, held: Mapping[str, Entry], formerly: Mapping[str, str]) -> Iterator[Entry | None]:
    """The entry of each finding by its fingerprint, under its rule's present name or a former one."""
    document, used = linted.document, set[str]()
    former: dict[str, list[str]] = {}
    for old in {entry.rule for entry in held.values()} & formerly.keys():
        former.setdefault(formerly[old], []).append(old)
    for finding, mark in zip(linted.findings, fingerprints(document, linted.findings), strict=True):
        for old in () if mark in held else sorted(former.get(finding.rule, ())):
            known = (fingerprint(document, replace(finding, rule=old), number) for number in count())
            mark = next(mark for mark in known if mark not in used or mark not in held)
            if mark in held:
                break
        used.add(mark)
        yield held.get(mark)


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


def write(baseline: Baseline, entries: Collection[Entry]) -> bool:
    """Put these entries in the file, all or nothing. False where it says so already. Raises `BaselineError`."""
    file = baseline.file
    lines = sorted({f"{_escaped(path)} {mark} {rule}" for path, mark, rule in entries})
    content = "".join(f"{line}\n" for line in (HEADER, *lines)).encode()
    try:
        if file.is_symlink():
            raise BaselineError(f"{shown(file)}: is a link; name the file that it leads to")
        if file.exists() and not file.is_file():
            raise BaselineError(f"{shown(file)}: is no regular file")
        if file.exists() and file.read_bytes() == content:
            return False
        if file.exists() and not os.access(file, os.W_OK):
            raise BaselineError(f"{shown(file)}: cannot be written (it is write-protected)")
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


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _is_there(path: str) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:  # no path at all
        return False


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
