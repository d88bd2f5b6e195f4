"""Numbers over prose: readability by textstat, and how often one frame stands against another."""

import importlib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from healthlint.model import JOINER, OPAQUE, Span
from healthlint.rulebook.atoms import Page
from healthlint.rulebook.schema import Measure
from healthlint.rulebook.wording import head_of

READ_AS_PROSE = frozenset(["paragraph", "item"])
"""Kinds of block that a reading grade is taken over: headings and cells are no sentences."""


def _textstat(name: str) -> Callable[[str], float]:
    """A measure of textstat, which is only imported when the measure is first taken."""

    def measure(text: str) -> float:
        module = importlib.import_module("textstat")
        # Its English syllable counts take a pronouncing dictionary, which it would download when missing.
        # Without one it falls back to pyphen's hyphenation patterns (of whose three licences we rely on
        # MPL 1.1), which are good enough for a grade level, the same on every machine, and offline.
        counting = importlib.import_module("textstat.backend.counts._count_syllables")
        counting.get_cmudict = lambda _: None  # type: ignore[attr-defined]
        value = getattr(module, name)(text)
        return float(value)

    return measure


def _words_per_sentence(text: str) -> float:
    sentences = [part for part in text.split("\n") if part.strip()]
    return sum(len(part.split()) for part in sentences) / max(1, len(sentences))


METRICS: dict[str, Callable[[str], float]] = {
    "flesch_kincaid_grade": _textstat("flesch_kincaid_grade"),
    "flesch_reading_ease": _textstat("flesch_reading_ease"),
    "gunning_fog": _textstat("gunning_fog"),
    "smog_index": _textstat("smog_index"),
    "words_per_sentence": _words_per_sentence,
}


@dataclass(frozen=True, slots=True)
class MeasureTest:
    """A measure made ready to take."""

    said: Measure

    @property
    def shown_max(self) -> str:
        return f"{self.said.max:g}"

    def excess(self, page: Page) -> Iterator[tuple[Span, str]]:
        """Each stretch of the page over the limit: its place, and the number as a message shows it."""
        for span in _stretches(page, self.said.per):
            value = self._ratio(page, span) if self.said.ratio else self._metric(page, span)
            if value is not None and value > self.said.max:
                yield (
                    head_of(page) if self.said.per == "document" else _first_line(page, span),
                    f"{value:.1f}".removesuffix(".0"),
                )

    def _metric(self, page: Page, span: Span) -> float | None:
        text = _sentences(page, span)
        if len(re.findall(r"[^\W\d_]+", text)) < max(1, self.said.min_words):
            return None
        return METRICS[self.said.metric](text)

    def _ratio(self, page: Page, span: Span) -> float | None:
        """How many times as often the one is there as the other; None below the least count."""
        ours, theirs = (
            _count(page, span, self.said.ratio, self.said.count),
            _count(page, span, self.said.to, self.said.count),
        )
        return ours / max(1, theirs) if ours >= self.said.at_least else None


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


def _sentences(page: Page, span: Span) -> str:
    """The prose of a stretch, a sentence a line, each with an end that textstat can count."""
    document = page.document
    lines = []
    for sentence in document.sentences:
        block = document.block_at(sentence)
        if span.holds(sentence) and block and block.kind in READ_AS_PROSE:
            prose = document.prose[sentence.start : sentence.end].replace(JOINER, "").replace(OPAQUE, "")
            line = " ".join(prose.split())
            lines.append(line if line.endswith((".", "!", "?")) else line + ".")
    return "\n".join(lines)


def _count(page: Page, span: Span, name: str, count: str) -> int:
    """How many sentences hold a term of this name, or how many terms there are."""
    places: set[int] = set()
    for view in page.views(span):
        for start in view.spans(name.strip("<>")):
            if span.start <= view.tokens.starts[start] < span.end:
                first = view.tokens.firsts[start] if count == "sentences" else start
                places.add(view.tokens.starts[first])
    return len(places)
