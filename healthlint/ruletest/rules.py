"""Runs the examples of a rule, and those of its mutants."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from healthlint import engine, mutants
from healthlint.fix import apply
from healthlint.model import Span
from healthlint.rulebook import Library
from healthlint.rulebook.faults import RuleErrors
from healthlint.rulebook.pack import Loaded
from healthlint.rulebook.page import Page
from healthlint.rulebook.running import Checks
from healthlint.rulebook.schema import Fixed, Rule
from healthlint.ruletest.example import Example, Result, fate, filled, framed, quoted, told
from healthlint.ruletest.example import page as as_page

EVERYWHERE = "all"
"""Examples run under every jurisdiction and as any kind of copy: profiles choose, rules do not."""


def test_rule(library: Library, name: str, *, mutate: bool = True) -> Iterator[Result]:
    """The examples of a rule; if all hold, its mutants."""
    loaded = library.packs.rules[name]
    bench = _Bench(library, name, loaded.said)
    results = list(bench.results(bench.checks(loaded)))
    yield from results
    if mutate and all(result.ok for result in results):
        for what, mutant in mutants.of_rule(loaded.said):
            yield bench.fate(what, Loaded(mutant, loaded.source))


class _Bench:
    """The examples of one rule, parsed once, for the rule and all its mutants."""

    def __init__(self, library: Library, name: str, rule: Rule) -> None:
        self.library, self.name = library, name
        self.bad = [self._example(one) for one in rule.tests.bad]
        self.good = [self._example(one) for one in rule.tests.good]
        self.missed = [self._example(one) for one in rule.tests.missed]

    def _example(self, said: str | Fixed) -> tuple[Example, Page]:
        example = framed(said.text if isinstance(said, Fixed) else said)
        if isinstance(said, Fixed):
            example = Example(filled(example.text, said.words), example.frames, said.fixed)
        return example, as_page(self.library, example.text)

    def checks(self, loaded: Loaded[Rule]) -> Checks:
        where = frozenset(one.said.in_ for files in self.library.packs.authorities.values() for one in files)
        return self.library.compile([(self.name, loaded)], where=where, copy=EVERYWHERE, today=date(2026, 1, 1))

    def results(self, checks: Checks) -> Iterator[Result]:
        for index, (example, page) in enumerate(self.bad):
            detail = self._bad(example, page, checks)
            yield Result(self.name, f"bad {index + 1}", not detail, detail)
        for index, (example, page) in enumerate(self.good):
            found = _flagged(page, checks)
            detail = f"flags {told(page.document, found)} in {quoted(example.text)}" if found else ""
            yield Result(self.name, f"good {index + 1}", not found, detail)
        for index, (example, page) in enumerate(self.missed):
            caught = bool(_flagged(page, checks))
            detail = f"is caught now: promote it to bad: {quoted(example.text)}" if caught else ""
            yield Result(self.name, f"missed {index + 1}", not caught, detail)

    def _bad(self, example: Example, page: Page, checks: Checks) -> str:
        found = _flagged(page, checks)
        if not found:
            return f"flags nothing in {quoted(example.text)}"
        if example.frames and found != sorted(example.frames):
            wanted = told(page.document, sorted(example.frames))
            return f"flags {told(page.document, found)}, not {wanted}, in {quoted(example.text)}"
        return self._unfixed(example, page, checks) if example.fixed else ""

    def _unfixed(self, example: Example, page: Page, checks: Checks) -> str:
        """What is wrong with the draft after its fixes, if anything."""
        linted = engine.lint(page.document, checks, page)
        first = [replace(finding, fixes=finding.fixes[:1]) for finding in linted.findings]
        text = apply(example.text, first, unsafe=True).text
        if text != example.fixed:
            return f"is fixed to {quoted(text)}, not {quoted(example.fixed)}"
        again = as_page(self.library, text)
        return "" if not _flagged(again, checks) else f"still flags {quoted(text)}"

    def fate(self, what: str, mutant: Loaded[Rule]) -> Result:
        """Does some example fail with a mutant in the rule's place, or is it no rule at all?"""
        try:
            checks = self.checks(mutant)
        except RuleErrors:
            return Result(self.name, what, True)
        return fate(self.name, what, any(not result.ok for result in self.results(checks)))


def _flagged(page: Page, checks: Checks) -> list[Span]:
    return sorted(finding.span for finding in engine.lint(page.document, checks, page).findings)
