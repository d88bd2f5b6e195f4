"""Phrases over a view: where they match, with their head and the terms in their slots."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from healthlint.model import Span
from healthlint.rulebook.atoms import Bound, View
from healthlint.rulebook.phrases import Choice, Element, Gap, Pattern, Phrase, Slot, Words
from healthlint.rulebook.tokens import MARKS, STOPS

Slots = tuple[tuple[str, Bound], ...]
Found = tuple[int, Bound | None, Slots]
"""Where an element ends, its head if it holds one, and the slots that it filled."""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: the words from `start` up to `end` of a view."""

    view: View
    start: int
    end: int
    head: Bound
    """The words that a cue must govern."""
    slots: Slots
    phrase: Phrase

    @property
    def span(self) -> Span:
        return self.view.span(self.start, self.end)

    @property
    def head_span(self) -> Span:
        return self.view.span(*self.head)


def find(phrase: Phrase, view: View) -> Iterator[Match]:
    """Where a phrase matches, from left to right, never overlapping itself."""
    if not _all_there(phrase.elements, view):
        return
    free = 0
    for start in sorted(set(_starts(phrase.elements, view))):
        if start < free:
            continue
        for end, head, slots in _run(phrase.elements, 0, view, start, view.tokens.limits[start]):
            if end > start:
                yield Match(view, start, end, head or _default_head(view, start, end, slots), slots, phrase)
                free = end
                break


def _all_there(elements: tuple[Element, ...], view: View) -> bool:
    """Is something of each element in the block? Most phrases that one rare word calls up fail here."""
    for element in elements:
        if isinstance(element, Words):
            if not element.optional and view.where.keys().isdisjoint(element.by_first):
                return False
        elif isinstance(element, Slot) and not view.spans(element.name):
            return False
    return True


def _run(elements: tuple[Element, ...], index: int, view: View, at: int, limit: int) -> Iterator[Found]:
    if index == len(elements):
        yield at, None, ()
        return
    element = elements[index]
    if isinstance(element, Gap) and index + 1 < len(elements):
        following = elements[index + 1]
        for end in _gap_ends(element.width, view, at, limit):
            if _may_start(following, view, end):
                yield from _run(elements, index + 1, view, end, limit)
        return
    for end, head, slots in _ends(element, view, at, limit):
        marked = (at, end) if element.head and head is None and end > at else head
        for last, later_head, later in _run(elements, index + 1, view, end, limit):
            yield last, marked or later_head, slots + later


def _may_start(element: Element, view: View, at: int) -> bool:
    """A look before the work: most words that a gap may end at are not what follows it."""
    if isinstance(element, Words):
        tokens = view.tokens
        return element.optional or (at < len(tokens) and (tokens.words[at] in element.by_first or at in tokens.shouted))
    return not isinstance(element, Slot) or at in view.spans(element.name)


def _ends(element: Element, view: View, at: int, limit: int) -> Iterator[Found]:
    if isinstance(element, Words):
        yield from ((end, None, ()) for end in _word_ends(element, view, at, limit))
    elif isinstance(element, Slot):
        yield from _slot_ends(element.name, view, at, limit)
    elif isinstance(element, Gap):
        yield from ((end, None, ()) for end in _gap_ends(element.width, view, at, limit))
    elif isinstance(element, Choice):
        for option in element.options:
            yield from _run(option.elements, 0, view, at, limit)
    else:
        yield from ((end, None, ()) for end in _pattern_ends(element, view, at, limit))


def _word_ends(element: Words, view: View, at: int, limit: int) -> Iterator[int]:
    tokens = view.tokens
    if at < limit:
        forms = element.by_first.get(tokens.words[at], ())
        if at in tokens.shouted:
            forms += element.by_first.get(tokens.shouted[at], ())
        for form in forms:
            if at + len(form) <= limit and _spelt(form, view, at):
                yield at + len(form)
    if element.optional:
        yield at


def _spelt(form: tuple[str, ...], view: View, at: int) -> bool:
    words, shouted = view.tokens.words, view.tokens.shouted
    return all(words[at + n] == word or shouted.get(at + n) == word for n, word in enumerate(form))


def _slot_ends(name: str, view: View, at: int, limit: int) -> Iterator[Found]:
    for end in view.spans(name).get(at, ()):
        if end <= limit:
            yield end, None, ((name, (at, end)),)
            if end < limit and view.tokens.words[end] == "'s":
                yield end + 1, None, ((name, (at, end)),)


def _gap_ends(width: int, view: View, at: int, limit: int) -> Iterator[int]:
    words, breaks = view.tokens.words, view.breaks
    end, counted = at, 0
    while True:
        yield end
        if end >= limit or words[end] in STOPS or end in breaks:
            return
        counted += words[end] not in MARKS
        if counted > width:
            return
        end += 1


def _pattern_ends(element: Pattern, view: View, at: int, limit: int) -> Iterator[int]:
    tokens = view.tokens
    if at >= limit:
        return
    stop = element.regex.end(view.prose, tokens.starts[at], tokens.ends[limit - 1])
    if stop is not None:
        end = bisect_left(tokens.ends, stop) + 1
        if end <= limit and tokens.ends[end - 1] == stop:
            yield end


def _starts(elements: tuple[Element, ...], view: View) -> Iterator[int]:
    """Where the first words of a phrase stand; past what is optional, where the next ones do."""
    for element in elements:
        yield from _firsts(element, view)
        if not optional(element):
            return


def _firsts(element: Element, view: View) -> Iterable[int]:
    if isinstance(element, Words):
        return (place for word in element.by_first if word in view.where for place in view.where[word])
    if isinstance(element, Slot):
        return view.spans(element.name)
    if isinstance(element, Choice):
        return (start for option in element.options for start in _starts(option.elements, view))
    return view.pattern_starts(element.regex) if isinstance(element, Pattern) else ()


def optional(element: Element) -> bool:
    """Can the element be absent?"""
    if isinstance(element, Words):
        return element.optional
    if isinstance(element, Choice):
        return any(all(map(optional, option.elements)) for option in element.options)
    return isinstance(element, Gap)


def _default_head(view: View, start: int, end: int, slots: Slots) -> Bound:
    """The head of a phrase in a slot; else the first word that means something and names no entity; else the first."""
    for name, bound in slots:
        if head := view.heads.get((name, bound)):
            return head
    entities = view.spans("entity")
    common = view.vocabulary.language.common
    skipped = start
    while skipped < end:
        named = entities.get(skipped)
        if named and named[0] < end:
            skipped = named[0]
        elif view.tokens.words[skipped] in common or view.tokens.words[skipped] == "'s":
            skipped += 1
        else:
            return skipped, skipped + 1
    return start, min(start + 1, end)
