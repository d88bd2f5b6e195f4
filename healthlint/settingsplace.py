"""Where in a settings file something stands: for messages, and for who asks where a value came from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from healthlint import yamlfile
from healthlint.shown import shown
from healthlint.yamlfile.nodes import compose, inner, is_mapping, is_scalar, is_sequence

if TYPE_CHECKING:
    from healthlint.yamlfile.nodes import Node

CHOICES = ("profile", "jurisdiction", "only", "except")
"""Keys whose values name things of the rulebook."""
TABLES = ("severity", "override")
"""Keys that hold rules by their ids or patterns."""


class Place(NamedTuple):
    """A place in a file; both numbers count from 1."""

    file: Path
    line: int
    column: int

    def __str__(self) -> str:
        return f"{shown(self.file)}:{self.line}:{self.column}"


class Places:
    """The places of one settings file, which is read anew for them: few runs ask."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._text, self._detour = "", ""
        self._node: Node | None = None
        try:
            self._text = file.read_text(encoding="utf-8-sig", errors="replace")
            if file.suffix == ".toml":
                from healthlint import projectfile

                self._detour = projectfile.detour(self._text)
            self._node = compose(self._detour or self._text)
        except (OSError, yamlfile.YamlFault):  # it was sound a moment ago; then nothing can be told
            pass

    def value(self, *steps: str | int) -> Place:
        """Of the value that the steps (keys and indices) lead to, or of the nearest above it."""
        return self._at(inner(self._node, list(steps)) if self._node else None)

    def key(self, *steps: str | int) -> Place:
        """Of the key that is the last of the steps."""
        *way, name = steps
        holder = inner(self._node, way) if self._node else None
        if holder and is_mapping(holder):
            return self._at(next((key for key, _ in holder.value if key.value == name), holder))
        return self._at(holder)

    def has(self, key: str) -> bool:
        """Whether a key stands at the top of the settings."""
        node = self._node
        return node is not None and is_mapping(node) and any(one.value == key for one, _ in node.value)

    def naming(self, name: str) -> Place | None:
        """Where a rule, profile or jurisdiction of this name is spoken of."""
        return next((self._at(node) for node in _names(self._node) if node.value == name), None)

    def _at(self, node: Node | None) -> Place:
        if node is None:
            return Place(self._file, 1, 1)
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if self._detour:
            from healthlint import projectfile

            line, column = projectfile.place(self._text, self._detour, line)
        return Place(self._file, line, column)


def _names(node: Node | None) -> Iterator[Node]:
    """Every word of the settings that names something of the rulebook."""
    if node is None or not is_mapping(node):
        return
    for key, value in node.value:
        if key.value in CHOICES:
            yield from (one for one in (value.value if is_sequence(value) else [value]) if is_scalar(one))
        elif key.value in TABLES and is_mapping(value):
            yield from (one for one, _ in value.value if is_scalar(one))
        elif key.value == "paths" and is_sequence(value):
            for entry in value.value:
                yield from _names(entry)
