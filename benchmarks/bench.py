"""The shipped engine and rules, loaded once: a row becomes a document, and a document its findings that count."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from mapping import OUT_OF_PAGE, TOLERATED

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the copy beside it, not one installed elsewhere
import healthlint

TODAY = date(2026, 11, 23)
"""The day on which time limits of rules are judged, so that figures stay the same."""


@dataclass(slots=True)
class Bench:
    """The shipped library with the checks of each profile, made once."""

    library: healthlint.Library = field(default_factory=lambda: healthlint.load([]))
    checks: dict[str, healthlint.Checks] = field(default_factory=dict)

    def document(self, text: str, path: str = "row.md") -> healthlint.Document:
        return healthlint.parse(text, path, self.library.language)

    def profile(self, name: str) -> healthlint.Checks:
        if name not in self.checks:
            self.checks[name] = self.library.checks(name, today=TODAY)
        return self.checks[name]

    def findings(self, document: healthlint.Document, profile: str) -> tuple[healthlint.Finding, ...]:
        return healthlint.lint(document, self.profile(profile)).findings

    def wide(self, profile: str) -> frozenset[str]:
        """The rules that speak of a page or a section."""
        return frozenset(check.id for check in self.profile(profile) if check.speaks_of_page)

    def counting(
        self, document: healthlint.Document, profile: str, tolerated: Iterable[str] = ()
    ) -> list[healthlint.Finding]:
        """The findings that count on a sentence out of its page."""
        wide = self.wide(profile)
        globs = [*OUT_OF_PAGE, *(glob for family in tolerated for glob in TOLERATED.get(family, (f"*{family}*",)))]
        return [
            finding
            for finding in self.findings(document, profile)
            if finding.severity != "info" and finding.rule not in wide and not fits(finding.rule, globs)
        ]

    def has(self, document: healthlint.Document, names: Iterable[str]) -> bool:
        return any(healthlint.named(document, self.library, name) for name in names)


def fits(rule: str, globs: Iterable[str]) -> bool:
    return any(fnmatchcase(rule, glob) for glob in globs)
