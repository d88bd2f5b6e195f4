"""The grammar of HTML as far as a reader of prose needs it: tokens, attributes, and what each tag is."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Literal

import msgspec

from healthlint.later import later
from healthlint.model import Span

_ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
ENTITY = later(_ENTITY)
_ATTRIBUTES = r"""(?:[^<>"']|"[^"]{0,4000}"|'[^']{0,4000}')*"""
_TOKEN = later(
    rf"(?P<comment><!--(?:.*?-->|.*))|(?P<tag></?(?P<name>[a-zA-Z][\w:.-]*){_ATTRIBUTES}>)"
    rf"|(?P<other><[!?][^<>]*>)|(?P<entity>{_ENTITY})",
    re.DOTALL,
)
_TAG = later(r"<(/?)([a-zA-Z][\w:.-]*)")
_ATTRIBUTE = later(r"""([a-zA-Z_:@][\w:.@-]*)\s*=\s*\{?\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s"'<>`{}]+))""")

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite data del dfn em font i ins label mark nobr q s small span strike"
    " strong sub sup time tt u var wbr".split()
)
"""Tags that stand within a word or sentence without parting it."""

CODE = frozenset("code kbd listing math pre samp script style svg template textarea xmp".split())
"""Tags whose content is no prose."""

ITEMS = frozenset("li dd dt".split())
LISTS = frozenset("ul ol dl menu".split())
VOID = frozenset("br hr img input wbr embed source".split())
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(
    "address article aside blockquote body button caption center details dialog div fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe legend main nav noscript option"
    " p picture section select summary table tbody td tfoot th thead title tr video".split()
)
"""Tags that end the paragraph before them."""


class Tag(msgspec.Struct, frozen=True, gc=False):
    """A start or end tag."""

    name: str
    span: Span
    closes: bool
    alone: bool
    """It has no end tag."""
    source: str


class Token(msgspec.Struct, frozen=True, gc=False):
    """A piece of HTML: text, an entity, a tag, or something that no reader sees."""

    span: Span
    source: str
    kind: Literal["text", "entity", "tag", "hidden"]
    tag: Tag | None = None


def tokens(view: str, offset: int) -> Iterator[Token]:
    """The pieces of HTML in `view`, which stands at `offset`, without a gap."""
    at = 0
    for match in _TOKEN.finditer(view):
        if match.start() > at:
            yield Token(Span(offset + at, offset + match.start()), view[at : match.start()], "text")
        at = match.end()
        span = Span(offset + match.start(), offset + at)
        if match["tag"]:
            yield Token(span, match[0], "tag", read_tag(match[0], span.start))
        else:
            yield Token(span, match[0], "entity" if match["entity"] else "hidden")
    if at < len(view):
        yield Token(Span(offset + at, offset + len(view)), view[at:], "text")


SHOWN = ("alt", "title", "subtitle", "caption", "label", "description", "heading", "text", "quote", "attr")
"""The attributes of components and shortcodes that hold prose."""


def read_tag(source: str, start: int) -> Tag | None:
    """The tag that `source` spells; None where it is a comment or the like."""
    match = _TAG.match(source)
    if match is None:
        return None
    name = match[2].lower()
    alone = name in VOID or source.endswith("/>")
    return Tag(name, Span(start, start + len(source)), bool(match[1]), alone, source)


def attributes(source: str, start: int) -> dict[str, Span]:
    """Where each attribute's value stands in a tag or shortcode that stands at `start`."""
    found: dict[str, Span] = {}
    for match in _ATTRIBUTE.finditer(source):
        group = match.lastindex or 5
        found.setdefault(match[1].lower(), Span(start + match.start(group), start + match.end(group)))
    return found


def hints_in(source: str, start: int) -> list[Span]:
    """The values of those attributes of a component or shortcode that a reader sees."""
    found = attributes(source, start)
    return [
        found[name]
        for name in SHOWN
        if name in found and source[found[name].start - start : found[name].end - start].strip()
    ]


def decode(entity: str) -> str:
    return unescape(entity)
