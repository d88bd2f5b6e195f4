"""Elements of HTML: whatever is no element is escaped, and a link leads out only by https."""

import html
import re
from collections.abc import Iterable
from typing import TypeAlias

VOID = frozenset(["br", "hr", "input", "link", "meta"])
BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of what follows them: a pack could make a text read as another one."""

HTTPS = re.compile(r"https://[^\s\"'<>\\^`{|}\x00-\x20\x7f]+")


class Html(str):
    """Text that is markup already. Whatever joins or formats it makes a plain text again, which is escaped."""

    __slots__ = ()


Child: TypeAlias = "str | Iterable[Child] | None"


def escaped(text: str) -> str:
    return html.escape(BIDI.sub("\ufffd", text), quote=True)


def tag(element: str, /, *children: Child, **attributes: str | bool | None) -> Html:
    """An element. `class_` is the attribute `class`, `aria_label` is `aria-label`; None and False are left out."""
    said = "".join(_attribute(key, value) for key, value in attributes.items())
    return Html(f"<{element}{said}>" if element in VOID else f"<{element}{said}>{joined(children)}</{element}>")


def joined(children: Child) -> Html:
    if children is None:
        return Html("")
    if isinstance(children, str):
        return children if isinstance(children, Html) else Html(escaped(children))
    return Html("".join(map(joined, children)))


def outside(url: str, *label: Child) -> Html:
    """A link to another site; what is no https address stays text."""
    if not HTTPS.fullmatch(url):
        return tag("span", label)
    return tag("a", label, href=url, rel="noopener noreferrer external")


def listed(things: Iterable[Child], between: str = ", ") -> Html:
    """Things in a row."""
    row: list[Child] = []
    for thing in things:
        row += [between, thing] if row else [thing]
    return joined(row)


def _attribute(key: str, value: str | bool | None) -> str:
    key = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {key}" if value is True else f' {key}="{escaped(value)}"'
