"""HTML on a page: tags open and close leaves, containers and links, within Markdown or in blocks."""

from healthlint.draft import html
from healthlint.draft.html import Tag
from healthlint.draft.page import Leaf, Page
from healthlint.draft.urls import link
from healthlint.model import Container, Span

_DEEPEST = 200
"""Deeper in each other HTML elements are not told apart."""

_CONTAINERS: dict[str, Container] = {"blockquote": "quote", "table": "table"}


class Tags:
    """Reads the HTML of one page. Markdown hands it single tags, and whole blocks as a masked view."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._open: dict[str, int] = {}
        """Where the content of the innermost open tag of each name starts."""
        self._targets: list[tuple[int, Span]] = []
        self._heads: list[Leaf] = []
        self._column = 0
        self._in_head = True

    @property
    def in_code(self) -> bool:
        return bool(self._open) and not html.CODE.isdisjoint(self._open)

    def forget(self) -> None:
        """The leaf is over: what is still open is not closed later."""
        if self._open:
            self._open.clear()
        if self._targets:
            self._targets.clear()

    def block(self, view: str, start: int) -> None:
        """A block of HTML. In `view`, what is not HTML (such as the marks of a quote) is blank."""
        page, depth, end = self._page, self._page.depth, start + len(view)
        page.close(start)
        page.count("html", 1)
        for token in html.tokens(view, start):
            if token.tag:
                self.tag(token.tag)
            elif token.kind in ("text", "entity"):
                self._text(token)
        page.unwind(depth, end)
        page.count("html", -1)
        self.forget()

    def tag(self, tag: Tag) -> None:
        """One tag, wherever it stands."""
        if tag.name in html.INLINE:
            self._page.mask.join(*tag.span)
        else:
            self._page.mask.blank(*tag.span)
        if tag.closes:
            self._close(tag)
        else:
            self._start(tag)

    def _text(self, token: html.Token) -> None:
        page, (start, end) = self._page, token.span
        if page.leaf is None and token.source.isspace():
            return
        if self.in_code:
            page.mask.opaque(start, end)
            return
        page.ensure(start)
        if token.kind == "entity":
            page.mask.entity(start, end, html.decode(token.source))
        else:
            page.mask.reveal(start, end)

    def _start(self, tag: Tag) -> None:
        name, page = tag.name, self._page
        if name == "br":
            if page.leaf:
                page.leaf.hards.append(tag.span)
            return
        if name in html.BLOCKS or name in html.LISTS or name in html.ITEMS:
            page.close(tag.span.start)
        self._structure(tag)
        self._hints(tag)
        if not tag.alone:
            self._open[name] = tag.span.end
            if name == "a" and (target := html.attributes(tag.source, tag.span.start).get("href")):
                self._targets.append((tag.span.start, target))

    def _structure(self, tag: Tag) -> None:
        """What the tag opens on the page."""
        name, page, (start, end) = tag.name, self._page, tag.span
        if page.depth > _DEEPEST:
            return
        if level := html.HEADINGS.get(name):
            page.open("heading", end, level)
        elif name in html.LISTS:
            page.open_list(start)
        elif name in html.ITEMS:
            page.close_item(start)
            page.open_item(start)
        elif name == "hr":
            page.separate()
        elif name in ("td", "th"):
            self._cell(page.open("cell", end))
        elif container := _CONTAINERS.get(name):
            page.enter(container, start)
            self._heads, self._in_head = [], True
        elif name == "tr":
            self._in_head, self._column = not self._heads, 0

    def _cell(self, leaf: Leaf) -> None:
        if self._in_head:
            self._heads.append(leaf)
        elif self._column < len(self._heads):
            leaf.lead = self._heads[self._column]
        self._column += 1

    def _hints(self, tag: Tag) -> None:
        """The texts in attributes that a reader may be shown: of images always, of others between blocks."""
        page = self._page
        if tag.name != "img" and page.leaf is not None:
            return
        found = html.attributes(tag.source, tag.span.start)
        for name in ("alt", "title"):
            if (span := found.get(name)) and page.text[span.start : span.end].strip():
                page.hint(span)

    def _close(self, tag: Tag) -> None:
        name, page, (start, end) = tag.name, self._page, tag.span
        opened = self._open.pop(name, None)
        if opened is not None and page.leaf is not None:
            self._mark(name, Span(opened, start))
        if name == "a" and self._targets:
            self._link(Span(opened if opened is not None else start, start), end)
        if name in html.LISTS:
            page.leave("list", start)
        elif name in html.ITEMS:
            page.close_item(start)
        elif container := _CONTAINERS.get(name):
            page.leave(container, start)
        elif name in html.BLOCKS:
            page.close(start)

    def _mark(self, name: str, content: Span) -> None:
        page = self._page
        if name == "sup":
            page.raised.append(content)
        elif name in ("b", "strong") and page.leaf is not None:
            page.leaf.bolds.append(content)

    def _link(self, label: Span, end: int) -> None:
        page = self._page
        start, target = self._targets.pop()
        page.links.append(link(Span(start, end), label, html.decode(page.text[target.start : target.end])))
        if page.leaf is not None:
            page.leaf.links.append(Span(start, end))
