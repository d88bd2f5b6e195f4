"""What a rulebook says of law ages: who said what when, and when each is to be read again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from healthlint.rulebook.faults import RuleError, Source
from healthlint.rulebook.pack import Packs
from healthlint.rulebook.schema import as_list


@dataclass(frozen=True, slots=True, order=True)
class Dated:
    """Something that was read on a day and is to be read again by another."""

    review_by: date
    kind: str
    """`authority`, `rule`, or the name of a table."""
    name: str
    as_of: date
    rules: tuple[str, ...]
    """The rules that rest on it."""


def dated(packs: Packs, rules: Iterable[str] | None = None) -> tuple[Dated, ...]:
    """All that these rules rest on, by the day when it is to be read again; without rules, all there is."""
    chosen = sorted(packs.rules if rules is None else rules)
    return tuple(sorted(found for found in _dated(packs, chosen) if rules is None or found.rules))


def faults(packs: Packs) -> Iterator[RuleError]:
    """Dates that are none, or are in the wrong order."""
    for source, _, _, days in _dates(packs):
        for key, text in zip(("as_of", "review_by"), days, strict=True):
            if _day(text) is None:
                yield source.error(f"“{text}” is no date; write it as 2026-01-31", key)
        first, last = map(_day, days)
        if first and last and first > last:
            yield source.error("is to be reviewed before it was read", "review_by")


def _dated(packs: Packs, rules: list[str]) -> Iterator[Dated]:
    resting: dict[tuple[str, str], list[str]] = {}
    for name in rules:
        said = packs.rules[name].said
        for authority in as_list(said.authority):
            resting.setdefault(("authority", authority), []).append(name)
        resting.setdefault(("rule", name), []).append(name)
        for row in packs.tables.get(said.each, []) if said.each else []:
            resting.setdefault((said.each, str(row.said["name"])), []).append(name)
    for _, kind, name, (as_of, review_by) in _dates(packs):
        first, last = _day(as_of), _day(review_by)
        if first and last:
            yield Dated(last, kind, name, first, tuple(resting.get((kind, name), ())))


def _dates(packs: Packs) -> Iterator[tuple[Source, str, str, tuple[str, str]]]:
    """Each thing that has dates: its file, kind and name, and the dates as typed."""
    for name, files in packs.authorities.items():
        yield files[-1].source, "authority", name, (files[-1].said.as_of, files[-1].said.review_by)
    for name, rule in packs.rules.items():
        if rule.said.as_of or rule.said.review_by:
            yield rule.source, "rule", name, (rule.said.as_of, rule.said.review_by)
    for table, rows in packs.tables.items():
        for row in rows:
            if "as_of" in row.said or "review_by" in row.said:
                days = str(row.said.get("as_of", "")), str(row.said.get("review_by", ""))
                yield row.source, table, str(row.said["name"]), days


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
