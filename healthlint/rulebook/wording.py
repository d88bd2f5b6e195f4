"""What a message says: the words it quotes, where it stands for a whole page, and its placeholders filled in."""

import re
from collections.abc import Mapping
from itertools import zip_longest

from healthlint.model import Document, Scope, Span
from healthlint.rulebook.matching import Match
from healthlint.rulebook.page import Page

PLACES: dict[Scope, str] = {
    "sentence": "in the same sentence",
    "neighbour": "in the same sentence or one beside it",
    "block": "in the same paragraph",
    "lead-in": "in the same paragraph or list",
    "section": "in the same section",
    "document": "on the same page",
    "before": "earlier on the page",
    "above": "in the paragraphs above",
}
"""Scopes in an editor's words."""


def quoted(document: Document, span: Span, most: int = 120) -> str:
    """The words of a span as a message quotes them: on one line, without markup, cut where they run on."""
    prose = document.prose[span.start : span.end].replace("\u2060", "").replace("\ufffc", "…")
    words = " ".join(re.sub("…+", "…", prose).split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def head_of(page: Page) -> Span:
    """Where a finding about the page as a whole stands: its title, else its main heading, else its start."""
    blocks = page.document.blocks
    for block in blocks:
        if block.field == "title":
            return block.span
    for index, block in enumerate(blocks):
        if block.level == 1 or (block.kind == "heading" and index == 0):
            return block.span
    start = blocks[0].span.start if blocks else 0
    return Span(start, start)


def fill(message: str, fills: Mapping[str, str]) -> str:
    """A message with its placeholders filled in."""
    return re.sub(r"<([\w.:-]+)>", lambda found: fills.get(found[1], found[0]), message)


def slot_texts(page: Page, match: Match | None) -> dict[str, str]:
    """The words in each slot of a match."""
    if match is None:
        return {}
    view = match.view
    return {name: quoted(page.document, view.span(*bound)) for name, bound in match.slots}


def cased(replacement: str, words: str) -> str:
    """A replacement in the letter case of what it replaces."""
    if words.isupper() and len(words) > 1:
        return replacement.upper()
    return replacement[:1].upper() + replacement[1:] if words[:1].isupper() else replacement


def wrapped(replacement: str, words: str) -> str:
    """A replacement with the line ends of what it replaces, as far as it has blanks to hold them."""
    blanks = re.findall(r"\s+", words)
    if not any("\n" in blank or "\r" in blank for blank in blanks):
        return replacement
    first, *more = replacement.split(" ")
    return "".join([first, *(one for pair in zip_longest(blanks[: len(more)], more, fillvalue=" ") for one in pair)])


def spoken(name: str) -> str:
    """A lexicon's name as a reader sees it."""
    return name.replace("-", " ")


def of_others(document: Document, span: Span) -> bool:
    """Whether words belong to somebody: within quotation marks or a quoted block, or capital letters within a sentence.

    These may be a name. At the start of a sentence nobody can tell, and a capital letter there says nothing.
    """
    block = document.block_at(span)
    if block is None or "quote" in block.inside or any(quote.overlaps(span) for quote in document.quotes):
        return True
    words = document.prose[span.start : span.end]
    before = document.prose[document.around(span, "sentence").start : span.start]
    starts = not any(letter.isalnum() for letter in before)
    return words[1:].lower() != words[1:] or (words[:1].isupper() and not starts)
