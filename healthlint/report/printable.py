"""Text of strangers made fit for a terminal: nothing in it moves the cursor, recolours or reorders."""

import re

MARK = "\ufffd"
"""Stands for a character that is not shown as it is. It takes one cell, so that carets stay in place."""

_CONTROL = (
    "["
    "\u0000-\u001f\u007f-\u009f"  # C0, C1: what terminals take orders from
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks and overrides of writing direction
    "\u2028\u2029"  # separators that some programs take for line ends
    "\ud800-\udfff"  # halves of a pair, which no encoding can write
    "]"
)
_BLANKS = r"[ \t\r\n\v\f\u0085\u2028\u2029]+"


def printable(text: str) -> str:
    """Each unfit character as one mark: the result is as long as the text."""
    return text if text.isprintable() else re.sub(_CONTROL, MARK, text)


def one_line(text: str) -> str:
    """As `printable`, with every stretch of blanks and line ends as one blank."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return printable(re.sub(_BLANKS, " ", text).strip())
