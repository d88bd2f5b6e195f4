"""Days as front matter says them: 2024-01-24, 24 January 2024, January 24, 2024, January 2024, 24/01/2024, 01/2024."""

import re
from collections.abc import Iterator
from datetime import date

from healthlint.later import later

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_START = r"\s*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_FORMS = tuple(
    later(_START + form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?(?!\d)",
        rf"{_DAY}(?:\s+of)?[\s-]+{_MONTH}[,\s-]+{_YEAR}",
        rf"{_MONTH}\s+{_DAY}(?:\s*,\s*|\s+){_YEAR}",
        rf"{_MONTH}[,\s-]+{_YEAR}",
        rf"(?P<first>\d{{1,2}})[/.-](?P<second>\d{{1,2}})[/.-]{_YEAR}",
        rf"(?P<month>\d{{1,2}})[/.-]{_YEAR}",
    )
)


def latest(text: str) -> date | None:
    """The day that a text begins with, or None; the later one where day and month could change places."""
    for form in _FORMS:
        if found := form.match(text):
            return max(_readings(found.groupdict()), default=None)
    return None


def _readings(said: dict[str, str | None]) -> Iterator[date]:
    year = int(said["year"] or 0)
    first, second = said.get("first"), said.get("second")
    if first and second:
        pairs = [(int(first), int(second)), (int(second), int(first))]
    elif name := said.get("name"):
        pairs = [(_MONTHS.index(name[:3].lower()) + 1, int(said.get("day") or 1))]
    else:
        pairs = [(int(said["month"] or 0), int(said.get("day") or 1))]
    for month, day in pairs:
        try:
            yield date(year, month, day)
        except ValueError:
            continue
