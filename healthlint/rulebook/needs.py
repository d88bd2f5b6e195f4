"""Is this need met near these words, and by what?"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from msgspec import Struct

from healthlint.model import Document, Field, Link, Scope, Span
from healthlint.rulebook import verbatim
from healthlint.rulebook.books import Book
from healthlint.rulebook.cues import CueSet
from healthlint.rulebook.daysaid import latest
from healthlint.rulebook.matching import Match
from healthlint.rulebook.page import Page
from healthlint.rulebook.patterns import Regex
from healthlint.rulebook.scales import Scale
from healthlint.rulebook.sources import NO_SOURCES, Sources, cited_in
from healthlint.rulebook.topics import topical
from healthlint.rulebook.view import View
from healthlint.rulebook.wording import PLACES, quoted

WIDEST: tuple[Scope, ...] = ("sentence", "neighbour", "block", "lead-in", "section", "above", "before", "document")
"""Scopes from the narrowest to the widest."""


class Met(Struct, frozen=True):
    """A need that is met, in an editor's words, and the place that meets it."""

    reason: str
    span: Span | None = None


class Trigger(Struct, frozen=True):
    """What makes a rule consider speaking: words, a link, or the draft itself."""

    span: Span
    match: Match | None = None
    replacements: tuple[str, ...] = ()


class LinkTest(Struct, frozen=True):
    """Which links are meant."""

    hosts: tuple[str, ...]
    paths: tuple[str, ...]
    labels: Book[None] | None
    classes: tuple[str, ...] = ()
    sources: Sources = NO_SOURCES

    def fits(self, page: Page, link: Link) -> bool:
        return (
            bool(self.classes and self.sources.of_link(link.host, link.target) in self.classes)
            or any(link.host == host or link.host.endswith("." + host) for host in self.hosts)
            or any(part in link.target for part in self.paths)
            or (self.labels is not None and any(True for _ in _found(page, self.labels, link.label)))
        )


class NeedTest(Struct, frozen=True, eq=False):
    """A need made ready to run. What it does not ask for is empty."""

    within: tuple[Scope, ...]
    says: str = ""
    does: str = "is what the rule asks for"
    """What the words that meet it do, for those who ask why."""
    phrases: Book[None] | None = None
    unless: tuple[CueSet, ...] = ()
    at_least: int = 1
    same: tuple[str, ...] = ()
    citation: tuple[str, ...] | None = None
    """Classes of sources, of which one suffices; none for a source of any."""
    sources: Sources = NO_SOURCES
    texts: tuple[str, ...] = ()
    field: str = ""
    matches: Regex | None = None
    days: int = 0
    """How old the field's date may be; 0 for any age."""
    topic: str = ""
    rival: str = ""
    """What else the page could be about: a lexicon; empty for the topic's own."""
    link: LinkTest | None = None
    scale: Scale | None = None
    above: float = 0.0
    """Where on the scale a sentence must stand, and higher."""
    alternatives: tuple["NeedTest", ...] = ()

    @property
    def widest(self) -> Scope:
        """The widest scope in which it looks: that of its alternatives, where it has nothing but these."""
        scopes = [one.widest for one in self.alternatives] or self.within
        return max(scopes, key=WIDEST.index)

    def met(self, page: Page, trigger: Trigger, today: date) -> Met | None:
        """What meets the need near this trigger, or None."""
        for alternative in self.alternatives:
            if met := alternative.met(page, trigger, today):
                return met
        for scope in self.within:
            around = page.document.around(trigger.span, scope)
            if met := self._remembered(page, trigger, around, scope, today):
                return met
        return None

    def _remembered(self, page: Page, trigger: Trigger, around: Span, scope: Scope, today: date) -> Met | None:
        """What meets the need in a stretch, found once for all triggers that stand in it."""
        if self.same:
            return self._met_in(page, trigger, around, scope, today)
        key = (self, scope, around)
        if key not in page.memory:
            page.memory[key] = self._met_in(page, trigger, around, scope, today)
        met = page.memory[key]
        return met if isinstance(met, Met) else None

    def shortfall(self, page: Page, trigger: Trigger) -> tuple[str, Span | None]:
        """Where a verbatim text departs from what stands there: the message's second half, and the place."""
        if not self.texts:
            return "", None
        around = page.document.around(trigger.span, self.widest)
        near = verbatim.nearest(page.document.prose, around, list(self.texts))
        if near is None or not near.differences:
            return "", None
        return " The nearest text on the page differs: " + "; ".join(near.differences[:4]) + ".", near.span

    def _met_in(self, page: Page, trigger: Trigger, around: Span, scope: Scope, today: date) -> Met | None:
        if self.phrases is not None:
            return self._phrase_in(page, trigger, around, scope)
        if self.citation is not None:
            span = cited_in(page, around, self.citation, self.sources)
            return Met(f"a source is cited {PLACES[scope]}", span) if span else None
        if self.texts:
            return self._text_in(page.document, around)
        if self.field:
            return self._field_of(page.document, today)
        if self.topic:
            return Met(f"the page is about {self.topic}") if topical(page, self.topic, self.rival) else None
        if self.link is not None:
            return self._link_in(page, around)
        if self.scale is not None:
            found = self.scale.reached(page, around, self.above)
            return Met(*found) if found else None
        return None

    def _phrase_in(self, page: Page, trigger: Trigger, around: Span, scope: Scope) -> Met | None:
        standing = self._standing(page, around)
        if self.same:
            others = (match for match in standing if not (trigger.match and trigger.span.overlaps(match.span)))
            standing = tuple(islice((match for match in others if self._same(trigger.match, match)), self.at_least))
        if len(standing) < self.at_least:
            return None
        words = quoted(page.document, standing[0].span)
        return Met(f"“{words}” {PLACES[scope]} {self.does}", standing[0].span)

    def _standing(self, page: Page, around: Span) -> tuple[Match, ...]:
        """The phrases in a stretch that no cue excuses, found once."""
        assert self.phrases is not None
        key = (self, "standing", around)
        if key not in page.memory:
            page.memory[key] = tuple(
                match
                for match in _found(page, self.phrases, around)
                if not any(cue.governing(page, match.view, match.head) for cue in self.unless)
            )
        standing = page.memory[key]
        assert isinstance(standing, tuple)
        return standing

    def _same(self, one: Match | None, other: Match) -> bool:
        """Do the sentences of both speak of the same thing, as far as both name it?"""
        if not self.same or one is None:
            return True
        for name in self.same:
            ours, theirs = _sentence_terms(one, name), _sentence_terms(other, name)
            if ours and theirs and ours.isdisjoint(theirs):
                return False
        return True

    def _text_in(self, document: Document, around: Span) -> Met | None:
        near = verbatim.nearest(document.prose, around, list(self.texts))
        return Met("the text is on the page word for word", near.span) if near and not near.differences else None

    def _field_of(self, document: Document, today: date) -> Met | None:
        field = _field(document, self.field)
        values = [value for value in field.values if value.strip()] if field else []
        if field is None or not values:
            return None
        if self.matches is not None and not any(self.matches.found_in(value) for value in values):
            return None
        if self.days and not any(_younger(value, self.days, today) for value in values):
            return None
        return Met(f"the front matter has “{self.field}”", field.span)

    def _link_in(self, page: Page, around: Span) -> Met | None:
        assert self.link is not None
        for link in page.document.links:
            if around.holds(link.span) and self.link.fits(page, link):
                return Met("the link that the rule asks for is there", link.span)
        return None


