"""Colours for a terminal; without them nothing is added and rich is never imported."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from healthlint.model import Severity

Paint: TypeAlias = Callable[[str, str], str]
"""A text and a style's name become the text to print."""

STYLES: Mapping[Severity, str] = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
PLACE = "bold"
FAINT = "dim"


def painter(color: bool) -> Paint:
    if not color:
        return _plain
    from rich.color import ColorSystem
    from rich.style import Style

    def paint(text: str, style: str) -> str:
        return Style.parse(style).render(text, color_system=ColorSystem.STANDARD)

    return paint


def _plain(text: str, style: str) -> str:  # noqa: ARG001
    return text
