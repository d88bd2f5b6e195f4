"""The mask: what of a draft is prose, painted character by character at equal length."""

import re

from healthlint.model import JOINER, OPAQUE, Span

_NO_WIDTH = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
_LINE = re.compile(r"[^\r\n]+")
_EDGE = "".join(char for char in map(chr, range(0x3001)) if char.isspace()) + JOINER
_INK = re.compile(f"[^\\s{JOINER}]")


class Mask:
    """All blank at first; each painting overlays what was painted before. Line ends always stay."""

    __slots__ = ("_shown", "_blanks", "_chars")

    def __init__(self, text: str) -> None:
        self._shown = _NO_WIDTH.sub(JOINER, text)
        self._blanks = _LINE.sub(lambda line: " " * len(line[0]), text)
        self._chars = list(self._blanks)

    def reveal(self, start: int, end: int) -> None:
        """Show the characters as typed; hidden ones of no width become joiners."""
        self._chars[start:end] = self._shown[start:end]

    def blank(self, start: int, end: int) -> None:
        self._chars[start:end] = self._blanks[start:end]

    def opaque(self, start: int, end: int) -> None:
        self._fill(start, end, OPAQUE)

    def join(self, start: int, end: int) -> None:
        self._fill(start, end, JOINER)

    def entity(self, start: int, end: int, decoded: str) -> None:
        """Show what an entity such as `&eacute;` stands for, padded to the length of the entity."""
        shown = _NO_WIDTH.sub(JOINER, decoded).replace("\n", " ").replace("\r", " ")
        self._chars[start:end] = shown[: end - start].ljust(end - start, JOINER)

    def is_opaque(self, offset: int) -> bool:
        return self._chars[offset] == OPAQUE

    def is_as_typed(self, offset: int) -> bool:
        return offset < len(self._shown) and self._chars[offset] == self._shown[offset]

    def prose(self) -> str:
        return "".join(self._chars)

    def _fill(self, start: int, end: int, char: str) -> None:
        blanks = self._blanks[start:end]
        if "\n" in blanks or "\r" in blanks:
            self._chars[start:end] = blanks.replace(" ", char)
        else:
            self._chars[start:end] = char * (end - start)


def trimmed(prose: str, start: int, end: int) -> Span:
    """The stretch from the first to the last character that shows; empty at `start` where none does."""
    shown = prose[start:end].rstrip(_EDGE)
    first = start + len(shown) - len(shown.lstrip(_EDGE))
    return Span(first, start + len(shown)) if shown else Span(start, start)


def shows(prose: str, start: int, end: int) -> bool:
    """Whether anything but blanks and joiners stands there."""
    return _INK.search(prose, start, end) is not None
