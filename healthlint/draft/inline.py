"""The inline part of Markdown: text, emphasis, links, images and breaks, painted on the open leaf."""

from healthlint.draft.html import read_tag
from healthlint.draft.page import Page
from healthlint.draft.tags import Tags
from healthlint.draft.urls import link
from healthlint.model import Span

Payload = object
"""What the parser says of an event, beyond its name and place."""

_ADDRESSES = ("Autolink", "Email")
"""Links whose label is the address itself."""


class Inline:
    """Paints one inline event after the other. Every place is a character offset."""

    def __init__(self, feed: str, page: Page, tags: Tags) -> None:
        self._feed, self._page, self._mask, self._tags = feed, page, page.mask, tags
        self._at = 0
        """Where the last event ended."""
        self.broken = -1
        """Where the last line break ended, until the next event shows where its line begins."""
        self._anchors: list[tuple[int, str, str]] = []
        self._images: list[int] = []

    def begin(self, start: int) -> None:
        """A leaf begins."""
        self._at = start

    def resume(self, start: int) -> None:
        """Blank what a quote puts before a continued line, even within emphasis."""
        if start >= self.broken >= 0:
            self._mask.blank(self.broken, start)
            self.broken = -1

    def text(self, said: str, start: int, end: int) -> None:
        if self._page.leaf is None:
            self._page.ensure(start)
        if start and self._feed[start - 1] == "\\" and self._at < start:
            self._mask.join(start - 1, start)
        self._at = end
        if self._tags.in_code or (self._anchors and self._anchors[-1][1] in ("Autolink", "Email")):
            self._mask.opaque(start, end)
        elif self._feed[start] == "&" and said != self._feed[start:end]:
            self._mask.entity(start, end, said)
        else:
            self._mask.reveal(start, end)

    def line_break(self, event: str, start: int, end: int) -> None:
        leaf = self._page.ensure(start)
        self._mask.blank(start, end)
        (leaf.hards if event == "HardBreak" else leaf.softs).append(Span(start, end))
        self._at = self.broken = end

    def code(self, _: Payload, start: int, end: int) -> None:
        self._page.ensure(start)
        self._mask.opaque(start, end)
        self._at = end

    def note(self, _: Payload, start: int, end: int) -> None:
        self._page.ensure(start)
        self._mask.blank(start, end)
        self._page.notes.append(Span(start, end))
        self._at = end

    def html(self, said: Payload, start: int, end: int) -> None:
        self._page.ensure(start)
        self._at = end
        if tag := read_tag(str(said), start):
            source = self._page.text[start:end]
            self._tags.tag(read_tag(source, start) or tag)
        else:
            self._mask.join(start, end)

    def styled(self, _: Payload, start: int, end: int) -> None:
        self._page.ensure(start)
        self._mask.join(start, end)

    def bold(self, _: Payload, start: int, end: int) -> None:
        self._page.ensure(start).bolds.append(Span(start, end))
        self._mask.join(start, end)

    def anchor(self, data: Payload, start: int, end: int) -> None:
        self._page.ensure(start)
        self._mask.join(start, end)
        if isinstance(data, dict):
            self._anchors.append((start, str(data["link_type"]), str(data["dest_url"])))
        self._at = start

    def anchor_ends(self, _: Payload, start: int, end: int) -> None:
        start, kind, target = self._anchors.pop()
        label = Span(start + 1, max(start + 1, self._at))
        target = self._as_typed(target, label.end, end) if kind == "Inline" else target
        if kind in ("Autolink", "Email"):
            target = self._page.text[start + 1 : end - 1]
        self._page.links.append(link(Span(start, end), label, target))
        if self._page.leaf:
            self._page.leaf.links.append(Span(start, end))
        self._at = end

    def _as_typed(self, target: str, start: int, end: int) -> str:
        """The address with the letters that the ASCII copy lacks."""
        found = self._feed.find(target, start, end)
        return self._page.text[found : found + len(target)] if found >= 0 else target

    def image(self, _: Payload, start: int, end: int) -> None:
        self._page.ensure(start)
        self._mask.blank(start, end)
        self._images.append(start)
        self._at = start + 2

    def image_ends(self, _: Payload, start: int, end: int) -> None:
        start = self._images.pop()
        leaf = self._page.ensure(start)
        leaf.images.append(Span(start, end))
        self._at = end
