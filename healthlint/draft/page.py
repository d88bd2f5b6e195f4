"""A page being read: its mask, the leaves found so far, and what is open around the next one."""

from collections import Counter

import msgspec

from healthlint.draft.html import ENTITY, decode
from healthlint.draft.mask import Mask
from healthlint.model import BlockKind, Container, Link, Span


class Listing(msgspec.Struct, eq=False, gc=False):
    """A list while it is read: what introduces it and how far its items reach."""

    lead: "Leaf | None"
    around: "Listing | None"
    depth: int
    start: int = -1
    end: int = -1

    def add(self, item: Span) -> None:
        """Take in an item, or a whole list within one."""
        self.start = item.start if self.start < 0 else min(self.start, item.start)
        self.end = max(self.end, item.end)


class Leaf(msgspec.Struct, eq=False, gc=False):
    """A stretch of inline content, before it is cut into blocks."""

    kind: BlockKind
    start: int
    inside: frozenset[Container]
    end: int = -1
    level: int = 0
    field_name: str | None = None
    listing: Listing | None = None
    lead: "Leaf | None" = None
    """Of a table cell: the head of its column."""
    softs: list[Span] = []
    """The line ends within, which show as blanks."""
    hards: list[Span] = []
    """The breaks within that a reader sees."""
    bolds: list[Span] = []
    images: list[Span] = []
    links: list[Span] = []
    is_hint: bool = False
    """It comes from a title or attribute: no heading of the page."""
    last: Span | None = None
    """The last block that was cut from it."""


class _Frame(msgspec.Struct, eq=False, gc=False):
    """An open container, and the leaf that was closed last directly in it."""

    container: Container | None
    listing: Listing | None = None
    is_item: bool = False
    last: Leaf | None = None


class Page(msgspec.Struct, eq=False):
    """What the readers of Markdown, HTML and plain text all write on."""

    text: str
    mask: Mask
    leaves: list[Leaf] = []
    links: list[Link] = []
    notes: list[Span] = []
    """References to footnotes."""
    raised: list[Span] = []
    """What stands in superscript."""
    cited: list[tuple[Span, str]] = []
    """Sources named by a key."""
    leaf: Leaf | None = None
    floor: int = 1
    """The frames below are Markdown's own: no stray HTML tag closes them."""
    _frames: list[_Frame] = msgspec.field(default_factory=lambda: [_Frame(None)])
    _open: Counter[Container] = msgspec.field(default_factory=Counter)
    _around: frozenset[Container] | None = frozenset()
    """What encloses the place that is being read; None where that has changed."""

    @property
    def depth(self) -> int:
        return len(self._frames)

    def enter(self, container: Container, start: int) -> None:
        self.close(start)
        self.separate()
        self._push(_Frame(container))

    def leave(self, container: Container, end: int) -> None:
        """Close the innermost such container above the floor, if there is one, with all that is in it."""
        for depth in range(self.depth - 1, self.floor - 1, -1):
            if self._frames[depth].container == container:
                return self.unwind(depth, end)
        return None

    def unwind(self, depth: int, end: int) -> None:
        """Close what was opened since there were so many frames."""
        self.close(end)
        while len(self._frames) > depth:
            frame = self._frames.pop()
            if frame.container:
                self.count(frame.container, -1)

    def open_list(self, start: int) -> None:
        self.close(start)
        lead = self._frames[-1].last
        around = next((frame.listing for frame in reversed(self._frames) if frame.listing), None)
        self.separate()
        self._push(_Frame("list", Listing(lead, around, self.depth)))

    def open_item(self, start: int) -> None:
        self.close(start)
        self._push(_Frame(None, is_item=True))

    def close_item(self, end: int) -> None:
        """Close the innermost item above the floor, unless a list within it is still open."""
        self.close(end)
        for depth in range(self.depth - 1, self.floor - 1, -1):
            if self._frames[depth].listing:
                return None
            if self._frames[depth].is_item:
                return self.unwind(depth, end)
        return None

    def open(self, kind: BlockKind, start: int, level: int = 0) -> Leaf:
        """Begin a leaf. A paragraph that stands directly in a list item is an item."""
        self.close(start)
        frame = self._frames[-1]
        if kind == "paragraph" and frame.is_item:
            kind = "item"
        leaf = Leaf(kind, start, self.around(), level=level)
        if kind == "item" and frame.is_item:
            leaf.listing = self._frames[-2].listing
        self.leaf = leaf
        return leaf

    def close(self, end: int) -> None:
        if self.leaf is not None:
            self.leaf.end = end
            self.leaves.append(self.leaf)
            self._frames[-1].last = self.leaf
            self.leaf = None

    def ensure(self, start: int) -> Leaf:
        """The open leaf, or a new paragraph: text stands directly in tight list items."""
        return self.leaf or self.open("paragraph", start)

    def separate(self) -> None:
        """Something stands here that parts a list from what came before."""
        self._frames[-1].last = None

    def hint(self, span: Span, kind: BlockKind = "alt") -> None:
        """Show the text of an attribute: as part of the open leaf, or as a block of its own."""
        self.mask.reveal(*span)
        for entity in ENTITY.finditer(self.text, *span):
            self.mask.entity(*entity.span(), decode(entity[0]))
        if self.leaf is not None:
            self.leaf.images.append(span)
        else:
            self.leaves.append(Leaf(kind, span.start, self.around(), end=span.end, is_hint=True))

    def around(self) -> frozenset[Container]:
        """What encloses the place that is being read."""
        if self._around is None:
            self._around = frozenset(container for container, count in self._open.items() if count > 0)
        return self._around

    def count(self, container: Container, change: int) -> None:
        """A container that is no frame of its own: from within HTML, the list around it is still seen."""
        self._open[container] += change
        self._around = None

    def _push(self, frame: _Frame) -> None:
        self._frames.append(frame)
        if frame.container:
            self.count(frame.container, 1)
