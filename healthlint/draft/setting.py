"""One value of front matter, and the fault of front matter that cannot be read."""

import re
from collections.abc import Iterator

import msgspec

from healthlint.later import later
from healthlint.model import Span

_LINE = later(r"^[ \t]*['\"]?([\w.-]+)['\"]?[ \t]*[:=][ \t]+(\S[^\r\n]*?)[ \t]*$", re.MULTILINE)


class Setting(msgspec.Struct, frozen=True, gc=False):
    """A name and one of its values. A list is one setting for each of its members."""

    name: str
    value: str
    span: Span
    """The value without quotation marks, or the key's line."""
    shown: tuple[tuple[int, int, str], ...] = ()
    """The characters that show: each stretch as typed (empty string), or what an escape in it stands for."""
    holds: bool = True
    """False for an empty list: a field without a value."""


class Broken(Exception):
    """Front matter that cannot be read, with the lines that can."""

    def __init__(self, span: Span, message: str, salvaged: tuple[Setting, ...]) -> None:
        super().__init__(message)
        self.span, self.message, self.salvaged = span, message, salvaged


def salvage(text: str, span: Span) -> Iterator[Setting]:
    """The plain `name: value` lines of a block that cannot be read as a whole."""
    for line in _LINE.finditer(text.replace("\r", "\n"), span.start, span.end):
        start, end = line.span(2)
        while end - start > 1 and text[start] in "'\"" and text[end - 1] == text[start]:
            start, end = start + 1, end - 1
        yield Setting(line[1], text[start:end], Span(start, end), ((start, end, ""),))


def place(text: str, block: Span, line: int, column: int) -> Span:
    """The line of the draft that is so many lines into the block, from its column on."""
    starts = [
        block.start,
        *(match.end() for match in re.finditer(r"\r\n|\n|\r", text[block.start : block.end])),
    ]
    start = starts[min(line, len(starts)) - 1] + (block.start if line > 1 else 0) if line <= len(starts) else block.end
    line_end = re.compile(r"[^\r\n]*").match(text, start)
    end = line_end.end() if line_end else start
    return Span(min(start + max(0, column - 1), end), end)
