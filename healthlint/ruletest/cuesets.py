"""Runs the examples of cue sets, and looks whether each entry, reach, place, stop and exception is needed for them."""

from collections.abc import Iterator
from dataclasses import dataclass

from healthlint.mutants.cues import of_cues
from healthlint.mutants.phrases import shortened
from healthlint.rulebook import Library
from healthlint.rulebook.books import Book
from healthlint.rulebook.cues import CueSet, Entry
from healthlint.rulebook.cuesets import entries, listed, phrases
from healthlint.rulebook.elements import Phrase
from healthlint.rulebook.files import CueTests
from healthlint.rulebook.page import Page
from healthlint.rulebook.view import Bound, View
from healthlint.ruletest.example import Result, fate, quoted, shown


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """Framed words in an example."""

    page: Page
    view: View
    head: Bound

    def may_hold(self, book: Book[Entry] | Book[None]) -> bool:
        """Is there anything on the page that these phrases could match?"""
        return any(True for view in self.page.views() for _ in book.possible(view))

    def is_governed(self, cues: CueSet) -> bool:
        return cues.governing(self.page, self.view, self.head) is not None


def test_cues(library: Library, name: str, *, mutate: bool) -> Iterator[Result]:
    """The examples of a cue set; if all hold, its mutants."""
    files = library.packs.cues[name]
    results = [one for loaded in files for one in _examples(library, name, loaded.said.tests)]
    yield from results
    if mutate and all(result.ok for result in results):
        for what, killed in _Sieve(library, name).fates():
            yield fate(f"cues/{name}", what, killed)


def _examples(library: Library, name: str, tests: CueTests) -> Iterator[Result]:
    cue = library.names.cues[name]
    for kind, texts in (("governed", tests.governed), ("free", tests.free)):
        for index, text in enumerate(texts):
            governed = [place.is_governed(cue) for place in _places(library, text)]
            ok = bool(governed) and all(one == (kind == "governed") for one in governed)
            detail = "" if ok else f"{'leaves' if kind == 'governed' else 'governs'} {quoted(text)}"
            yield Result(f"cues/{name}", f"{kind} {index + 1}", ok, detail)


def _places(library: Library, text: str) -> list[_Place]:
    example = shown(library, text)
    return [
        _Place(example.page, view, view.words_in(span)) for span in example.frames for view in example.page.views(span)
    ]


class _Sieve:
    """A cue set, taken apart: an entry governs or does not, whatever the other entries are."""

    def __init__(self, library: Library, name: str) -> None:
        self.library, self.name = library, name
        self.cue = library.names.cues[name]
        self.files = library.packs.cues[name]
        tests = [loaded.said.tests for loaded in self.files]
        self.governed = [place for one in tests for text in one.governed for place in _places(library, text)]
        self.free = [place for one in tests for text in one.free for place in _places(library, text)]
        self.entries = [one for loaded in self.files for one in entries(loaded, library.names)]
        self.alone = self._alone()

    def fates(self) -> Iterator[tuple[str, bool]]:
        """Each mutant, and whether an example fails with it."""
        for index, (phrase, _) in enumerate(self.entries):
            needed = any(governors == {index} for governors in self.alone)
            yield f"without {shortened(phrase.source)}", needed
        first = 0
        for loaded in self.files:
            for what, changed in of_cues(loaded.said):
                yield what, self._differs({first + index: entry for index, entry in changed.items()})
            first += sum(1 for _ in listed(loaded.said))
        for key in ("stop", "ignore"):
            all_phrases = [one for loaded in self.files for one in phrases(loaded, self.library.names, key)]
            for phrase, _ in all_phrases:
                yield f"without {key} {shortened(phrase.source)}", self._frees(key, phrase, all_phrases)

    def _alone(self) -> list[set[int]]:
        """For each place that is governed, the entries that would govern it alone; -1 stands for the scale."""
        found: list[set[int]] = [set() for _ in self.governed]
        for index, (phrase, entry) in enumerate(self.entries):
            cue = self._with_one(phrase, entry)
            for number, place in enumerate(self.governed):
                if place.may_hold(cue.entries) and place.is_governed(cue):
                    found[number].add(index)
        if self.cue.low:
            for number, place in enumerate(self.governed):
                if self.cue.low.governing(place.view, place.head):
                    found[number].add(-1)
        return found

    def _with_one(self, phrase: Phrase, entry: Entry) -> CueSet:
        cue = self.cue
        return CueSet(cue.name, cue.says, self.library.names.bound([(phrase, entry)]), cue.stops, cue.ignored)

    def _differs(self, entries: dict[int, Entry]) -> bool:
        """Does an example fail where these entries govern otherwise?"""
        changed = {index: self._with_one(self.entries[index][0], entry) for index, entry in entries.items()}
        for governors, place in zip(self.alone, self.governed, strict=True):
            if governors <= changed.keys() and not any(place.is_governed(cue) for cue in changed.values()):
                return True
        return any(
            place.may_hold(cue.entries) and place.is_governed(cue) for cue in changed.values() for place in self.free
        )

    def _frees(self, key: str, phrase: Phrase, all_phrases: list[tuple[Phrase, None]]) -> bool:
        """Does a free example become governed without this stop or exception?"""
        own = self.library.names.bound([(phrase, None)])
        rest = self.library.names.bound([one for one in all_phrases if one[0] is not phrase])
        cue = self.cue
        stops, ignored = (rest, cue.ignored) if key == "stop" else (cue.stops, rest)
        mutant = CueSet(cue.name, cue.says, cue.entries, stops, ignored, cue.low)
        return any(place.may_hold(own) and place.is_governed(mutant) for place in self.free)
