"""Fixes applied to a draft: whole ones only, that do not overlap, in order of place."""

import difflib
import os
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain, combinations
from pathlib import Path
from typing import NamedTuple

from healthlint.finding import Edit, Finding


class Fixed(NamedTuple):
    """What became of a draft, and of those of its findings that offer a fix."""

    text: str
    applied: tuple[Finding, ...]
    left: tuple[Finding, ...]
    """Not safe, a choice for the writer, or in the way of another fix."""


def apply(text: str, findings: Iterable[Finding], *, unsafe: bool = False) -> Fixed:
    """Apply each lone fix that is safe, or with `unsafe` each lone fix. Nothing else is touched."""
    edits: dict[Edit, None] = {}
    applied: list[Finding] = []
    left: list[Finding] = []
    for finding in sorted((finding for finding in findings if finding.fixes), key=_place):
        wanted = _wanted(finding, unsafe)
        if wanted and not _clashing(wanted, edits):
            edits.update(dict.fromkeys(wanted))
            applied.append(finding)
        else:
            left.append(finding)
    return Fixed(_edited(text, edits), tuple(applied), tuple(left))


def diff(old: str, new: str, path: str) -> Iterator[str]:
    """The unified diff, line by line, without line ends of its own; empty where nothing changed."""
    shown = path.lstrip("/")
    lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{shown}", f"b/{shown}", lineterm="\n")
    for line in lines:
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def write(path: Path, text: str) -> None:
    """Replace a draft at one stroke: whatever happens, the old or the new one is there, whole.

    Line ends and a byte order mark are those of `text`; permissions stay; a link stays a link.
    """
    path = path.resolve(strict=True)
    if not os.access(path, os.W_OK):
        raise PermissionError(f"{path} is write-protected")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    neighbour = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        neighbour.chmod(path.stat().st_mode)
        neighbour.replace(path)
    except BaseException:
        neighbour.unlink(missing_ok=True)
        raise


def _place(finding: Finding) -> tuple[int, int]:
    return min((edit.span for edit in finding.fixes[0].edits), default=finding.span)


def _wanted(finding: Finding, unsafe: bool) -> tuple[Edit, ...]:
    """The edits to make for this finding; none where it is for the writer to decide."""
    if len(finding.fixes) != 1 or not (unsafe or finding.fixes[0].safe):
        return ()
    return finding.fixes[0].edits


def _clashing(wanted: tuple[Edit, ...], edits: Iterable[Edit]) -> bool:
    """Whether two edits meet. Two findings may want the very same edit: it is made once."""
    pairs = chain(combinations(wanted, 2), ((mine, other) for mine in wanted for other in edits))
    return any(_meet(mine, other) for mine, other in pairs if mine != other)


def _meet(mine: Edit, other: Edit) -> bool:
    return mine.span.overlaps(other.span) or mine.span == other.span


def _edited(text: str, edits: Iterable[Edit]) -> str:
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        parts += [text[at : edit.span.start], edit.replacement]
        at = edit.span.end
    return "".join([*parts, text[at:]])


def _lines(text: str) -> list[str]:
    """Lines as diff and patch count them: only a line feed ends one, and it stays on."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + lines[-1:] * bool(lines[-1])
