"""Fixes applied to a text: whole ones only, that do not overlap, in order of place."""

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from typing import NamedTuple

from healthlint.finding import Edit, Finding, Fix

Choose = Callable[[Finding], Fix | None]
"""Which of a finding's fixes to apply, if any."""


class Overlap(NamedTuple):
    """A fix that was wanted and left, since it changes words that another one changes."""

    finding: Finding
    other: Finding
    """The finding whose fix was applied; the same one where its own edits meet."""


class Fixed(NamedTuple):
    """What became of a text, and of those of its findings that offer a fix."""

    text: str
    applied: tuple[Finding, ...]
    left: tuple[Finding, ...]
    """Not safe, a choice for the writer, or in the way of another fix."""
    overlapping: tuple[Overlap, ...] = ()
    """Those of `left` that were only in the way of another."""
    edits: tuple[Edit, ...] = ()
    """All that was changed, in order of place."""


def unasked(finding: Finding, *, unsafe: bool = False) -> Fix | None:
    """The lone fix of a finding if it is safe, or with `unsafe` the lone fix; several are the writer's choice."""
    if len(finding.fixes) != 1 or not (unsafe or finding.fixes[0].safe):
        return None
    return finding.fixes[0]


def apply(text: str, findings: Iterable[Finding], *, unsafe: bool = False, choose: Choose | None = None) -> Fixed:
    """Apply what `unasked` gives for each finding, or what `choose` does. Nothing else is touched."""
    edits: dict[Edit, Finding] = {}
    applied: list[Finding] = []
    left: list[Finding] = []
    overlapping: list[Overlap] = []
    for finding in sorted((finding for finding in findings if finding.fixes), key=_place):
        fix = choose(finding) if choose else unasked(finding, unsafe=unsafe)
        wanted = _changes(text, fix)
        other = _in_the_way(finding, wanted, edits)
        if wanted and not other:
            edits.update((edit, finding) for edit in wanted if edit not in edits)
            applied.append(finding)
            continue
        left.append(finding)
        if other:
            overlapping.append(Overlap(finding, other))
    made = sorted(edits, key=lambda edit: edit.span)
    return Fixed(_edited(text, made), tuple(applied), tuple(left), tuple(overlapping), tuple(made))


def moved(place: int, edits: Iterable[Edit]) -> int:
    """Where a place of a text is once these edits are made; within changed words, where they start."""
    now = place
    for edit in edits:
        start, end = edit.span
        if end <= place:
            now += len(edit.replacement) - (end - start)
        elif start < place:
            now -= place - start
    return now


def _place(finding: Finding) -> tuple[int, int]:
    return min((edit.span for edit in finding.fixes[0].edits), default=finding.span)


def _changes(text: str, fix: Fix | None) -> tuple[Edit, ...]:
    """The edits of a fix, if it changes anything: one that does not would be made for ever."""
    edits = fix.edits if fix else ()
    return edits if any(edit.replacement != text[edit.span.start : edit.span.end] for edit in edits) else ()


def _in_the_way(finding: Finding, wanted: tuple[Edit, ...], edits: Mapping[Edit, Finding]) -> Finding | None:
    """Whose edit meets one of these. Two findings may want the very same edit: it is made once."""
    if any(_meet(one, other) for one, other in combinations(wanted, 2)):
        return finding
    return next((whose for mine in wanted for other, whose in edits.items() if _meet(mine, other)), None)


def _meet(mine: Edit, other: Edit) -> bool:
    return mine != other and (mine.span.overlaps(other.span) or mine.span == other.span)


def _edited(text: str, edits: Iterable[Edit]) -> str:
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.span.start], edit.replacement]
        at = edit.span.end
    return "".join([*parts, text[at:]])
