"""Numbers over drafts as tables, as JSON and as CSV."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from io import StringIO

from msgspec import Struct

from healthlint.report import Provenance, provenance_line
from healthlint.report.table import table
from healthlint.stats.counting import Change, Counted, Row, Trend, rows, total
from healthlint.version import __version__

VERSION = 1
"""Of the form in JSON. It grows when a reader of the old one could misread the new one."""
UNNAMED = {"section": "(top folder)", "author": "(unknown)", "profile": "(unknown)"}
"""How a table calls the drafts that tell no name."""


class Numbers(Struct, frozen=True, kw_only=True, dict=True):
    """What is to be told."""

    drafts: tuple[Counted, ...]
    by: tuple[str, ...]
    change: Change | None
    against: str
    """The report that it is compared with, or empty."""
    provenance: Provenance | None
    """None where a report is counted, which has its own."""
    asked: bool
    """Whether somebody asked for just these groups; else those are left out that have nothing to tell."""
    color: bool
    width: int

    @cached_property
    def total(self) -> Row:
        return total(self.drafts, self.change)

    def rows(self, by: str) -> list[Row]:
        return rows(self.drafts, by, self.change)


def as_table(numbers: Numbers) -> Iterator[str]:
    yield from _summary(numbers)
    head = ["Errors", "Warnings", "Infos", "All", "Drafts", "Per 1,000 words"]
    if numbers.change:
        head += ["New", "Gone"]
    for by in numbers.by:
        made = numbers.rows(by)
        if not numbers.asked and len(made) < (2 if by in UNNAMED else 1):
            continue
        cells = [[row.name or UNNAMED[by], *_cells(row)] for row in made]
        yield ""
        yield from table(by.capitalize(), head, cells, color=numbers.color, width=numbers.width)
    if "author" in numbers.by and any(len(draft.authors) > 1 for draft in numbers.drafts):
        yield ""
        yield "A draft with several authors is counted for each of them."
    if numbers.provenance:
        yield ""
        yield provenance_line(numbers.provenance)


def _summary(numbers: Numbers) -> Iterator[str]:
    row = numbers.total
    severities = ((row.error, "error"), (row.warning, "warning"), (row.info, "info"))
    graded = ", ".join(_many(number, name) for number, name in severities if number)
    words = "" if row.words is None else f", {_many(row.words, 'word')}"
    rate = "" if row.rate is None else f"; {row.rate:.2f} per 1,000 words"
    if not row.findings:
        yield f"No findings in {_many(row.drafts, 'draft')}{words}. This is no legal clearance."
    else:
        yield (
            f"{_many(row.findings, 'finding')} in {row.touched:,} of {_many(row.drafts, 'draft')}{words}"
            f"{f': {graded}' if graded else ''}{rate}."
        )
    if skipped := sum(draft.skipped for draft in numbers.drafts):
        yield f"{_many(skipped, 'draft')} skipped and not counted."
    if trend := row.trend:
        yield f"Since {numbers.against}: {trend.new:,} new, {trend.gone:,} gone, {trend.remaining:,} remaining."


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _cells(row: Row) -> Iterator[str]:
    yield from (f"{number:,}" for number in (row.error, row.warning, row.info, row.findings))
    yield f"{row.touched:,}/{row.drafts:,}"
    yield "-" if row.rate is None else f"{row.rate:.2f}"
    if row.trend:
        yield f"{row.trend.new:,}"
        yield f"{row.trend.gone:,}"


def as_json(numbers: Numbers) -> Iterator[str]:
    from healthlint.report.json import provenance  # a table does without

    # ASCII only: whatever a draft holds, no terminal takes orders from it.
    yield json.dumps(
        {
            "version": VERSION,
            "tool": {"name": "healthlint", "version": __version__},
            "provenance": provenance(numbers.provenance) if numbers.provenance else None,
            "against": numbers.against or None,
            "total": {**_said(numbers.total), "skipped": sum(draft.skipped for draft in numbers.drafts)},
            "by": {by: [{"name": row.name or None, **_said(row)} for row in numbers.rows(by)] for by in numbers.by},
        },
        indent=2,
    )


def _said(row: Row) -> dict[str, object]:
    return {
        "error": row.error,
        "warning": row.warning,
        "info": row.info,
        "findings": row.findings,
        "drafts": row.drafts,
        "drafts_with_findings": row.touched,
        "words": row.words,
        "per_1000_words": row.rate,
        "trend": _trend(row.trend),
    }


def _trend(trend: Trend | None) -> dict[str, int] | None:
    return {"new": trend.new, "gone": trend.gone, "remaining": trend.remaining} if trend else None


def as_csv(numbers: Numbers) -> Iterator[str]:
    """One table for all groups: what a row is grouped by stands in its first column."""
    from healthlint.report.csv import harmless  # a table does without

    page = StringIO()
    write = csv.writer(page, lineterminator="\n").writerow
    plain = [key for key in _said(numbers.total) if key != "trend"]
    trends = ["new", "gone", "remaining"]
    write(["by", "name", *plain, *trends])
    grouped = [(by, row) for by in numbers.by for row in numbers.rows(by)]
    for group, row in [("total", numbers.total), *grouped]:
        said, trend = _said(row), _trend(row.trend) or {}
        write([group, harmless(row.name), *(said[key] for key in plain), *(trend.get(key) for key in trends)])
    yield from page.getvalue().splitlines()


FORMATS: Mapping[str, Callable[[Numbers], Iterator[str]]] = {"table": as_table, "json": as_json, "csv": as_csv}
