"""A run is told: a report where it was asked for, the summary where people see it."""

import sys
from pathlib import Path

import click
from msgspec.structs import replace

from healthlint import report
from healthlint.cli.output import colored, put

SPOKEN = frozenset({"text", "full"})
"""Formats for people, which end with the summary. Beside the others it goes to standard error."""


def tell(run: report.Run, format_: str | None, output: Path | None, color: str, quiet: bool) -> None:
    """Write the report of a run, and a summary unless it is to be quiet."""
    form = format_ or ("full" if output is None and sys.stdout.isatty() else "text")
    run = replace(run, color=output is None and colored(color, sys.stdout))
    spoken = form in SPOKEN and not quiet
    closing = [report.provenance_line(run.provenance), report.summary(run)] if spoken else []
    put([*report.FORMATS[form](run), *closing], output, run.color)
    if not quiet and (output is not None or not spoken):
        click.echo(report.summary(run), err=True)
