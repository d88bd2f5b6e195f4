"""Words of strangers made fit for Markdown: they are seen as typed, and make no link, mention, picture or element."""

import re

from healthlint.report.printable import one_line

APART = "\u200b"
"""A space of no width. Services look for mentions and links in what is already read, where no backslash helps."""

_MARKUP = re.compile(r"[\\`*_\[\]~$]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"})
_JOINED = re.compile(
    r"(?<=[@#!$%~&])(?=[\w\"'{(`@])|(?<=:)(?=//)|(?<=\bmailto:)|(?<=\bxmpp:)|(?<=www)(?=\.)|(?<=\bGH)(?=-\d)",
    re.IGNORECASE,
)
"""Where a mention, a reference, a formula or an address holds together: @name, #12, !3, $x$, GH-7, https://, www."""


def escaped(text: str) -> str:
    """On one line, which must not start with it."""
    apart = _JOINED.sub(APART, one_line(text))
    return _MARKUP.sub(r"\\\g<0>", apart.translate(_ENTITIES))


def shortened(text: str, most: int) -> str:
    """As `escaped`, with no more than so many characters of the words."""
    told = one_line(text)
    return escaped(told if len(told) <= most else told[: most - 1] + "…")
