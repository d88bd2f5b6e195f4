"""The options that several commands share; a command receives them as one value."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

import click
import msgspec

P = ParamSpec("P")


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says of settings and rules. It outdoes the settings files."""

    config: str | None = None
    no_config: bool = False
    pack: tuple[str, ...] = ()
    profile: str = ""
    jurisdiction: tuple[str, ...] = ()
    rule: tuple[str, ...] = ()
    except_: tuple[str, ...] = ()
    preview: bool = False
    no_cache: bool = False

    def packs(self) -> tuple[Path, ...]:
        return tuple(Path(folder) for folder in self.pack)


PACK = click.option(
    "--pack",
    multiple=True,
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    help="A folder of further rules, laid out like the shipped ones. Repeatable.",
)
_HOMES = (
    PACK,
    click.option("--config", type=click.Path(exists=True, dir_okay=False), metavar="FILE", help="Settings to use."),
    click.option("--no-config", is_flag=True, help="Look for no settings."),
)
_RULES = (
    click.option("--profile", default="", metavar="NAME", help="Which rules, and how grave. [article]"),
    click.option("--jurisdiction", multiple=True, metavar="CODE", help="us, uk, eu, ... Repeatable."),
    click.option("--rule", multiple=True, metavar="ID", help="Only this rule; 'efficacy/*' works. Repeatable."),
    click.option("--except", "except_", multiple=True, metavar="ID", help="Not this rule. Repeatable."),
    click.option("--preview", is_flag=True, help="Also rules that are still on trial."),
    click.option("--no-cache", is_flag=True, help="Keep nothing from one run to the next, and use nothing kept."),
)
Option = Callable[[Callable[..., None]], Callable[..., None]]


def homes(command: Callable[Concatenate[Choice, P], None]) -> Callable[..., None]:
    """A command that needs to know where settings and rules are."""
    return _given(command, _HOMES)


def rules(command: Callable[Concatenate[Choice, P], None]) -> Callable[..., None]:
    """A command that also lets one choose rules."""
    return _given(command, (*_RULES, *_HOMES))


def _given(command: Callable[Concatenate[Choice, P], None], options: tuple[Option, ...]) -> Callable[..., None]:
    @wraps(command)
    def with_choice(*args: P.args, **given: P.kwargs) -> None:
        ours = {name: given.pop(name) for name in Choice.__struct_fields__ if name in given}
        command(msgspec.convert(ours, Choice), *args, **given)

    wrapped: Callable[..., None] = with_choice
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped
