"""Runs the examples inside rules, lexicons, frames, cue sets, sources and scales, and the clause mutants of rules."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from healthlint import engine, mutants
from healthlint.draft import parse
from healthlint.fix import apply
from healthlint.model import Document, Span
from healthlint.rulebook import Library
from healthlint.rulebook.atoms import Page
from healthlint.rulebook.faults import RuleErrors
from healthlint.rulebook.files import CueTests, Held, ScaleTests
from healthlint.rulebook.library import Checks
from healthlint.rulebook.pack import Loaded
from healthlint.rulebook.schema import Fixed, Rule

FRAME = re.compile(r"<<|>>")
EVERYWHERE = "all"
"""Examples run under every jurisdiction and as any kind of copy: profiles choose, rules do not."""


@dataclass(frozen=True, slots=True)
class Result:
    """One example or mutant, and how it fared."""

    id: str
    what: str
    ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A draft with the words that must be flagged in it."""

    text: str
    frames: tuple[Span, ...]
    fixed: str = ""


def run(library: Library, ids: Sequence[str] = (), *, mutate: bool = True) -> Iterator[Result]:
    """Every example of the rules named, or of everything; then the mutants of each rule.

    Raises `UnknownName` for an id that nothing has.
    """
    for name in [library.current_id(one) for one in ids] or library.rules:
        yield from test_rule(library, name, mutate=mutate)
    if not ids:
        yield from test_names(library)


def test_rule(library: Library, name: str, *, mutate: bool = True) -> Iterator[Result]:
    """The examples of a rule; if all hold, its mutants."""
    loaded = library.packs.rules[name]
    bench = _Bench(library, name, loaded.said)
    results = list(bench.results(bench.checks(loaded)))
    yield from results
    if mutate and all(result.ok for result in results):
        for what, mutant in mutants.of_rule(loaded.said):
            yield bench.fate(what, Loaded(mutant, loaded.source))


def test_names(library: Library) -> Iterator[Result]:
    """The examples of lexicons, frames, cue sets and scales."""
    for kind, prefix in (("lexicons", ""), ("frames", "frame:")):
        for name, files in getattr(library.packs, kind).items():
            for loaded in files:
                yield from _test_held(library, f"{kind}/{name}", prefix + name, loaded.said.tests)
    for name, files in library.packs.cues.items():
        for loaded in files:
            yield from _test_cues(library, name, loaded.said.tests)
    for name, classes in library.packs.sources.items():
        for source in classes:
            yield from _test_source(library, name, source.said.tests)
    for name, scales in library.packs.scales.items():
        yield from _test_scale(library, name, scales[-1].said.tests)


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
            example = Example(example.text, example.frames, said.fixed)
        return example, Page(_document(self.library, example.text), self.library.names.vocabulary)

    def checks(self, loaded: Loaded[Rule]) -> Checks:
        where = frozenset(one.said.in_ for files in self.library.packs.authorities.values() for one in files)
        return self.library.compile([(self.name, loaded)], where=where, copy=EVERYWHERE, today=date(2026, 1, 1))

    def results(self, checks: Checks) -> Iterator[Result]:
        for index, (example, page) in enumerate(self.bad):
            detail = self._bad(example, page, checks)
            yield Result(self.name, f"bad {index + 1}", not detail, detail)
        for index, (example, page) in enumerate(self.good):
            found = _flagged(page, checks)
            detail = f"flags {_shown(page.document, found)} in {_quoted(example.text)}" if found else ""
            yield Result(self.name, f"good {index + 1}", not found, detail)
        for index, (example, page) in enumerate(self.missed):
            caught = bool(_flagged(page, checks))
            detail = f"is caught now: promote it to bad: {_quoted(example.text)}" if caught else ""
            yield Result(self.name, f"missed {index + 1}", not caught, detail)

    def _bad(self, example: Example, page: Page, checks: Checks) -> str:
        found = _flagged(page, checks)
        if not found:
            return f"flags nothing in {_quoted(example.text)}"
        if example.frames and found != sorted(example.frames):
            wanted = _shown(page.document, sorted(example.frames))
            return f"flags {_shown(page.document, found)}, not {wanted}, in {_quoted(example.text)}"
        return self._unfixed(example, page, checks) if example.fixed else ""

    def _unfixed(self, example: Example, page: Page, checks: Checks) -> str:
        """What is wrong with the draft after its fixes, if anything."""
        linted = engine.lint(page.document, checks, page)
        first = [replace(finding, fixes=finding.fixes[:1]) for finding in linted.findings]
        text = apply(example.text, first, unsafe=True).text
        if text != example.fixed:
            return f"is fixed to {_quoted(text)}, not {_quoted(example.fixed)}"
        again = Page(_document(self.library, text), self.library.names.vocabulary)
        return "" if not _flagged(again, checks) else f"still flags {_quoted(text)}"

    def fate(self, what: str, mutant: Loaded[Rule]) -> Result:
        """A mutant must fail some example: a clause that no example needs is untested."""
        try:
            checks = self.checks(mutant)
        except RuleErrors:
            return Result(self.name, what, True)
        killed = any(not result.ok for result in self.results(checks))
        return Result(self.name, what, killed, "" if killed else "survives: no example fails without it")


