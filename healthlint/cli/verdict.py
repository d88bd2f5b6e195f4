"""Findings and thresholds become an exit code."""

from collections.abc import Iterable, Sequence

from healthlint.cli.linting import Checked
from healthlint.config import FailOn
from healthlint.model import SEVERITIES, Severity


def exit_code(checked: Sequence[Checked], fail_on: FailOn | None, max_warnings: int | None) -> int:
    """1 if the drafts under any settings fail by them; the command line outdoes all settings."""
    configs = dict.fromkeys(one.config for one in checked)
    for config in configs:
        found = [finding.severity for one in checked if one.config is config for finding in one.linted.findings]
        grave, many = config.settings.fail_on, config.settings.max_warnings
        if fails(found, fail_on or grave or "error", many if max_warnings is None else max_warnings):
            return 1
    return 0


def fails(found: Iterable[Severity], fail_on: FailOn, max_warnings: int | None) -> bool:
    """Whether a finding is grave enough, or the warnings are too many."""
    severities = list(found)
    if max_warnings is not None and severities.count("warning") > max_warnings:
        return True
    return fail_on != "never" and any(
        SEVERITIES.index(severity) >= SEVERITIES.index(fail_on) for severity in severities
    )
