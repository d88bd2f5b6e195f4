"""Plain text: paragraphs, list items and bare headings on a page; no markup but our own comments."""

from healthlint.draft.page import Page
from healthlint.later import later
from healthlint.model import Span

_LINE = later(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_BULLET = later(r"[ \t]*(?:[-*+•‣◦▪●·–]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])[ \t]+(?=\S)")
_RULE = later(r"[ \t]*([-=_*~#])\1{2,}[ \t]*")


def walk(text: str, page: Page) -> None:
    """Read the page's text and write what it says on the page."""
    in_list = False
    for line in _LINE.finditer(text):
        start, end = line.span(1)
        if not line[1].strip() or _RULE.fullmatch(line[1]):
            page.close(start)
            continue
        bullet = _BULLET.match(line[1])
        if bullet:
            if not in_list:
                page.open_list(start)
                in_list = True
            page.close_item(start)
            page.open_item(start)
            start += bullet.end()
        elif in_list and page.leaf is None and not line[1][0].isspace():
            page.unwind(1, start)
            in_list = False
        leaf = page.ensure(start)
        page.mask.reveal(start, end)
        leaf.softs.append(Span(end, line.end()))
    page.unwind(1, len(text))
    for opener, closer in (("<!--", "-->"), ("{/*", "*/}")):
        start = text.find(opener)
        while start >= 0 and (end := text.find(closer, start)) >= 0:
            page.mask.blank(start, end + len(closer))
            start = text.find(opener, end)
