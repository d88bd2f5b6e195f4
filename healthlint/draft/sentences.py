"""Where sentences begin and end within a stretch of prose."""

import re
from collections.abc import Iterable, Iterator

from healthlint.draft.mask import trimmed
from healthlint.language import Language
from healthlint.model import JOINER, Span

_CLOSERS = f"[{JOINER}\"'”’»›)\\]}}*_]*"
_STOP = re.compile(
    r"[.!?…‽؟。！？]"  # Asked first, and what came before it then, so that all else is passed over quickly.
    rf"(?:(?<=[。！？]){_CLOSERS}+|(?<![。！？])(?<![.!?…‽؟][.!?…‽؟])[.!?…‽؟]*+{_CLOSERS}+(?=\s|$))"
)
_WORD_BACKWARDS = re.compile(rf"\n?([\w'’.&/{JOINER}-]{{1,40}})")
_NEXT_WORD = re.compile(rf"[\s{JOINER}\"'“‘«‹(\[{{*_¿¡]*([^\W_]?[\w'’-]{{0,40}})")
_INITIAL = re.compile(r"[^\W\d_]")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_QUOTES = "\"'”’»›"
_REACH = 48
"""How far before a stop its word is sought: a line without blanks must not be searched again and again."""


def sentences(prose: str, block: Span, breaks: Iterable[Span], language: Language) -> Iterator[Span]:
    """The sentences of a block, in order. `breaks` are line ends that a reader sees."""
    start = block.start
    for end in _ends(prose, block, breaks, language):
        span = trimmed(prose, start, end)
        if span.start < span.end:
            yield span
            start = end
    span = trimmed(prose, start, block.end)
    if span.start < span.end:
        yield span


def _ends(prose: str, block: Span, breaks: Iterable[Span], language: Language) -> list[int]:
    found = _STOP.finditer(prose, block.start, block.end)
    stops = [match.end() for match in found if _is_end(prose, block, match, language)]
    seen = [place.start for place in breaks if block.holds(place) and _parts(prose, place, block)]
    return sorted({*stops, *seen}) if seen else stops


def _parts(prose: str, place: Span, block: Span) -> bool:
    """A line break that a reader sees parts sentences where the next line begins like one."""
    after = _NEXT_WORD.match(prose, place.end, block.end)
    return after is not None and after[1] != "" and not after[1][0].islower()


def _is_end(prose: str, block: Span, stop: re.Match[str], language: Language) -> bool:
    after = _NEXT_WORD.match(prose, stop.end(), block.end)
    next_word = after[1] if after else ""
    if not stop[0].startswith(".") or stop[0][1:2] in (".", "!", "?") or stop[0][-1] in _QUOTES:
        return not next_word[:1].islower()
    before = _word_before(prose, block, stop.start())
    return not before or _ends_after(before, next_word, prose, block, stop.start(), language)


def _word_before(prose: str, block: Span, stop: int) -> str:
    """The word that a full stop follows, without markup."""
    match = _WORD_BACKWARDS.match(prose[max(block.start, stop - _REACH) : stop][::-1])
    return match[1][::-1].replace(JOINER, "").strip("'’-/&") if match else ""


def _ends_after(word: str, next_word: str, prose: str, block: Span, stop: int, language: Language) -> bool:
    """Whether a single full stop between these words ends a sentence."""
    if word.isdigit() and _is_item_number(prose[block.start : min(stop, block.start + _REACH)], word):
        return False
    lower = word.lower()
    begins_anew = next_word[:1].isupper() and next_word.lower() in language.common
    if lower in language.abbreviations:
        if lower in language.common:
            return not next_word[:1].isdigit()
        return begins_anew and (word[0].islower() or "." in word)
    if _INITIAL.fullmatch(word) and word.isupper():
        small = next_word[:1].islower()  # the H. of H. pylori
        return not small and (begins_anew or _follows_small_word(prose, block, stop - 1))
    if _DOTTED.fullmatch(word):
        return begins_anew
    return True


def _is_item_number(before: str, word: str) -> bool:
    """Whether nothing but the number stands before its stop."""
    return before.replace(JOINER, "").strip(" (*_") == word


def _follows_small_word(prose: str, block: Span, start: int) -> bool:
    """`vitamin C.` ends a sentence; the `C.` of `John C. Smith` does not."""
    gap = prose[max(block.start, start - _REACH) : start]
    before = _word_before(prose, block, start - len(gap) + len(gap.rstrip()))
    return bool(before) and before[0].islower()
