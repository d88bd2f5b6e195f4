"""An ASCII copy of a text, one character for one, so that the parser's byte ranges are character offsets."""

import re
import unicodedata

from healthlint.later import later

_LONE_RETURN = later(r"\r(?!\n)")
_ODD_INDENT = later(r"^[ \t]*[^\S \t\r\n]+(?=\S)", re.MULTILINE)
_ODD_BLANK = re.compile(r"[^\S \t\r\n]")
_STRANGE = re.compile(r"[^\t\n\r -~][^\t\n\r -~]*")
_BULLETS = "•‣⁃▪●◦‧·"
_BULLET = later(rf"^([ \t]*)[{_BULLETS}](?=[ \t])", re.MULTILINE)


class _Substitutes(dict[int, str]):
    """For each character that is not plain ASCII, one of the same sort that is; looked up once."""

    def __missing__(self, code: int) -> str:
        self[code] = _substitute(chr(code))
        return self[code]


def _substitute(char: str) -> str:
    if char in "\t\n\r" or " " <= char <= "~":
        return char
    if char.isspace():
        return " "
    return "a" if unicodedata.category(char)[0] in "LNM" else "."


_SUBSTITUTES = _Substitutes()


def ascii_copy(text: str) -> str:
    """Letter for letter, blank for blank, punctuation for punctuation; a lone return becomes a line end."""
    copy = _LONE_RETURN.sub("\n", text) if "\r" in text else text
    if not copy.isascii() or "\x0b" in copy or "\x0c" in copy:
        if copy.startswith("\ufeff"):
            copy = " " + copy[1:]
        if _ODD_BLANK.search(copy):
            copy = _ODD_INDENT.sub(lambda indent: "." * len(indent[0]), copy)
        if any(bullet in copy for bullet in _BULLETS):
            copy = _BULLET.sub(r"\1-", copy)
    return _STRANGE.sub(lambda chars: chars[0].translate(_SUBSTITUTES), copy)
