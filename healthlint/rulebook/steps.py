"""The elements of a phrase as steps: each is tried at a word of a view, and tries what follows it."""

from bisect import bisect_left
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from healthlint.rulebook.elements import Choice, Element, Gap, Pattern, Slot, Words
from healthlint.rulebook.patterns import known_regex
from healthlint.rulebook.tokens import MARKS, STOPS
from healthlint.rulebook.view import Bound, View

Slots = tuple[tuple[str, Bound], ...]


class Until(Struct, frozen=True, eq=False):
    """Where a choice that is the head ends, and the head there would be if it held no words."""

    end: int
    otherwise: "Head"


Head: TypeAlias = Bound | Until | None
Way = tuple[int, Head, Slots]
"""How a phrase goes on from a word: where it ends, its head if there is one from there on, and the slots filled."""

Step: TypeAlias = Callable[[View, int, int], Way | None]
"""Tries what is left of a phrase at a word of a view; it ends before the other word. None where it does not match."""


def done(_view: View, at: int, _limit: int) -> Way | None:
    return at, None, ()


def done_after(start: int) -> Step:
    return lambda _view, at, _limit: (at, None, ()) if at > start else None


def row(elements: tuple[Element, ...], onward: Step) -> Step:
    """Tries elements in a row, and what follows them."""
    following: Element | None = None
    for element in reversed(elements):
        if isinstance(element, Words):
            onward = _words(element, onward)
        elif isinstance(element, Slot):
            onward = _slot(element, onward)
        elif isinstance(element, Gap):
            onward = _gap(element.width, following, onward)
        elif isinstance(element, Choice):
            onward = _choice(element, onward)
        else:
            onward = _pattern(element, onward)
        following = element
    return onward


def _words(element: Words, onward: Step) -> Step:
    by_first: dict[str, tuple[tuple[str, ...], ...]] = {}
    for form in element.forms:
        if form:
            by_first[form[0]] = (*by_first.get(form[0], ()), form)
    head, optional = element.head, element.optional

    def tried(view: View, at: int, limit: int) -> Way | None:
        words, shouted = view.words, view.shouted
        if at < limit:
            forms = by_first.get(words[at], ())
            if at in shouted:
                forms += by_first.get(shouted[at], ())
            for form in forms:
                end = at + len(form)
                if end > limit or not (words[at:end] == form or (shouted and _spelt(form, view, at))):
                    continue
                way = onward(view, end, limit)
                if way is not None:
                    return (way[0], (at, end), way[2]) if head else way
        return onward(view, at, limit) if optional else None

    return tried


def _spelt(form: tuple[str, ...], view: View, at: int) -> bool:
    words, shouted = view.words, view.shouted
    return all(words[at + n] == word or shouted.get(at + n) == word for n, word in enumerate(form))


def _slot(element: Slot, onward: Step) -> Step:
    name, marked = element.name, element.head

    def tried(view: View, at: int, limit: int) -> Way | None:
        for end in view.spans(name).get(at, ()):
            if end > limit:
                continue
            for after in (end, end + 1) if end < limit and view.words[end] == "'s" else (end,):
                way = onward(view, after, limit)
                if way is not None:
                    head = (at, after) if marked and after > at else way[1]
                    return way[0], head, ((name, (at, end)), *way[2])
        return None

    return tried


def _gap(width: int, following: Element | None, onward: Step) -> Step:
    """A look before the work: most words that a gap may end at are not what follows it."""
    firsts: frozenset[str] | None = None
    if isinstance(following, Words) and not following.optional:
        firsts = frozenset(form[0] for form in following.forms)

    def tried(view: View, at: int, limit: int) -> Way | None:
        words, shouted = view.words, view.shouted
        counted = 0
        for end in range(at, limit):
            word = words[end]
            if firsts is None or word in firsts or end in shouted:
                way = onward(view, end, limit)
                if way is not None:
                    return way
            if word in STOPS or end in view.openings:
                return None
            counted += word not in MARKS
            if counted > width:
                return None
        return onward(view, limit, limit)

    return tried


def _choice(element: Choice, onward: Step) -> Step:
    if not element.head:
        return _first_of([row(option.elements, onward) for option in element.options])

    def ended(view: View, end: int, limit: int) -> Way | None:
        way = onward(view, end, limit)
        return way and (way[0], Until(end, way[1]), way[2])

    chosen = _first_of([row(option.elements, ended) for option in element.options])

    def tried(view: View, at: int, limit: int) -> Way | None:
        way = chosen(view, at, limit)
        if way is None or not isinstance(way[1], Until):  # a head within the choice is the head
            return way
        until = way[1]
        return way[0], (at, until.end) if until.end > at else until.otherwise, way[2]

    return tried


def _first_of(steps: list[Step]) -> Step:
    def tried(view: View, at: int, limit: int) -> Way | None:
        for step in steps:
            way = step(view, at, limit)
            if way is not None:
                return way
        return None

    return tried


def _pattern(element: Pattern, onward: Step) -> Step:
    regex, head = known_regex(element.source), element.head

    def tried(view: View, at: int, limit: int) -> Way | None:
        if at >= limit or not view.may_hold(regex):
            return None
        tokens = view.tokens
        stop = regex.end(view.prose, tokens.starts[at], tokens.ends[limit - 1])
        if stop is None:
            return None
        end = bisect_left(tokens.ends, stop) + 1
        if end > limit or tokens.ends[end - 1] != stop:
            return None
        way = onward(view, end, limit)
        return way and ((way[0], (at, end), way[2]) if head else way)

    return tried
