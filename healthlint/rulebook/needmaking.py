"""What a rule's file says of needs and links becomes tests; names that nobody has become faults."""

from collections.abc import Iterator
from dataclasses import dataclass

from healthlint.rulebook import schema
from healthlint.rulebook.ages import days_of
from healthlint.rulebook.books import Book
from healthlint.rulebook.faults import Source
from healthlint.rulebook.index import Index
from healthlint.rulebook.naming import Names
from healthlint.rulebook.needs import LinkTest, NeedTest
from healthlint.rulebook.pack import Packs, Row
from healthlint.rulebook.patterns import PatternError, Regex, regex_of
from healthlint.rulebook.scales import Scale
from healthlint.rulebook.schema import as_list
from healthlint.rulebook.sources import NAMED, OWN_SITE, CitationTest
from healthlint.yamlfile import did_you_mean

Steps = tuple[str | int, ...]

ASKS = ("phrase", "citation", "verbatim", "field", "topic", "link", "scale", "any")
"""What a need can ask for."""
ANY = "any"


@dataclass(frozen=True, slots=True)
class NeedMaker:
    """Makes the needs of one rule for one row of its table; faults go to the names' list."""

    names: Names
    packs: Packs
    index: Index
    """Where the phrases of needs are entered."""
    source: Source
    message: str
    row: Row
    row_name: str

    def known(self, name: str, *steps: str | int) -> None:
        """A fault where no lexicon or frame has this name."""
        self.names.used.add(name)
        if name not in self.names.sizes:
            self._fault(f"unknown lexicon “{name}”{did_you_mean(name, list(self.names.sizes))}", *steps)

    def needs(self, needs: schema.Need | list[schema.Need], key: str) -> tuple[NeedTest, ...]:
        alone = isinstance(needs, schema.Need)
        tests: list[NeedTest] = []
        for index, need in enumerate(schema.as_needs(needs)):
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
                yield self._need(named, (*steps, "of"), (need.says or self.message).replace("<name>", name))

    def _need(self, need: schema.Need, steps: Steps, says: str = "") -> NeedTest:
        source, names = self.source, self.names
        if not any(getattr(need, key) for key in ASKS):
            self._fault("a need asks for a phrase, a citation, a text, a field, a topic, a link or any of them", *steps)
        for name in as_list(need.same):
            self.known(name, *steps, "same")
        if need.topic:
            self.known(need.topic, *steps, "topic")
        return NeedTest(
            within=tuple(as_list(need.within)),
            says=says or need.says,
            does=need.does,
            phrases=self._phrases(need.phrase, steps if says else (*steps, "phrase")),
            unless=names.cue_sets(need.unless, source, *steps, "unless", scaled=True),
            at_least=need.at_least,
            same=tuple(as_list(need.same)),
            citation=self._classes(need.citation, (*steps, "citation")) if need.citation else None,
            sources=self.names.sources,
            texts=self._texts(need.verbatim, steps),
            field=need.field,
            matches=self._pattern(need.matches, steps),
            days=self._days(need.newer_than, (*steps, "newer_than")),
            topic=need.topic,
            link=self.link(need.link, (*steps, "link")) if need.link else None,
            scale=self._scale(need.scale, steps),
            above=need.above,
            alternatives=tuple(self._need(one, (*steps, "any", index)) for index, one in enumerate(need.any)),
        )

    def _phrases(self, texts: schema.Texts, steps: Steps) -> Book[None] | None:
        return self.names.book(texts, self.index, self.source, *steps, row=self.row_name)

    def _scale(self, name: str, steps: Steps) -> Scale | None:
        scales = self.names.scales
        if name and name not in scales:
            self._fault(f"unknown scale “{name}”{did_you_mean(name, list(scales))}", *steps, "scale")
        return scales.get(name)

    def _texts(self, name: str, steps: Steps) -> tuple[str, ...]:
        if not name:
            return ()
        if name not in self.packs.texts:
            self._fault(
                f"unknown text “{name}”{did_you_mean(name, list(self.packs.texts))}",
                *steps,
                "verbatim",
            )
            return ()
        said = self.packs.texts[name][-1].said
        return (said.text, *said.variants)

    def _pattern(self, text: str, steps: Steps) -> Regex | None:
        try:
            return regex_of(text.strip("/")) if text else None
        except PatternError as error:
            self._fault(str(error), *steps, "matches")
            return None

    def _days(self, text: str, steps: Steps) -> int:
        try:
            return days_of(text) if text else 0
        except ValueError as error:
            self._fault(str(error), *steps)
            return 0

    def _classes(self, said: schema.Texts, steps: Steps) -> tuple[str, ...]:
        """Classes of sources; none of them stands for any."""
        known = [*self.packs.sources, NAMED, OWN_SITE, ANY]
        for name in as_list(said):
            if name not in known:
                self._fault(f"unknown class of sources “{name}”{did_you_mean(name, known)}", *steps)
        return () if ANY in as_list(said) else tuple(as_list(said))

    def citation(self, said: schema.CitationTrigger, steps: Steps) -> CitationTest:
        if not (said.older_than or said.undefined):
            self._fault("a citation is older than something, or undefined", *steps)
        return CitationTest(self._days(said.older_than, (*steps, "older_than")), said.undefined)

    def link(self, link: schema.LinkTrigger, steps: Steps) -> LinkTest:
        if not (link.host or link.path or link.label or link.source):
            self._fault("a link has a host, a path, a label or a source", *steps)
        labels = self._phrases(link.label, (*steps, "label"))
        classes = self._classes(link.source, (*steps, "source"))
        return LinkTest(tuple(as_list(link.host)), tuple(as_list(link.path)), labels, classes, self.names.sources)

    def _fault(self, message: str, *steps: str | int) -> None:
        self.names.errors.append(self.source.error(message, *steps))
