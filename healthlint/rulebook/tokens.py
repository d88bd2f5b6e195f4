"""A stretch of prose becomes words with places: what phrases match, and never the characters between."""

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

import msgspec

from healthlint.language import MOST_KNOWN, Language
from healthlint.model import JOINER, OPAQUE, Span

_LETTERS = r"[^\W\d_]++(?:[\u0300-\u036f]++[^\W\d_]*+)*+"
_INNER = rf"(?:['’ʼ]{JOINER}*|{JOINER}+(?:['’ʼ]{JOINER}*)?)"
TOKEN = re.compile(
    rf"((?!\s)(?:{_LETTERS}(?:{_INNER}{_LETTERS})*+"
    rf"|\.(?<![\w.]\.)\d+|\d+(?:[.,]\d+)*"
    rf"|{OPAQUE}[{OPAQUE}{JOINER}]*"
    r"|[-|•·](?<=\s.)(?=\s)|--+|[–—](?:(?=\s)|(?<=\s.))|—|\.\.\.|[.,;:?!()%$€£/&+…]))"
)
DASH = "—"
"""How any dash, bar or dot that divides a line is read; a hyphen divides nothing and is not read at all."""

STOPS = frozenset(";:?!" + DASH)
"""Marks that no gap crosses and no cue reaches over."""

MARKS = STOPS | frozenset(".,()%$€£/&+…") | {"...", OPAQUE}
"""Tokens that are no words: a gap does not count them."""

_JOINS_ON = re.compile(r"\w")
_DASHES = re.compile(r"-+|[–—|•·]")
_FAR = 1 << 62
_POSSESSIVE = ("'s", "’s", "ʼs")


class Tokens(msgspec.Struct, frozen=True):
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
    pieces = TOKEN.split(_before(prose, span.start) + prose[span.start : span.end])
    offsets = list(accumulate(map(len, pieces), initial=span.start - 1))
    typed, starts, ends = pieces[1::2], offsets[1:-1:2], offsets[2::2]
    words = [language.plain.get(word, "") for word in typed]
    shouted: dict[int, str] = {}
    if "" in words:
        cuts = _look_closer(words, typed, shouted, language)
        if cuts:
            apart = [ends[at] - 2 for at in cuts]
            both = sorted(zip([*starts, *apart], [*words, *["'s"] * len(apart)], strict=True))
            starts, words, ends = sorted([*starts, *apart]), [word for _, word in both], sorted([*ends, *apart])
    limits, firsts = _sentence_limits(starts, sentences)
    return Tokens(tuple(words), tuple(starts), tuple(ends), limits, firsts, shouted)


def _before(prose: str, start: int) -> str:
    """What stands for the character before a stretch: marks ask of it only whether it is blank or joins on."""
    char = prose[start - 1 : start]
    if char.isspace():
        return " "
    return "_" if char == "." or _JOINS_ON.match(char) else "*"


def _look_closer(words: list[str], typed: list[str], shouted: dict[int, str], language: Language) -> list[int]:
    """Fill in the words that are new or more than plain words; returns which of them end in a possessive."""
    cuts: list[int] = []
    if len(language.plain) > MOST_KNOWN:
        language.plain.clear()
    for at in [at for at, word in enumerate(words) if not word]:
        raw = typed[at]
        if raw[-2:].lower() in _POSSESSIVE:
            words[at] = language.fold(raw[:-2])
            cuts.append(at)
        elif len(raw) > 1 and raw.isupper():
            words[at] = language.fold(raw)
            shouted[at + len(cuts)] = raw.replace(JOINER, "")
        else:
            words[at] = language.plain[raw] = language.fold(_read(raw))
    return cuts


def split(text: str) -> list[str]:
    """The words of a phrase as typed, split just as prose is, but not folded."""
    words: list[str] = []
    for raw in TOKEN.findall(text):
        if raw[-2:].lower() in _POSSESSIVE:
            words += [raw[:-2], "'s"]
        else:
            words.append(_read(raw))
    return words


def _read(raw: str) -> str:
    """A token as it is read: all dashes are one, whatever is opaque is one."""
    if raw[0] == OPAQUE:
        return OPAQUE
    return DASH if _DASHES.fullmatch(raw) else raw


def _sentence_limits(starts: list[int], sentences: tuple[Span, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    count = len(starts)
    if not count or _sentence_after(starts[0], sentences) > starts[-1]:
        return (count,) * count, (0,) * count
    limits: list[int] = []
    firsts: list[int] = []
    while len(limits) < count:
        index = len(limits)
        limit = max(index + 1, bisect_left(starts, _sentence_after(starts[index], sentences), index))
        limits += [limit] * (limit - index)
        firsts += [index] * (limit - index)
    return tuple(limits), tuple(firsts)


def _sentence_after(offset: int, sentences: tuple[Span, ...]) -> int:
    """Where the next sentence starts, or a place after any."""
    at = bisect_right(sentences, (offset, _FAR))
    return sentences[at].start if at < len(sentences) else _FAR
