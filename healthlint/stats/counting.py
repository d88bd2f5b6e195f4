"""Drafts with their findings become rows of numbers: by rule, family, section, author or profile."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from healthlint.model import SEVERITIES, Severity


class Found(NamedTuple):
    """A finding, as far as it is counted."""

    rule: str
    severity: Severity
    mark: str
    """Its fingerprint."""


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A draft, as far as it is counted."""

    path: str
    findings: tuple[Found, ...]
    words: int | None = None
    """None where nobody has counted them."""
    section: str = ""
    authors: tuple[str, ...] = ()
    profile: str = ""
    skipped: bool = False


class Trend(msgspec.Struct, frozen=True):
    """Findings of now and of an earlier report."""

    new: int = 0
    gone: int = 0
    remaining: int = 0


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of one group of findings or drafts."""

    name: str
    """Empty for drafts that tell none."""
    error: int
    warning: int
    info: int
    touched: int
    """Drafts with such findings."""
    drafts: int
    """Drafts of the group; for rules and families those of the whole tree. Skipped ones are left out."""
    words: int | None
    """Of these drafts."""
    trend: Trend | None = None

    @property
    def findings(self) -> int:
        return self.error + self.warning + self.info

    @property
    def rate(self) -> float | None:
        """Findings per 1,000 words, to two places."""
        return round(1000 * self.findings / self.words, 2) if self.words else None


By = Callable[[Counted, Found | None], Sequence[str]]
"""The groups that a finding belongs to, or a draft where no finding is given."""

BY: Mapping[str, By] = {
    "family": lambda _, found: [found.rule.partition("/")[0]] if found else [],
    "rule": lambda _, found: [found.rule] if found else [],
    "section": lambda draft, _: [draft.section],
    "author": lambda draft, _: draft.authors or [""],
    "profile": lambda draft, _: [draft.profile],
}
OF_FINDINGS = frozenset({"family", "rule"})
"""Groups of findings, of which any draft may have some; the others are groups of drafts."""

Pair = tuple[Counted, Found]


class Change(msgspec.Struct, frozen=True):
    """What has become of the findings of an earlier report, each with the draft that it is in or was in."""

    new: tuple[Pair, ...] = ()
    gone: tuple[Pair, ...] = ()
    remaining: tuple[Pair, ...] = ()

    def trend(self) -> Trend:
        return Trend(len(self.new), len(self.gone), len(self.remaining))


def total(drafts: Sequence[Counted], change: Change | None) -> Row:
    """All drafts in one row."""
    pairs = [(draft, found) for draft in drafts for found in draft.findings]
    return _row("", pairs, drafts, change.trend() if change else None)


def rows(drafts: Sequence[Counted], by: str, change: Change | None) -> list[Row]:
    """A row for each group.

    What can be mended comes in order of number. Who wrote it, and where it stands, comes in order of name: it is no
    table of ranks.
    """
    groups = BY[by]
    pairs: dict[str, list[Pair]] = {}
    members: dict[str, list[Counted]] = {}
    for draft in drafts:
        for name in groups(draft, None):
            members.setdefault(name, []).append(draft)
        for found in draft.findings:
            for name in groups(draft, found):
                pairs.setdefault(name, []).append((draft, found))
    trends = _trends(groups, change) if change else {}
    made = [
        _row(
            name,
            pairs.get(name, []),
            drafts if by in OF_FINDINGS else members.get(name, []),
            trends.get(name, Trend()) if change else None,
        )
        for name in {*pairs, *members, *trends}
    ]
    if by in OF_FINDINGS:
        return sorted(made, key=lambda row: (-row.findings, row.name))
    return sorted(made, key=lambda row: (not row.name, row.name.casefold(), row.name))


def _trends(groups: By, change: Change) -> dict[str, Trend]:
    counted = [
        Counter(name for draft, found in pairs for name in groups(draft, found))
        for pairs in (change.new, change.gone, change.remaining)
    ]
    return {name: Trend(*(one[name] for one in counted)) for name in {name for one in counted for name in one}}


def _row(name: str, pairs: Sequence[Pair], drafts: Sequence[Counted], trend: Trend | None) -> Row:
    severities = Counter(found.severity for _, found in pairs)
    error, warning, info = (severities[severity] for severity in reversed(SEVERITIES))
    checked = [draft for draft in drafts if not draft.skipped]
    return Row(
        name=name,
        error=error,
        warning=warning,
        info=info,
        touched=len({draft.path for draft, _ in pairs}),
        drafts=len(checked),
        words=_sum(draft.words for draft in checked),
        trend=trend,
    )


def _sum(words: Iterable[int | None]) -> int | None:
    """None if nobody has counted one of them."""
    every = [*words]
    return None if None in every else sum(_known(every))


def _known(words: Iterable[int | None]) -> Iterator[int]:
    yield from (number for number in words if number is not None)