def _sentence_terms(match: Match, name: str) -> frozenset[str]:
    """The terms of a lexicon in the sentence of a match, found once."""
    first = match.view.tokens.firsts[match.start]
    key = ("terms", name, first)
    if key not in match.view.memory:
        match.view.memory[key] = terms(match.view, first, match.view.tokens.limits[match.start], name)
    known = match.view.memory[key]
    assert isinstance(known, frozenset)
    return known


def terms(view: View, start: int, end: int, name: str) -> frozenset[str]:
    """The terms of a lexicon among these words, as typed but folded."""
    spans = view.spans(name)
    longest = ((at, spans[at][0]) for at in view.starting(name, start, end))
    return frozenset(" ".join(view.tokens.words[at:last]) for at, last in longest if last <= end)


def _found(page: Page, phrases: Book[None], around: Span) -> Iterator[Match]:
    if not phrases.may_be_on(page):
        return
    for view in page.views(around):
        matches, starts = _matches(view, phrases)
        first, last = view.words_in(around)
        for match in matches[bisect_left(starts, first) : bisect_left(starts, last)]:
            if around.holds(match.span):
                yield match


def _matches(view: View, phrases: Book[None]) -> tuple[Sequence[Match], Sequence[int]]:
    """What is found in a view, found once, in order, and where it starts."""
    key = ("need", phrases)
    known = view.memory.get(key)
    if known is None:
        found = sorted((match for match, _ in phrases.find(view)), key=lambda match: match.start)
        known = view.memory[key] = found, [match.start for match in found]
    assert isinstance(known, tuple)
    return known


def _field(document: Document, name: str) -> Field | None:
    """The field of this name in whatever style it is written: last_reviewed, last-reviewed or lastReviewed."""
    known = document.front_matter
    if name in known or not known:
        return known.get(name)
    return next((field for other, field in known.items() if _unstyled(other) == _unstyled(name)), None)


def _unstyled(name: str) -> str:
    return re.sub(r"[_\s-]", "", name).lower()


def _younger(value: str, days: int, today: date) -> bool:
    day = latest(value)
    return day is not None and (today - day).days <= days
