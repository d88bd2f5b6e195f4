"""The command `stats`: findings over a tree in numbers, and what has changed since a report."""

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click
from msgspec.structs import replace

from healthlint.cli import options, workers
from healthlint.cli.drafts import found_drafts, with_progress
from healthlint.cli.faults import Fault
from healthlint.cli.linting import Checked
from healthlint.cli.numbers import FORMATS, Numbers
from healthlint.cli.options import Choice
from healthlint.cli.output import colored, put, width
from healthlint.cli.session import Session
from healthlint.cli.told import provenance_of
from healthlint.fingerprint import fingerprints
from healthlint.shown import counted, shown
from healthlint.stats.counting import BY, Counted, Found
from healthlint.stats.reports import NoReport, read
from healthlint.stats.sections import common_folder, section
from healthlint.stats.trend import changed

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
UNTOLD = ("author", "profile")
"""Groups that a report does not tell of each draft."""


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--by", multiple=True, type=click.Choice([*BY]), help="One table, or several. Repeatable. [all]")
@click.option("--format", "format_", type=click.Choice([*FORMATS]), default="table")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the numbers to a file.")
@click.option("--against", type=FILE, metavar="REPORT", help="What is new and gone since a report in JSON.")
@click.option("--report", type=FILE, metavar="REPORT", help="Count a report in JSON in place of drafts.")
@click.option("--root", metavar="DIR", help="The folder whose subfolders are sections. [what all drafts share]")
@click.option("--jobs", "-j", type=click.IntRange(1), metavar="N", help="How many processes. [by size of the work]")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="[auto]")
@options.rules
def stats(
    choice: Choice,
    paths: tuple[str, ...],
    by: tuple[str, ...],
    format_: str,
    output: Path | None,
    against: Path | None,
    report: Path | None,
    root: str | None,
    jobs: int | None,
    color: str,
) -> None:
    """Count the findings of drafts by rule, family, section, author and profile, and per 1,000 words.

    Every finding counts, on changed lines or not, known or not. Exits 0, whatever is found; 2 if the command, the
    settings or the rules are at fault.
    """
    session = Session(choice)
    source = None
    if report:
        _vet(paths, by)
        drafts = _reported(report, root)
    else:
        checked = _linted(session, paths, jobs)
        source = provenance_of([*dict.fromkeys([one.picked for one in checked] or [session.picked_here()])])
        drafts = _counted(checked, root)
    groups = by or [one for one in BY if not (report and one in UNTOLD)]
    earlier = _reported(against, root) if against else None
    if against and earlier is not None and not report:
        earlier = _within_reach(earlier, drafts, shown(against))
    painted = output is None and colored(color, sys.stdout)
    numbers = Numbers(
        drafts=drafts,
        by=tuple(dict.fromkeys(groups)),
        change=None if earlier is None else changed(drafts, earlier),
        against=shown(against) if against else "",
        provenance=source,
        asked=bool(by),
        color=painted,
        width=width(),
    )
    put(FORMATS[format_](numbers), output, painted)
    sys.exit(2 if session.crashed else 0)


def _vet(paths: Sequence[str], by: Sequence[str]) -> None:
    """What a report cannot be asked for."""
    if paths:
        raise Fault("--report counts a report in place of drafts; name either paths or a report")
    if untold := [one for one in by if one in UNTOLD]:
        raise Fault(f"a report does not tell the {untold[0]} of each draft; leave out --by {untold[0]}")


def _linted(session: Session, paths: tuple[str, ...], jobs: int | None) -> list[Checked]:
    drafts, notes = found_drafts(session, paths)
    for note in notes:
        click.echo(f"note: {note}", err=True)
    with closing(workers.lint(session, drafts, jobs)) as every:
        return with_progress(every, len(drafts), quiet=False)


def _counted(checked: Sequence[Checked], root: str | None) -> tuple[Counted, ...]:
    home = _root(root, [one.linted.document.path for one in checked])
    return tuple(_one(draft, home) for draft in checked)


def _one(checked: Checked, home: str) -> Counted:
    document, told = checked.linted.document, checked.facts
    marks = fingerprints(document, checked.linted.findings)
    pairs = zip(checked.linted.findings, marks, strict=True)
    return Counted(
        path=document.path,
        findings=tuple(Found(finding.rule, finding.severity, mark) for finding, mark in pairs),
        words=told.words,
        section=section(document.path, home, told.section, told.category),
        authors=told.authors,
        profile=checked.picked.profile,
        skipped=bool(document.skipped),
    )


def _reported(file: Path, root: str | None) -> tuple[Counted, ...]:
    try:
        report = read(file)
    except NoReport as error:
        raise Fault(f"{shown(file)} {error}") from error
    if left_out := report.known + report.unchanged:
        without = f"it leaves out {counted(left_out, 'finding')} that a baseline knows or that stand on unchanged lines"
        click.echo(f"note: {shown(file)}: {without}; they are not counted in it", err=True)
    home = _root(root, [draft.path for draft in report.drafts])
    return tuple(replace(draft, section=section(draft.path, home, "", "")) for draft in report.drafts)


def _within_reach(earlier: Sequence[Counted], now: Sequence[Counted], name: str) -> tuple[Counted, ...]:
    """Without the drafts that are still there and that this run does not look at: their findings are not gone."""
    paths = {draft.path for draft in now}
    within = tuple(draft for draft in earlier if draft.path in paths or not Path(draft.path).exists())
    if beyond := len(earlier) - len(within):
        click.echo(f"note: {name}: {counted(beyond, 'draft')} not looked at by this run and left out of it", err=True)
    return within


def _root(root: str | None, paths: Sequence[str]) -> str:
    return common_folder(paths) if root is None else shown(Path(root))
