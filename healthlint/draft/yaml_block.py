"""Front matter in YAML, each value with its place."""

import re
from collections.abc import Iterator

import yaml

from healthlint import yamlfile
from healthlint.draft.mask import trimmed
from healthlint.draft.setting import Broken, Setting, place, salvage
from healthlint.model import Span

_DEEPEST = 50
_MOST_BRACKETS = 1000
_DEEP_LINE = re.compile(r"(?:[-?:][ \t]+){50}|[ \t]{200}\S")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r\n|.)", re.DOTALL)
_SIMPLE = {'"': '"', "/": "/", "\\": "\\", " ": " ", "_": "\u00a0", "t": " ", "n": " ", "r": " "}
_HEADER = re.compile(r"[|>][^\r\n]*")


def settings(text: str, block: Span) -> Iterator[Setting]:
    """The settings in a block. Raises `Broken`."""
    source = text[block.start : block.end]
    try:
        if _nests_too_deep(source):
            raise yamlfile.YamlFault(1, 1, "nests too deep")
        node = yamlfile.compose(source)
    except yamlfile.YamlFault as fault:
        span = place(text, block, fault.line, fault.column)
        raise Broken(span, fault.message, tuple(salvage(text, block))) from fault
    except (UnicodeError, RecursionError) as error:
        span = place(text, block, 1, 1)
        raise Broken(span, "is no YAML that can be read", tuple(salvage(text, block))) from error
    if isinstance(node, yaml.MappingNode):
        yield from _walk(node, "", text, block.start, 0)


def _nests_too_deep(source: str) -> bool:
    """Brackets or indentation so deep that reading them would end the process."""
    brackets = source.count("[") + source.count("{")
    return brackets > _MOST_BRACKETS or _DEEP_LINE.search(source) is not None


def _walk(node: yaml.Node, name: str, text: str, offset: int, depth: int) -> Iterator[Setting]:
    if depth > _DEEPEST:
        return
    span = Span(offset + node.start_mark.index, offset + node.end_mark.index)
    if isinstance(node, yaml.ScalarNode):
        yield _scalar(node, name, text, span)
    elif isinstance(node, yaml.SequenceNode):
        if not node.value:
            yield Setting(name, "", span, holds=False)
        for member in node.value:
            yield from _walk(member, name, text, offset, depth + 1)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            yield from _walk(value, f"{name}.{inner}" if name else inner, text, offset, depth + 1)


def _scalar(node: yaml.ScalarNode, name: str, text: str, span: Span) -> Setting:
    value = str(node.value)
    if node.style in ("'", '"'):
        span = Span(span.start + 1, max(span.start + 1, span.end - 1))
        return Setting(name, value, span, tuple(_quoted(text, span, node.style)))
    if node.style in ("|", ">"):
        header = _HEADER.match(text, *span)
        span = trimmed(text, header.end() if header else span.start, span.end)
    return Setting(name, value, span, ((span.start, span.end, ""),) if value else ())


def _quoted(text: str, span: Span, style: str) -> Iterator[tuple[int, int, str]]:
    """A quoted scalar in stretches: as typed, or an escape and what it stands for."""
    at = span.start
    pattern = _ESCAPE if style == '"' else re.compile("''")
    for escape in pattern.finditer(text, *span):
        yield at, escape.start(), ""
        yield escape.start(), escape.end(), _meaning(escape[0])
        at = escape.end()
    yield at, span.end, ""


def _meaning(escape: str) -> str:
    if escape == "''":
        return "'"
    if escape[1] in "xuU":
        code = int(escape[2:], 16) if len(escape) > 2 else 0x20
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
    return _SIMPLE.get(escape[1], " ")
