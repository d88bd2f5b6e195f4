"""The command `explain`: a rule's id becomes what a writer wants to know of it."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

import click

from healthlint import comment_faults, rulebook
from healthlint.cli import draft_faults, options
from healthlint.cli.faults import said
from healthlint.cli.options import Choice
from healthlint.cli.output import colored, put
from healthlint.cli.session import Session
from healthlint.finding import RuleInfo
from healthlint.model import SEVERITIES
from healthlint.rulebook.schema import Fixed, Rule, as_list

WIDTH = 96


@click.command()
@options.homes
@click.argument("id_", metavar="RULE")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
def explain(choice: Choice, id_: str, color: str) -> None:
    """Say what RULE asks for, why, on whose authority, with examples and how to silence it."""
    ours = {**comment_faults.RULES, **draft_faults.RULES}
    if id_ in ours:
        page = _page_of_our_own(ours[id_])
    else:
        session = Session(choice)
        library = session.library(session.config_of(Path.cwd()))
        page = _page(library, _present(library, id_))
    put(page, None, colored(color, sys.stdout))


def _present(library: rulebook.Library, name: str) -> str:
    """The id of a rule by its present or a former name."""
    with said():
        id_ = library.current_id(name)
    if id_ != name:
        click.echo(f"note: {name} is now {id_}", err=True)
    return id_


def _page(library: rulebook.Library, id_: str) -> Iterator[str]:
    rule, info = library.rules[id_], library.info(id_)
    yield f"{click.style(id_, bold=True)}  {rule.severity}" + ("  (preview)" if rule.status == "preview" else "")
    yield rule.title
    yield from _weights(library, id_)
    yield from _part("Says", re.sub(r"<([\w.:-]+)>", _blank, rule.message))
    yield from _part("Why", rule.why or rule.danger)
    yield from _part("Instead", rule.advice)
    if info.authority:
        yield "\nAuthority"
        yield from (f"  {one.cite} ({one.kind})  {one.url}".rstrip() for one in info.authority)
    yield from _replacements(rule)
    yield from _excuses(library, rule)
    yield "\nFlagged (the words between << and >>)"
    yield from (_example(bad) for bad in rule.tests.bad)
    yield "\nLet through"
    yield from (_example(good) for good in rule.tests.good)
    yield "\nTo silence it once, with a reason"
    yield f"  <!-- healthlint-disable-next-line {id_}: why it may stand here -->"


def _weights(library: rulebook.Library, id_: str) -> Iterator[str]:
    """How grave the rule is in each profile that has it, which the kind of copy and its law decide."""
    weights: dict[str, list[str]] = {}
    for profile in library.profiles:
        if id_ in library.selected(profile, preview=True):
            weights.setdefault(library.severity_in(profile, id_), []).append(profile)
    for severity in reversed(SEVERITIES):
        if severity in weights:
            yield from _filled(f"{severity} in {', '.join(weights[severity])}")
    if not weights:
        yield "  in no profile; --rule runs it"


def _blank(placeholder: re.Match[str]) -> str:
    """What stands where a message quotes the draft or says what the rule found."""
    return "…" if placeholder[1] == "match" else f"[{placeholder[1].rpartition('.')[2].replace('-', ' ')}]"


def _replacements(rule: Rule) -> Iterator[str]:
    if not rule.replace:
        return
    yield f"\nReplacements ({'fix makes them unasked' if rule.safe else 'fix asks about each'})"
    for old, new in rule.replace.items():
        yield from _filled(f"{old}: {' | '.join(as_list(new))}")


def _excuses(library: rulebook.Library, rule: Rule) -> Iterator[str]:
    """What lets the same words go, in the words of --why."""
    cues = [
        (name, library.packs.cues[name][-1].said.says) for name in as_list(rule.unless) if name in library.packs.cues
    ]
    if cues:
        yield "\nLet go where something nearby"
        yield from (f"  {says} ({name})" for name, says in cues)


def _page_of_our_own(info: RuleInfo) -> Iterator[str]:
    """A page about what is found without a rule of a pack: in the comments that silence, in the draft as a file."""
    yield f"{click.style(info.id, bold=True)}  {info.severity}"
    yield info.title
    yield from _part("Why", info.why)
    yield from _part("Instead", info.advice)


def _part(heading: str, text: str) -> Iterator[str]:
    if text:
        yield f"\n{heading}"
        yield from _filled(text)


def _filled(text: str) -> Iterator[str]:
    yield fill(text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def _example(example: str | Fixed) -> str:
    """An example as it is written in the rule, further lines of it set in."""
    text = example if isinstance(example, str) else example.text
    longer = (
        f"\n    (at the head of a page of {example.words:,} words)"
        if isinstance(example, Fixed) and example.words
        else ""
    )
    return "  - " + re.sub(r"\n(?=[^\n])", "\n    ", text.strip("\n")) + longer
