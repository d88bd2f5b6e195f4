"""An editorial linter for health content: load the rules, parse a draft, lint it."""

from importlib import import_module
from typing import TYPE_CHECKING

from healthlint.version import __version__

if TYPE_CHECKING:
    from healthlint.draft import DraftError, parse, read
    from healthlint.engine import lint
    from healthlint.finding import Finding, Fix, LetGo, Linted
    from healthlint.model import Block, Document, Position, Span
    from healthlint.reading import Claim, Reading, governed, named, readings
    from healthlint.rulebook import Checks, Library, RuleErrors, UnknownName, load

_HOMES = {
    **dict.fromkeys(["DraftError", "parse", "read"], "healthlint.draft"),
    "lint": "healthlint.engine",
    **dict.fromkeys(["Finding", "Fix", "LetGo", "Linted"], "healthlint.finding"),
    **dict.fromkeys(["Block", "Document", "Position", "Span"], "healthlint.model"),
    **dict.fromkeys(["Claim", "Reading", "governed", "named", "readings"], "healthlint.reading"),
    **dict.fromkeys(["Checks", "Library", "RuleErrors", "UnknownName", "load"], "healthlint.rulebook"),
}

__all__ = [
    "Block",
    "Checks",
    "Claim",
    "Document",
    "DraftError",
    "Finding",
    "Fix",
    "LetGo",
    "Library",
    "Linted",
    "Position",
    "Reading",
    "RuleErrors",
    "Span",
    "UnknownName",
    "__version__",
    "governed",
    "lint",
    "load",
    "named",
    "parse",
    "read",
    "readings",
]


def __getattr__(name: str) -> object:
    """Each public name from its home when it is first asked for: a command imports only what it runs."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
