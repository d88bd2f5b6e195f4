"""A stretch of one line as a terminal shows it, with the column at which each of its characters stands."""

import unicodedata

import msgspec

from healthlint.report.printable import printable

TAB = 4
_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_SOFT_HYPHEN = "\u00ad"


class Shown(msgspec.Struct, frozen=True):
    """`columns` counts cells from 0, one for each character of what was typed and one for the end."""

    text: str
    columns: tuple[int, ...]

    @property
    def width(self) -> int:
        return self.columns[-1]


def show(typed: str) -> Shown:
    """Tabs become blanks, control characters a mark; wide letters take two cells, combining ones none."""
    if typed.isascii() and typed.isprintable():  # as most lines are
        return Shown(typed, tuple(range(len(typed) + 1)))
    parts: list[str] = []
    columns = [0]
    before = ""
    for letter in typed:
        part = " " * (TAB - columns[-1] % TAB) if letter == "\t" else printable(letter)
        width = len(part) if letter == "\t" else cells(part, before)
        if letter == _EMOJI_STYLE and before > "\u00ff" and columns[-1] - columns[-2] == 1:
            width = 1  # it turns the sign before it into a picture of two cells
        parts.append(part)
        columns.append(columns[-1] + width)
        before = letter
    return Shown("".join(parts), tuple(columns))


def cells(letter: str, before: str = "") -> int:
    """How many cells a letter adds on a terminal that draws emoji as one picture, as most do today."""
    if letter.isascii():
        return 1
    if before == _JOINER or "\U0001f3fb" <= letter <= "\U0001f3ff":
        return 0
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"} or "\u1160" <= letter <= "\u11ff":
        return 1 if letter == _SOFT_HYPHEN else 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
