"""A run is told: each report where it was asked for, the summary where people see it."""

import sys
from collections.abc import Iterator, Sequence

import click
from msgspec.structs import replace

from healthlint import report
from healthlint.cli.output import WIDTH, colored, put
from healthlint.cli.outputs import Output

SPOKEN = frozenset({"text", "full"})
"""Formats for people, which end with the summary. Beside the others it goes to standard error."""


def tell(run: report.Run, outputs: Sequence[Output], color: str, quiet: bool) -> None:
    """Write the reports of a run, and a summary unless it is to be quiet."""
    for one in outputs:
        # A file is the same whatever terminal it was written from.
        of = replace(run, width=WIDTH) if one.file else replace(run, color=colored(color, sys.stdout))
        put(_lines(of, one.format_, quiet), one.file, of.color)
    summed = any(one.file is None and one.format_ in SPOKEN for one in outputs)
    if not quiet and not summed:
        click.echo(report.summary(run), err=True)


def _lines(run: report.Run, format_: str, quiet: bool) -> Iterator[str]:
    yield from report.FORMATS[format_](run)
    if format_ in SPOKEN and not quiet:
        yield report.provenance_line(run.provenance)
        yield report.summary(run)
