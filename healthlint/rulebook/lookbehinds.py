"""Lookbehinds of several lengths, which `re` does not have, as several of one length each."""

import re
from itertools import product

from healthlint.rulebook.brackets import alternatives, closing, set_end

_BEHIND = re.compile(r"\(\?<([=!])")
_VARIABLE = re.compile(r"[*+{?|(]")

MOST = 40
"""Lookbehinds that one may become."""


def spelt_out(source: str) -> str | None:
    """The same expression with every lookbehind of one length; None where that would be too many, or is not plain."""
    parts: list[str] = []
    at = 0
    while found := _BEHIND.search(source, at):
        end = closing(source, found.end())
        if end is None:
            return None
        inner = source[found.end() : end]
        every = [inner] if not _VARIABLE.search(_unescaped(inner)) else _ways(inner)
        if every is None:
            return None
        looks = [f"(?<{found[1]}{one})" for one in every]
        either = found[1] == "=" and len(looks) > 1
        parts += [source[at : found.start()], f"(?:{'|'.join(looks)})" if either else "".join(looks)]
        at = end + 1
    return "".join([*parts, source[at:]])


def _unescaped(text: str) -> str:
    """Without escapes and sets, in which signs mean themselves."""
    return re.sub(r"\\.|\[\^?\]?[^\]]*\]", "", text)


def _ways(text: str) -> list[str] | None:
    """Each way to spell an expression out that has optional characters, sets and groups, and alternatives."""
    every = alternatives(text)
    found: list[str] = []
    for one in every or ():
        spelt = _in_a_row(one)
        if spelt is None or len(found) + len(spelt) > MOST:
            return None
        found += spelt
    return found or None


def _in_a_row(text: str) -> list[str] | None:
    rows: list[list[str]] = []
    at = 0
    while at < len(text):
        end = _end(text, at)
        if end is None:
            return None
        item: list[str] | None = [text[at:end]]
        if text[at] == "(":
            inner = text[at + 3 : end - 1] if text.startswith("(?:", at) else None
            item = _ways(inner) if inner is not None else None
        if item is None or text[end : end + 1] in ("*", "+", "{"):
            return None
        optional = text[end : end + 1] == "?"
        rows.append([*item, ""] if optional else item)
        at = end + optional
        count = 1
        for row in rows:
            count *= len(row)
        if count > MOST:
            return None
    return ["".join(row) for row in product(*rows)]


def _end(text: str, at: int) -> int | None:
    """Just after the thing at a place."""
    if text[at] == "\\":
        return at + 2
    if text[at] == "[":
        end = set_end(text, at)
    elif text[at] == "(":
        end = closing(text, at + 1)
    else:
        return at + 1
    return None if end is None else end + 1
