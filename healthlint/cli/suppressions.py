"""The command `suppressions`: every comment that silences a rule, for an audit."""

import json
from collections.abc import Iterable, Iterator, Sequence

import click
from msgspec.structs import asdict

from healthlint.cli import options
from healthlint.cli.drafts import found_drafts
from healthlint.cli.options import Choice
from healthlint.cli.session import Session
from healthlint.draft import DraftError, parse, read
from healthlint.shown import counted
from healthlint.suppress import Row, audit


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
@options.homes
@click.pass_context
def suppressions(context: click.Context, choice: Choice, paths: tuple[str, ...], format_: str) -> None:
    """List each rule that a comment silences, where, why, and until when. Exits 1 if a date has passed."""
    session = Session(choice)
    drafts, notes = found_drafts(session, paths)
    for note in notes:
        click.echo(f"note: {note}", err=True)
    rows: list[Row] = []
    for draft in drafts:
        try:
            document = parse(read(draft.path), draft.shown, session.library(draft.config).language)
        except DraftError as error:
            click.echo(f"note: {error}; not looked into", err=True)
            continue
        rows += audit(document, session.today)
    click.echo(_as_json(rows) if format_ == "json" else "\n".join(_as_text(rows, len(drafts))))
    context.exit(int(any(row.lapsed for row in rows)))


def _as_text(rows: Sequence[Row], drafts: int) -> Iterator[str]:
    for row in rows:
        until = f" (until {row.until}{', LAPSED' if row.lapsed else ''})" if row.until else ""
        yield f"{row.path}:{row.line}: {row.action} {row.rule}: {row.reason or 'no reason'}{until}"
    yield f"{len(rows)} in {counted(drafts, 'draft')}."


def _as_json(rows: Iterable[Row]) -> str:
    return json.dumps({"version": 1, "suppressions": [asdict(row) for row in rows]}, indent=2)
