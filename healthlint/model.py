"""The nouns that every other module speaks of: places in a draft, its parts, and what is found there."""

from bisect import bisect_right
from collections.abc import Mapping
from typing import Literal, NamedTuple

import msgspec

OPAQUE = "\ufffc"
"""Stands in `Document.prose` for a character of code or of a URL: neither blank nor part of a word."""

JOINER = "\u2060"
"""Stands in `Document.prose` for markup of no width, so that `cu**re**s` is still one word."""

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
"""From the mildest to the gravest."""
Level = Literal["error", "warning", "info", "off"]
"""How grave a rule is by somebody's wish; `off` leaves it out."""

Scope = Literal["sentence", "neighbour", "block", "lead-in", "section", "document", "before", "above"]
ABOVE = 20
"""How many paragraphs, headings and items before its own `above` takes in: what readers still have in mind."""

BlockKind = Literal["paragraph", "heading", "item", "cell", "front-matter", "alt"]
Container = Literal["quote", "footnote", "list", "table", "html"]


class Span(NamedTuple):
    """A half-open stretch of characters of the file as typed."""

    start: int
    end: int

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


class Position(NamedTuple):
    """Where a character stands for a reader: both numbers count from 1, columns in characters."""

    line: int
    column: int


class Block(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A leaf of the page. Blocks never overlap and stand in the order of the file."""

    kind: BlockKind
    span: Span
    inside: frozenset[Container] = frozenset()
    """What encloses it."""
    level: int = 0
    """Of a heading: 1 to 6. Else 0."""
    group: Span | None = None
    """Of a list item: from the line that introduces the list to the list's end."""
    lead_in: Span | None = None
    """Of a list item: the block that introduces the list, or the item that holds a nested list."""
    field: str | None = None
    """Of front matter: the name of the field that this text stands in."""


class Link(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A link, autolink or image. `label` may be empty."""

    span: Span
    label: Span
    target: str
    host: str
    """Lower case, without `www.`; empty for a link within the site."""


class Citation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A place that names a source."""

    span: Span
    kind: Literal["link", "footnote", "numbered", "doi", "pmid", "registry", "author-year"]
    source: str
    """The URL, identifier or name, as typed."""


class Field(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A front-matter field: nested names are joined with dots, a list is one value each."""

    values: tuple[str, ...]
    span: Span


class Section(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """From a heading to the next of the same or a higher level. The part before any heading has level 0."""

    span: Span
    heading: Span
    """The heading's block; empty at the start of a part without one."""
    level: int


class Directive(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An inline comment that silences findings. `action` as typed, without the `healthlint-`."""

    span: Span
    action: str
    """`disable-next-line`, `disable`, `enable`, `disable-file`; anything else is a mistake to report."""
    rules: tuple[str, ...]
    reason: str
    until: str
    """An ISO date as typed, or empty."""


class Fault(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something about the draft itself that is broken, such as front matter that is no YAML."""

    span: Span
    rule: str
    message: str


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One draft, read once.

    Invariant: `prose` is as long as `text`, and each of its characters is the one in `text`, a decoded
    entity, a blank, `OPAQUE` or `JOINER`.
    """

    path: str
    text: str
    prose: str
    front_matter: Mapping[str, Field]
    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...]
    sections: tuple[Section, ...]
    links: tuple[Link, ...]
    citations: tuple[Citation, ...]
    quotes: tuple[Span, ...]
    """Stretches between quotation marks, marks included."""
    directives: tuple[Directive, ...]
    faults: tuple[Fault, ...]
    lines: tuple[int, ...]
    """Where each line starts."""
    skipped: str = ""
    """Why the draft is not checked ("reads as French"), or empty."""
    starts: tuple[int, ...] = ()
    """Where each block starts; kept for `block_at`."""

    def position(self, offset: int) -> Position:
        """The line and column of a character. A byte order mark takes no column, as in editors."""
        line = bisect_right(self.lines, offset) - 1
        column = offset - self.lines[line] + 1
        if line == 0 and self.text.startswith("\ufeff"):
            column = max(1, column - 1)
        return Position(line + 1, column)

    def line_span(self, line: int) -> Span:
        """The characters of a line, counted from 1, without its line end."""
        start = self.lines[line - 1]
        end = self.lines[line] if line < len(self.lines) else len(self.text)
        return Span(start, start + len(self.text[start:end].rstrip("\r\n")))

    def block_index(self, offset: int) -> int:
        """Which block holds this character or is the last to start before it; -1 before the first."""
        return bisect_right(self.starts, offset) - 1

    def block_at(self, span: Span) -> Block | None:
        index = self.block_index(span.start)
        if index >= 0 and self.blocks[index].span.holds(span):
            return self.blocks[index]
        return None

    def section_at(self, offset: int) -> Section | None:
        """The innermost section that holds this character: the one whose heading stands last before it."""
        index = bisect_right(self.sections, offset, key=lambda section: section.span.start) - 1
        return self.sections[index] if index >= 0 else None

    def around(self, span: Span, scope: Scope) -> Span:
        """The stretch of the draft that a rule means by `scope`, seen from `span`."""
        if scope == "document":
            return Span(0, len(self.text))
        if scope == "before":
            return Span(0, span.start)
        if scope == "above":
            index = self.block_index(span.start)
            return Span(self.blocks[max(0, index - ABOVE)].span.start if index >= 0 else 0, span.end)
        if scope == "section":
            section = self.section_at(span.start)
            return section.span if section else Span(0, len(self.text))
        block = self.block_at(span)
        if block is None:
            return Span(0, len(self.text))
        if scope == "block":
            return block.span
        if scope == "lead-in":
            return block.group or block.span
        return self._sentences_around(span, block, 1 if scope == "neighbour" else 0)

    def _sentences_around(self, span: Span, block: Block, reach: int) -> Span:
        """The sentence of `span`, widened by `reach` sentences either side, within its block."""
        first = bisect_right(self.sentences, (span.start, len(self.text))) - 1
        last = bisect_right(self.sentences, (max(span.start, span.end - 1), len(self.text))) - 1
        start = self.sentences[max(0, first - reach)].start
        end = self.sentences[min(len(self.sentences) - 1, last + reach)].end
        return Span(max(block.span.start, start), min(block.span.end, end))
