"""Runs the examples inside rules, lexicons, frames, cue sets, sources and scales, and the mutants of them all."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from healthlint.rulebook import Library
from healthlint.rulebook.faults import UnknownName
from healthlint.ruletest.coverage import coverage
from healthlint.ruletest.cuesets import test_cues
from healthlint.ruletest.example import Example, Result, framed
from healthlint.ruletest.held import test_frame, test_lexicon
from healthlint.ruletest.rules import test_rule
from healthlint.ruletest.scales import test_scale
from healthlint.ruletest.sources import test_source
from healthlint.ruletest.twice import test_own_phrases

__all__ = ["Example", "Result", "coverage", "framed", "run", "test_names", "test_rule"]

SHARED = {
    "lexicons": test_lexicon,
    "frames": test_frame,
    "cues": test_cues,
    "sources": test_source,
    "scales": test_scale,
}
"""The folders of what rules share, and how a file of each is tested."""


def run(library: Library, ids: Sequence[str] = (), *, mutate: bool = True) -> Iterator[Result]:
    """Every example of what is named, rules or such as `cues/negated`, or of everything; then the mutants.

    Raises `UnknownName` for an id that nothing has.
    """
    tests = [_test_of(library, one, mutate) for one in ids]
    for test in tests:
        yield from test()
    if not ids:
        for name in library.rules:
            yield from test_rule(library, name, mutate=mutate)
        yield from test_own_phrases(library, list(library.rules))
        yield from test_names(library, mutate=mutate)


def test_names(library: Library, *, mutate: bool = True) -> Iterator[Result]:
    """The examples of lexicons, frames, cue sets, sources and scales, and their mutants."""
    for folder, test in SHARED.items():
        for name in getattr(library.packs, folder):
            yield from test(library, name, mutate=mutate)


def _test_of(library: Library, id: str, mutate: bool) -> Callable[[], Iterator[Result]]:
    """What tests an id."""
    folder, _, name = id.partition("/")
    if folder in SHARED:
        known = getattr(library.packs, folder)
        if name not in known:
            raise UnknownName("cue set" if folder == "cues" else folder.removesuffix("s"), name, sorted(known))
        return lambda: SHARED[folder](library, name, mutate=mutate)
    rule = library.current_id(id)
    return lambda: chain(test_rule(library, rule, mutate=mutate), test_own_phrases(library, [rule]))