def framed(text: str) -> Example:
    """A text without its `<<` and `>>`, and the spans that they frame."""
    spans: list[Span] = []
    opened = -1
    plain = ""
    last = 0
    for mark in FRAME.finditer(text):
        plain += text[last : mark.start()]
        last = mark.end()
        if mark[0] == "<<":
            opened = len(plain)
        else:
            spans.append(Span(opened, len(plain)))
    return Example(plain + text[last:], tuple(spans))


def _document(library: Library, text: str) -> Document:
    return parse(text, "example.md", library.language)


def _flagged(page: Page, checks: Checks) -> list[Span]:
    return sorted(finding.span for finding in engine.lint(page.document, checks, page).findings)


def _shown(document: Document, spans: Sequence[Span]) -> str:
    return ", ".join(_quoted(document.text[span.start : span.end]) for span in spans)


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”"


def _test_held(library: Library, owner: str, name: str, tests: Held) -> Iterator[Result]:
    for kind, texts in (("holds", tests.holds), ("lacks", tests.lacks)):
        for index, text in enumerate(texts):
            example = framed(text)
            page = Page(_document(library, example.text), library.names.vocabulary)
            found = sorted(_named(page, name))
            wanted = list(example.frames) or [Span(0, len(example.text.rstrip()))]
            ok = not found if kind == "lacks" else all(span in found for span in wanted)
            detail = "" if ok else f"finds {_shown(page.document, found) or 'nothing'} in {_quoted(text)}"
            yield Result(owner, f"{kind} {index + 1}", ok, detail)


def _test_source(library: Library, name: str, tests: Held) -> Iterator[Result]:
    """Each address is put into a draft as a link, and its class asked."""
    for kind, texts in (("holds", tests.holds), ("lacks", tests.lacks)):
        for index, target in enumerate(texts):
            (link,) = _document(library, f"[This]({target}).").links
            held = library.names.sources.of_link(link.host, link.target)
            ok = (held == name) == (kind == "holds")
            detail = "" if ok else f"{_quoted(target)} is {f'of the class {held}' if held else 'of no class'}"
            yield Result(f"sources/{name}", f"{kind} {index + 1}", ok, detail)


def _named(page: Page, name: str) -> Iterator[Span]:
    for view in page.views():
        for start, ends in view.spans(name).items():
            for end in ends:
                yield view.span(start, end)


def _test_cues(library: Library, name: str, tests: CueTests) -> Iterator[Result]:
    cue = library.names.cues[name]
    for kind, texts in (("governed", tests.governed), ("free", tests.free)):
        for index, text in enumerate(texts):
            example = framed(text)
            page = Page(_document(library, example.text), library.names.vocabulary)
            governed = [
                cue.governing(page, view, view.words_in(span)) for span in example.frames for view in page.views(span)
            ]
            ok = bool(governed) and all((by is not None) == (kind == "governed") for by in governed)
            detail = "" if ok else f"{'leaves' if kind == 'governed' else 'governs'} {_quoted(text)}"
            yield Result(f"cues/{name}", f"{kind} {index + 1}", ok, detail)


def _test_scale(library: Library, name: str, tests: ScaleTests) -> Iterator[Result]:
    scale = library.names.scales[name]
    for index, texts in enumerate(tests.rising):
        values = []
        for text in texts:
            view = next(Page(_document(library, text), library.names.vocabulary).views())
            values.append(scale.value(view, (0, len(view.tokens))))
        falls = [n for n in range(1, len(values)) if values[n] <= values[n - 1]]
        detail = f"{_quoted(texts[falls[0]])} stands no higher than {_quoted(texts[falls[0] - 1])}" if falls else ""
        yield Result(f"scales/{name}", f"rising {index + 1}", not falls, detail)
