"""The commands `rules list`, `rules test`, `rules new`, and `rules stale` by another file."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from healthlint import rulebook, ruletest
from healthlint.cli import options
from healthlint.cli.faults import Fault, said
from healthlint.cli.options import Choice
from healthlint.cli.session import Session
from healthlint.cli.stale import stale
from healthlint.cli.starter import start
from healthlint.finding import RuleInfo
from healthlint.shown import shown


@click.group()
def rules() -> None:
    """List, test and start rules."""


rules.add_command(stale)


@rules.command("list")
@options.rules
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def list_(choice: Choice, format_: str) -> None:
    """List the rules: all of them, or those that the options choose.

    Severities are those of the rule files, or of the profile where one is named.
    """
    session = Session(choice)
    infos = _selected(session) if _chooses(choice) else _all(session.library(session.config_of(Path.cwd())))
    click.echo(_as_json(infos) if format_ == "json" else _as_text(infos))


def _chooses(choice: Choice) -> bool:
    return bool(choice.profile or choice.jurisdiction or choice.rule or choice.except_ or choice.preview)


def _all(library: rulebook.Library) -> list[RuleInfo]:
    return [library.info(id) for id in sorted(library.rules)]


def _selected(session: Session) -> list[RuleInfo]:
    infos = session.picked_here().infos()
    return [infos[id] for id in sorted(infos)]


def _as_text(infos: Iterable[RuleInfo]) -> str:
    rows = [(info.id, info.severity, info.title) for info in infos]
    wide = max((len(id) for id, _, _ in rows), default=0)
    lines = [f"{id:<{wide}}  {severity:<7}  {title}" for id, severity, title in rows]
    return "\n".join([*lines, f"{len(rows)} rules"])


def _as_json(infos: Iterable[RuleInfo]) -> str:
    listed = [
        {
            "id": info.id,
            "title": info.title,
            "severity": info.severity,
            "why": info.why,
            "advice": info.advice,
            "authority": [
                {"name": one.name, "cite": one.cite, "url": one.url, "kind": one.kind} for one in info.authority
            ],
        }
        for info in infos
    ]
    return json.dumps({"version": 1, "rules": listed}, indent=2, ensure_ascii=False)


@rules.command()
@options.homes
@click.argument("ids", nargs=-1)
@click.option("--no-mutants", is_flag=True, help="Only the examples: quicker.")
@click.option("--thorough", is_flag=True, help="More mutants: within phrases, and of all that rules share.")
@click.option("--coverage", is_flag=True, help="Only name the phrases that no example has.")
@click.option("--verbose", "-v", is_flag=True, help="Name each test that passed, too.")
def test(choice: Choice, ids: tuple[str, ...], no_mutants: bool, thorough: bool, coverage: bool, verbose: bool) -> None:
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
        for result in ruletest.run(library, ids=ids, mutate=not no_mutants, thorough=thorough):
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
