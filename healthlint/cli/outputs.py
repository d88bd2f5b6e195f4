"""Where the reports of a run go: `--output FILE`, `--output FORMAT=FILE`, and what standard output gets.

All is looked at before anything is linted: a run of minutes must not end with a folder that is not there.
"""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from healthlint import report
from healthlint.cli.faults import Fault
from healthlint.discover import Draft
from healthlint.shown import legible, shown
from healthlint.yamlfile import did_you_mean

STDOUT = "-"
_NAMED = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)=(.*)", re.DOTALL)
"""Anything else before the sign is part of a file's name: write ./a=b for a file of such a name."""


class Output(NamedTuple):
    """One report of a run."""

    format_: str
    file: Path | None
    """None is standard output."""


def outputs(given: Sequence[str], format_: str | None, drafts: Sequence[str]) -> list[Output]:
    """All reports that a run writes, that on standard output last.

    Files get what they name or what `--format` says. Standard output has a report, too, unless a file takes its place.
    """
    wanted = [_output(one, format_ or "text") for one in given]
    moved = any(not _NAMED.fullmatch(one) for one in given)
    if not moved and (format_ or not any(one.file is None for one in wanted)):
        wanted.append(Output(format_ or ("full" if sys.stdout.isatty() else "text"), None))
    _all_different(wanted)
    for one in wanted:
        if one.file:
            _writable(one.file, drafts)
    return sorted(wanted, key=lambda one: one.file is None)


def apart(drafts: Sequence[Draft], wanted: Sequence[Output]) -> list[Draft]:
    """The drafts without the reports of an earlier run that lie among them and are written anew.

    Any other draft that a report would overwrite is a fault.
    """
    files = {os.path.realpath(one.file) for one in wanted if one.file}
    among = [draft for draft in drafts if files and os.path.realpath(draft.path) in files]
    for draft in among:
        if not _is_report(draft.path):
            raise _overwritten(draft.path)
    return [draft for draft in drafts if draft not in among]


def _is_report(file: Path) -> bool:
    """Of the formats, only Markdown has the suffix of a draft."""
    from healthlint.report.markdown import OPENING  # few runs come here

    try:
        with file.open("rb") as opened:
            return opened.read(len(OPENING)) == OPENING.encode()
    except OSError:
        return False


def _overwritten(file: Path) -> Fault:
    return Fault(f"cannot write {shown(file)}: it is a draft that is to be checked")


def _output(given: str, format_: str) -> Output:
    if named := _NAMED.fullmatch(given):
        format_, given = named.groups()
        if format_ not in report.FORMATS:
            near = did_you_mean(format_, [*report.FORMATS]) or f"; there are {', '.join(report.FORMATS)}"
            raise Fault(f"--output {legible(format_)}=...: there is no format “{legible(format_)}”{near}")
    if not given:
        raise Fault("--output needs the name of a file; - is standard output")
    if "\0" in given:
        raise Fault("--output: the name of a file cannot hold a null character")
    return Output(format_, None if given == STDOUT else Path(given))


def _all_different(wanted: Sequence[Output]) -> None:
    seen: dict[str, Output] = {}
    for one in wanted:
        key = STDOUT if one.file is None else os.path.normcase(os.path.realpath(one.file))
        if first := seen.get(key):
            where = "standard output" if one.file is None else shown(one.file)
            raise Fault(f"two reports cannot both go to {where} ({first.format_} and {one.format_})")
        seen[key] = one


def _writable(file: Path, drafts: Sequence[str]) -> None:
    if file.is_dir():
        raise Fault(f"cannot write {shown(file)}: it is a folder")
    if not file.parent.is_dir():
        raise Fault(f"cannot write {shown(file)}: there is no folder {shown(file.parent)}")
    if (file.is_file() or not file.exists()) and not os.access(file.parent, os.W_OK):
        raise Fault(f"cannot write {shown(file)}: the folder {shown(file.parent)} takes no files")
    if any(os.path.realpath(draft) == os.path.realpath(file) for draft in drafts if draft != STDOUT):
        raise _overwritten(file)
