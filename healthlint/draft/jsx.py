"""MDX: modules, components and expressions, hidden from the Markdown parser."""

import re
from collections.abc import Callable

from healthlint.draft.html import BLOCKS, CODE, INLINE, ITEMS, LISTS, VOID, hints_in
from healthlint.draft.scan import Scan
from healthlint.later import later
from healthlint.model import Span

_REACH = 6000
_MODULE = later(r"import\s(?:[^\r\n]{0,400}?\bfrom\s)?\s*['\"][^'\"\r\n]{1,400}['\"];?[ \t]*(?=[\r\n]|\Z)")
_TURN = later(r"[{}>\"'`]")
_STRING = later(r"\{\s*(?:\"([^\"{}]*)\"|'([^'{}]*)'|`([^`{}$]*)`)\s*\}")
_KNOWN = BLOCKS | CODE | INLINE | ITEMS | LISTS | VOID | {"noscript", "iframe", "object"}


def _module(found: Scan, start: int, _: str, is_mdx: bool) -> int:
    """`import` and `export`: to the end of their paragraph in MDX; elsewhere an unmistakable import only."""
    match = _MODULE.match(found.text, start)
    if match:
        return found.hide(start, match.end())
    if is_mdx and re.compile(r"(?:import|export)[ \t]+[\w{*'\"]").match(found.text, start):
        return found.hide(start, _code_end(found, start))
    return -1


def _code_end(found: Scan, start: int) -> int:
    """The end of the paragraph in which all braces are closed again."""
    end = found.paragraph_end(start)
    while end < len(found.text) and end < start + _REACH:
        code = found.text[start:end]
        if code.count("{") <= code.count("}") and code.count("[") <= code.count("]") and code.count("`") % 2 == 0:
            return end
        end = found.paragraph_end(end + 1)
    return end if end < start + _REACH else found.paragraph_end(start)


def _brace(found: Scan, start: int, _: str, is_mdx: bool) -> int:
    """An expression, in MDX only. A string alone in braces is prose."""
    if not is_mdx:
        return -1
    if string := _STRING.match(found.text, start):
        group = string.lastindex or 1
        found.hide(start, string.start(group), "join")
        if string.end(group) > string.start(group):
            found.hide(string.end(group), string.end(), "join")
        return string.end()
    end = _closed(found, start, "}")
    return found.hide(start, end, "opaque") if end >= 0 else -1


def _component(found: Scan, start: int, opener: str, is_mdx: bool) -> int:
    """A component's tag, or an HTML tag with expressions in it. Its content stays."""
    name = opener.strip("</>")
    if name.lower() in _KNOWN and not is_mdx:
        return -1
    if name and not name[0].isupper() and not is_mdx:
        return -1
    end = _closed(found, start, ">")
    if end < 0:
        return -1
    source = found.text[start:end]
    if name and name[0].islower() and "{" not in source:
        return -1
    if found.is_alone(Span(start, end)):
        found.hints += [(span, "alt") for span in hints_in(source, start)]
    return found.hide(start, end)


def _closed(found: Scan, start: int, closer: str) -> int:
    """The end of what opens at `start`, past nested braces and quoted strings; -1 where it does not close."""
    text, depth, at = found.text, 0, start + (closer == ">")
    limit = min(len(text), start + _REACH)
    if found.gives_up(closer, start):
        return -1
    while turn := _TURN.search(text, at, limit):
        char, at = turn[0], turn.end()
        depth += (char == "{") - (char == "}")
        if char == closer and depth <= 0:
            return at
        if char in "\"'`" and (depth > 0 or closer == ">"):
            end = text.find(char, at, limit)
            at = end + 1 if end >= 0 else at
    found.gives_up(closer, start, limit)
    return -1


HANDLERS: dict[str, Callable[[Scan, int, str, bool], int]] = {
    "module": _module,
    "brace": _brace,
    "jsx": _component,
}
