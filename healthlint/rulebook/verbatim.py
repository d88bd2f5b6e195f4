"""Is a statutory text on the page, word for word? If not: what comes nearest, and where it departs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from healthlint.model import JOINER, Span

_WORD = re.compile(rf"[^\W_](?:[^\W_]|{JOINER}|['’-](?=[^\W_]))*|[.,;:()]")
_NEAR = 0.6
"""From this likeness on, a passage was meant to be the text."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of prose that comes near a text, and how it departs from it."""

    span: Span
    differences: tuple[str, ...]
    """Empty where the text stands there word for word."""


def nearest(prose: str, within: Span, texts: list[str]) -> Passage | None:
    """The passage that is one of the texts, or comes nearest to one; None where none comes near.

    Quotes, dashes, line breaks, letter case and markers such as asterisks make no difference.
    """
    words = [(_plain(match[0]), match.start(), match.end()) for match in _WORD.finditer(prose, *within)]
    every = [[_plain(match[0]) for match in _WORD.finditer(text)] for text in texts]
    for wanted in every:
        if exact := _exact(words, wanted):
            return exact
    best: tuple[float, Passage] | None = None
    for wanted in every:
        for start in _anchors(words, wanted):
            near = words[start : start + len(wanted) + 4]
            likeness, passage = _compare(near, wanted)
            if likeness >= _NEAR and (best is None or likeness > best[0]):
                best = likeness, passage
    return best[1] if best else None


def _plain(word: str) -> str:
    return word.replace(JOINER, "").replace("’", "'").lower()


def _exact(words: list[tuple[str, int, int]], wanted: list[str]) -> Passage | None:
    """Where the text stands word for word."""
    for start in range(len(words) - len(wanted) + 1):
        near = words[start : start + len(wanted)]
        if near[0][0] == wanted[0] and [word for word, _, _ in near] == wanted:
            return Passage(Span(near[0][1], near[-1][2]), ())
    return None


def _anchors(words: list[tuple[str, int, int]], wanted: list[str]) -> Iterator[int]:
    """Where the text may begin: at any of its first words."""
    openings = set(wanted[:4])
    previous = -9
    for index, (word, _, _) in enumerate(words):
        if word in openings and index - previous > 3:
            previous = index
            yield index


def _compare(near: list[tuple[str, int, int]], wanted: list[str]) -> tuple[float, Passage]:
    here = [word for word, _, _ in near]
    matcher = SequenceMatcher(None, here, wanted, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return 0.0, Passage(Span(0, 0), ())
    last = blocks[-1].a + blocks[-1].size
    differences = tuple(_differences(matcher, here, wanted, last))
    likeness = sum(block.size for block in blocks) / len(wanted)
    return likeness - len(differences) / 100, Passage(Span(near[0][1], near[last - 1][2]), differences)


def _differences(matcher: "SequenceMatcher[str]", here: list[str], wanted: list[str], last: int) -> Iterator[str]:
    for tag, a, b, c, d in matcher.get_opcodes():
        typed, due = " ".join(here[a : min(b, last)]), " ".join(wanted[c:d])
        if tag == "equal" or not (typed or due):
            continue
        if typed and due:
            yield f"“{typed}” where the text says “{due}”"
        elif due:
            yield f"“{due}” is missing"
        else:
            yield f"“{typed}” is not in the text"
