"""A run told in each format that there is: pure functions from a run to lines, without their line ends."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from healthlint.report.full import full
from healthlint.report.github import github
from healthlint.report.json import json
from healthlint.report.run import Run, summary
from healthlint.report.sarif import sarif
from healthlint.report.text import text

Format: TypeAlias = Callable[[Run], Iterator[str]]

FORMATS: Mapping[str, Format] = {
    "text": text,
    "full": full,
    "json": json,
    "github": github,
    "sarif": sarif,
}

__all__ = ["FORMATS", "Format", "Run", "summary"]
