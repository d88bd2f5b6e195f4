"""The command `init`: what a repository needs to check its drafts is written, and what comes next is said."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import click

from healthlint import config, discover
from healthlint.cli import scaffold
from healthlint.cli.faults import Fault, said
from healthlint.cli.options import Choice
from healthlint.cli.scaffold import Wishes, listed
from healthlint.cli.session import DEFAULT_PROFILE, Session
from healthlint.cli.source import source
from healthlint.cli.surroundings import Host, Surroundings, look
from healthlint.shown import legible, shown

NOT_THERE = "What is there stays as it is, so nothing was written."


@click.command()
@click.option("--profile", default=DEFAULT_PROFILE, metavar="NAME", help="What kind of text it is. [article]")
@click.option("--jurisdiction", multiple=True, metavar="CODE", help="us, uk, eu, ... Repeatable. [the profile's own]")
@click.option("--ci", type=click.Choice(["github", "gitlab", "none"]), help="What checks merges. [by what is there]")
@click.option("--pre-commit/--no-pre-commit", default=None, help="An entry for pre-commit. [in a git repository]")
@click.option("--source", "address", default="", metavar="URL", help="The git address that healthlint comes from.")
@click.option("--dry-run", is_flag=True, help="Print the files and write nothing.")
def init(
    profile: str,
    jurisdiction: tuple[str, ...],
    ci: Literal["github", "gitlab", "none"] | None,
    pre_commit: bool | None,
    address: str,
    dry_run: bool,
) -> None:
    """Write the settings, a pre-commit entry and a check for each merge, fitted to this repository.

    Nothing that is there is changed: if a file to be written exists, none is written.
    """
    profile = profile or DEFAULT_PROFILE
    _known(profile, jurisdiction)
    around = look(Path.cwd())
    host: Host = ci or around.host
    wishes = Wishes(
        profile=profile,
        jurisdiction=jurisdiction,
        host=host,
        pre_commit=around.git if pre_commit is None else pre_commit,
        source=source(address),
    )
    files, notes = _files(around, wishes)
    _refuse(around.top, files)
    for line in _found(around):
        click.echo(line)
    if dry_run:
        click.echo("\n".join(_printed(files)))
    else:
        _write(around.top, files)
        for name in files:
            click.echo(f"wrote {shown(around.top / name)}")
    click.echo("\n".join(["", "Next:", *(f"  {number}. {note}" for number, note in enumerate(notes, 1))]))


def _known(profile: str, jurisdiction: tuple[str, ...]) -> None:
    """A profile or a jurisdiction that there is not is a fault before anything is looked at."""
    Session(Choice(no_config=True, profile=profile, jurisdiction=jurisdiction)).picked_here()


def _files(around: Surroundings, wishes: Wishes) -> tuple[dict[str, str], list[str]]:
    """The files to write, by name, and what is left to do."""
    files = {scaffold.SETTINGS: scaffold.settings(around, wishes)}
    notes: list[str] = []
    if wishes.pre_commit:
        if (there := around.top / scaffold.PRE_COMMIT).exists():
            notes += _entry(there, wishes)
        else:
            files[scaffold.PRE_COMMIT] = scaffold.pre_commit(wishes)
    if around.git and not scaffold.unites(around.top / config.BASELINE):
        if (around.top / scaffold.ATTRIBUTES).exists():
            notes.append(f"add to {scaffold.ATTRIBUTES}: {scaffold.UNION}   (it then merges by itself)")
        else:
            files[scaffold.ATTRIBUTES] = f"{scaffold.UNION}\n"
    files |= (merges := scaffold.checks(around, wishes))
    if merges and not wishes.source.known:
        name = next(iter(merges))
        notes.append(f"in {name}, put the address of your copy of healthlint in place of {wishes.source.address}")
    if wishes.host == "gitlab" and scaffold.GITLAB_TOP not in files:
        notes.append(f"add to {scaffold.GITLAB_TOP}: {scaffold.INCLUDE}")
    return files, [*notes, *_onward(around, wishes)]


def _entry(there: Path, wishes: Wishes) -> list[str]:
    """The lines to add to settings of pre-commit that are there."""
    try:
        if "healthlint" in there.read_text(encoding="utf-8", errors="replace"):
            return []
    except OSError as error:
        raise Fault(f"cannot read {shown(there)}: {error.strerror}") from error
    return [f"add to the list `repos:` in {scaffold.PRE_COMMIT}:\n\n{scaffold.pre_commit_entry(wishes)}\n"]


def _onward(around: Surroundings, wishes: Wishes) -> Iterator[str]:
    yield "healthlint check              see what is found today"
    yield "healthlint baseline           let today's findings stand; from then on only new ones fail"
    if around.git:
        yield "git add the files above and the baseline, then commit"
    if wishes.pre_commit:
        yield "pre-commit install            check each commit from now on (pip install pre-commit)"
    if wishes.host == "none":
        yield "healthlint check              in whatever checks your merges; --ci github and --ci gitlab write that"


def _refuse(top: Path, files: Mapping[str, str]) -> None:
    """Before anything is written: nothing may be in the way."""
    twins = [str(Path(name).with_suffix(".yaml")) for name in files if name.endswith(".yml")]
    wanted = dict.fromkeys([*config.NAMES, *files, *twins])
    there = [file for name in wanted if (file := top / name).is_symlink() or file.exists()]
    if not there:
        with said():
            there += [settings.file] if (settings := config.find(top)) and settings.file else []
    if there:
        names = ", ".join(shown(file) for file in there)
        raise Fault(f"there already: {names}. {NOT_THERE}")


def _found(around: Surroundings) -> Iterator[str]:
    made = f", made with {around.generator}" if around.generator else ""
    where = f" in {listed(f'{name}/' for name in around.content)}" if around.content else ""
    number = f"{around.drafts:,} draft{'' if around.drafts == 1 else 's'}"
    kind = "a git repository" if around.git else "a folder outside of git"
    yield f"Found {kind}{made}, with {number}{where}."
    if around.others:
        yield f"Left out, since it does not look like content: {listed(legible(name) for name in around.others)}."
    if not around.drafts:
        kinds = ", ".join(discover.ENDINGS)
        yield f"No draft ({kinds}) was found: look over `exclude` in the settings, or name others in `drafts`."


def _printed(files: Mapping[str, str]) -> Iterator[str]:
    for name, text in files.items():
        yield f"\n--- {name}"
        yield text.rstrip("\n")


def _write(top: Path, files: Mapping[str, str]) -> None:
    """All or, where one cannot be written, none."""
    written: list[Path] = []
    file = top
    try:
        for name, text in files.items():
            file = top / name
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8", newline="\n") as stream:
                written.append(file)
                stream.write(text)
    except OSError as error:
        for one in written:
            one.unlink(missing_ok=True)
        raise Fault(f"cannot write {shown(file)}: {error.strerror}. Nothing was written.") from error
