"""What the engine understands of each sentence: its cues, its claims, how certain it sounds, what it says of cause."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from healthlint.model import Document, Span
from healthlint.rulebook import Library
from healthlint.rulebook.cues import CueSet
from healthlint.rulebook.page import Page
from healthlint.rulebook.view import Bound, View

Relation = Literal["none", "correlational", "conditional", "direct"]
RELATIONS: tuple[Relation, ...] = ("none", "correlational", "conditional", "direct")
"""What a sentence says of two things: nothing, that they go together, that one may act on the other, that it does."""

STANDING = (
    *("negated", "hedged", "attributed", "asked", "debunked", "researched", "conditional", "historical"),
    *("approved-medicine", "quoted-critically", "warned", "prescriber-led"),
)
"""The cue sets that change what a claim is worth; a claim that none of them governs is affirmed."""

DOUBT = ("left-open",)
"""The cue sets that make of a direct relation one that may hold."""

CLAIMS = ("claim", "benefit")
CERTAINTY = "certainty"

CUES = (*STANDING, *DOUBT, "speculated")
FRAMES = (*CLAIMS, "correlational-relation", "direct-relation")
"""The names that a reading speaks of beside those that rules do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words of a cue set."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Governor:
    """A cue that governs some words, and what it does to them, as `--why` says it."""

    name: str
    span: Span
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Words that assert a benefit, by the frame that found them, and the cues that govern them."""

    frame: str
    span: Span
    by: tuple[Governor, ...] = ()

    @property
    def affirmed(self) -> bool:
        return not self.by


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One sentence, understood."""

    span: Span
    cues: tuple[Cue, ...]
    claims: tuple[Claim, ...]
    certainty: float
    """From 1.0, a guess, to 6.0, a plain fact, as `scales/certainty.yaml` says."""
    relation: Relation


def readings(document: Document, library: Library) -> tuple[Reading, ...]:
    """A reading of each sentence, in order; none of a draft in another language."""
    if document.skipped:
        return ()
    page = Page(document, library.names.vocabulary)
    return tuple(
        _read(page, view, bound, library) for view in page.views() for bound in view.bounds(0, len(view.tokens))
    )


def governed(document: Document, library: Library, span: Span, cue_set: str) -> Governor | None:
    """The cue of this set that governs these words, or None. Raises `KeyError` for a set that is not there."""
    page = Page(document, library.names.vocabulary)
    cue = library.names.cues[cue_set]
    for view in page.views(span):
        start, end = view.words_in(span)
        if start < end and (found := _governor(page, view, (start, end), cue)):
            return found
    return None


def named(document: Document, library: Library, name: str) -> tuple[Span, ...]:
    """Where the terms of a lexicon stand, or the phrases of a frame (`frame:dose`), in order."""
    page = Page(document, library.names.vocabulary)
    return tuple(view.span(*bound) for view in page.views() for bound in _found(view, name, 0, len(view.tokens)))


def _read(page: Page, view: View, bound: Bound, library: Library) -> Reading:
    names = library.names
    cues = [Cue(name=name, span=span) for name, cue in sorted(names.cues.items()) for span in cue.present(view, *bound)]
    scale = names.scales.get(CERTAINTY)
    return Reading(
        span=view.span(*bound),
        cues=tuple(sorted(cues, key=lambda cue: (cue.span, cue.name))),
        claims=tuple(_claims(page, view, bound, _sets(library, STANDING))),
        certainty=scale.value(view, bound) if scale else 0.0,
        relation=_relation(page, view, bound, library),
    )


def _sets(library: Library, names: tuple[str, ...]) -> list[CueSet]:
    return [library.names.cues[name] for name in names if name in library.names.cues]


def _claims(page: Page, view: View, bound: Bound, sets: list[CueSet]) -> Iterator[Claim]:
    for frame in CLAIMS:
        for place in _found(view, f"frame:{frame}", *bound):
            head = view.heads.get((f"frame:{frame}", place), place)
            by = tuple(found for cue in sets if (found := _governor(page, view, head, cue)))
            yield Claim(frame=frame, span=view.span(*place), by=by)


def _relation(page: Page, view: View, bound: Bound, library: Library) -> Relation:
    """The most that any of the sentence's words say, whether they assert or deny it."""
    said: list[Relation] = ["none"]
    for kind in ("correlational", "direct"):
        name = f"frame:{kind}-relation"
        for place in _found(view, name, *bound):
            head = view.heads.get((name, place), place)
            doubted = any(cue.governing(page, view, head) for cue in _sets(library, DOUBT))
            said.append("correlational" if kind == "correlational" else "conditional" if doubted else "direct")
    return max(said, key=RELATIONS.index)


def _governor(page: Page, view: View, head: Bound, cue: CueSet) -> Governor | None:
    by = cue.governing(page, view, head)
    return Governor(name=cue.name, span=by, reason=cue.reason(page.document, by)) if by else None


def _found(view: View, name: str, first: int, last: int) -> Iterator[Bound]:
    """The longest of a name's spans at each place among these words, none within another."""
    free = first
    for start, ends in sorted(view.spans(name).items()):
        if free <= start < last:
            yield start, ends[0]
            free = ends[0]
