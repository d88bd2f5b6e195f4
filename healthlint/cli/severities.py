"""Severities by the settings: which are the rulebook's business, and those of findings about comments."""

from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase

from msgspec.structs import replace

from healthlint import comment_faults
from healthlint.finding import Finding, Linted
from healthlint.model import Level

Severities = Sequence[tuple[str, Level]]
"""By rule id or pattern; a later one outdoes an earlier one."""


def of_rules(severities: Severities, rules: Collection[str]) -> Severities:
    """Without those that speak of comments alone, which no rule file is about."""
    return [
        (pattern, level)
        for pattern, level in severities
        if not _fits(pattern, comment_faults.RULES) or _fits(pattern, rules)
    ]


def of_comments(linted: Linted, severities: Severities) -> Linted:
    """A draft with its findings about comments as grave as the settings have them, or without them."""
    levels = {id_: level for pattern, level in severities for id_ in comment_faults.RULES if fnmatchcase(id_, pattern)}
    if not levels:
        return linted
    return replace(linted, findings=tuple(_heard(linted.findings, levels)))


def _heard(findings: Sequence[Finding], levels: dict[str, Level]) -> list[Finding]:
    heard = []
    for finding in findings:
        level = levels.get(finding.rule, finding.severity)
        if level != "off":
            heard.append(finding if level == finding.severity else replace(finding, severity=level))
    return heard


def _fits(pattern: str, rules: Collection[str]) -> bool:
    return any(fnmatchcase(rule, pattern) for rule in rules)
