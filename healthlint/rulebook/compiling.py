"""A rule as its file says becomes checks: one, or one for each row of its table."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from healthlint.finding import Citable
from healthlint.model import Severity
from healthlint.rulebook import schema
from healthlint.rulebook.checks import Check, SubjectTest
from healthlint.rulebook.faults import RuleError, Source
from healthlint.rulebook.lexicons import row_name
from healthlint.rulebook.measures import METRICS, MeasureTest
from healthlint.rulebook.naming import Names
from healthlint.rulebook.needs import LinkTest, NeedTest
from healthlint.rulebook.pack import Loaded, Packs, Row
from healthlint.rulebook.patterns import PatternError, Regex, compile_pattern
from healthlint.rulebook.phrases import Phrase
from healthlint.rulebook.scales import Scale
from healthlint.rulebook.schema import as_list
from healthlint.rulebook.subjects import ENTITY
from healthlint.yamlfile import did_you_mean

Found = list[tuple[Phrase, tuple[str, ...]]]
Steps = tuple[str | int, ...]

_NO_ROW: Row = {}
ASKS = ("phrase", "verbatim", "field", "topic", "link", "scale", "any")
"""What a need can ask for besides a citation."""
_DAYS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 31, "months": 31, "year": 366, "years": 366}


@dataclass(slots=True)
class Compiler:
    """Compiles rules against the names of a library; faults are collected."""

    names: Names
    packs: Packs
    today: date
    errors: list[RuleError] = field(default_factory=list)

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
        found, links = self._triggers()
        check = Check(
            id=self.name,
            severity=severity,
            message=rule.message,
            advice=rule.advice,
            authority=authority,
            subject=self._subject(),
            when=(*self._row_topic(), *self._needs(rule.when, "when")),
            unless=names.cue_sets(rule.unless, source, "unless", scaled=True),
            needs=self._needs(rule.needs, "needs"),
            links=links,
            measure=self._measure(),
            alone=not (rule.find or rule.replace or rule.measure),
            per=rule.per,
            once=rule.once,
            only_in=frozenset(rule.only_in),
            not_in=frozenset(rule.not_in),
            covers=frozenset(as_list(rule.covers)),
            safe=rule.safe,
            today=self.compiler.today,
            fills={f"row.{key}": value for key, value in self.row.items() if isinstance(value, str)},
        )
        return check, found

    def _triggers(self) -> tuple[Found, tuple[LinkTest, ...]]:
        found: Found = []
        links: list[LinkTest] = []
        finds = [self.rule.find] if isinstance(self.rule.find, str) else self.rule.find
        for index, one in enumerate(finds):
            steps: Steps = ("find",) if isinstance(self.rule.find, str) else ("find", index)
            if isinstance(one, schema.LinkFind):
                links.append(self._link(one.link, (*steps, "link")))
            elif phrase := self._phrase(one, *steps):
                found.append((phrase, ()))
        for text, replacement in self.rule.replace.items():
            if phrase := self._phrase(text, "replace", text):
                found.append((phrase, tuple(as_list(replacement))))
        return found, tuple(links)

    def _phrase(self, text: str, *steps: str | int) -> Phrase | None:
        return self.compiler.names.phrase(text, self.loaded.source, *steps, row=self.row_name)

    def _subject(self) -> SubjectTest | None:
        wanted: list[str] = []
        unwanted: list[str] = []
        for text in as_list(self.rule.subject):
            name = text.removeprefix("not ").strip().strip("<>")
            (unwanted if text.startswith("not ") else wanted).append(name)
            self._known(name, "subject")
        return SubjectTest(tuple(wanted), tuple(unwanted)) if wanted or unwanted else None

    def _known(self, name: str, *steps: str | int) -> None:
        sizes = self.compiler.names.sizes
        self.compiler.names.used.add(name)
        if name not in sizes:
            self._fault(f"unknown lexicon “{name}”{did_you_mean(name, list(sizes))}", *steps)

    def _row_topic(self) -> tuple[NeedTest, ...]:
        """A rule that runs over a table looks only at pages about the row."""
        return (NeedTest(within=("document",), topic=self.row_name, rival=ENTITY),) if self.row else ()

    def _needs(self, needs: schema.Need | list[schema.Need], key: str) -> tuple[NeedTest, ...]:
        alone = isinstance(needs, schema.Need)
        every = [needs] if isinstance(needs, schema.Need) else needs
        tests: list[NeedTest] = []
        for index, need in enumerate(every):
            steps: Steps = (key,) if alone else (key, index)
            tests += self._of_row(need, steps) if need.of else [self._need(need, steps)]
        return tuple(tests)

    def _of_row(self, need: schema.Need, steps: Steps) -> Iterator[NeedTest]:
        """A need for each named list of phrases in a field of the row."""
        entries = self.row.get(need.of, [])
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict) and isinstance(name := entry.get("name"), str):
                phrases = entry.get("phrase", [])
                texts = [str(text) for text in phrases] if isinstance(phrases, list) else str(phrases)
                named = schema.Need(phrase=texts, within=need.within, unless=need.unless, does=need.does)
                yield self._need(named, (*steps, "of"), (need.says or self.rule.message).replace("<name>", name))

    def _need(self, need: schema.Need, steps: Steps, says: str = "") -> NeedTest:
        source, names = self.loaded.source, self.compiler.names
        if need.citation == "none" and not any(getattr(need, key) for key in ASKS):
            self._fault("a need asks for a phrase, a citation, a text, a field, a topic, a link or any of them", *steps)
        for name in as_list(need.same):
            self._known(name, *steps, "same")
        if need.topic:
            self._known(need.topic, *steps, "topic")
        return NeedTest(
            within=(need.within,) if isinstance(need.within, str) else tuple(need.within),
            says=says or need.says,
            does=need.does,
            phrases=names.book(need.phrase, source, *steps, *(() if says else ("phrase",)), row=self.row_name),
            unless=names.cue_sets(need.unless, source, *steps, "unless", scaled=True),
            at_least=need.at_least,
            same=tuple(as_list(need.same)),
            citation=need.citation == "any",
            texts=self._texts(need.verbatim, steps),
            field=need.field,
            matches=self._pattern(need.matches, steps),
            days=self._days(need.newer_than, steps),
            topic=need.topic,
            link=self._link(need.link, (*steps, "link")) if need.link else None,
            scale=self._scale(need.scale, steps),
            above=need.above,
            alternatives=tuple(self._need(one, (*steps, "any", index)) for index, one in enumerate(need.any)),
        )

    def _scale(self, name: str, steps: Steps) -> Scale | None:
        scales = self.compiler.names.scales
        if name and name not in scales:
            self._fault(f"unknown scale “{name}”{did_you_mean(name, list(scales))}", *steps, "scale")
        return scales.get(name)

    def _texts(self, name: str, steps: Steps) -> tuple[str, ...]:
        if not name:
            return ()
        if name not in self.compiler.packs.texts:
            self._fault(
                f"unknown text “{name}”{did_you_mean(name, list(self.compiler.packs.texts))}",
                *steps,
                "verbatim",
            )
            return ()
        said = self.compiler.packs.texts[name][-1].said
        return (said.text, *said.variants)

    def _pattern(self, text: str, steps: Steps) -> Regex | None:
        try:
            return compile_pattern(text.strip("/")) if text else None
        except PatternError as error:
            self._fault(str(error), *steps, "matches")
            return None

    def _days(self, text: str, steps: Steps) -> int:
        number, _, unit = text.partition(" ")
        if not text:
            return 0
        if not number.isdigit() or unit not in _DAYS:
            self._fault(f"“{text}” is no age; write it as 24 months or 90 days", *steps, "newer_than")
            return 0
        return int(number) * _DAYS[unit]

    def _link(self, link: schema.LinkTrigger, steps: Steps) -> LinkTest:
        if not (link.host or link.path or link.label):
            self._fault("a link has a host, a path or a label", *steps)
        labels = self.compiler.names.book(link.label, self.loaded.source, *steps, "label", row=self.row_name)
        return LinkTest(tuple(as_list(link.host)), tuple(as_list(link.path)), labels)

    def _measure(self) -> MeasureTest | None:
        said = self.rule.measure
        if said is None:
            return None
        for name in filter(None, (said.ratio, said.to)):
            self._known(name.strip("<>"), "measure")
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
