"""A stretch of prose becomes words with places: what phrases match, and never the characters between."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from healthlint.language import Language
from healthlint.model import JOINER, OPAQUE, Span

_LETTER = r"[^\W\d_]"
_LETTERS = rf"{_LETTER}(?:{_LETTER}|[\u0300-\u036f])*"
_INNER = rf"(?:{JOINER}+|{JOINER}*['’ʼ]{JOINER}*)"
TOKEN = re.compile(
    rf"(?P<word>{_LETTERS}(?:{_INNER}{_LETTERS})*)"
    rf"|(?<![\w.])\.\d+|\d+(?:[.,]\d+)*"
    rf"|{OPAQUE}[{OPAQUE}{JOINER}]*"
    r"|(?<=\s)[-|•·](?=\s)|--+|[–—](?=\s)|(?<=\s)[–—]|—|\.\.\.|[.,;:?!()%$€£/&+…]"
)
DASH = "—"
"""How any dash, bar or dot that divides a line is read; a hyphen divides nothing and is not read at all."""

STOPS = frozenset(";:?!" + DASH)
"""Marks that no gap crosses and no cue reaches over."""

MARKS = STOPS | frozenset(".,()%$€£/&+…") | {"...", OPAQUE}
"""Tokens that are no words: a gap does not count them."""

_DASHES = re.compile(r"-+|[–—|•·]")
_POSSESSIVE = ("'s", "’s", "ʼs")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a block, folded, with the characters each stands for and the sentence it is in."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    limits: tuple[int, ...]
    """For each word, the index just after the last word of its sentence."""
    firsts: tuple[int, ...]
    """For each word, the index of the first word of its sentence."""
    shouted: dict[int, str]
    """The words typed in capitals only, as typed: MS is no title, AIDS no verb."""

    def __len__(self) -> int:
        return len(self.words)

    def span(self, start: int, end: int) -> Span:
        """The characters from word `start` up to word `end`, which is left out."""
        return Span(self.starts[start], self.ends[end - 1])

    def at(self, offset: int) -> int:
        """The first word that starts at this character or after it."""
        return bisect_left(self.starts, offset)

    def until(self, offset: int) -> int:
        """The index just after the last word that ends at this character or before it."""
        return bisect_right(self.ends, offset)


def tokenise(prose: str, span: Span, sentences: tuple[Span, ...], language: Language) -> Tokens:
    """The words of `prose` inside `span`. `sentences` are those of the whole document, in order."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    shouted: dict[int, str] = {}
    fold = language.fold
    for match in TOKEN.finditer(prose, span.start, span.end):
        raw, start, end = match[0], match.start(), match.end()
        if match.lastgroup is None:
            raw = _mark(raw)
        elif raw[-2:].lower() in _POSSESSIVE and len(raw) > 2:
            words += [fold(raw[:-2]), "'s"]
            starts += [start, end - 2]
            ends += [end - 2, end]
            continue
        elif len(raw) > 1 and raw.isupper():
            shouted[len(words)] = raw.replace(JOINER, "")
        words.append(fold(raw))
        starts.append(start)
        ends.append(end)
    limits, firsts = _sentence_limits(starts, sentences)
    return Tokens(tuple(words), tuple(starts), tuple(ends), limits, firsts, shouted)


def split(text: str) -> list[str]:
    """The words of a phrase as typed, split just as prose is, but not folded."""
    words: list[str] = []
    for match in TOKEN.finditer(text):
        raw = match[0]
        if match.lastgroup is None:
            words.append(_mark(raw))
        elif raw[-2:].lower() in _POSSESSIVE and len(raw) > 2:
            words += [raw[:-2], "'s"]
        else:
            words.append(raw)
    return words


def _mark(raw: str) -> str:
    if raw[0] == OPAQUE:
        return OPAQUE
    return DASH if _DASHES.fullmatch(raw) else raw


def _sentence_limits(starts: list[int], sentences: tuple[Span, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    limits: list[int] = []
    firsts: list[int] = []
    while len(limits) < len(starts):
        index = len(limits)
        sentence = bisect_right(sentences, (starts[index], 1 << 62))
        following = sentences[sentence].start if sentence < len(sentences) else 1 << 62
        limit = max(index + 1, bisect_left(starts, following, index))
        limits += [limit] * (limit - index)
        firsts += [index] * (limit - index)
    return tuple(limits), tuple(firsts)
