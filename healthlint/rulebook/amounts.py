"""Amounts of a substance a day, as a draft states them, against the limit in a row of a table."""

from typing import TYPE_CHECKING

from msgspec import Struct

from healthlint.later import later

if TYPE_CHECKING:
    from healthlint.rulebook.pack import Row

MICROGRAMS = {"µg": 1.0, "mg": 1e3, "g": 1e6}
"""Micrograms in each unit of mass that a limit may be given in."""
UNIT_NAMES = {
    "µg": r"[µμu]g|mcg|micrograms?|microgrammes?",
    "mg": r"mgs?|milligrams?|milligrammes?",
    "g": r"g|gms?|grams?|grammes?",
    "IU": r"i\.?u\.?|international[ -]units?",
}
_AMOUNT = later(
    r"(?i)(?<![\w.,])(\d[\d,]{0,12}(?:\.\d{1,6})?)[\s-]{0,3}(?:"
    + "|".join(f"(?P<{unit}>{names})" for unit, names in UNIT_NAMES.items())
    + r")(?!\w)"
)
_TIMES = later(
    r"(?i)\b(?:twice|(?:(two|three|four|five|six|[2-6])[\s-]times))\s{1,3}(?:(?:a|per|each|every)\s{1,3}day|daily)\b"
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


class LimitError(ValueError):
    """A row whose limit cannot be read."""


class LimitTest(Struct, frozen=True):
    """The most that anybody is to take of something in a day."""

    micrograms: float
    iu: float
    """Micrograms in an international unit of it; 0 where it is not measured so."""

    def exceeded(self, words: str, sentence: str) -> bool:
        """Is an amount among these words over the limit, taken as often as the sentence says?"""
        times = _times(sentence)
        for found in _AMOUNT.finditer(words):
            unit = found.lastgroup or ""
            each = self.iu if unit == "IU" else MICROGRAMS[unit]
            if float(found[1].replace(",", "")) * each * times > self.micrograms * (1 + 1e-9):
                return True
        return False


def limit_of(row: "Row", key: str) -> LimitTest:
    """The limit in a field of a row, in its `unit`; `iu` says how much of that unit an international unit is.

    Raises `LimitError` where they are no numbers, or the unit is none of mass.
    """
    unit = str(row.get("unit", "")).replace("μ", "µ")
    try:
        each = MICROGRAMS[unit]
        return LimitTest(float(str(row[key])) * each, float(str(row.get("iu", 0))) * each)
    except (KeyError, ValueError) as error:
        units = ", ".join(MICROGRAMS)
        raise LimitError(f"the row “{row['name']}” needs a number as “{key}” and a unit of {units}") from error


def _times(sentence: str) -> int:
    found = _TIMES.search(sentence)
    if not found:
        return 1
    said = (found[1] or "two").lower()
    return int(said) if said.isdigit() else _NUMBERS[said]
