"""Elements of HTML: whatever is no element is escaped, and a link leads out only by https."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import TypeAlias

from healthlint.model import Severity
from healthlint.report.printable import one_line, printable

VOID = frozenset(["br", "hr", "input", "link", "meta"])
HTTPS = re.compile(r"https://[^\s\"'<>\\^`{|}\x00-\x20\x7f]+")


class Html(str):
    """Text that is markup already. Whatever joins or formats it makes a plain text again, which is escaped."""

    __slots__ = ()


Child: TypeAlias = "str | Iterable[Child] | None"


def tag(element: str, /, *children: Child, **attributes: str | bool | None) -> Html:
    """An element. `class_` is the attribute `class`, `aria_label` is `aria-label`; None and False are left out."""
    said = "".join(_attribute(key, value) for key, value in attributes.items())
    return Html(f"<{element}{said}>" if element in VOID else f"<{element}{said}>{joined(children)}</{element}>")


def joined(children: Child) -> Html:
    """Strangers' text loses line ends here, and what would steer a terminal or turn the direction of reading."""
    if children is None:
        return Html("")
    if isinstance(children, str):
        return children if isinstance(children, Html) else Html(escape(printable(children)))
    return Html("".join(map(joined, children)))


def as_typed(text: str) -> Html:
    """A stretch of a draft with its blanks and tabs."""
    return Html("\t".join(escape(printable(part)) for part in text.split("\t")))


def outside(url: str, label: str) -> Html:
    """A link to another site; what is no https address stays text."""
    if not HTTPS.fullmatch(url):
        return joined(one_line(label))
    return tag("a", one_line(label), href=url, rel="noopener noreferrer external")


def badge(severity: Severity) -> Html:
    return tag("span", severity, class_=f"badge {severity}")


def unseen(text: str) -> Html:
    """Words for those who hear the page."""
    return tag("span", text, class_="unseen")


def counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def lines_named(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first} to {last}"


def section(title: Child, *body: Child, id_: str, class_: str | None = None, level: str = "h2") -> Html:
    """A part of the page with its heading, by which it is named."""
    heading = tag(level, title, id=f"{id_}-title")
    return tag("section", heading, body, id=id_, class_=class_, aria_labelledby=f"{id_}-title")


def listed(items: Sequence[Child], class_: str | None = None) -> Html:
    return tag("ul", [tag("li", item) for item in items], class_=class_) if items else Html("")


def _attribute(key: str, value: str | bool | None) -> str:
    key = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {key}" if value is True else f' {key}="{escape(printable(value))}"'
