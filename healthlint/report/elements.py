"""XML written piece by piece: all of it ASCII, with no character that XML forbids and no entity but its own five.

Nothing is nested by hand, so what a draft says can end no element and start none.
"""

import re
from collections.abc import Iterable, Mapping

from healthlint.report.printable import MARK

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'

_FORBIDDEN = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u007f-\u009f\u202a-\u202e\u2066-\u2069]"
)
"""Beside what XML forbids: further control characters, and those that turn the direction of writing."""
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&apos;",
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}
_TABLE = str.maketrans(_ESCAPES)


def element(name: str, attributes: Mapping[str, object], content: str | Iterable[str] = ()) -> list[str]:
    """The lines of an element that holds either text or the lines of other elements."""
    opening = "".join([name, *(f' {key}="{escaped(str(value))}"' for key, value in attributes.items())])
    if isinstance(content, str):
        return [f"<{opening}>{escaped(content)}</{name}>"]
    inner = [f"  {line}" for line in content]
    return [f"<{opening}>", *inner, f"</{name}>"] if inner else [f"<{opening}/>"]


def comment(words: str) -> str:
    """A comment, in which two hyphens must not meet."""
    told = re.sub("-(?=-|$)", "- ", _FORBIDDEN.sub(MARK, words))
    return f"<!-- {told.translate(_TABLE).encode('ascii', 'xmlcharrefreplace').decode()} -->"


def escaped(text: str) -> str:
    """Text as it may stand in an attribute or between elements; line ends stay in both."""
    clean = _FORBIDDEN.sub(MARK, text).translate(_TABLE)
    return clean.encode("ascii", "xmlcharrefreplace").decode()
