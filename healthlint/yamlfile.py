"""YAML with places: a text becomes plain values or typed structs, or a fault with line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeGuard, TypeVar

import msgspec

if TYPE_CHECKING:
    import yaml

T = TypeVar("T")

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


def compose(text: str) -> yaml.Node | None:
    """The nodes of a single YAML document; None where it is empty. Raises `YamlFault`.

    Aliases are refused: a dozen lines of them can stand for gigabytes. So are deep nests, before they
    are built: the parser takes its time over them, and then overflows its stack.
    """
    import yaml  # what it brings along is a tenth of a short run, and most runs read no YAML

    if stray := yaml.reader.Reader.NON_PRINTABLE.search(text):
        raise _stray(text, stray.start())
    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                raise _at(event.start_mark, "an alias (`*name`) is not allowed here; write the value out")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise _at(event.start_mark, TOO_DEEP)
        return yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        raise _fault(error) from error


def plain(node: yaml.Node) -> Plain:
    """A node as text, lists and dicts. Duplicate keys are a fault: YAML would silently keep the last."""
    if _is_scalar(node):
        return str(node.value)
    if _is_sequence(node):
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
    if _is_scalar(node) and not node.value and not node.style:
        raise _at(node.start_mark, "an empty item; put it in double quotes if it starts with “#”")
    return plain(node)


def read(path: Path, type_: type[T]) -> T:
    """The file at `path` as a `type_`. Raises `YamlFault`, and `OSError` where it cannot be opened."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise YamlFault(1, 1, f"is not UTF-8 text ({error.reason} at byte {error.start})") from error
    return parse(text, type_)


def parse(text: str, type_: type[T]) -> T:
    """A YAML text as a `type_`. Raises `YamlFault`."""
    node = compose(text)
    if node is None:
        raise YamlFault(1, 1, "is empty")
    return convert(node, type_)


def convert(node: yaml.Node, type_: type[T]) -> T:
    """A node as a `type_`, with the place of whatever does not fit. Raises `YamlFault`."""
    try:
        return msgspec.convert(plain(node), type_, strict=False)
    except msgspec.ValidationError as error:
        raise misfit(node, type_, error) from error


def place(node: yaml.Node, steps: list[str | int]) -> tuple[int, int]:
    """Line and column of the value that the steps (keys and indices) lead to, or of the nearest above it."""
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


def did_you_mean(name: str, known: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    """`; did you mean “...”?` for the nearest known name, else nothing."""
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean “{near[0]}”?" if near else ""


def _is_scalar(node: yaml.Node) -> TypeGuard[yaml.ScalarNode]:
    return getattr(node, "id", "") == "scalar"


def _is_sequence(node: yaml.Node) -> TypeGuard[yaml.SequenceNode]:
    return getattr(node, "id", "") == "sequence"


def _is_mapping(node: yaml.Node) -> TypeGuard[yaml.MappingNode]:
    return getattr(node, "id", "") == "mapping"


def _key(node: yaml.Node) -> str:
    if not _is_scalar(node):
        raise _at(node.start_mark, "a key must be a word")
    return str(node.value)


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if _is_sequence(node) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    if _is_mapping(node):
        return next((value for key, value in node.value if key.value == step), None)
    return None


def misfit(node: yaml.Node, type_: object, error: msgspec.ValidationError) -> YamlFault:
    """msgspec's complaint, moved to the line it speaks of and put in an editor's words."""
    what, _, where = str(error).partition(" - at `")
    steps = _steps(where.rstrip("`"))
    if unknown := re.search(r"unknown field `(.+)`", what):
        return _unknown_key(node, steps, unknown[1], type_)
    if missing := re.search(r"missing required field `(.+)`", what):
        return YamlFault(*place(node, steps), f"the key “{missing[1]}” is missing")
    return YamlFault(*place(node, steps), _plainly(what))


def _unknown_key(node: yaml.Node, steps: list[str | int], key: str, type_: object) -> YamlFault:
    line, column = place(node, steps)
    node = inner(node, steps)
    if _is_mapping(node):
        for known, _ in node.value:
            if known.value == key:
                line, column = known.start_mark.line + 1, known.start_mark.column + 1
    return YamlFault(line, column, f"unknown key “{key}”{did_you_mean(key, list(_keys(type_)))}")


def _keys(type_: object) -> Iterator[str]:
    """Every key that a struct and the structs in it know: near enough for a did-you-mean."""
    seen: set[object] = set()
    waiting = [type_]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        waiting += getattr(one, "__args__", ())
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            yield from one.__struct_encode_fields__
            waiting += [field.type for field in msgspec.structs.fields(one)]


def _steps(path: str) -> list[str | int]:
    """`$.needs[0].within` as ["needs", 0, "within"]. `[...]` names a value of unknown key: the path ends there."""
    steps: list[str | int] = []
    for name, index in re.findall(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]", path):
        if index == "...":
            break
        steps.append(int(index) if index else name)
    return steps


def _plainly(what: str) -> str:
    """msgspec's English as an editor would say it: ``Expected `str | array` `` as "expected text or a list"."""
    said = re.sub(r"`([a-z |]+)`", lambda found: " or ".join(map(_kind, found[1].split(" | "))), what)
    return said[0].lower() + said[1:]


def _kind(name: str) -> str:
    return {
        "object": "a set of keys",
        "array": "a list",
        "str": "text",
        "int": "a whole number",
        "float": "a number",
        "bool": "true or false",
    }.get(name, name)


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
