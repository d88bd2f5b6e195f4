"""The mask: what of a draft is prose, painted character by character at equal length."""

import re

from healthlint.model import JOINER, OPAQUE, Span

_NO_WIDTH = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
_EDGE = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_EDGE += "\u2028\u2029\u202f\u205f\u3000" + JOINER
_EDGES = frozenset(_EDGE)
_INK = re.compile(f"[^\\s{JOINER}]")


_BLANKS = bytes(char if char in b"\r\n" else 32 for char in range(256))
"""Any character's blank: itself for a line end."""

_UNIT = 4
"""So many bytes a character takes, whichever it is: a place in the bytes is known from the place in the text."""


class Mask:
    """All blank at first; each painting overlays what was painted before. Line ends always stay."""

    __slots__ = ("_text", "_typed", "_shown")

    def __init__(self, text: str) -> None:
        self._text = text
        self._typed = _units(_NO_WIDTH.sub(JOINER, text))
        self._shown = bytearray(_units(_blanks(text)))

    def reveal(self, start: int, end: int) -> None:
        """Show the characters as typed; hidden ones of no width become joiners."""
        self._shown[start * _UNIT : end * _UNIT] = self._typed[start * _UNIT : end * _UNIT]

    def blank(self, start: int, end: int) -> None:
        self._paint(start, end, _blanks(self._text[start:end]))

    def opaque(self, start: int, end: int) -> None:
        self._fill(start, end, OPAQUE)

    def join(self, start: int, end: int) -> None:
        self._fill(start, end, JOINER)

    def entity(self, start: int, end: int, decoded: str) -> None:
        """Show what an entity such as `&eacute;` stands for, padded to the length of the entity."""
        shown = _NO_WIDTH.sub(JOINER, decoded).replace("\n", " ").replace("\r", " ")
        self._paint(start, end, shown[: end - start].ljust(end - start, JOINER))

    def is_opaque(self, offset: int) -> bool:
        return self._at(offset) == _units(OPAQUE)

    def is_as_typed(self, offset: int) -> bool:
        return offset < len(self._text) and self._at(offset) == self._typed[offset * _UNIT : (offset + 1) * _UNIT]

    def prose(self) -> str:
        return self._shown.decode("utf-32-le", "surrogatepass")

    def _at(self, offset: int) -> bytes:
        return bytes(self._shown[offset * _UNIT : (offset + 1) * _UNIT])

    def _fill(self, start: int, end: int, char: str) -> None:
        self._paint(start, end, _blanks(self._text[start:end]).replace(" ", char))

    def _paint(self, start: int, end: int, chars: str) -> None:
        self._shown[start * _UNIT : end * _UNIT] = _units(chars)


def _units(chars: str) -> bytes:
    return chars.encode("utf-32-le", "surrogatepass")


def _blanks(text: str) -> str:
    return text.encode("ascii", "replace").translate(_BLANKS).decode("ascii")


def trimmed(prose: str, start: int, end: int) -> Span:
    """The stretch from the first to the last character that shows; empty at `start` where none does."""
    if start < end and prose[start] not in _EDGES and prose[end - 1] not in _EDGES:
        return Span(start, end)
    shown = prose[start:end].rstrip(_EDGE)
    first = start + len(shown) - len(shown.lstrip(_EDGE))
    return Span(first, start + len(shown)) if shown else Span(start, start)


def shows(prose: str, start: int, end: int) -> bool:
    """Whether anything but blanks and joiners stands there."""
    return _INK.search(prose, start, end) is not None
