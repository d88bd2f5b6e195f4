"""What a report tells of: the drafts of one run with their findings, and how it was run."""

from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from healthlint.finding import Finding, Linted, RuleInfo
from healthlint.model import SEVERITIES, Severity
from healthlint.report.provenance import Provenance
from healthlint.version import __version__

NAMES: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "info"}
"""How a summary calls a finding of each severity."""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """All that a format may know. The same run gives the same report, byte for byte."""

    linted: tuple[Linted, ...]
    rules: Mapping[str, RuleInfo]
    """The rules that ran, by id."""
    profile: str
    jurisdictions: tuple[str, ...]
    color: bool = False
    width: int = 100
    """Of the terminal, in cells."""
    why: bool = False
    """Whether to tell what was let go, too."""
    notes: tuple[str, ...] = ()
    """What else the writer ought to hear, such as a rule's former id in the settings."""
    provenance: Provenance = Provenance(version=__version__)
    """Which healthlint, rules and law it comes from."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for linted in self.linted for finding in linted.findings)


def counts(run: Run) -> dict[Severity, int]:
    """How many findings of each severity, the gravest first."""
    found = Counter(finding.severity for finding in run.findings)
    return {severity: found[severity] for severity in reversed(SEVERITIES)}


def described(run: Run) -> dict[str, RuleInfo]:
    """All rules by id, sorted: those that ran, and those that only a finding names, as of a broken draft."""
    named = {finding.rule: _from(finding) for finding in reversed(run.findings)}
    return dict(sorted({**named, **run.rules}.items()))


def summary(run: Run) -> str:
    """One line on the whole run. It says what was found, never that a draft is in order."""
    checked = [linted for linted in run.linted if not linted.document.skipped]
    return " ".join((_found(run, checked), *_asides(run, len(checked))))


def _found(run: Run, checked: list[Linted]) -> str:
    numbers = [_number(count, NAMES[severity]) for severity, count in counts(run).items() if count]
    touched = sum(1 for linted in run.linted if linted.findings)
    if numbers:
        drafts = f"{touched} of {_number(len(run.linted), 'draft')}"
        return f"{', '.join(numbers)} in {drafts} (profile {run.profile})."
    if not checked:
        return "No draft was checked."
    about = f"profile {run.profile}, {_number(len(run.rules), 'rule')}"
    none = "No new findings" if any(linted.known or linted.unchanged for linted in run.linted) else "No findings"
    return f"{none} in {_number(len(checked), 'draft')} ({about}). This is no legal clearance."


def _asides(run: Run, checked: int) -> Iterator[str]:
    """What was left out, and why."""
    if silenced := sum(linted.suppressed for linted in run.linted):
        yield f"{_number(silenced, 'finding')} silenced by comments."
    if known := sum(linted.known for linted in run.linted):
        yield f"{_number(known, 'known finding')} not shown."
    if unchanged := sum(linted.unchanged for linted in run.linted):
        yield f"{_number(unchanged, 'finding')} on unchanged lines not shown."
    if skipped := len(run.linted) - checked:
        yield f"{_number(skipped, 'draft')} skipped."


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _from(finding: Finding) -> RuleInfo:
    return RuleInfo(
        id=finding.rule,
        title=finding.rule,
        severity=finding.severity,
        advice=finding.advice,
        authority=finding.authority,
    )
