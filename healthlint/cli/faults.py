"""A fault of the set-up becomes one message on standard error and exit code 2."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from healthlint import config, discover, rulebook
from healthlint.shown import legible, shown


class Fault(click.ClickException):
    """The command, the settings or the rules are at fault, not a draft."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        """The message may quote anything: no terminal takes orders from it."""
        super().__init__("\n".join(map(legible, message.split("\n"))))


@contextmanager
def said(settings: Path | None = None) -> Iterator[None]:
    """Whatever goes wrong with settings and rules in here is told as a `Fault`."""
    try:
        yield
    except rulebook.UnknownName as error:
        raise Fault(_named(error, settings)) from error
    except rulebook.RuleErrors as errors:
        raise Fault(f"the rules cannot be used{_under(settings)}\n{errors}") from errors
    except (config.ConfigError, discover.NotFound) as error:
        raise Fault(str(error)) from error


def _named(error: rulebook.UnknownName, settings: Path | None) -> str:
    """With the place in the settings where they are at fault; a name may come from the command line, too."""
    if settings:
        from healthlint.settingsplace import Places  # only a mistake needs it

        if place := Places(settings).naming(error.name):
            return f"{place}: {error}"
    return f"{error}{_under(settings)}"


def _under(settings: Path | None) -> str:
    return f" (with the settings of {shown(settings)})" if settings else ""
