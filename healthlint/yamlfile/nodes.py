"""A YAML text as nodes, each with its place: slower to read than values alone, and asked for where a fault lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeGuard

if TYPE_CHECKING:
    import yaml

    Node: TypeAlias = yaml.Node

DEEPEST = 40
"""How deep a file may nest: rules need 6, and a file that nests deeper is an attack or a mistake."""

TOO_DEEP = f"nested more than {DEEPEST} levels deep"

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"
"""What YAML means here: every scalar is text, so that `no` is the word and not a boolean."""


class YamlFault(Exception):
    """A text that is no YAML, or not what it should say. Line and column count from 1."""

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(f"{line}:{column}: {message}")
        self.line, self.column, self.message = line, column, message


def parser() -> type[yaml.SafeLoader]:
    """The compiled parser, or the pure one where there is no other."""
    import yaml  # what it brings along is a tenth of a short run, and most runs read no YAML

    compiled: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return compiled


def compose(text: str) -> yaml.Node | None:
    """The nodes of a single YAML document; None where it is empty. Raises `YamlFault`.

    Aliases are refused: a dozen lines of them can stand for gigabytes. So are deep nests, before they
    are built: the parser takes its time over them, and then overflows its stack.
    """
    import yaml

    if stray := yaml.reader.Reader.NON_PRINTABLE.search(text):
        raise _stray(text, stray.start())
    try:
        depth = 0
        for event in yaml.parse(text, Loader=parser()):
            if isinstance(event, yaml.AliasEvent):
                raise _at(event.start_mark, "an alias (`*name`) is not allowed here; write the value out")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise _at(event.start_mark, TOO_DEEP)
        return yaml.compose(text, Loader=parser())
    except yaml.YAMLError as error:
        raise _fault(error) from error


def plain(node: yaml.Node) -> Plain:
    """A node as text, lists and dicts. Duplicate keys are a fault: YAML would silently keep the last."""
    if is_scalar(node):
        return str(node.value)
    if is_sequence(node):
        return [_item(item) for item in node.value]
    values: dict[str, Plain] = {}
    for key, value in node.value:
        name = _key(key)
        if name in values:
            raise _at(key.start_mark, f"the key “{name}” stands here twice")
        values[name] = plain(value)
    return values


def _item(node: yaml.Node) -> Plain:
    """An item of a list. An empty one is a fault: what was typed there may have been read as a comment."""
    if is_scalar(node) and not node.value and not node.style:
        raise _at(node.start_mark, "an empty item; put it in double quotes if it starts with “#”")
    return plain(node)


def place(node: yaml.Node | None, steps: list[str | int]) -> tuple[int, int]:
    """Line and column of the value that the steps (keys and indices) lead to, or of the nearest above it."""
    if node is None:
        return 1, 1
    mark = inner(node, steps).start_mark
    return mark.line + 1, mark.column + 1


def inner(node: yaml.Node, steps: list[str | int]) -> yaml.Node:
    """The node that the steps lead to, or the nearest above it."""
    for step in steps:
        child = _child(node, step)
        if child is None:
            break
        node = child
    return node


def is_scalar(node: yaml.Node) -> TypeGuard[yaml.ScalarNode]:
    return getattr(node, "id", "") == "scalar"


def is_sequence(node: yaml.Node) -> TypeGuard[yaml.SequenceNode]:
    return getattr(node, "id", "") == "sequence"


def is_mapping(node: yaml.Node) -> TypeGuard[yaml.MappingNode]:
    return getattr(node, "id", "") == "mapping"


def _key(node: yaml.Node) -> str:
    if not is_scalar(node):
        raise _at(node.start_mark, "a key must be a word")
    return str(node.value)


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if is_sequence(node) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    if is_mapping(node):
        return next((value for key, value in node.value if key.value == step), None)
    return None


class _Mark(Protocol):
    """Where the pure and the compiled parser alike say that something stands."""

    line: int
    column: int


def _at(mark: _Mark | None, message: str) -> YamlFault:
    return YamlFault(mark.line + 1, mark.column + 1, message) if mark else YamlFault(1, 1, message)


def _stray(text: str, at: int) -> YamlFault:
    line = text.count("\n", 0, at) + 1
    return YamlFault(line, at - text.rfind("\n", 0, at), f"is no YAML: the character U+{ord(text[at]):04X} stands here")


def _fault(error: yaml.YAMLError) -> YamlFault:
    mark: _Mark | None = getattr(error, "problem_mark", None)
    if mark is None:
        return YamlFault(1, 1, f"is no YAML: {str(error).splitlines()[0]}")
    problem = getattr(error, "problem", "") or getattr(error, "context", "") or "is no YAML"
    if "nesting" in problem:  # newer parsers read ahead and give up on a nest before its depth is counted here
        return _at(mark, TOO_DEEP)
    return _at(mark, f"is no YAML: {problem}")
