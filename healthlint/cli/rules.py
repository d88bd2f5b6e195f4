"""The commands `rules list`, `rules docs`, `rules test`, `rules new`, and `rules stale` by another file."""

import sys
from pathlib import Path

import click

from healthlint import ruletest
from healthlint.cli import options
from healthlint.cli.faults import Fault, said
from healthlint.cli.listing import as_json, as_text
from healthlint.cli.options import Choice
from healthlint.cli.session import Session
from healthlint.cli.stale import stale
from healthlint.cli.starter import start
from healthlint.finding import RuleInfo
from healthlint.rulebook.catalogue import catalogue
from healthlint.shown import shown


@click.group()
def rules() -> None:
    """List, document, test and start rules."""


rules.add_command(stale)


@rules.command("list")
@options.rules
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def list_(choice: Choice, format_: str) -> None:
    """List the rules: all of them, or those that the options choose.

    Severities are those of the rule files, or of the profile where one is named.
    """
    session = Session(choice)
    library = session.library(session.config_of(Path.cwd()))
    infos = _selected(session) if _chooses(choice) else [library.info(id_) for id_ in library.rules]
    book = catalogue(library)
    click.echo(as_json(infos, book) if format_ == "json" else as_text(infos, book))


def _chooses(choice: Choice) -> bool:
    return bool(choice.profile or choice.jurisdiction or choice.rule or choice.except_ or choice.preview)


def _selected(session: Session) -> list[RuleInfo]:
    infos = session.picked_here().infos()
    return [infos[id] for id in sorted(infos)]


@rules.command()
@options.homes
@click.option("--out", required=True, type=click.Path(file_okay=False), metavar="DIR", help="The folder to write to.")
@click.option(
    "--force", is_flag=True, help="Write into a folder that holds other files; those of the same name are replaced."
)
def docs(choice: Choice, out: str, force: bool) -> None:
    """Write the rulebook as a web site: a page for each rule, substance and profile, to be read in a browser.

    The pages need no server and no network. A site written earlier is replaced; files that are not of it stay.
    """
    from healthlint import site

    session = Session(choice)
    library = session.library(session.config_of(Path.cwd()))
    folder = Path(out)
    texts = site.files(library)
    try:
        site.write(folder, texts, force=force)
    except site.NotOurs as error:
        told = "holds files and no rulebook of an earlier run, so nothing was written; choose an empty or new folder"
        raise Fault(f"the folder {shown(folder)} {told}, or write among those files with --force") from error
    except OSError as error:
        raise Fault(f"cannot write {shown(Path(error.filename or folder))}: {error.strerror}") from error
    pages = sum(name.endswith(".html") for name in texts)
    click.echo(f"wrote {pages} pages to {shown(folder)}: open {shown(folder / 'index.html')} in a browser")


@rules.command()
@options.homes
@click.argument("ids", nargs=-1)
@click.option("--no-mutants", is_flag=True, help="Only the examples: quicker.")
@click.option("--coverage", is_flag=True, help="Only name the phrases that no example has.")
@click.option("--verbose", "-v", is_flag=True, help="Name each test that passed, too.")
def test(choice: Choice, ids: tuple[str, ...], no_mutants: bool, coverage: bool, verbose: bool) -> None:
    """Run the examples of rules, and look whether each clause of a rule is needed for them.

    IDS are those of rules, or such as cues/negated and frames/benefit. Without any, all rules are tested, and all
    lexicons, frames, cue sets and scales with them.
    """
    session = Session(choice)
    library = session.library(session.config_of(Path.cwd()))
    if coverage:
        click.echo("\n".join(ruletest.coverage(library).told(ids)))
        return
    passed = failed = 0
    with said():
        for result in ruletest.run(library, ids=ids, mutate=not no_mutants):
            passed, failed = passed + result.ok, failed + (not result.ok)
            if verbose or not result.ok:
                click.echo(f"{'ok    ' if result.ok else 'FAILED'} {result.id}: {result.what}")
            if not result.ok and result.detail:
                click.echo("       " + result.detail.replace("\n", "\n       "))
    if not passed + failed:
        raise Fault("no test was run")
    click.echo(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


@rules.command()
@click.argument("id_", metavar="ID")
@click.option("--pack", type=click.Path(file_okay=False), metavar="DIR", help="The pack; made if it is not there.")
def new(id_: str, pack: str | None) -> None:
    """Start a rule: a file at DIR/ID.yaml that is complete, explained, and passes its tests.

    Without --pack it goes to the first pack of the settings, else to ./house-rules.
    """
    session = Session(Choice())
    here = session.config_of(Path.cwd())
    folder = Path(pack) if pack else next(iter(here.packs()), Path("house-rules"))
    file = start(folder, id_)
    click.echo(f"wrote {shown(file)}")
    click.echo(f"next: edit it, then run `healthlint rules test {id_} --pack {shown(folder)}`")
    if folder.resolve() not in {one.resolve() for one in here.packs()}:
        click.echo(f"to check drafts with it, add `packs: [{shown(folder)}]` to .healthlint.yaml")
