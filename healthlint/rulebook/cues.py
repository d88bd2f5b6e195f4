"""Does a cue of this set govern these words? ConText, turned on its side: scopes on spans, data in YAML."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Literal, Protocol

from msgspec import Struct

from healthlint.model import Block, Document, Span
from healthlint.rulebook.books import Book
from healthlint.rulebook.matching import Match
from healthlint.rulebook.page import Page
from healthlint.rulebook.tokens import MARKS, STOPS
from healthlint.rulebook.view import Bound, Found, View
from healthlint.rulebook.wording import quoted

Side = Literal["before", "after", "around"]
Reach = int | Literal["clause", "sentence", "block"]
Elsewhere = Literal["lead-in", "heading", "sentence", "next"]


TRIMMED = ' ,;:.“”"'
"""What is not quoted at the ends of a cue: it would seem to belong to the sentence that tells of it."""


class Entry(Struct, frozen=True):
    """How a phrase of a cue set governs."""

    side: Side
    reach: Reach
    elsewhere: tuple[Elsewhere, ...] = ()
    """From where else it governs: the list's introduction, the section's heading, the sentence before, the next one."""


class CueHit(Struct, frozen=True):
    """A cue in a view."""

    start: int
    end: int
    entry: Entry


class Sound(Protocol):
    """A scale, as far as a cue set needs to know."""

    def lowered(self, view: View, bound: Bound, below: float) -> Span | None: ...


class Low(Struct, frozen=True, eq=False):
    """A place on a scale below which a sentence is governed whole."""

    scales: Mapping[str, Sound]
    """All scales; they are read after the cue sets, which some of them name."""
    scale: str
    below: float

    def governing(self, view: View, head: Bound) -> Span | None:
        """The word that brings the sentence of these words down most, where it stands low enough."""
        bound = view.tokens.firsts[head[0]], view.tokens.limits[head[0]]
        return self.scales[self.scale].lowered(view, bound, self.below)


class CueSet:
    """A cue set made ready to run."""

    __slots__ = ("entries", "ignored", "low", "name", "says", "stops")

    def __init__(
        self,
        name: str,
        says: str,
        entries: Book[Entry],
        stops: Book[None],
        ignored: Book[None],
        low: Low | None = None,
    ) -> None:
        self.name, self.says, self.low = name, says, low
        self.entries, self.stops, self.ignored = entries, stops, ignored

    def governing(self, page: Page | None, view: View, head: Bound) -> Span | None:
        """The cue that governs these words of a view, or None."""
        low, high = view.clause(head)
        for hit in self._near(view, view.tokens.firsts[head[0]]):
            near = low <= hit.end and hit.start <= high
            if (near or hit.entry.reach in ("sentence", "block")) and self._reaches(view, hit, head):
                return view.span(hit.start, hit.end)
        if self.low and (by := self.low.governing(view, head)):
            return by
        return self._elsewhere(page, view, head) if page else None

    def reason(self, document: Document, by: Span) -> str:
        """What a cue found at these words does, in an editor's words."""
        words = quoted(document, by)
        return f"“{words.strip(TRIMMED) or words}” {self.says} ({self.name})"

    def present(self, view: View, start: int, end: int) -> tuple[Span, ...]:
        """The cues of this set among these words, whatever they govern."""
        return tuple(view.span(hit.start, hit.end) for hit in self._hits(view) if start <= hit.start < end)

    def _near(self, view: View, first: int) -> Iterator[CueHit]:
        """The cues that may govern words of the sentence that starts at a word: its own, and those that reach far."""
        sentences, far = self._by_sentence(view)
        here = sentences.get(first, ())
        for _, hit in sorted({*here, *far}, key=lambda one: one[0]) if far else here:
            yield hit

    def _from_beside(self, view: View, first: int, place: Elsewhere) -> "tuple[int, CueHit] | None":
        """The first cue of the sentence that starts at a word which governs the one beside it."""
        sentences, _ = self._by_sentence(view)
        return next((one for one in sentences.get(first, ()) if place in one[1].entry.elsewhere), None)

    def _by_sentence(self, view: View) -> "tuple[dict[int, list[tuple[int, CueHit]]], list[tuple[int, CueHit]]]":
        """The cues of a view by the first word of their sentence, and those that reach over the block, numbered."""
        key = (self, "by sentence")
        known = view.memory.get(key)
        if known is None:
            sentences: dict[int, list[tuple[int, CueHit]]] = {}
            far = []
            for numbered in enumerate(self._hits(view)):
                sentences.setdefault(view.tokens.firsts[numbered[1].start], []).append(numbered)
                if numbered[1].entry.reach == "block":
                    far.append(numbered)
            known = view.memory[key] = sentences, far
        assert isinstance(known, tuple)
        return known

    def _hits(self, view: View) -> tuple[CueHit, ...]:
        known = view.memory.get(self)
        if known is None:
            known = view.memory[self] = tuple(self._find(view))
        assert isinstance(known, tuple)
        return known

    def _find(self, view: View) -> Iterator[CueHit]:
        ignored = [(match.start, match.end) for match, _ in self.ignored.find(view)]
        for match, entry in self.entries.find(view):
            if not any(start <= match.start and match.end <= end for start, end in ignored):
                yield CueHit(match.start, match.end, entry)

    def _stops(self, view: View) -> frozenset[int]:
        key = (self, "stops")
        known = view.memory.get(key)
        if known is None:
            known = view.memory[key] = frozenset(match.start for match, _ in self.stops.find(view))
        assert isinstance(known, frozenset)
        return known

    def _reaches(self, view: View, hit: CueHit, head: Bound) -> bool:
        start, end = head
        if hit.entry.side != "after" and hit.start < start:
            return self._free(view, min(hit.end, start), start, hit.entry.reach)
        if hit.entry.side != "before" and hit.end > end:
            return self._free(view, end, max(hit.start, end), hit.entry.reach)
        return hit.entry.side == "around" and hit.start < end and start < hit.end

    def _free(self, view: View, start: int, end: int, reach: Reach) -> bool:
        """May a cue reach across these words?"""
        if reach == "block":
            return True
        tokens = view.tokens
        if tokens.firsts[max(0, start - 1)] != tokens.firsts[min(end, len(tokens) - 1)]:
            return False
        if any(start <= stop < end for stop in self._stops(view)):
            return False
        if reach == "sentence":
            return True
        between = tokens.words[start:end]
        if not STOPS.isdisjoint(between) or _opens(view, start, end):
            return False
        return reach == "clause" or sum(word not in MARKS for word in between) <= reach

    def _elsewhere(self, page: Page, view: View, head: Bound) -> Span | None:
        """A cue of the sentence before or after, of the line that introduces the list, or of the section's heading."""
        firsts, limits = view.tokens.firsts, view.tokens.limits
        first, limit = firsts[head[0]], limits[head[0]]
        before = self._from_beside(view, firsts[first - 1], "sentence") if first else None
        after = self._from_beside(view, limit, "next")
        nearest = min((one for one in (before, after) if one), default=None)  # in the order of the set
        if nearest:
            return view.span(nearest[1].start, nearest[1].end)
        return self._introducing(page, view.block.lead_in, view, "lead-in") or self._introducing(
            page, _heading(page, view.block), view, "heading"
        )

    def _introducing(self, page: Page, span: Span | None, view: View, place: Elsewhere) -> Span | None:
        """A cue in the last sentence of the block that introduces this one."""
        if span is None or span.holds(view.block.span):
            return None
        for other in page.views(span):
            for hit in self._hits(other):
                if place in hit.entry.elsewhere and other.tokens.limits[hit.start] == len(other.tokens):
                    return other.span(hit.start, hit.end)
        return None


def _heading(page: Page, block: Block) -> Span | None:
    section = page.document.section_at(block.span.start)
    return section.heading if section and section.level else None


def _opens(view: View, start: int, end: int) -> bool:
    """Does a new clause open between these words, or right at `start`?"""
    breaks = view.breaks
    index = bisect_left(breaks, start)
    return index < len(breaks) and breaks[index] < end


class Phrases:
    """The phrases of a name, and the cue sets that let them go: finds them in a view."""

    __slots__ = ("phrases", "unless")

    def __init__(self, phrases: Book[None], unless: tuple[CueSet, ...] = ()) -> None:
        self.phrases, self.unless = phrases, unless

    def found(self, view: View) -> Iterator[Found]:
        for match in unexcused(self.phrases, self.unless, view):
            yield match.start, match.end, match.head


def unexcused(phrases: Book[None], cues: tuple[CueSet, ...], view: View) -> Iterator[Match]:
    """The phrases in a view that none of these cue sets governs from within the view."""
    return (match for match, _ in phrases.find(view) if not excused(match, cues))


def excused(match: Match, cues: tuple[CueSet, ...]) -> bool:
    """Does one of these cue sets govern a match from within its view?"""
    return any(cue.governing(None, match.view, match.head) for cue in cues)
