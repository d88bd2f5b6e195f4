"""The command `rules stale`: what rules rest on and is due to be read again."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from healthlint.cli import options
from healthlint.cli.options import Choice
from healthlint.cli.session import Session
from healthlint.rulebook.dated import Dated, dated
from healthlint.shown import counted


@click.command()
@options.homes
@click.option("--by", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="What is due by then. [today]")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def stale(choice: Choice, by: datetime | None, format_: str) -> None:
    """List the laws, guidelines and tables that are due to be read again, the longest overdue first."""
    session = Session(choice)
    library = session.library(session.config_of(Path.cwd()))
    day = by.date() if by else session.today
    due = [one for one in dated(library.packs) if one.review_by <= day]
    click.echo(_as_json(due) if format_ == "json" else "\n".join(_as_text(due, day)))


def _as_text(due: Sequence[Dated], day: date) -> Iterator[str]:
    wide = max((len(one.name) for one in due), default=0)
    kinds = max((len(one.kind) for one in due), default=0)
    for one in due:
        rests = f"read {one.as_of}, {counted(len(one.rules), 'rule')}"
        yield f"{one.review_by}  {one.kind:<{kinds}}  {one.name:<{wide}}  {rests}"
    yield f"{len(due)} due by {day}." if due else f"Nothing is due by {day}."


def _as_json(due: Sequence[Dated]) -> str:
    return json.dumps({"version": 1, "due": [asdict(one) for one in due]}, indent=2, default=str)
