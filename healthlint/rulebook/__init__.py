"""The rulebook: folders of YAML, read, validated and compiled into checks."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from healthlint.rulebook.faults import RuleError, RuleErrors, UnknownName
    from healthlint.rulebook.home import shipped
    from healthlint.rulebook.library import Library, load
    from healthlint.rulebook.running import Checks

_HOMES = {
    **dict.fromkeys(["RuleError", "RuleErrors", "UnknownName"], "healthlint.rulebook.faults"),
    "shipped": "healthlint.rulebook.home",
    **dict.fromkeys(["Library", "load"], "healthlint.rulebook.library"),
    "Checks": "healthlint.rulebook.running",
}

__all__ = ["Checks", "Library", "RuleError", "RuleErrors", "UnknownName", "load", "shipped"]


def __getattr__(name: str) -> object:
    """Each name from its home when it is first asked for: a run that knows all answers needs no rules."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
