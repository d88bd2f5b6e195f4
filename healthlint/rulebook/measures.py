"""Numbers over prose: readability by textstat, and how often one frame stands against another."""

import importlib
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import ModuleType

from msgspec import Struct

from healthlint.later import later
from healthlint.model import JOINER, OPAQUE, Span
from healthlint.rulebook import syllables
from healthlint.rulebook.page import Page
from healthlint.rulebook.schema import Measure
from healthlint.rulebook.wording import head_of, quoted

READ_AS_PROSE = frozenset(["paragraph", "item"])
"""Kinds of block that a reading grade is taken over: headings and cells are no sentences."""

WORD = later(r"[^\W\d_]+")
WORST = 3
"""How many of the worst sentences a message names."""
FRAGMENT = 8
"""What is shorter, in words, is not called one of the hardest sentences."""
SHOWN_WORDS = 5
LENGTHS = frozenset(["words", "words_per_sentence"])
"""Measures for which the worst sentence is the longest."""


def _textstat(name: str) -> Callable[[str], float]:
    """A measure of textstat, which is only imported when the measure is first taken."""

    def measure(text: str) -> float:
        return float(getattr(_without_dictionary(), name)(text))

    return measure


@cache
def _without_dictionary() -> ModuleType:
    """textstat, with nothing in the place of the module that would load its pronouncing dictionary.

    Its English syllable counts take one, which it would download when missing, and by way of nltk, which takes
    longer to import than a draft to lint. Without one it falls back to pyphen's hyphenation patterns (of whose
    three licences we rely on MPL 1.1), which are good enough for a grade level, the same on every machine, and offline.
    """
    nothing = ModuleType("textstat.backend.utils._get_cmudict")
    vars(nothing)["get_cmudict"] = lambda _: None
    sys.modules.setdefault(nothing.__name__, nothing)
    counting = importlib.import_module("textstat.backend.counts._count_syllables")
    vars(counting)["get_cmudict"] = lambda _: None  # somebody else may have imported the whole of it before
    syllables.lend_to_pyphen()
    return importlib.import_module("textstat")


def _words_per_sentence(text: str) -> float:
    sentences = [part for part in text.split("\n") if part.strip()]
    return sum(len(part.split()) for part in sentences) / max(1, len(sentences))


def _words(text: str) -> float:
    return len(WORD.findall(text))


METRICS: dict[str, Callable[[str], float]] = {
    "flesch_kincaid_grade": _textstat("flesch_kincaid_grade"),
    "flesch_reading_ease": _textstat("flesch_reading_ease"),
    "gunning_fog": _textstat("gunning_fog"),
    "smog_index": _textstat("smog_index"),
    "words_per_sentence": _words_per_sentence,
    "words": _words,
}


class Excess(Struct, frozen=True):
    """A stretch of the page over the limit: where it is told, and what a message can say of it."""

    span: Span
    fills: Mapping[str, str]
    worst: tuple[Span, ...]
    """The sentences that weigh most, or the first places of what was counted."""


class MeasureTest(Struct, frozen=True):
    """A measure made ready to take."""

    said: Measure

    def excess(self, page: Page) -> Iterator[Excess]:
        """Each stretch of the page over the limit."""
        for span in _stretches(page, self.said.per):
            value, places = self._counted(page, span) if self.said.ratio else self._metric(page, span)
            if value is None or value <= self.said.max:
                continue
            worst = self._hardest(page, places) if self.said.metric else tuple(places[:WORST])
            fills = {
                "value": f"{value:.1f}".removesuffix(".0"),
                "max": f"{self.said.max:g}",
                "worst": ", ".join(_shown(page, place) for place in worst),
            }
            if self.said.ratio and places:
                fills["match"] = quoted(page.document, places[0])
            told = head_of(page) if self.said.per == "document" else _first_line(page, span)
            yield Excess(told, fills, worst if self.said.per in ("document", "section") else ())

    def _metric(self, page: Page, span: Span) -> tuple[float | None, list[Span]]:
        places = list(_read(page, span))
        text = "\n".join(_line(page, place) for place in places)
        if len(WORD.findall(text)) < max(1, self.said.min_words):
            return None, places
        return METRICS[self.said.metric](text), places

    def _hardest(self, page: Page, places: list[Span]) -> tuple[Span, ...]:
        """The longest sentences for a measure of length, else those of the highest grade. Fragments are not weighed."""
        lines = {place: _line(page, place) for place in places}
        weigh = _words_per_sentence if self.said.metric in LENGTHS else METRICS["flesch_kincaid_grade"]
        weighed = [place for place in places if len(WORD.findall(lines[place])) >= FRAGMENT] or places
        return tuple(sorted(weighed, key=lambda place: -weigh(lines[place]))[:WORST])

    def _counted(self, page: Page, span: Span) -> tuple[float | None, list[Span]]:
        """How often the one is there for each of the other, or for so many words; None below the least count."""
        places = _places(page, span, self.said.ratio, self.said.count)
        if len(places) < self.said.at_least:
            return None, places
        if self.said.per_words:
            words = sum(len(WORD.findall(_line(page, place))) for place in _read(page, span))
            return (len(places) * self.said.per_words / words if words >= self.said.min_words else None), places
        return len(places) / max(1, len(_places(page, span, self.said.to, self.said.count))), places


def _stretches(page: Page, per: str) -> Iterator[Span]:
    document = page.document
    if per == "document":
        yield Span(0, len(document.text))
    elif per == "section":
        yield from (section.span for section in document.sections)
    elif per == "block":
        yield from (block.span for block in document.blocks if block.kind in READ_AS_PROSE)
    else:
        yield from document.sentences


def _first_line(page: Page, span: Span) -> Span:
    """Where a measure is reported: the first words that it was taken over."""
    starts = [sentence.start for sentence in page.document.sentences]
    index = bisect_left(starts, span.start)
    return page.document.sentences[index] if index < len(starts) else Span(span.start, span.start)


def _read(page: Page, span: Span) -> Iterator[Span]:
    """The sentences of a stretch that are read as prose."""
    for sentence in page.document.sentences:
        block = page.document.block_at(sentence)
        if span.holds(sentence) and block and block.kind in READ_AS_PROSE:
            yield sentence


def _line(page: Page, sentence: Span) -> str:
    """A sentence on one line, with an end that textstat can count."""
    prose = page.document.prose[sentence.start : sentence.end].replace(JOINER, "").replace(OPAQUE, "")
    line = " ".join(prose.split())
    return line if line.endswith((".", "!", "?")) else line + "."


def _shown(page: Page, place: Span) -> str:
    """A place as a message names it: its line, and its first words."""
    words = quoted(page.document, place).split()
    first = " ".join(words[:SHOWN_WORDS]) + (" …" if len(words) > SHOWN_WORDS else "")
    return f"line {page.document.position(place.start).line} (“{first}”)"


def _places(page: Page, span: Span, name: str, count: str) -> list[Span]:
    """The terms of this name in a stretch; or a place for each sentence with one; or those of the commonest wording."""
    places: dict[int, Span] = {}
    wordings: dict[tuple[str, ...], list[Span]] = {}
    for view in page.views(span):
        for start, ends in sorted(view.spans(name.strip("<>")).items()):
            if span.start <= view.tokens.starts[start] < span.end:
                first = view.tokens.firsts[start] if count == "sentences" else start
                places.setdefault(view.tokens.starts[first], view.span(start, ends[0]))
                wordings.setdefault(tuple(view.tokens.words[start : ends[0]]), []).append(view.span(start, ends[0]))
    if count == "repeats":
        return max(wordings.values(), key=len, default=[])
    return list(places.values())
