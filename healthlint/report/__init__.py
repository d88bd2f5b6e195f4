"""A run told in each format that there is: pure functions from a run to lines, without their line ends."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TypeAlias

from healthlint.report.provenance import Law, Provenance, provenance_line
from healthlint.report.run import Run, summary

Format: TypeAlias = Callable[[Run], Iterator[str]]


def _format(name: str) -> Format:
    """The function `name` of the module `name`, which is imported when a run is first told in it."""

    def told(run: Run) -> Iterator[str]:
        lines: Iterator[str] = getattr(import_module(f"{__name__}.{name}"), name)(run)
        return lines

    return told


NAMES = (
    *("text", "full", "json", "github", "sarif"),
    *("junit", "checkstyle", "gitlab", "rdjson", "markdown", "csv"),
    "html",
)
FORMATS: Mapping[str, Format] = {name: _format(name) for name in NAMES}

__all__ = ["FORMATS", "Format", "Law", "Provenance", "Run", "provenance_line", "summary"]
