"""The commands `config show`, `config path` and `config schema`: which settings hold, and what they may say."""

import json
import sys
from pathlib import Path

import click
import msgspec

from healthlint import discover
from healthlint.cli import options
from healthlint.cli.faults import Fault, said
from healthlint.cli.holding import Holding, as_json, as_text, holding
from healthlint.cli.options import Choice
from healthlint.cli.session import Session
from healthlint.config import NAMES, Settings
from healthlint.shown import shown

ANYTHING = {"description": "As in the file of the rule."}
FORMATS = {"text": as_text, "json": as_json}


@click.group()
def config() -> None:
    """Show which settings hold for a draft, and what settings may say."""


@config.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice([*FORMATS]), default="text")
@options.rules
def show(choice: Choice, file: Path, format_: str) -> None:
    """Show what holds for a draft, and where each value comes from.

    The draft need not be there yet: then its front matter is not known.
    """
    held = _held(Session(choice), file)
    click.echo("\n".join(FORMATS[format_](held)))


def _held(session: Session, file: Path) -> Holding:
    if file.is_dir():
        raise Fault(f"{shown(file)} is a folder; name a draft, even one that is not there yet")
    named = discover.Draft(path=file, shown=shown(file), config=session.config_of(file.parent))
    with said():
        return holding(session, named)


@config.command()
@click.argument("place", default=".", type=click.Path(path_type=Path))
def path(place: Path) -> None:
    """Print the settings file that holds for a draft or a folder. Exits 1 if there is none."""
    found = Session(Choice()).config_of(place if place.is_dir() else place.parent).file
    if found is None:
        click.echo(f"No {NAMES[0]} and no [tool.healthlint] at or above {shown(place)}.", err=True)
        sys.exit(1)
    click.echo(shown(found))


@config.command()
def schema() -> None:
    """Print the JSON Schema of settings, for editors that complete and check YAML."""
    made = msgspec.json.schema(Settings, schema_hook=lambda _: ANYTHING)
    told = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Settings of healthlint", **made}
    click.echo(json.dumps(told, indent=2))
