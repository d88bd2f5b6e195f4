"""Templates, comments and other constructs of site generators, hidden from the Markdown parser."""

import re
from collections.abc import Callable, Iterator
from heapq import merge

from healthlint.draft import formulas, jsx, myst
from healthlint.draft.html import hints_in
from healthlint.draft.scan import Scan
from healthlint.later import later
from healthlint.model import Span

_REACH = 4000
"""So long is no construct on purpose."""

_TRACE = re.compile(
    r"[`~:<{$\\!\[](?:(?<=[`<{$\\])|(?<=:)(?=::)|(?<=~)(?=~~)|(?<=!)(?=\[\[)|(?<=\[)(?=\[|![\w-]))",
)
"""Where an opener or a fence may stand. Most characters begin nothing, and are passed over quickly."""

_OPENER = later(
    r"(?:(?P<code>`+)|(?P<comment><!--)|(?P<raw><(?:script|style|svg|template|math)\b)"
    r"|(?P<jsx></?[A-Za-z][\w.]*(?=[\s/>])|</?>)|(?P<mustache>\{\{)|(?P<liquid>\{%)"
    r"|(?P<remark>\{/\*|\{#(?=\s))|(?P<traits>\{[#.:])|(?P<role>\{[a-zA-Z][\w:+-]*\}(?=`))|(?P<brace>\{)"
    r"|(?P<formula>\$\$?|\\[\[(])|(?P<wiki>!?\[\[)|(?P<callout>(?<=> )\[![\w-]+\][+-]?)"
    r"|(?P<module>^(?:import|export)\b)|\\.)",
    re.MULTILINE,
)
_FENCE = later(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<fence>`{3,}|~{3,}|:{3,})")
_MODULE = later(r"^(?:import|export)\b", re.MULTILINE)
_RAW_BLOCKS = frozenset(
    "highlight comment mermaid math code javascript schema style stylesheet prism chart katex".split()
)
_TRAITS = later(r"\{[#.:][^{}\r\n]{0,300}\}")
_WIKI = later(r"(!?)\[\[([^\[\]\r\n|]{1,300}?)(?:\\?\|([^\[\]\r\n]{1,300}))?\]\](?!\()")
_MUSTACHES = {"<": ">}}", "%": "%}}", "{": "}}}", "!--": "--}}", "": "}}"}
_CONTROL = later(r"[#/^!>&]|\s*(?:if|else|end|range|with|block|define|template|partial|each|unless)\b")
_INDENT = later(r"(?: {4}|\t)\Z")
"""It may be code, which only the Markdown parser can tell."""

_NAME = later(r"[^\w/]*(\w[\w-]*)")


def scan(text: str, start: int, is_mdx: bool) -> Scan:
    """Everything after `start` that Markdown does not know."""
    found = Scan(text)
    at = start
    for place in _traces(text, start):
        if place < at:
            continue
        opener = _fence(text, at, place) or _OPENER.match(text, place)
        if opener is None:
            at = place + 1
            continue
        kind = opener.lastgroup or ""
        begin = opener.start(kind) if kind else opener.start()
        end = -1
        if kind in ("brace", "module", "jsx"):
            end = jsx.HANDLERS[kind](found, begin, opener[0], is_mdx)
        elif kind:
            end = _HANDLERS[kind](found, begin, opener[kind])
        at = max(opener.end(), end)
    return found


def _traces(text: str, start: int) -> Iterator[int]:
    """Where something may open, in order."""
    traces = (trace.start() for trace in _TRACE.finditer(text, start))
    if not any(word in text for word in ("\nimport", "\nexport")) and not text.startswith(("import", "export")):
        return traces
    return merge(traces, (module.start() for module in _MODULE.finditer(text, start)))


def _fence(text: str, at: int, place: int) -> re.Match[str] | None:
    """The fence whose signs start at `place`, if only marks of quotes and lists stand before it on its line."""
    if text[place] not in "`~:" or not text.startswith(text[place] * 3, place):
        return None
    line = text.rfind("\n", at, place) + 1
    if not line and at and text[at - 1] != "\n":
        return None
    fence = _FENCE.match(text, line or at)
    return fence if fence and fence.start("fence") == place else None


def _code(found: Scan, start: int, opener: str) -> int:
    return found.code_end(start, len(opener))


def _comment(found: Scan, start: int, _: str) -> int:
    """Markdown knows comments, but a list or table would end at one, and a blank line would end it."""
    end = found.nearest("-->", start + 4)
    if end < 0:
        return -1
    end += 3
    if _INDENT.search(found.text, max(0, start - 8), start):
        return end
    if found.is_alone(Span(start, end)) or found.paragraph_end(start) < end:
        found.hide(start, end, "join")
    return end


def _raw(found: Scan, start: int, opener: str) -> int:
    """Elements that hold no prose, with everything in them."""
    closer = f"</{opener[1:]}"
    end = found.nearest(closer, start)
    if end < 0:
        return -1
    end = found.text.find(">", end)
    return found.hide(start, end + 1) if end >= 0 else -1


def _mustache(found: Scan, start: int, _: str) -> int:
    """`{{< >}}` and `{{% %}}` of Hugo, `{{{ }}}` and `{{!-- --}}` of Handlebars, `{{ values }}` of all."""
    text = found.text
    sign = next(sign for sign in _MUSTACHES if text.startswith(sign, start + 2))
    end = found.closing(_MUSTACHES[sign], start + 2, _REACH)
    if end < 0:
        return -1
    if sign in ("<", "%"):
        end = _with_content(found, start, end, "{{" + sign)
        _hints(found, start, end)
    says = sign in ("", "{") and not _CONTROL.match(text, start + 2)
    return found.hide(start, end, "opaque" if says else "blank")


def _liquid(found: Scan, start: int, _: str) -> int:
    end = found.closing("%}", start + 2, _REACH)
    if end < 0:
        return -1
    end = _with_content(found, start, end, "{%")
    _hints(found, start, end)
    return found.hide(start, end)


def _with_content(found: Scan, start: int, end: int, opener: str) -> int:
    """The end of the construct; of one that holds code, the end of its closing tag."""
    name = _NAME.match(found.text, start + len(opener), end)
    if name is None or name[1] not in _RAW_BLOCKS:
        return end
    if found.gives_up(name[1], start):
        return end
    closing = re.compile(rf"\{{[{{%]?[<%][-\s]*(?:end|/\s*){re.escape(name[1])}\b[^}}]{{0,40}}\}}\}}?")
    if match := closing.search(found.text, end):
        return match.end()
    found.gives_up(name[1], start, len(found.text))
    return end


def _hints(found: Scan, start: int, end: int) -> None:
    if found.is_alone(Span(start, end)):
        found.hints += [(span, "alt") for span in hints_in(found.text[start:end], start)]


def _remark(found: Scan, start: int, opener: str) -> int:
    end = found.nearest("*/}" if opener == "{/*" else "#}", start + 2)
    if end < 0:
        return -1
    return found.hide(start, end + (3 if opener == "{/*" else 2), "join")


def _traits(found: Scan, start: int, _: str) -> int:
    """Classes and ids in braces, as Kramdown and Pandoc know them."""
    match = _TRAITS.match(found.text, start)
    return found.hide(start, match.end(), "join") if match else -1


def _callout(found: Scan, start: int, opener: str) -> int:
    """The kind of a quote that stands as a note, as in `> [!tip] Title`."""
    return found.hide(start, start + len(opener))


def _wiki(found: Scan, start: int, _: str) -> int:
    match = _WIKI.match(found.text, start)
    if match is None or match[2].strip().isdigit():
        return -1
    if match[1]:
        return found.hide(start, match.end())
    label = match.span(3) if match[3] else _page_name(match)
    found.hide(start, label[0], "join")
    found.hide(label[1], match.end(), "join")
    found.links.append((Span(*match.span()), Span(*label), match[2]))
    return match.end()


def _page_name(match: re.Match[str]) -> tuple[int, int]:
    """What a reader sees of `[[folder/Page#Part]]`."""
    name = match[2].partition("#")[0] or match[2]
    start = match.start(2) + name.rfind("/") + 1
    return start, match.start(2) + len(name)


_HANDLERS: dict[str, Callable[[Scan, int, str], int]] = {
    "fence": myst.fence,
    "code": _code,
    "comment": _comment,
    "raw": _raw,
    "mustache": _mustache,
    "liquid": _liquid,
    "remark": _remark,
    "traits": _traits,
    "role": myst.role,
    "formula": formulas.formula,
    "wiki": _wiki,
    "callout": _callout,
}
