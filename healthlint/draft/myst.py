"""Fences and roles of MyST, Docusaurus and Pandoc: code is skipped, admonitions are opened up."""

from healthlint.draft.mask import trimmed
from healthlint.draft.scan import Scan
from healthlint.later import later
from healthlint.model import Span

_TICKS = later(r"`+")
_TARGET = later(r"\s*<[^<>]*>\s*$")
_DIRECTIVE = later(r"[ \t]*\{([\w:-]+)\}[ \t]*")
_COLON_TITLE = later(r"[ \t]*(?:\{[^{}]*\}|[\w-]+)?(?:[ \t]*\{[^{}]*\})?[ \t]*(?:\[([^\]]*)\]|([^\r\n\[{:]*))")
_OPTION = later(r"(?:\r\n|\n|\r)[ \t>]*:[\w-]+:[^\r\n]*")
_CODE = frozenset(
    "code code-block code-cell sourcecode math mermaid include literalinclude toctree bibliography eval-rst"
    " csv-table image plot raw jupyter-execute graphviz highlight parsed-literal glue autoclass automodule"
    " autofunction list-table".split()
)
_CITING = frozenset("cite cite:p cite:t cite:ps cite:ts footcite footcite:p footcite:t".split())
_SHOWN = frozenset(
    "ref doc term abbr sub sup subscript superscript emphasis strong guilabel menuselection numref any"
    " download button title".split()
)


def fence(found: Scan, start: int, opener: str) -> int:
    """A code block is passed over; the fences of an admonition are hidden and its content stays."""
    if start in found.fences:
        return found.hide(start, found.fences[start])
    line_end = found.line_end(start)
    if opener[0] == ":":
        return _colons(found, start, start + len(opener), line_end)
    directive = _DIRECTIVE.match(found.text, start + len(opener), line_end)
    closing = found.closing_fence(opener, line_end)
    if directive is None or directive[1].lower() in _CODE:
        return closing.end if closing else len(found.text)
    _title(found, *trimmed(found.text, directive.end(), line_end))
    if closing:
        found.fences[closing.start] = closing.end
    return found.hide(start, _after_options(found.text, line_end))


def _colons(found: Scan, start: int, at: int, line_end: int) -> int:
    match = _COLON_TITLE.match(found.text, at, line_end)
    if match and match.lastindex:
        _title(found, *trimmed(found.text, *match.span(match.lastindex)))
    return found.hide(start, _after_options(found.text, line_end))


def _title(found: Scan, start: int, end: int) -> None:
    if end > start:
        found.hints.append((Span(start, end), "paragraph"))


def _after_options(text: str, at: int) -> int:
    """The end of the `:name: value` lines that follow a directive."""
    while option := _OPTION.match(text, at):
        at = option.end()
    return at


def role(found: Scan, start: int, opener: str) -> int:
    """``{sub}`2` `` shows a 2, ``{code}`x` `` is code, ``{cite}`key` `` names a source."""
    name = opener[1:-1].lower()
    begin = start + len(opener)
    ticks = _TICKS.match(found.text, begin)
    end = found.code_end(begin, len(ticks[0])) if ticks else -1
    if ticks is None or end < 0:
        return -1
    content = Span(ticks.end(), end - len(ticks[0]))
    if name in _CITING:
        found.cited.append((Span(start, end), found.text[content.start : content.end]))
        return found.hide(start, end)
    if name not in _SHOWN:
        return found.hide(start, end, "opaque")
    target = _TARGET.search(found.text, *content)
    found.hide(start, content.start, "join")
    found.hide(target.start() if target else content.end, end, "join")
    return end
