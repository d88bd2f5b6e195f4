"""Is a statutory text on the page, word for word? If not: what comes nearest, and where it departs."""

from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches

from msgspec import Struct

from healthlint.later import later
from healthlint.model import JOINER, Span

_WORD = later(rf"[^\W_](?:[^\W_]|{JOINER}|['‘’‐‑-](?=[^\W_]))*|[.,;:()]")
_LOOKALIKES = str.maketrans({"‘": "'", "’": "'", "‐": "-", "‑": "-", JOINER: None})
_NEAR = 0.6
"""From this likeness on, a passage was meant to be the text."""

_ONE_SENTENCE = 0.85
_LONG = 10
"""A passage as like as that to one sentence of so many words was meant to be the text, too: the rest is missing."""

_SAME_WORD = 0.8
"""From this likeness on, two spellings were meant to be one word."""


class Passage(Struct, frozen=True):
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
            if not _alike(near, wanted):
                continue
            likeness, passage = _compare(near, wanted)
            if best is not None and likeness <= best[0]:
                continue
            if likeness >= _NEAR or _holds_sentence(near, wanted):
                best = likeness, passage
    return best[1] if best else None


def _plain(word: str) -> str:
    return word.translate(_LOOKALIKES).lower()


def _exact(words: list[tuple[str, int, int]], wanted: list[str]) -> Passage | None:
    """Where the text stands word for word."""
    for start in range(len(words) - len(wanted) + 1):
        near = words[start : start + len(wanted)]
        if near[0][0] == wanted[0] and [word for word, _, _ in near] == wanted:
            return Passage(Span(near[0][1], near[-1][2]), ())
    return None


def _anchors(words: list[tuple[str, int, int]], wanted: list[str]) -> Iterator[int]:
    """Where the text, or a long sentence of it, may begin: at any of the first words."""
    openings = {word for sentence in [wanted, *_long_sentences(wanted)] for word in sentence[:4]}
    previous = -9
    for index, (word, _, _) in enumerate(words):
        if word in openings and index - previous > 3:
            previous = index
            yield index


def _alike(near: list[tuple[str, int, int]], wanted: list[str]) -> bool:
    """Are enough of the words there, in any order, for a closer look to be worth its time?"""
    here = {word for word, _, _ in near}
    targets = [set(target) for target in (wanted, *_long_sentences(wanted))]
    return any(2 * len(target & here) >= len(target) for target in targets)


def _long_sentences(wanted: list[str]) -> Iterator[list[str]]:
    starts = [0, *(index + 1 for index, word in enumerate(wanted) if word == ".")]
    for start, end in zip(starts, [*starts[1:], len(wanted)], strict=True):
        if end - start >= _LONG:
            yield wanted[start:end]


def _holds_sentence(near: list[tuple[str, int, int]], wanted: list[str]) -> bool:
    return any(
        _compare(near[: len(sentence) + 4], sentence)[0] >= _ONE_SENTENCE for sentence in _long_sentences(wanted)
    )


def _compare(near: list[tuple[str, int, int]], wanted: list[str]) -> tuple[float, Passage]:
    here = [word for word, _, _ in near]
    matcher = SequenceMatcher(None, _as_spelt(here, wanted), wanted, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return 0.0, Passage(Span(0, 0), ())
    last = blocks[-1].a + blocks[-1].size
    differences = tuple(_differences(matcher, here, wanted, last))
    likeness = sum(block.size for block in blocks) / len(wanted)
    return likeness - len(differences) / 100, Passage(Span(near[0][1], near[last - 1][2]), differences)


def _as_spelt(here: list[str], wanted: list[str]) -> list[str]:
    """The words as the text spells them, where they are near to it: a slip is no other word."""
    due = set(wanted)
    return [word if word in due else next(iter(get_close_matches(word, due, 1, _SAME_WORD)), word) for word in here]


def _differences(matcher: "SequenceMatcher[str]", here: list[str], wanted: list[str], last: int) -> Iterator[str]:
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from (_instead(*pair) for pair in zip(here[a:b], wanted[c:d], strict=True) if pair[0] != pair[1])
            continue
        typed, due = " ".join(here[a : min(b, last)]), " ".join(wanted[c:d])
        if typed and due:
            yield _instead(typed, due)
        elif due:
            yield f"“{due}” is missing"
        elif typed:
            yield f"“{typed}” is not in the text"


def _instead(typed: str, due: str) -> str:
    return f"“{typed}” where the text says “{due}”"
