"""Where a report comes from: which healthlint, which rules, and how old the law is that they rest on."""

from collections.abc import Iterator

import msgspec

SHORT = 12
"""How many digits of a rulebook's hash are shown to people."""


class Law(msgspec.Struct, frozen=True, order=True, array_like=True):
    """A text that rules rest on, with the days when it was read and when it is to be read again, as 2026-01-31."""

    as_of: str
    review_by: str
    kind: str
    """`authority`, `rule`, or the name of a table."""
    name: str


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader needs to know to get the same report again. It is the same for the same input."""

    version: str
    """Of healthlint."""
    rulebook: tuple[str, ...] = ()
    """A hash of the files of the rules, packs included; several where settings differ in their packs."""
    profiles: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    """Those that the run was narrowed to; none means that it was not."""
    law: tuple[Law, ...] = ()
    """What the rules of the run rest on, the one first that was read longest ago."""
    time: str = ""
    """When it ran, as 2026-01-31T12:00:00Z; empty unless asked for."""

    @property
    def as_of(self) -> str:
        """The day when the oldest of the law was read; empty if none has a date."""
        return min((one.as_of for one in self.law), default="")

    @property
    def review_by(self) -> str:
        """The day when the first of the law is to be read again; empty if none has a date."""
        return min((one.review_by for one in self.law), default="")


def provenance_line(told: Provenance) -> str:
    """One line for people."""
    return f"healthlint {told.version}{''.join(f', {part}' for part in _parts(told))}."


def _parts(told: Provenance) -> Iterator[str]:
    if told.profiles:
        yield f"profile {', '.join(told.profiles)}"
    if told.rulebook:
        yield f"rulebook {' and '.join(one[:SHORT] for one in told.rulebook)}"
    if told.jurisdictions:
        yield f"jurisdiction {', '.join(told.jurisdictions)}"
    if told.law:
        yield f"law as read since {told.as_of}, next review by {told.review_by}"
    if told.time:
        yield f"run at {told.time}"
