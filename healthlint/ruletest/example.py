"""An example in a rule file: a draft with the words that are meant framed in it, and how it fared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from healthlint.draft import parse
from healthlint.model import Document, Span
from healthlint.rulebook import Library
from healthlint.rulebook.page import Page

FRAME = re.compile(r"<<|>>")

FILLING = "Some of the trees on the hill are old, and the path to them is long. "
"""What stands in a longer page around an example: plain words that no rule speaks of."""

SURVIVES = "survives: no example fails without it"


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


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """An example as it was typed, and as a page."""

    said: str
    page: Page
    frames: tuple[Span, ...]
    text: str = field(repr=False)

    @property
    def wanted(self) -> tuple[Span, ...]:
        """The words that are meant: those framed, else all of them."""
        return self.frames or (Span(0, len(self.text.rstrip())),)


def fate(id: str, what: str, killed: bool) -> Result:
    """How a mutant fared: it must fail some example, for a clause that no example needs is untested."""
    return Result(id, what, killed, "" if killed else SURVIVES)


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


def filled(text: str, words: int) -> str:
    """A text and, under it, plain sentences that make it a page of so many words."""
    missing = words - len(text.split())
    if missing <= 0:
        return text
    sentence = FILLING.split()
    whole = [*sentence * (missing // len(sentence)), *sentence[: missing % len(sentence)]]
    return text.rstrip() + "\n\n" + " ".join(whole) + "\n"


def shown(library: Library, said: str) -> Shown:
    """An example as a page."""
    example = framed(said)
    return Shown(said, page(library, example.text), example.frames, example.text)


def page(library: Library, text: str) -> Page:
    """A draft as a page."""
    return Page(document(library, text), library.names.vocabulary)


def document(library: Library, text: str) -> Document:
    """A draft, read as Markdown."""
    return parse(text, "example.md", library.language)


def told(document: Document, spans: Sequence[Span]) -> str:
    """The words at these places, in quotation marks."""
    return ", ".join(quoted(document.text[span.start : span.end]) for span in spans)


def quoted(text: str) -> str:
    """A text on one line, in quotation marks."""
    return f"“{' '.join(text.split())}”"
