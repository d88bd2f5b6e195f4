"""Ages as rules write them: `24 months`, `90 days`."""

_DAYS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 31, "months": 31, "year": 366, "years": 366}


def days_of(text: str) -> int:
    """The age in days. Raises `ValueError` for a text that is none."""
    number, _, unit = text.partition(" ")
    if not number.isdigit() or unit not in _DAYS:
        raise ValueError(f"“{text}” is no age; write it as 24 months or 90 days")
    return int(number) * _DAYS[unit]
