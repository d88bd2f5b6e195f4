"""The command `check`: paths become a report and an exit code."""

import sys
from contextlib import closing

import click

from healthlint import report
from healthlint.cli import due, known, options, workers
from healthlint.cli.drafts import STDIN, excluded, found_drafts, stdin_draft, with_progress
from healthlint.cli.linting import Checked, lint
from healthlint.cli.options import Choice
from healthlint.cli.outputs import outputs
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
    checked, notes = _checked(session, paths, stdin_filename, jobs, quiet)
    checked = known.left_out(session, checked, notes, known_by)
    run = run_of(session, checked, notes, why=why, timestamp=timestamp)
    tell(run, wanted, color, quiet)
    if not quiet and (note := due.note(session)):
        click.echo(note, err=True)
    sys.exit(2 if session.crashed else exit_code(checked, fail_on, max_warnings))


def _checked(
    session: Session, paths: tuple[str, ...], stdin_filename: str | None, jobs: int | None, quiet: bool
) -> tuple[list[Checked], list[str]]:
    """Every draft linted, and what else there is to say."""
    if STDIN not in paths:
        drafts, notes = found_drafts(session, paths)
        with closing(workers.lint(session, drafts, jobs)) as checked:
            return with_progress(checked, len(drafts), quiet), notes
    draft = stdin_draft(session, paths, stdin_filename)
    if draft.config.excludes(draft.path):
        return [], [excluded([draft.shown])]
    return [lint(session, draft, sys.stdin.buffer.read())], []
