"""The rules that hold for some drafts: as reports speak of them, and ready to run."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from healthlint.config import Selection
from healthlint.finding import RuleInfo

if TYPE_CHECKING:
    from healthlint.rulebook import Checks, Library


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

    def infos(self) -> dict[str, RuleInfo]:
        return {info.id: info for info in self.rules}


class Ready(NamedTuple):
    """The same rules, ready to run."""

    library: "Library"
    checks: "Checks"


def described(selection: Selection, ready: Ready, today: date) -> Picked:
    """What is to be said of rules that were made ready."""
    from healthlint.rulebook.dated import dated

    library, checks = ready
    due = (one for one in dated(library.packs, [check.id for check in checks]) if one.review_by < today)
    return Picked(
        selection.profile,
        selection.jurisdictions,
        tuple({check.id: library.info(check.id, check.severity) for check in checks}.values()),
        tuple((one.kind, one.name) for one in due),
        tuple(map(str, library.warnings)),
    )
