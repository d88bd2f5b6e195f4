"""Runs the examples of lexicons and frames, and looks which phrases, cue sets and inclusions they need."""

from collections.abc import Iterable, Iterator, Sequence

from healthlint.model import Span
from healthlint.mutants.phrases import shortened
from healthlint.rulebook import Library
from healthlint.rulebook.books import Book
from healthlint.rulebook.cues import CueSet, Phrases
from healthlint.rulebook.elements import Phrase
from healthlint.rulebook.files import Frame, Lexicon
from healthlint.rulebook.naming import FRAME
from healthlint.rulebook.pack import Loaded
from healthlint.rulebook.page import Page
from healthlint.rulebook.schema import as_list
from healthlint.ruletest.example import Result, Shown, fate, quoted, shown, told

Places = list[tuple[Page, Span]]


def test_lexicon(library: Library, name: str, *, mutate: bool) -> Iterator[Result]:
    """The examples of a lexicon; and whether each lexicon that it includes is needed for them."""
    files = library.packs.lexicons[name]
    owner = f"lexicons/{name}"
    results = [one for loaded in files for one in _examples(library, owner, name, loaded)]
    yield from results
    also = [other for loaded in files for other in as_list(loaded.said.also)]
    if also and mutate and all(result.ok for result in results):
        own = _phrases(library, files, "terms")
        found: list[_Spans] = [_Spans.of(library, own), *(_Spans(named=other) for other in also)]
        needed = _needed(found, _places(library, files))
        for index, other in enumerate(also):
            yield fate(owner, f"without also {quoted(other)}", index + 1 in needed)


def test_frame(library: Library, name: str, *, mutate: bool) -> Iterator[Result]:
    """The examples of a frame; and whether each phrase and each cue set of it is needed for them."""
    files = library.packs.frames[name]
    owner = f"frames/{name}"
    results = [one for loaded in files for one in _examples(library, owner, FRAME + name, loaded)]
    yield from results
    if mutate and all(result.ok for result in results):
        phrases = _phrases(library, files, "phrases")
        cues = [library.names.cues[one] for loaded in files for one in as_list(loaded.said.unless)]
        found = [_Spans.of(library, [phrase], cues) for phrase in phrases]
        needed = _needed(found, _places(library, files))
        for index, phrase in enumerate(phrases):
            yield fate(owner, f"without phrase {shortened(phrase.source)}", index in needed)
        excusing = _excusing(library.names.bound([(phrase, None) for phrase in phrases]), cues, library, files)
        for cue in cues:
            yield fate(owner, f"without unless {quoted(cue.name)}", cue.name in excusing)


Files = Sequence[Loaded[Lexicon]] | Sequence[Loaded[Frame]]


def _examples(library: Library, owner: str, name: str, loaded: Loaded[Lexicon] | Loaded[Frame]) -> Iterator[Result]:
    tests = loaded.said.tests
    for kind, texts in (("holds", tests.holds), ("lacks", tests.lacks)):
        for index, text in enumerate(texts):
            example = shown(library, text)
            found = sorted(_Spans(named=name).on(example.page))
            ok = not found if kind == "lacks" else all(span in found for span in example.wanted)
            detail = "" if ok else f"finds {told(example.page.document, found) or 'nothing'} in {quoted(text)}"
            yield Result(owner, f"{kind} {index + 1}", ok, detail)


class _Spans:
    """What a name finds on a page, or what some phrases do that no cue set lets go."""

    def __init__(self, phrases: Phrases | None = None, named: str = "") -> None:
        self.phrases, self.named = phrases, named

    @classmethod
    def of(cls, library: Library, phrases: Iterable[Phrase], cues: Iterable[CueSet] = ()) -> "_Spans":
        return cls(Phrases(library.names.bound([(phrase, None) for phrase in phrases]), tuple(cues)))

    def on(self, page: Page) -> frozenset[Span]:
        if self.phrases:
            return frozenset(
                view.span(start, end) for view in page.views() for start, end, _ in self.phrases.found(view)
            )
        return frozenset(
            view.span(start, end)
            for view in page.views()
            for start, ends in view.spans(self.named).items()
            for end in ends
        )


def _phrases(library: Library, files: Files, key: str) -> list[Phrase]:
    return [
        phrase
        for loaded in files
        for index, text in enumerate(getattr(loaded.said, key))
        if (phrase := library.names.phrase(text, loaded.source, key, index))
    ]


def _places(library: Library, files: Files) -> list[Shown]:
    return [shown(library, text) for loaded in files for text in loaded.said.tests.holds]


def _needed(found: Sequence[_Spans], examples: Iterable[Shown]) -> set[int]:
    """Which of these find words that an example wants and that no other finds."""
    needed: set[int] = set()
    for example in examples:
        spans = [one.on(example.page) for one in found]
        for wanted in example.wanted:
            finders = [index for index, all_found in enumerate(spans) if wanted in all_found]
            if len(finders) == 1:
                needed.add(finders[0])
    return needed


def _excusing(phrases: Book[None], cues: Sequence[CueSet], library: Library, files: Files) -> set[str]:
    """The cue sets each of which alone lets go of something in an example that lacks the frame."""
    excusing: set[str] = set()
    for example in [shown(library, text) for loaded in files for text in loaded.said.tests.lacks] if cues else ():
        for view in example.page.views():
            for match, _ in phrases.find(view):
                names = {cue.name for cue in cues if cue.governing(None, view, match.head)}
                if len(names) == 1:
                    excusing |= names
    return excusing
