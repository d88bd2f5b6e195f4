"""The command `baseline`: today's findings become the known ones, or those that are gone are struck off."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import ParamSpec

import click

from healthlint.baseline import Baseline, BaselineError, Entry, writable, write
from healthlint.cli import known, options, scaffold, workers
from healthlint.cli.drafts import STDIN, found_drafts, with_progress
from healthlint.cli.faults import Fault
from healthlint.cli.known import Look
from healthlint.cli.options import Choice
from healthlint.cli.session import Session
from healthlint.config import BASELINE
from healthlint.fingerprint import fingerprints
from healthlint.shown import counted, shown

P = ParamSpec("P")


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--prune", is_flag=True, help="Add nothing; remove what no longer occurs, and drafts that are gone.")
@click.option("--baseline", "file", metavar="FILE", help=f"Where. [{BASELINE}]")
@click.option("--jobs", "-j", type=click.IntRange(1), metavar="N", help="How many processes. [by size of the work]")
@click.option("--quiet", "-q", is_flag=True, help="No summary.")
@options.rules
def baseline(
    choice: Choice, paths: tuple[str, ...], prune: bool, file: str | None, jobs: int | None, quiet: bool
) -> None:
    """Record what is found today, so that `check` reports only what is new.

    The file is the one that the settings name, else .healthlint-baseline beside them. What this run does not look at
    stays as it is: other drafts, and rules that it does not run. Exits 1 if a draft cannot be read.
    """
    if STDIN in paths:
        raise Fault("a baseline is of files: - cannot be recorded")
    session = Session(choice)
    drafts, notes = found_drafts(session, paths)
    for note in notes:
        click.echo(f"note: {note}", err=True)
    baselines = known.read(drafts, known.Choice(file), begun=not prune)
    if prune and not baselines.files:
        raise Fault("there is no baseline to prune; “healthlint baseline” writes one")
    for old in baselines.files.values():
        _may(writable, old.file)
    with closing(workers.lint(session, drafts, jobs)) as linted:
        checked = with_progress(linted, len(drafts), quiet)
    seen = list(known.looks(session, checked, baselines))
    for old in baselines.files.values():
        others = _elsewhere(old, seen, paths)
        ours = [look for look in seen if look.baseline is old]
        told = _pruned(old, ours, others) if prune else _recorded(old, ours, others)
        if not quiet:
            click.echo(told)
    unread = [one for one in checked if not known.was_checked(one) and not one.linted.document.skipped]
    for one in unread:
        click.echo(f"{one.linted.document.path}: {one.linted.findings[0].message} Nothing of it is recorded.", err=True)
    sys.exit(2 if session.crashed else int(bool(unread)))


def _recorded(old: Baseline, seen: Sequence[Look], others: set[Entry]) -> str:
    """Write today's findings down; what was done, for people."""
    found = {entry for look in seen for entry in _today(look)}
    new = found | {entry for look in seen for entry in _kept(look)} | others
    first = not old.file.exists()
    _may(write, old, new)
    gone, added = len(old.entries - new), len(new - old.entries)
    name, drafts = shown(old.file), len({entry.path for entry in found})
    told = f"{counted(len(found), 'finding')} of {counted(drafts, 'draft')} recorded in {name}"
    told += f" ({added} new, {gone} gone)." if not first else "."
    return f"{told}\n{_hint(old.file)}" if first and not scaffold.unites(old.file) else told


def _pruned(old: Baseline, seen: Sequence[Look], others: set[Entry]) -> str:
    """Strike off what is found no more; what was done, for people."""
    occurring = {_moved(entry, look) for look in seen for entry in look.entries if entry}
    new = occurring | {entry for look in seen for entry in _kept(look)} | others
    _may(write, old, new)
    stale = sum(len(look.stale) for look in seen)
    gone = len(old.entries) - len(new) - stale
    removed = f"Removed {counted(stale, 'entry', 'entries')} that no longer occur{'s' if stale == 1 else ''}"
    of_gone = f" and {gone} of drafts that are gone" if gone else ""
    renamed = sum(look.entered != look.place for look in seen)
    moved = f"; {counted(renamed, 'draft')} entered under a new name" if renamed else ""
    return f"{removed}{of_gone}{moved}; {counted(len(new), 'entry is', 'entries are')} left in {shown(old.file)}."


def _today(look: Look) -> Iterator[Entry]:
    linted = look.checked.linted
    for finding, mark in zip(linted.findings, fingerprints(linted.document, linted.findings), strict=True):
        if known.can_be_known(finding):
            yield Entry(look.place, mark, finding.rule)


def _kept(look: Look) -> Iterator[Entry]:
    """The entries of a draft of which this run cannot tell whether they occur."""
    for entry in look.baseline.drafts.get(look.entered, {}).values():
        if entry not in look.stale and entry not in look.entries:
            yield _moved(entry, look)


def _moved(entry: Entry, look: Look) -> Entry:
    """The entry under the name that the draft has now."""
    return entry._replace(path=look.place)


def _elsewhere(old: Baseline, seen: Sequence[Look], paths: Sequence[str]) -> set[Entry]:
    """The entries of drafts that this run did not look at, but for those that would lie in its folders and are gone."""
    done = {name for look in seen if look.baseline is old for name in (look.place, look.entered)}
    folders = [Path(path) for path in paths or ["."]]
    done |= {path for path in old.gone if any(old.lies_in(path, folder) for folder in folders)}
    return {entry for entry in old.entries if entry.path not in done}


def _may(do: Callable[P, object], *args: P.args, **named: P.kwargs) -> None:
    try:
        do(*args, **named)
    except BaselineError as error:
        raise Fault(str(error)) from error


def _hint(file: Path) -> str:
    return f"Commit it. The line “{file.name} merge=union” in .gitattributes lets git merge it without conflicts."
