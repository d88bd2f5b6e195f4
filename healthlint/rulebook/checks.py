"""A rule becomes a check: what triggers it, of whom it speaks, when, what lets it go, what it needs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from healthlint.finding import About, Citable, Edit, Finding, Fix, LetGo
from healthlint.model import Block, Scope, Severity, Span
from healthlint.rulebook.amounts import LimitTest
from healthlint.rulebook.cues import CueSet
from healthlint.rulebook.matching import Match
from healthlint.rulebook.measures import MeasureTest
from healthlint.rulebook.needs import LinkTest, Met, NeedTest, Trigger
from healthlint.rulebook.page import Page
from healthlint.rulebook.sources import CitationTest
from healthlint.rulebook.subjects import SubjectTest
from healthlint.rulebook.wording import cased, fill, head_of, of_others, quoted, slot_texts, wrapped

MET = -1
"""In the place of a need's index, where what is told is that all of them are met."""


class Check(Struct, frozen=True, kw_only=True, eq=False):
    """A rule made ready to run."""

    id: str
    severity: Severity
    message: str
    advice: str
    authority: tuple[Citable, ...]
    subject: SubjectTest | None = None
    when: tuple[NeedTest, ...] = ()
    unless: tuple[CueSet, ...] = ()
    needs: tuple[NeedTest, ...] = ()
    links: tuple[LinkTest, ...] = ()
    citations: tuple[CitationTest, ...] = ()
    limit: LimitTest | None = None
    measure: MeasureTest | None = None
    alone: bool = False
    """There is nothing to find: the draft itself is the trigger."""
    per: Scope | Literal["match"] | None = None
    once: Scope | None = None
    only_in: frozenset[str] = frozenset()
    not_in: frozenset[str] = frozenset()
    covers: frozenset[str] = frozenset()
    safe: bool = False
    fills: Mapping[str, str] = field(default_factory=dict)
    """What a message says for a placeholder that no slot fills, such as `<row.name>`."""

    @property
    def looks_anyway(self) -> bool:
        """Does it look at a page where none of its phrases is?"""
        return bool(self.alone or self.measure or self.links or self.citations)

    @property
    def speaks_of_page(self) -> bool:
        """Are its findings about the page or a section, and stand where they do only to stand somewhere?"""
        if self.alone or self.measure:
            return True
        widest = {self.per} if self.per else {need.widest for need in self.needs}
        return not widest.isdisjoint(("section", "document", "before", "above"))

    @property
    def about(self) -> About:
        """What its findings speak of. A measure of sentences or paragraphs speaks of these."""
        if self.alone or (self.measure and self.measure.said.per in ("section", "document")):
            return "page"
        return "around" if self.speaks_of_page and not self.measure else "words"

    def run(
        self, page: Page, matches: Iterable[tuple[Match, tuple[str, ...]]], today: date
    ) -> Iterator[Finding | LetGo]:
        """Judge the phrases found for this rule, and its other triggers; `matches` come with their replacements."""
        told: set[tuple[int, Span]] = set()
        triggers = [Trigger(match.span, match, replacements) for match, replacements in matches]
        triggers.sort(key=lambda trigger: (trigger.span.start, -trigger.span.end))
        said = [
            one
            for trigger in (*_unnested(triggers), *self._other_triggers(page, today))
            for one in self._judge(page, trigger, told, today)
        ]
        yield from self._each_once(page, said) if self.once else said
        if self.measure:
            for over in self.measure.excess(page):
                related = self._occasions(page, Trigger(over.span), today)
                if related is not None:
                    places = (*related, *over.worst)
                    yield self._finding(page, Trigger(over.span), self.message, over.fills, places)

    def _judge(
        self, page: Page, trigger: Trigger, told: set[tuple[int, Span]], today: date
    ) -> Iterator[Finding | LetGo]:
        """Of whom is it said? Does the rule look here? Does a cue govern it? Is its need met?"""
        if not self._looks_at(page.document.block_at(trigger.span)):
            return
        related = self._occasions(page, trigger, today)
        if related is None:
            return
        objection = self._objection(page, trigger)
        if isinstance(objection, LetGo):
            yield objection
        if objection is not None or not self._exceeds(page, trigger):
            return
        if self.needs:
            yield from self._unmet(page, trigger, related, told, today)
        elif self._first(page, trigger, 0, self.per, told):
            yield self._finding(page, trigger, self.message, {}, related)

    def _exceeds(self, page: Page, trigger: Trigger) -> bool:
        """Is an amount in these words over the limit, if the rule has one?"""
        if self.limit is None:
            return True
        sentence = page.document.around(trigger.span, "sentence")
        prose = page.document.prose
        return self.limit.exceeded(prose[trigger.span.start : trigger.span.end], prose[sentence.start : sentence.end])

    def _looks_at(self, block: Block | None) -> bool:
        places = {block.kind, *block.inside} if block else set()
        return (not self.only_in or not places.isdisjoint(self.only_in)) and places.isdisjoint(self.not_in)

    def _occasions(self, page: Page, trigger: Trigger, today: date) -> tuple[Span, ...] | None:
        """The places that make the trigger count, or None where one of them is missing."""
        places: list[Span] = []
        for test in self.when:
            met = test.met(page, trigger, today)
            if met is None:
                return None
            if met.span and not met.span.overlaps(trigger.span):
                places.append(met.span)
        return tuple(places)

    def _objection(self, page: Page, trigger: Trigger) -> LetGo | bool | None:
        """Why the trigger does not count: a let-go to show, False for nothing worth showing, None if it counts."""
        match = trigger.match
        if match is None:
            return None
        if self.subject is not None:
            objection = self.subject.objection(page, match)
            if objection is not None:
                return self._let_go(trigger, objection.reason, objection.by) if isinstance(objection, LetGo) else False
        for cue in self.unless:
            if by := cue.governing(page, match.view, match.head):
                return self._let_go(trigger, cue.reason(page.document, by), by)
        return None

    def _unmet(
        self, page: Page, trigger: Trigger, related: tuple[Span, ...], told: set[tuple[int, Span]], today: date
    ) -> Iterator[Finding | LetGo]:
        """A finding for each unmet need, once in its scope; a let-go where all are met."""
        met: list[Met] = []
        for index, need in enumerate(self.needs):
            answer = need.met(page, trigger, today)
            if answer:
                met.append(answer)
            elif self._first(page, trigger, index, self.per or need.widest, told):
                more, place = need.shortfall(page, trigger)
                places = (*related, place) if place else related
                yield self._finding(page, trigger, (need.says or self.message) + more, {}, places)
        if len(met) < len(self.needs) or not trigger.match:
            return
        # one source on the page meets the need of thirty claims: once is enough
        key = (MET, (met[0].span if self.speaks_of_page else None) or trigger.span)
        if key not in told:
            told.add(key)
            yield self._let_go(trigger, met[0].reason, met[0].span)

    def _first(
        self,
        page: Page,
        trigger: Trigger,
        index: int,
        scope: Scope | Literal["match"] | None,
        told: set[tuple[int, Span]],
    ) -> bool:
        """Is this the first trigger in its scope? Thirty claims without a disclaimer make one finding."""
        if scope is None or scope == "match":
            around = trigger.span
        else:
            around = page.document.around(trigger.span, "document" if scope in ("before", "above") else scope)
        if (index, around) in told:
            return False
        told.add((index, around))
        return True

    def _each_once(self, page: Page, said: list[Finding | LetGo]) -> Iterator[Finding | LetGo]:
        """The same words once in a scope, with the other places as related ones."""
        told: dict[tuple[str, Span], Finding] = {}
        for one in said:
            if isinstance(one, LetGo):
                yield one
                continue
            key = (
                quoted(page.document, one.span).lower(),
                page.document.around(one.span, self.once or "document"),
            )
            first = told.setdefault(key, one)
            if first is not one:
                told[key] = replace(first, related=(*first.related, one.span))
        yield from told.values()

    def _other_triggers(self, page: Page, today: date) -> Iterator[Trigger]:
        for link in page.document.links:
            if any(test.fits(page, link) for test in self.links):
                yield Trigger(link.span)
        for citation in page.document.citations if self.citations else ():
            if any(test.fits(page, citation, today) for test in self.citations):
                yield Trigger(citation.span)
        if self.alone:
            yield Trigger(head_of(page))

    def _let_go(self, trigger: Trigger, reason: str, by: Span | None) -> LetGo:
        return LetGo(rule=self.id, span=trigger.span, reason=reason, by=by)

    def _finding(
        self,
        page: Page,
        trigger: Trigger,
        message: str,
        fills: Mapping[str, str],
        related: tuple[Span, ...] = (),
    ) -> Finding:
        words = quoted(page.document, trigger.span)
        all_fills = {**self.fills, **slot_texts(page, trigger.match), "match": words, **fills}
        if trigger.replacements:
            all_fills["replacement"] = "” or “".join(cased(one, words) for one in trigger.replacements)
        return Finding(
            rule=self.id,
            severity=self.severity,
            message=fill(message, all_fills),
            span=trigger.span,
            advice=fill(self.advice, all_fills),
            authority=self.authority,
            related=related,
            fixes=tuple(self._fixes(page, trigger, words)),
            about=self.about,
        )

    def _fixes(self, page: Page, trigger: Trigger, words: str) -> Iterator[Fix]:
        """Each replacement as a fix, where the words stand in the file just as rules see them."""
        typed = page.document.text[trigger.span.start : trigger.span.end]
        if typed != page.document.prose[trigger.span.start : trigger.span.end]:
            return
        safe = self.safe and len(trigger.replacements) == 1 and not of_others(page.document, trigger.span)
        for replacement in trigger.replacements:
            yield Fix(
                edits=(Edit(span=trigger.span, replacement=wrapped(cased(replacement, words), typed)),), safe=safe
            )


def _unnested(triggers: list[Trigger]) -> Iterator[Trigger]:
    """Triggers of one rule that no earlier, longer one holds."""
    end = -1
    for trigger in triggers:
        if trigger.span.end > end:
            yield trigger
            end = trigger.span.end
