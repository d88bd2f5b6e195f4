"""A rule as its file says becomes checks: one, or one for each row of its table."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from healthlint.finding import Citable
from healthlint.model import Severity
from healthlint.rulebook import schema
from healthlint.rulebook.amounts import LimitError, LimitTest, limit_of
from healthlint.rulebook.checks import Check
from healthlint.rulebook.elements import Phrase
from healthlint.rulebook.faults import RuleError, Source
from healthlint.rulebook.index import Index
from healthlint.rulebook.lexicons import row_name
from healthlint.rulebook.measures import METRICS, MeasureTest
from healthlint.rulebook.naming import Names
from healthlint.rulebook.needmaking import NeedMaker, Steps
from healthlint.rulebook.needs import LinkTest, NeedTest
from healthlint.rulebook.pack import Loaded, Packs, Row
from healthlint.rulebook.schema import as_list
from healthlint.rulebook.sources import CitationTest
from healthlint.rulebook.subjects import ENTITY, SubjectTest
from healthlint.yamlfile import did_you_mean

Found = list[tuple[Phrase, tuple[str, ...]]]

_NO_ROW: Row = {}


@dataclass(slots=True)
class Compiler:
    """Compiles rules against the names of a library; faults are collected."""

    names: Names
    packs: Packs
    errors: list[RuleError] = field(default_factory=list)
    index: Index = field(init=False)
    """Of the phrases that these rules find and need."""

    def __post_init__(self) -> None:
        self.index = self.names.index()

    def checks(
        self, name: str, loaded: Loaded[schema.Rule], authority: tuple[Citable, ...], severity: Severity
    ) -> Iterator[tuple[Check, Found]]:
        """The checks of a rule with the phrases that trigger each."""
        rows: list[Row] = [_NO_ROW]
        if loaded.said.each:
            rows = [row.said for row in self.packs.tables.get(loaded.said.each, [])]
            if not rows:
                self._fault(
                    loaded.source,
                    f"unknown table “{loaded.said.each}”{did_you_mean(loaded.said.each, list(self.packs.tables))}",
                    "each",
                )
        known = len(self.names.errors)
        for row in rows:
            check, found = _Maker(self, name, loaded, row).check(authority, severity)
            if check.needs or not loaded.said.needs:  # a row without warnings needs none
                yield check, found
        self.errors += self.names.errors[known:]

    def _fault(self, source: Source, message: str, *steps: str | int) -> None:
        self.errors.append(source.error(message, *steps))


@dataclass(slots=True)
class _Triggers:
    """What makes a rule look: phrases with their replacements, links, citations."""

    phrases: Found = field(default_factory=list)
    links: tuple[LinkTest, ...] = ()
    citations: tuple[CitationTest, ...] = ()


@dataclass(slots=True)
class _Maker:
    """Makes the check of one rule for one row."""

    compiler: Compiler
    name: str
    loaded: Loaded[schema.Rule]
    row: Row

    @property
    def rule(self) -> schema.Rule:
        return self.loaded.said

    @property
    def row_name(self) -> str:
        return row_name(self.rule.each, self.row) if self.row else ""

    def check(self, authority: tuple[Citable, ...], severity: Severity) -> tuple[Check, Found]:
        rule, source, names = self.rule, self.loaded.source, self.compiler.names
        packs = self.compiler.packs
        maker = NeedMaker(names, packs, self.compiler.index, source, rule.message, self.row, self.row_name)
        triggers = self._triggers(maker)
        check = Check(
            id=self.name,
            severity=severity,
            message=rule.message,
            advice=rule.advice,
            authority=authority,
            subject=self._subject(maker),
            when=(*self._row_topic(), *maker.needs(rule.when, "when")),
            unless=names.cue_sets(rule.unless, source, "unless", scaled=True),
            needs=maker.needs(rule.needs, "needs"),
            links=triggers.links,
            citations=triggers.citations,
            limit=self._limit(),
            measure=self._measure(maker),
            alone=not (rule.find or rule.replace or rule.measure),
            per=rule.per,
            once=rule.once,
            only_in=frozenset(rule.only_in),
            not_in=frozenset(rule.not_in),
            covers=frozenset(as_list(rule.covers)),
            safe=rule.safe,
            fills={f"row.{key}": value for key, value in self.row.items() if isinstance(value, str)},
        )
        return check, triggers.phrases

    def _triggers(self, maker: NeedMaker) -> _Triggers:
        triggers = _Triggers()
        finds = [self.rule.find] if isinstance(self.rule.find, str) else self.rule.find
        for index, one in enumerate(finds):
            steps: Steps = ("find",) if isinstance(self.rule.find, str) else ("find", index)
            if isinstance(one, str):
                if phrase := self._phrase(one, *steps):
                    triggers.phrases.append((phrase, ()))
            elif one.link:
                triggers.links += (maker.link(one.link, (*steps, "link")),)
            elif one.citation:
                triggers.citations += (maker.citation(one.citation, (*steps, "citation")),)
            else:
                self._fault("an entry of find is a phrase, a link or a citation", *steps)
        for text, replacement in self.rule.replace.items():
            if phrase := self._phrase(text, "replace", text):
                triggers.phrases.append((phrase, tuple(as_list(replacement))))
        return triggers

    def _phrase(self, text: str, *steps: str | int) -> Phrase | None:
        return self.compiler.names.phrase(text, self.loaded.source, *steps, row=self.row_name)

    def _subject(self, maker: NeedMaker) -> SubjectTest | None:
        wanted: list[str] = []
        unwanted: list[str] = []
        for text in as_list(self.rule.subject):
            name = text.removeprefix("not ").strip().strip("<>")
            (unwanted if text.startswith("not ") else wanted).append(name)
            maker.known(name, "subject")
        return SubjectTest(tuple(wanted), tuple(unwanted)) if wanted or unwanted else None

    def _row_topic(self) -> tuple[NeedTest, ...]:
        """A rule that runs over a table looks only at pages about the row, unless it says `anywhere`."""
        if not self.row or self.rule.anywhere:
            return ()
        return (NeedTest(within=("document",), topic=self.row_name, rival=ENTITY),)

    def _limit(self) -> LimitTest | None:
        if not self.rule.exceeds:
            return None
        if not self.row:
            self._fault("a limit stands in a row: the rule has no “each”", "exceeds")
            return None
        try:
            return limit_of(self.row, self.rule.exceeds)
        except LimitError as error:
            self._fault(str(error), "exceeds")
            return None

    def _measure(self, maker: NeedMaker) -> MeasureTest | None:
        said = self.rule.measure
        if said is None:
            return None
        for name in filter(None, (said.ratio, said.to)):
            maker.known(name.strip("<>"), "measure")
        if not said.ratio and said.metric not in METRICS:
            self._fault(
                f"unknown metric “{said.metric}”{did_you_mean(said.metric, list(METRICS))}",
                "measure",
                "metric",
            )
            return None
        return MeasureTest(said)

    def _fault(self, message: str, *steps: str | int) -> None:
        self.compiler.errors.append(self.loaded.source.error(message, *steps))
