"""Markdown: the parser's events, told to a page."""

from collections.abc import Callable, Mapping
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

import pyromark

from healthlint.draft.inline import Inline, Payload
from healthlint.draft.page import Leaf, Page
from healthlint.draft.tags import Tags
from healthlint.model import Span

if TYPE_CHECKING:
    from pyromark.event import Event

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
    | pyromark.Options.ENABLE_GFM
    | pyromark.Options.ENABLE_DEFINITION_LIST
)


def walk(feed: str, page: Page) -> None:
    """Read `feed`, an ASCII copy of the page's text, and write what it says on the page.

    The copy has one byte for each character: the parser's byte ranges are character offsets.
    """
    see = _Walk(feed, page).see
    for event, place in pyromark.events_with_range(feed, options=_OPTIONS):
        see(event, place["start"], place["end"])
    page.unwind(1, len(feed))


_Act = Callable[[Payload, int, int], None]
"""What is done at an event: what the parser says of it, its start, its end."""


class _Walk:
    """One reading: the block structure is kept here, inline events are handed on."""

    def __init__(self, feed: str, page: Page) -> None:
        self._page, self._tags = page, Tags(page)
        self._inline = Inline(feed, page, self._tags)
        self._depths: list[int] = []
        """How many frames there were when each open Markdown container began."""
        self._pieces: list[Span] = []
        """The lines of the HTML block that is being read."""
        self._in_code = False
        self._heads: list[Leaf] = []
        self._column = 0
        self._in_head = False
        self._acts = {"Start": self._starting(), "End": self._ending()}
        self._lone_acts = self._alone()

    def _alone(self) -> Mapping[str, _Act]:
        """What is done at an event that neither starts nor ends anything."""
        inline = self._inline
        return {
            "Text": self._text,
            "Code": inline.code,
            "FootnoteReference": inline.note,
            "InlineHtml": inline.html,
            "Html": self._html,
        }

    def _starting(self) -> Mapping[str, _Act]:
        inline = self._inline
        return {
            "Emphasis": inline.styled,
            "Strikethrough": inline.styled,
            "Strong": inline.bold,
            "Link": inline.anchor,
            "Image": inline.image,
            "Paragraph": self._paragraph,
            "DefinitionListTitle": self._paragraph,
            "Heading": self._heading,
            "BlockQuote": self._quote,
            "FootnoteDefinition": self._footnote,
            "List": self._list,
            "Item": self._item,
            "DefinitionListDefinition": self._definition,
            "Table": self._table,
            "TableHead": self._row,
            "TableRow": self._row,
            "TableCell": self._cell,
            "CodeBlock": self._code_block,
        }

    def _ending(self) -> Mapping[str, _Act]:
        return {
            "Link": self._inline.anchor_ends,
            "Image": self._inline.image_ends,
            "CodeBlock": self._code_block_ends,
            "HtmlBlock": self._html_block_ends,
            **dict.fromkeys(_CONTAINERS, self._ends),
        }

    def see(self, event: "Event", start: int, end: int) -> None:
        """One event of the parser."""
        if self._inline.broken >= 0:
            self._inline.resume(start)
        if event == "Rule":
            self._page.close(start)
            self._page.separate()
        elif isinstance(event, str):
            self._inline.line_break(event, start, end)
        else:
            [(name, data)] = event.items()
            acts = self._acts.get(name)
            if acts is None:
                act = self._lone_acts.get(name)
            elif isinstance(data, str):
                act, data = acts.get(data), None
            else:
                [(kind, data)] = data.items()  # type: ignore[attr-defined]
                act = acts.get(kind)
            if act is not None:
                act(data, start, end)

    def _text(self, said: Payload, start: int, end: int) -> None:
        if not self._in_code:
            self._inline.text(str(said), start, end)

    def _enter(self, start: int) -> None:
        self._page.close(start)
        self._depths.append(self._page.depth)

    def _settle(self) -> None:
        self._page.floor = self._page.depth

    def _ends(self, _: Payload, start: int, end: int) -> None:
        """Whatever began with `_enter` is over, with all that HTML opened in it."""
        self._page.unwind(self._depths.pop(), end)
        self._settle()
        self._tags.forget()

    def _paragraph(self, _: Payload, start: int, end: int) -> None:
        self._enter(start)
        self._page.open("paragraph", start)
        self._inline.begin(start)

    def _heading(self, data: Payload, start: int, end: int) -> None:
        self._enter(start)
        level = str(data["level"])[1:] if isinstance(data, dict) else "1"
        self._page.open("heading", start, int(level))
        self._inline.begin(start)

    def _quote(self, _: Payload, start: int, end: int) -> None:
        self._enter(start)
        self._page.enter("quote", start)
        self._settle()

    def _footnote(self, _: Payload, start: int, end: int) -> None:
        self._enter(start)
        self._page.enter("footnote", start)
        self._settle()

    def _list(self, _: Payload, start: int, end: int) -> None:
        self._enter(start)
        self._page.open_list(start)
        self._settle()

    def _item(self, _: Payload, start: int, end: int) -> None:
        self._enter(start)
        self._page.open_item(start)
        self._settle()

    def _definition(self, _: Payload, start: int, end: int) -> None:
        self._enter(start)
        self._page.open_list(start)
        self._page.open_item(start)
        self._settle()

    def _table(self, _: Payload, start: int, end: int) -> None:
        self._enter(start)
        self._page.enter("table", start)
        self._settle()
        self._heads = []

    def _row(self, _: Payload, start: int, end: int) -> None:
        self._column = 0
        self._in_head = not self._heads

    def _cell(self, _: Payload, start: int, end: int) -> None:
        self._enter(start)
        leaf = self._page.open("cell", start)
        self._inline.begin(start)
        if self._in_head:
            self._heads.append(leaf)
        elif self._column < len(self._heads):
            leaf.lead = self._heads[self._column]
        self._column += 1

    def _code_block(self, _: Payload, start: int, end: int) -> None:
        self._page.close(start)
        self._page.separate()
        self._page.mask.opaque(start, end)
        self._in_code = True

    def _code_block_ends(self, _: Payload, start: int, end: int) -> None:
        self._in_code = False

    def _html(self, _: Payload, start: int, end: int) -> None:
        self._pieces.append(Span(start, end))

    def _html_block_ends(self, _: Payload, start: int, end: int) -> None:
        """The block's lines, without what a quote or list puts before each, are read as HTML."""
        pieces, self._pieces = self._pieces, []
        if not pieces:
            return
        first = pieces[0][0]
        view: list[str] = []
        gaps = [Span(one[1], other[0]) for one, other in pairwise(pieces)]
        for piece, gap in zip_longest(pieces, gaps, fillvalue=Span(0, 0)):
            view += [self._page.text[piece[0] : piece[1]], " " * (gap[1] - gap[0])]
        self._tags.block("".join(view), first)
        for gap in gaps:
            self._page.mask.blank(*gap)


_CONTAINERS = (
    "Paragraph DefinitionListTitle Heading BlockQuote FootnoteDefinition List Item DefinitionListDefinition"
    " Table TableCell"
).split()
"""The names of what `_enter` begins."""
