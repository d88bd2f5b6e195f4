"""The drafts that a command names: found, with the set-up proven sound before any work is done."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from healthlint import discover
from healthlint.cli.faults import Fault
from healthlint.cli.linting import Checked
from healthlint.cli.session import Session
from healthlint.shown import shown

STDIN = "-"
LONG_RUN = 50
"""From this many drafts on, a terminal shows how far the run is."""


def found_drafts(session: Session, paths: Sequence[str]) -> tuple[tuple[discover.Draft, ...], list[str]]:
    """Every draft that the paths name, in order, with notes on what was left out."""
    found = session.find(paths)
    for draft in found.drafts:
        session.picked(draft.config, draft.path)
    if not found.drafts:
        session.picked_here()
    warn(session)
    return found.drafts, _notes(found)


def stdin_draft(session: Session, paths: Sequence[str], name: str | None) -> discover.Draft:
    """The one draft on standard input, with the settings that hold where it is said to lie."""
    if len(paths) > 1:
        raise Fault("- stands for standard input and must be the only path")
    path = Path(name or STDIN)
    draft = discover.Draft(path=path, shown=shown(path), config=session.config_of(path.parent))
    session.picked(draft.config, draft.path)
    warn(session)
    return draft


def excluded(names: Sequence[str]) -> str:
    named = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
    return f"excluded by the settings, not checked: {named} ({len(names)})"


def with_progress(checked: Iterable[Checked], length: int, quiet: bool) -> list[Checked]:
    """The drafts as they are linted, `length` of them; on a terminal, a long run shows how far it is."""
    if quiet or length < LONG_RUN or not sys.stderr.isatty():
        return list(checked)
    with click.progressbar(checked, length, label="Linting", file=sys.stderr) as bar:
        return list(bar)


def warn(session: Session) -> None:
    """What the rule files themselves leave to be desired, on standard error."""
    for warning in dict.fromkeys(warning for picked in session.all_picked() for warning in picked.warnings):
        click.echo(f"warning: {warning}", err=True)


def _notes(found: discover.Found) -> list[str]:
    return [*found.notes, excluded(found.excluded)] if found.excluded else found.notes
