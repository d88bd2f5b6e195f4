"""Whom does a clause speak of: the nearest entity to its left, or the one carried over from before?"""

from collections.abc import Iterator

from msgspec import Struct

from healthlint.finding import LetGo
from healthlint.model import Span
from healthlint.rulebook.matching import Match
from healthlint.rulebook.page import Page
from healthlint.rulebook.tokens import MARKS
from healthlint.rulebook.view import Bound, View
from healthlint.rulebook.wording import quoted, spoken

ENTITY = "entity"
"""The name of everything that a clause can speak of: all lexicons marked `entity`."""

OTHER = "other"
"""The name of all plain terms of all other lexicons: an entity that is part of one is not meant by itself."""


class Entity(Struct, frozen=True):
    """Words that name something a clause can speak of."""

    view: View
    start: int
    end: int

    @property
    def span(self) -> Span:
        return self.view.span(self.start, self.end)

    def within(self, name: str) -> bool:
        """Is it, or does it end with, a term of this lexicon?"""
        spans = self.view.spans(name)
        return any(self.end in ends for start in range(self.start, self.end) if (ends := spans.get(start)))


def subject(page: Page, match: Match) -> Entity | None:
    """The subject of a match: named in it, before it, after its `by` or `with`, or carried over."""
    view = match.view
    return (
        _named_in(match)
        or _antecedent(match)
        or _to_the_left(view, match.head)
        or _agent(view, match)
        or _of_the_lead_in(page, view)
        or _carried_over(view, match.head)
        or _topic(page)
    )


def entities(view: View, start: int, end: int) -> Iterator[Entity]:
    """The entities among these words, each the longest at its place and no part of another term."""
    spans = view.spans(ENTITY)
    at = start
    while at < end:
        ends = [last for last in spans.get(at, ()) if last <= end]
        if ends and not _part_of_other(view, at, ends[0]):
            yield Entity(view, at, ends[0])
            at = ends[0]
        else:
            at += 1


def _part_of_other(view: View, start: int, end: int) -> bool:
    """Is it a part of a longer term, as the opioid of "opioid withdrawal" or the insulin of "insulin resistance"?"""
    others = view.spans(OTHER)
    longest_other = view.memory.get(OTHER)
    if longest_other is None:
        longest_other = view.memory[OTHER] = max((ends[0] - at for at, ends in others.items()), default=0)
    assert isinstance(longest_other, int)
    for first in range(max(view.tokens.firsts[start], end - longest_other), start + 1):
        longest = others.get(first, (first,))[0]
        if longest >= end and longest - first > end - start:
            return True
    return False


def _named_in(match: Match) -> Entity | None:
    """An entity in the phrase itself: before its head or as its head, else after it."""
    objects = [bound for name, bound in match.slots if name not in match.view.vocabulary.entities]
    found = [
        entity
        for entity in entities(match.view, match.start, match.end)
        if not any(start <= entity.start and entity.end <= end for start, end in objects)
    ]
    before = [entity for entity in found if entity.start <= match.head[0]]
    return before[-1] if before else next(iter(found), None)


def _antecedent(match: Match) -> Entity | None:
    """Whom a pronoun in the phrase or right before it points back to: what comes first in its sentence or the last."""
    view = match.view
    words = view.tokens.words[max(0, match.start - 1) : match.head[0]]
    if view.vocabulary.language.pronouns.isdisjoint(words):
        return None
    first = view.tokens.firsts[match.start]
    here = [entity for entity in entities(view, first, match.start) if not _aside(view, entity, first)]
    return here[0] if here else _carried_over(view, match.head)


def _to_the_left(view: View, head: Bound) -> Entity | None:
    """The nearest in the sentence that is no mere comparison ("unlike ibuprofen"); else the nearest of those."""
    first = view.tokens.firsts[head[0]]
    found = list(entities(view, first, head[0]))
    direct = [entity for entity in found if not _aside(view, entity, first)]
    nearest = direct or found
    return nearest[-1] if nearest else None


def _aside(view: View, entity: Entity, first: int) -> bool:
    before = view.tokens.words[max(first, entity.start - 2) : entity.start]
    return not view.vocabulary.language.asides.isdisjoint(before)


def _agent(view: View, match: Match) -> Entity | None:
    """The one who does it, after a passive or an effect: "can be treated with valerian", "the effects of kava"."""
    tokens, language = view.tokens, view.vocabulary.language
    for at in range(match.head[1], min(tokens.limits[match.head[0]], match.end + 4)):
        word = tokens.words[at]
        if word in language.agents or (at == match.head[1] and word in language.possessors):
            end = min(at + 5, tokens.limits[at])
            found = entities(view, at + 1, next((i for i in range(at + 1, end) if tokens.words[i] in MARKS), end))
            return next(found, None)
    return None


def _of_the_lead_in(page: Page, view: View) -> Entity | None:
    if view.block.lead_in is None:
        return None
    for other in page.views(view.block.lead_in):
        if found := list(entities(other, 0, len(other.tokens))):
            return found[0]
    return None


def _carried_over(view: View, head: Bound) -> Entity | None:
    """The first entity of the sentence before, where a pronoun points back to it."""
    first = view.tokens.firsts[head[0]]
    if first == 0 or view.vocabulary.language.pronouns.isdisjoint(view.tokens.words[first : head[1]]):
        return None
    return next(entities(view, view.tokens.firsts[first - 1], first), None)


def _topic(page: Page) -> Entity | None:
    """What the page is about: the first entity of its title or its first heading."""
    if ENTITY not in page.memory:
        page.memory[ENTITY] = next(_titled(page), None)
    topic = page.memory[ENTITY]
    return topic if isinstance(topic, Entity) else None


def _titled(page: Page) -> Iterator[Entity]:
    for index, block in enumerate(page.document.blocks):
        if block.field == "title" or block.level == 1:
            view = page.view(index)
            yield from entities(view, 0, len(view.tokens))


class SubjectTest(Struct, frozen=True):
    """Whom a clause must speak of, and whom it must not."""

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]

    def objection(self, page: Page, match: Match) -> LetGo | bool | None:
        """None where the subject fits, else a let-go for one that is unwanted, or False for a missing one."""
        entity = subject(page, match)
        for name in self.unwanted:
            if entity and entity.within(name):
                words = quoted(page.document, entity.span)
                return LetGo(
                    rule="",
                    span=match.span,
                    reason=f"it is said of “{words}” ({spoken(name)}), which the rule leaves alone",
                    by=entity.span,
                )
        if self.wanted and not (entity and any(entity.within(name) for name in self.wanted)):
            return False
        return None
