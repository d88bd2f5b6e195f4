"""The command `check`: paths become a report and an exit code."""

import sys
from collections.abc import Sequence
from contextlib import closing

import click
from msgspec.structs import replace

from healthlint import discover, report
from healthlint.cli import due, known, options, since, workers
from healthlint.cli.drafts import STDIN, excluded, found_drafts, stdin_draft, with_progress
from healthlint.cli.options import Choice
from healthlint.cli.outputs import apart, outputs
from healthlint.cli.session import Session
from healthlint.cli.telling import tell
from healthlint.cli.told import run_of
from healthlint.cli.verdict import exit_code
from healthlint.config import FailOn
from healthlint.model import SEVERITIES


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--format", "format_", type=click.Choice([*report.FORMATS]), help="[full on a terminal, else text]")
@click.option("--output", multiple=True, metavar="[FORMAT=]FILE", help="Write a report to a file. Repeatable.")
@click.option("--fail-on", type=click.Choice([*reversed(SEVERITIES), "never"]), help="What exits 1. [error]")
@click.option("--max-warnings", type=click.IntRange(0), metavar="N", help="Exit 1 if there are more.")
@click.option("--why", is_flag=True, help="Show what was let go, too, and which words or need let it go.")
@click.option("--stdin-filename", metavar="NAME", help="What the draft on standard input is called.")
@click.option("--jobs", "-j", type=click.IntRange(1), metavar="N", help="How many processes. [by size of the work]")
@click.option("--since", "ref", metavar="REF", help="Only what has changed since this branch, tag or commit.")
@click.option("--quiet", "-q", is_flag=True, help="No summary.")
@click.option("--timestamp", is_flag=True, help="Say in the report when it was made.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="[auto]")
@known.options
@options.rules
def check(
    choice: Choice,
    paths: tuple[str, ...],
    format_: str | None,
    output: tuple[str, ...],
    fail_on: FailOn | None,
    max_warnings: int | None,
    why: bool,
    stdin_filename: str | None,
    jobs: int | None,
    ref: str | None,
    quiet: bool,
    timestamp: bool,
    color: str,
    known_by: known.Choice,
) -> None:
    """Lint drafts: files, folders, globs, or - for standard input; this folder if none is given.

    Exits 0 if nothing is as grave as --fail-on, 1 if something is, 2 if the command, the settings or the
    rules are at fault.
    """
    wanted = outputs(output, format_, paths)
    session = Session(choice)
    found, notes = _drafts(session, paths, stdin_filename)
    asked = since.narrowed(ref, apart(found, wanted), notes)
    baselines = known.read(asked.drafts, known_by)
    with closing(workers.lint(session, asked.drafts, jobs)) as linted:
        checked = with_progress(linted, len(asked.drafts), quiet)
    checked = known.left_out(session, checked, asked.notes, baselines)
    checked = since.told(session, asked, checked, jobs)
    run = run_of(session, checked, asked.notes, why=why, timestamp=timestamp)
    tell(run, wanted, color, quiet)
    if not quiet and (note := due.note(session)):
        click.echo(note, err=True)
    sys.exit(2 if session.crashed else exit_code(checked, fail_on, max_warnings))


def _drafts(
    session: Session, paths: tuple[str, ...], stdin_filename: str | None
) -> tuple[Sequence[discover.Draft], list[str]]:
    """Every draft to lint, and what was left out."""
    if STDIN not in paths:
        return found_drafts(session, paths)
    draft = stdin_draft(session, paths, stdin_filename)
    if draft.config.excludes(draft.path):
        return [], [excluded([draft.shown])]
    return [replace(draft, content=sys.stdin.buffer.read())], []
