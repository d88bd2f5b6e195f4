"""What is found before Markdown is read: stretches that the Markdown parser must not see as typed."""

import re
from bisect import bisect_left, bisect_right
from functools import partial
from typing import Literal

import msgspec

from healthlint.later import later
from healthlint.model import BlockKind, Span

Paint = Literal["blank", "opaque", "join"]

_BLANK_LINE = later(r"(?:\r\n|\n|\r(?!\n))[ \t>]*(?=[\r\n])")
_BACKTICKS = later(r"`+")
_CLOSING_FENCE = later(r"(?:(?<=[\r\n])|\A)[ \t>]*+(`{3,}+|~{3,}+)[ \t]*+(?=[\r\n]|\Z)")
_REST_OF_LINE = later(r"[ \t]*(?=[\r\n]|\Z)")
_REACH = 200
"""How much indentation and how many quote marks a line may have before a construct."""


class Patch(msgspec.Struct, frozen=True, gc=False):
    """A stretch to be hidden from the Markdown parser, and how it shows in the prose."""

    span: Span
    paint: Paint
    fill: str
    """What the parser sees in place of each character; line ends stay."""


class Scan(msgspec.Struct, eq=False):
    """A draft under the scanner: its text, and what was found so far."""

    text: str
    patches: list[Patch] = []
    hints: list[tuple[Span, BlockKind]] = []
    """Texts in attributes and titles that a reader sees, each a block of its own."""
    fences: dict[int, int] = {}
    """Where the fences that close an admonition start and end."""
    links: list[tuple[Span, Span, str]] = []
    """Wikilinks: the whole, the label, the page."""
    cited: list[tuple[Span, str]] = []
    _next: dict[str, int] = {}
    _ends: list[int] | None = None
    _closers: list[Span] | None = None
    _unclosed: set[tuple[str, int]] = set()
    _dead: dict[str, int] = {}
    _runs: dict[int, list[int]] | None = None

    def nearest(self, closer: str, at: int) -> int:
        """Where `closer` stands next, or -1. The file is searched once a closer, not once a question."""
        known = self._next.get(closer, -2)
        if known == -1 or known >= at:
            return known
        found = self._next[closer] = self.text.find(closer, at)
        return found

    def closing(self, closer: str, at: int, reach: int) -> int:
        """Where a construct that began before `at` ends, in its paragraph and within reach, or -1."""
        found = self.nearest(closer, at)
        return found + len(closer) if 0 <= found <= min(at + reach, self.paragraph_end(at)) else -1

    def gives_up(self, opener: str, start: int, reached: int = 0) -> bool:
        """Whether a construct here surely does not end: an earlier one was followed in vain past here."""
        if reached:
            self._dead[opener] = reached
        return start < self._dead.get(opener, 0)

    def paragraph_end(self, at: int) -> int:
        if self._ends is None:
            self._ends = [match.start() for match in _BLANK_LINE.finditer(self.text)]
        index = bisect_left(self._ends, at)
        return self._ends[index] if index < len(self._ends) else len(self.text)

    def line_end(self, at: int) -> int:
        ends = [end for end in (self.nearest("\n", at), self.nearest("\r", at)) if end >= 0]
        return min(ends, default=len(self.text))

    def closing_fence(self, opener: str, at: int) -> Span | None:
        """The line of backticks or tildes that closes the code block opened before `at`."""
        if (opener[0], len(opener)) in self._unclosed:
            return None
        if self._closers is None:
            self._closers = [Span(*match.span(1)) for match in _CLOSING_FENCE.finditer(self.text)]
        for index in range(bisect_left(self._closers, Span(at, 0)), len(self._closers)):
            span = self._closers[index]
            if self.text[span.start] == opener[0] and span.end - span.start >= len(opener):
                return span
        self._unclosed.add((opener[0], len(opener)))
        return None

    def code_end(self, start: int, length: int) -> int:
        """Where the code span ends whose run of so many backticks starts here; -1 where it is no code."""
        if self._runs is None:
            self._runs = {}
            for run in _BACKTICKS.finditer(self.text):
                self._runs.setdefault(len(run[0]), []).append(run.start())
        runs = self._runs.get(length, [])
        index = bisect_right(runs, start)
        if index < len(runs) and runs[index] < self.paragraph_end(start):
            return runs[index] + length
        return -1

    def is_alone(self, span: Span) -> bool:
        """Whether nothing else stands on the construct's lines."""
        before = self.text[max(0, span.start - _REACH) : span.start]
        line = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
        if len(line) == _REACH or line.strip(" \t>\ufeff"):
            return False
        return _REST_OF_LINE.match(self.text, span.end) is not None

    def hide(self, start: int, end: int, paint: Paint = "blank") -> int:
        """Patch a construct: alone on its lines it is as good as nothing, else it stands like a word."""
        span = Span(start, end)
        if self.is_alone(span):
            fill = "|" if self._is_between_rows(span) else " "
            self.patches.append(Patch(span, "blank" if paint == "join" else paint, fill))
        else:
            self.patches.append(Patch(span, paint, "a"))
        return end

    def _is_between_rows(self, span: Span) -> bool:
        """A blank line would end a table: between two rows the construct must pass for one."""
        line_end = self.text.rfind("\n", max(0, span.start - _REACH), span.start)
        above = self.text[max(0, line_end - _REACH) : max(0, line_end)].rpartition("\n")[2]
        below = self.text[span.end : span.end + _REACH].lstrip(" \t").lstrip("\r").removeprefix("\n").partition("\n")[0]
        return "|" in above and "|" in below


def patched(feed: str, patches: list[Patch]) -> str:
    """The parser's copy with each patch filled in. Patches stand in order and do not overlap."""
    parts: list[str] = []
    at = 0
    for patch in patches:
        start, end = patch.span
        fill = partial(_filling, patch.fill)
        hidden = re.sub(r"[^\r\n]+", fill, feed[start:end])
        parts += [feed[at:start], hidden]
        at = end
    return "".join([*parts, feed[at:]])


def _filling(fill: str, line: re.Match[str]) -> str:
    length = len(line[0])
    return f"|{' ' * (length - 2)}|" if fill == "|" else fill * length
