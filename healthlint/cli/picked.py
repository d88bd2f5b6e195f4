"""The rules that hold for some drafts, as reports speak of them."""

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from healthlint.config import Selection
from healthlint.finding import RuleInfo
from healthlint.report.provenance import Law

if TYPE_CHECKING:
    from healthlint.rulebook.ready import About


class Picked(msgspec.Struct, frozen=True, eq=False, array_like=True):
    """What a report says of the rules that hold for some drafts, and what they were picked by."""

    profile: str
    jurisdictions: tuple[str, ...]
    rules: tuple[RuleInfo, ...]
    """As grave as the profile has them."""
    due: tuple[tuple[str, str], ...]
    """Kind and name of what they rest on and nobody has read again in time."""
    warnings: tuple[str, ...]
    """What the files of the whole rulebook leave to be desired."""
    edition: str
    """A hash of these files."""
    law: tuple[Law, ...]
    """What the rules rest on, and when it was read."""
    known: frozenset[str]
    """The ids of all rules of the rulebook, whether they run or not."""
    formerly: dict[str, str]
    """Old rule ids and what they are called now."""
    profiles: tuple[str, ...]
    """All of the rulebook."""

    def infos(self) -> dict[str, RuleInfo]:
        return {info.id: info for info in self.rules}


def described(selection: Selection, about: "About", today: date, edition: str) -> Picked:
    """What is to be said of rules that were made ready from files of this edition."""
    return Picked(
        selection.profile,
        selection.jurisdictions,
        about.running,
        tuple((kind, name) for review_by, _, kind, name in about.dated if review_by < today),
        about.warnings,
        edition,
        tuple(sorted(Law(str(as_of), str(review_by), kind, name) for review_by, as_of, kind, name in about.dated)),
        about.rules,
        about.formerly,
        about.profiles,
    )
