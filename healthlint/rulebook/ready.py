"""The rules of a run, ready: the checks, and what else is to be known of the rulebook while they run."""

from datetime import date
from typing import NamedTuple

from msgspec import Struct

from healthlint.finding import RuleInfo
from healthlint.rulebook.running import Checks


class About(Struct, frozen=True, array_like=True):
    """What a run tells of its rules, and which names a draft can speak of."""

    rules: frozenset[str]
    """The ids of all rules of the rulebook, whether they run or not."""
    formerly: dict[str, str]
    """Old rule ids and what they are called now."""
    profiles: tuple[str, ...]
    running: tuple[RuleInfo, ...]
    """The rules that run, as grave as they are there."""
    dated: tuple[tuple[date, date, str, str], ...]
    """What they rest on, by kind and name, with the days when it is to be read again and when it was read."""
    warnings: tuple[str, ...]
    """What the files of the whole rulebook leave to be desired."""


class Ready(NamedTuple):
    """Rules, ready to run."""

    checks: Checks
    about: About
