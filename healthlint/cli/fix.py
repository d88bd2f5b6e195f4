"""The command `fix`: drafts are mended where that needs no editor's judgement, or the change is shown."""

import sys
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import click

from healthlint import discover, draft
from healthlint import fix as remedy
from healthlint.cli import asking, options, workers
from healthlint.cli.asking import Asker
from healthlint.cli.drafts import STDIN, found_drafts, stdin_draft, with_progress
from healthlint.cli.linting import Checked, lint
from healthlint.cli.mending import Endless, Mending, Unlintable
from healthlint.cli.options import Choice
from healthlint.cli.output import colored
from healthlint.cli.session import Session
from healthlint.cli.tally import Tally
from healthlint.cli.unread import NOT_LINTED
from healthlint.finding import Finding, Linted
from healthlint.report.paint import FAINT, PLACE, painter
from healthlint.report.printable import one_line, printable
from healthlint.shown import counted

STYLES = {"---": PLACE, "+++": PLACE, "@@": "cyan", "-": "red", "+": "green", "\\": FAINT}
"""How a line of a diff looks that starts like this, the first that fits."""


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--diff", is_flag=True, help="Show what would change and write nothing; exit 1 if there is anything.")
@click.option("--unsafe", is_flag=True, help="Also lone replacements that may change what is said. Asks nothing.")
@click.option("--stdin-filename", metavar="NAME", help="What the draft on standard input is called.")
@click.option("--quiet", "-q", is_flag=True, help="No summary.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="[auto]")
@options.rules
def fix(
    choice: Choice,
    paths: tuple[str, ...],
    diff: bool,
    unsafe: bool,
    stdin_filename: str | None,
    quiet: bool,
    color: str,
) -> None:
    """Apply the replacements that need no editor's judgement; - mends standard input to standard output.

    At a terminal it asks about the others, one by one. Exits 0 if all drafts were read and written, 1 if one could
    not be read or --diff shows anything, 2 if one could not be written or the command, the settings or the rules
    are at fault.
    """
    session, paint = Session(choice), colored(color, sys.stdout)
    asker = Asker(paint) if asking.at_a_terminal() and not (diff or unsafe or STDIN in paths) else None
    run = _Run(
        session, Tally(diff=diff, asked=asker is not None, unsafe=unsafe), asker, unsafe=unsafe, diff=diff, color=paint
    )
    if STDIN in paths:
        run.mend(stdin_draft(session, paths, stdin_filename), sys.stdin.buffer.read())
    else:
        drafts, notes = found_drafts(session, paths)
        for note in notes:
            click.echo(f"note: {note}", err=True)
        with closing(workers.lint(session, drafts, None)) as linted:
            checked = with_progress(linted, len(drafts), quiet)
        for named, one in zip(drafts, checked, strict=True):
            run.look(named, one)
    if not quiet:
        click.echo(run.tally.summary(), err=True)
    sys.exit(2 if session.crashed else run.tally.exit_code())


class _Mended(NamedTuple):
    """What became of one draft, if it can be written."""

    text: str
    left: tuple[Finding, ...] = ()
    fixed: int = 0
    overlapping: int = 0


class _Run:
    """The drafts of one run, mended one after the other."""

    def __init__(
        self, session: Session, tally: Tally, asker: Asker | None, *, unsafe: bool, diff: bool, color: bool
    ) -> None:
        self.session, self.tally, self._asker = session, tally, asker
        self._unsafe, self._diff, self._color = unsafe, diff, color

    def look(self, named: discover.Draft, checked: Checked) -> None:
        """One draft, linted as `check` does it: many at once, or by an earlier run. Most need nothing more."""
        if any(self._is_wanted(finding) for finding in checked.linted.findings):
            self.mend(named)
        elif fault := _not_linted(checked.linted):
            self._unread(named, fault.message)
        else:
            self.tally.add(checked.linted.findings)

    def _is_wanted(self, finding: Finding) -> bool:
        return bool(finding.fixes if self._asker else remedy.unasked(finding, unsafe=self._unsafe))

    def mend(self, named: discover.Draft, typed: bytes | None = None) -> None:
        """One draft. Where it was typed, it goes to standard output."""
        content = typed
        if content is None:
            try:
                content = draft.content(named.path)
            except draft.DraftError as error:
                self._unread(named, f"The draft {error.message}.")
                return
        checked = lint(self.session, named, content)
        if fault := _not_linted(checked.linted):
            self._unread(named, fault.message)
            return
        old = checked.linted.document.text
        mended = _Mended(old) if named.config.excludes(named.path) else self._mended(named, checked)
        new = mended.text
        if self._diff:
            self._show(old, new, named.shown)
        elif typed is not None:
            sys.stdout.buffer.write(new.encode("utf-8"))
        elif new != old and not self._write(named, new, content):
            self.tally.add(checked.linted.findings)
            return
        self.tally.drafts += new != old
        self.tally.add(mended.left, fixed=mended.fixed, overlapping=mended.overlapping)

    def _mended(self, named: discover.Draft, checked: Checked) -> "_Mended":
        """The text when nothing is left to fix; as it was where that cannot be told."""

        def again(text: str) -> Linted:
            linted = lint(self.session, named, text.encode("utf-8")).linted
            if fault := _not_linted(linted):
                raise Unlintable(fault.message)
            return linted

        mending = Mending(checked.linted, again, self._unsafe)
        try:
            mending.settle()
            if self._asker:
                self._asker.about(mending, checked.picked.infos())
        except (Endless, Unlintable) as error:
            click.echo(f"{named.shown}: left as it was: {error}", err=True)
            return _Mended(checked.linted.document.text, checked.linted.findings)
        for one in mending.left:
            line, column = mending.linted.document.position(one.span.start)
            why = f"{one.other} changed these words" if one.other != one.rule else "its changes overlap"
            click.echo(f"{named.shown}:{line}:{column}: left: “{one_line(one.words)}”: {why} [{one.rule}]", err=True)
        return _Mended(mending.text, mending.linted.findings, mending.fixed, len(mending.left))

    def _unread(self, named: discover.Draft, message: str) -> None:
        self.tally.unread += 1
        click.echo(f"{named.shown}: {message}", err=True)

    def _write(self, named: discover.Draft, text: str, read: bytes) -> bool:
        """Whether the draft was written. What befalls one does not keep the others from being mended."""
        path = Path(named.path)
        try:
            others = remedy.other_names(path)
            remedy.write(path, text, read=read)
        except OSError as error:
            self.tally.unwritten += 1
            click.echo(f"{named.shown}: not written: {error.strerror or error}", err=True)
            return False
        if others:
            names = counted(others, "other name (hard link)", "other names (hard links)")
            click.echo(f"note: {named.shown}: the old text stays under {names}", err=True)
        return True

    def _show(self, old: str, new: str, shown: str) -> None:
        """For a person where a terminal is to be coloured or cannot be trusted to it, else byte for byte."""
        if not (self._color or sys.stdout.isatty()):
            sys.stdout.buffer.write("".join(f"{line}\n" for line in remedy.diff(old, new, shown)).encode("utf-8"))
            return
        paint = painter(self._color)
        for line in remedy.diff(old, new, shown, to_read=True):
            style = next((style for start, style in STYLES.items() if line.startswith(start)), "")
            text = printable(line.expandtabs(4))
            click.echo(paint(text, style) if style else text, color=self._color)


def _not_linted(linted: Linted) -> Finding | None:
    """Why a draft was not checked, if it was not."""
    first = linted.findings[0] if linted.findings else None
    return first if first and first.rule in NOT_LINTED else None
