"""The command `fix`: drafts are mended where that needs no editor's judgement, or the change is shown."""

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from healthlint import discover
from healthlint import fix as remedy
from healthlint.cli import options
from healthlint.cli.drafts import STDIN, found_drafts, stdin_draft
from healthlint.cli.faults import Fault
from healthlint.cli.linting import lint
from healthlint.cli.options import Choice
from healthlint.cli.output import put
from healthlint.cli.session import Session
from healthlint.cli.unread import NOT_LINTED
from healthlint.finding import Linted
from healthlint.shown import counted, shown

ROUNDS = 10
"""A fix may make room for another. Rules that undo each other's fixes end here."""


@dataclass(slots=True)
class Tally:
    """What became of all drafts."""

    fixed: int = 0
    left: int = 0
    drafts: int = 0
    unread: int = 0


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--diff", is_flag=True, help="Show what would change and write nothing; exit 1 if there is anything.")
@click.option("--unsafe", is_flag=True, help="Also replacements that may change what is said. Read the result.")
@click.option("--stdin-filename", metavar="NAME", help="What the draft on standard input is called.")
@click.option("--quiet", "-q", is_flag=True, help="No summary.")
@options.rules
def fix(
    choice: Choice, paths: tuple[str, ...], diff: bool, unsafe: bool, stdin_filename: str | None, quiet: bool
) -> None:
    """Apply the replacements that need no editor's judgement; - mends standard input to standard output."""
    session, tally = Session(choice), Tally()
    if STDIN in paths:
        draft = stdin_draft(session, paths, stdin_filename)
        typed = sys.stdin.buffer.read()
        _mend(session, draft, tally, unsafe=unsafe, diff=diff, typed=typed)
    else:
        drafts, notes = found_drafts(session, paths)
        for note in notes:
            click.echo(f"note: {note}", err=True)
        for draft in drafts:
            _mend(session, draft, tally, unsafe=unsafe, diff=diff)
    if not quiet:
        click.echo(_summary(tally, diff), err=True)
    sys.exit(2 if session.crashed else int(bool(tally.unread or (diff and tally.drafts))))


def _mend(
    session: Session,
    draft: discover.Draft,
    tally: Tally,
    *,
    unsafe: bool,
    diff: bool,
    typed: bytes | None = None,
) -> None:
    """One draft. Where it came from standard input, it goes to standard output."""
    linted = lint(session, draft, typed).linted
    if linted.findings and linted.findings[0].rule in NOT_LINTED:
        tally.unread += 1
        click.echo(f"{draft.shown}: {linted.findings[0].message}", err=True)
        return
    old = linted.document.text
    new = old if draft.config.excludes(draft.path) else _fixed(session, draft, linted, tally, unsafe)
    tally.drafts += new != old
    if diff:
        put(remedy.diff(old, new, draft.shown), None)
    elif typed is not None:
        sys.stdout.buffer.write(new.encode("utf-8"))
    elif new != old:
        _write(draft.path, new)


def _fixed(session: Session, draft: discover.Draft, linted: Linted, tally: Tally, unsafe: bool) -> str:
    """The text when nothing is left to fix."""
    text = linted.document.text
    for _ in range(ROUNDS):
        fixed = remedy.apply(text, linted.findings, unsafe=unsafe)
        if not fixed.applied:
            break
        text = fixed.text
        tally.fixed += len(fixed.applied)
        linted = lint(session, draft, text.encode("utf-8")).linted
    tally.left += len(linted.findings)
    return text


def _write(path: Path, text: str) -> None:
    try:
        remedy.write(path, text)
    except OSError as error:
        raise Fault(f"cannot write {shown(path)}: {error.strerror or error}") from error


def _summary(tally: Tally, diff: bool) -> str:
    done = "would be fixed" if diff else "fixed"
    fixed, drafts = counted(tally.fixed, "finding"), counted(tally.drafts, "draft")
    unread = f"; {counted(tally.unread, 'draft')} could not be read" if tally.unread else ""
    return f"{fixed} {done} in {drafts}; {tally.left} left for an editor{unread}."
