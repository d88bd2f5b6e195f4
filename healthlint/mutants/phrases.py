"""A phrase with one alternative of a choice gone, or with one gap three times as wide."""

import re
from collections.abc import Iterator
from itertools import pairwise

from healthlint.rulebook.phrases import GAP, PIECE

WIDER = 3
"""How many times as wide a gap becomes."""

_LOOSE_ENDS = re.compile(r"^(?:\s*\.\.\.\d*)+|(?:\.\.\.\d*\s*)+$")
"""Gaps that are left at the start or the end of a phrase, where none may stand."""


def of_phrase(text: str) -> Iterator[tuple[str, str]]:
    """Each mutant of a phrase with what was done to it."""
    yield from _without_alternatives(text)
    yield from _with_wider_gaps(text)


def shortened(text: str, length: int = 60) -> str:
    """A phrase as it is told: in quotation marks, and cut where it is long."""
    return f"“{text}”" if len(text) <= length else f"“{text[: length - 3].rstrip()}...”"


def _without_alternatives(text: str) -> Iterator[tuple[str, str]]:
    for bounds in _choices(text):
        options = [text[start + 1 : end] for start, end in pairwise(bounds)]
        for index, option in enumerate(options):
            rest = "|".join(options[:index] + options[index + 1 :])
            before = text[: bounds[0]]
            within = f"({rest})" if rest.strip() else ""
            left = (before if within else before.rstrip("^")) + within + text[bounds[-1] + 1 :]
            gone = f"“{option.strip()}”" if option.strip() else "leave to omit"
            yield f"without {gone} in {shortened(text)}", _LOOSE_ENDS.sub("", left).strip()


def _choices(text: str) -> Iterator[list[int]]:
    """Where the signs of each choice stand: its brackets and the bars between."""
    opened: list[list[int]] = []
    for piece in PIECE.finditer(text):
        if piece["sign"] == "(":
            opened.append([piece.start()])
        elif piece["sign"] == "|" and opened:
            opened[-1].append(piece.start())
        elif piece["sign"] == ")" and opened:
            bounds = [*opened.pop(), piece.start()]
            if len(bounds) > 2:
                yield bounds


def _with_wider_gaps(text: str) -> Iterator[tuple[str, str]]:
    for piece in PIECE.finditer(text):
        if piece["gap"]:
            wider = f"...{int(piece['width'] or GAP) * WIDER}"
            what = f"{wider} for {piece[0]} at {piece.start() + 1} in {shortened(text)}"
            yield what, text[: piece.start()] + wider + text[piece.end() :]
