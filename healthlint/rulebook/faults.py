"""What is wrong with a rule pack, each fault with its place and the lines around it."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from healthlint.yamlfile import did_you_mean, place

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


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A file of a pack, kept to say where in it a fault lies."""

    path: Path
    shown: str
    node: yaml.Node | None = None

    def error(self, message: str, *steps: str | int) -> RuleError:
        """A fault at the value that the steps (keys and indices) lead to."""
        line, column = place(self.node, list(steps)) if self.node else (1, 1)
        return self.at(line, column, message)

    def at(self, line: int, column: int, message: str) -> RuleError:
        return RuleError(self.shown, line, column, message, _excerpt(self.path, line, column))


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
