"""A report in JSON, as an earlier run wrote it, becomes drafts to count."""

from pathlib import Path
from typing import NamedTuple

import msgspec

from healthlint.model import Severity
from healthlint.stats.counting import Counted, Found

FORM = 1
"""The version of the form that is read here: that of `healthlint check --format json`."""


class NoReport(Exception):
    """A file that is no report that can be read."""


class _Tool(msgspec.Struct):
    name: str


class _Head(msgspec.Struct):
    """What tells whether the rest can be read."""

    version: int
    tool: _Tool


class _Finding(msgspec.Struct):
    rule: str
    severity: Severity
    fingerprint: str


class _Draft(msgspec.Struct):
    path: str
    findings: tuple[_Finding, ...]
    skipped: str | None = None
    known: int = 0
    unchanged: int = 0


class _Report(msgspec.Struct):
    profile: str
    drafts: tuple[_Draft, ...]


class Read(NamedTuple):
    """The drafts of a report, and how many findings it leaves out."""

    drafts: tuple[Counted, ...]
    known: int
    """By a baseline."""
    unchanged: int
    """On lines that had not changed."""


def read(file: Path) -> Read:
    """A report. Raises `NoReport`."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise NoReport(f"cannot be read ({error.strerror})") from error
    try:
        head = msgspec.json.decode(content, type=_Head)
        if head.tool.name != "healthlint":
            raise NoReport("is no report of healthlint")
        if head.version != FORM:
            raise NoReport(f"is a report in form {head.version}; this version of healthlint reads form {FORM}")
        report = msgspec.json.decode(content, type=_Report)
    except msgspec.ValidationError as error:
        raise NoReport(f"is no report of `healthlint check --format json`: {_lower(str(error))}") from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise NoReport(f"is no whole JSON file ({_lower(str(error))})") from error
    profile = report.profile if "," not in report.profile else ""
    return Read(
        tuple(_counted(draft, profile) for draft in report.drafts),
        sum(draft.known for draft in report.drafts),
        sum(draft.unchanged for draft in report.drafts),
    )


def _counted(draft: _Draft, profile: str) -> Counted:
    return Counted(
        path=draft.path,
        findings=tuple(Found(one.rule, one.severity, one.fingerprint) for one in draft.findings),
        profile=profile,
        skipped=bool(draft.skipped),
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
