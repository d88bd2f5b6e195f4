"""What is wrong with a rule pack, each fault with its place and the lines around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from healthlint.yamlfile import YamlFault, compose, did_you_mean, place

if TYPE_CHECKING:
    import yaml

AROUND = 2
"""Lines of the file shown above and below a fault."""


@dataclass(frozen=True, slots=True, order=True)
class RuleError:
    """One fault in one file of a pack. Line and column count from 1."""

    path: str
    line: int
    column: int
    message: str
    excerpt: str = ""

    def __str__(self) -> str:
        head = f"{self.path}:{self.line}:{self.column}: {self.message}"
        return f"{head}\n{self.excerpt}" if self.excerpt else head


class RuleErrors(Exception):
    """A pack that cannot be used, with all its faults."""

    def __init__(self, errors: tuple[RuleError, ...]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


class UnknownName(Exception):
    """A rule, profile, lexicon or other name that nothing has."""

    def __init__(self, kind: str, name: str, known: list[str]) -> None:
        super().__init__(f"unknown {kind} “{name}”{did_you_mean(name, known)}")
        self.name = name


@dataclass(frozen=True, eq=False)
class Source:
    """A file of a pack, kept to say where in it a fault lies. Few files have any, so it is read again for that."""

    path: Path

    @cached_property
    def shown(self) -> str:
        return shown(self.path)

    @cached_property
    def node(self) -> yaml.Node | None:
        """What the file says, with places; None where it can no longer be read."""
        try:
            return compose(self.path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, YamlFault):
            return None

    def error(self, message: str, *steps: str | int) -> RuleError:
        """A fault at the value that the steps (keys and indices) lead to."""
        return self.at(*place(self.node, list(steps)), message)

    def at(self, line: int, column: int, message: str) -> RuleError:
        return RuleError(self.shown, line, column, message, _excerpt(self.path, line, column))


def shown(path: Path) -> str:
    """A path as messages show it: from the folder at hand where it lies below it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()


def _excerpt(path: Path, line: int, column: int) -> str:
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return ""
    shown = []
    for number in range(max(1, line - AROUND), min(len(lines), line + AROUND) + 1):
        text = "".join(character if character.isprintable() else " " for character in lines[number - 1])
        shown.append(f"{number:>6} | {text}".rstrip())
        if number == line:
            shown.append(f"       | {' ' * (column - 1)}^")
    return "\n".join(shown)
