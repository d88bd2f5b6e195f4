"""A run as a table for spreadsheets: RFC 4180, a row for each finding, each row with whence it comes."""

from __future__ import annotations

import csv as table
import io
from collections.abc import Iterator

from healthlint.finding import Finding, Linted
from healthlint.fingerprint import marks
from healthlint.model import Document
from healthlint.report.places import place
from healthlint.report.printable import one_line
from healthlint.report.provenance import Provenance
from healthlint.report.run import Run, described

FINDING = (
    *("path", "line", "column", "end_line", "end_column", "severity", "rule", "title"),
    *("message", "advice", "words", "authority", "fingerprint"),
)
PROVENANCE = ("version", "rulebook", "profile", "jurisdictions", "law_as_of", "law_review_by", "time")

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet may take for the start of a formula."""


def csv(run: Run) -> Iterator[str]:
    yield _row([*FINDING, *PROVENANCE])
    titles = {rule.id: rule.title for rule in described(run).values()}
    source = _source(run.provenance)
    for linted in run.linted:
        for cells in _rows(linted, titles):
            yield _row([*cells, *source])


def _rows(linted: Linted, titles: dict[str, str]) -> Iterator[list[str]]:
    for finding, mark in zip(linted.findings, marks(linted), strict=True):
        yield _cells(linted.document, finding, titles[finding.rule], mark)


def _cells(document: Document, finding: Finding, title: str, mark: str) -> list[str]:
    spot = place(document, finding.span)
    sources = "; ".join(f"{source.cite} {source.url}" for source in finding.authority)
    places = [str(number) for number in (*spot.start, *spot.end)]
    told = [finding.severity, finding.rule, title, finding.message, finding.advice, spot.words, sources, mark]
    return [document.path, *places, *told]


def _source(told: Provenance) -> list[str]:
    several = [" ".join(part) for part in (told.rulebook, told.profiles, told.jurisdictions)]
    return [told.version, *several, told.as_of, told.review_by, told.time]


def _row(cells: list[str]) -> str:
    """Without the line feed, which whoever writes it adds to every line of a report."""
    line = io.StringIO()
    table.writer(line, lineterminator="\r").writerow([harmless(cell) for cell in cells])
    return line.getvalue()


def harmless(cell: str) -> str:
    """Text, whatever it starts with: an apostrophe before it tells a spreadsheet so."""
    told = one_line(cell)
    return f"'{told}" if told.startswith(FORMULA) else told
