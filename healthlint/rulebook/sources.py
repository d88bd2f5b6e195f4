"""What kind of source a citation names, and how old it is: by the classes of `sources/` and the notes of the page."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from healthlint.later import later
from healthlint.model import Citation, Document, Link, Span
from healthlint.rulebook.page import Page

OWN_SITE = "own-site"
"""The class of a link without a host: it leads to another page of the same site."""
NAMED = "named"
"""The class of a source that is named in words or by a number, and is nowhere linked."""
SCHOLARLY = "scholarly"
BY_KIND = {"doi": SCHOLARLY, "pmid": SCHOLARLY, "registry": SCHOLARLY}
"""Identifiers that only journals and registries of trials give."""

_NOTE = later(r"^[ ]{0,3}\[\^([^\]\s\[]{1,60})\]:[ \t]*", re.MULTILINE)
_ENTRY = later(r"^[ ]{0,3}(?:\[(\d{1,3})\]|(\d{1,3})[.)])[ \t]+", re.MULTILINE)
_ENTRY_END = later(r"\n[ \t\r]*\n(?![ \t])|\n[ ]{0,3}(?=\[\^?[^\]\s]{1,60}\]|\d{1,3}[.)][ \t])")
_YEAR = later(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = later(r"\d{1,3}")


class Sources:
    """The classes of sources, by host: `gov` holds for all that ends in it, `nih.gov/x` for paths that start so."""

    __slots__ = ("hosts",)

    def __init__(self, hosts: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        self.hosts = hosts
        """For each host the starts of paths with the class of each, the longest first."""

    def of_link(self, host: str, target: str) -> str:
        """The class of an address, by the most specific entry; empty for one that none names."""
        if not host:
            return OWN_SITE if target and not target.startswith(("#", "mailto:", "tel:")) else ""
        path = target.partition("//")[2].partition("/")[2]
        parts = host.split(".")
        for first in range(len(parts)):
            for start, class_ in self.hosts.get(".".join(parts[first:]), ()):
                if path.startswith(start):
                    return class_
        return ""


NO_SOURCES = Sources({})


def sources(classes: Mapping[str, Sequence[str]]) -> Sources:
    """Make ready what the files of `sources/` say: each class with its hosts, or hosts with the start of a path."""
    hosts: dict[str, list[tuple[str, str]]] = {}
    for class_, entries in classes.items():
        for entry in entries:
            host, _, path = entry.lower().partition("/")
            hosts.setdefault(host, []).append((path, class_))
    return Sources({host: sorted(entries, reverse=True) for host, entries in hosts.items()})


class CitationTest(Struct, frozen=True):
    """Which citations are meant."""

    days: int = 0
    """How old the source is at least, by the year it names; 0 for any age."""
    undefined: bool = False
    """A reference to a footnote that the page does not have."""

    def fits(self, page: Page, citation: Citation, today: date) -> bool:
        if self.undefined and (citation.kind != "footnote" or entry_of(page, citation) is not None):
            return False
        if not self.days:
            return True
        year = year_of(page, citation, today)
        return year is not None and (today.year - year) * 366 > self.days


def cited_in(page: Page, around: Span, wanted: Sequence[str], sources: Sources) -> Span | None:
    """A citation in a stretch or right after its last word, of a wanted class; of any, if none is named.

    A note after the full stop belongs to what it follows.
    """
    document = page.document
    index = bisect_left(document.sentences, (around.end, 0))
    following = document.sentences[index].start if index < len(document.sentences) else len(document.text)
    after = Span(around.end, max(around.end, following))
    first = bisect_left(document.citations, around.start, key=lambda citation: citation.span.end)
    for citation in document.citations[first:]:
        if citation.span.start > after.end:
            break
        near = around.overlaps(citation.span) or after.holds(citation.span)
        if near and (not wanted or not classes_of(page, citation, sources).isdisjoint(wanted)):
            return citation.span
    return None


def classes_of(page: Page, citation: Citation, sources: Sources) -> frozenset[str]:
    """The classes of what a citation names: of its address, or of the addresses in its entry on the page."""
    key = ("classes", citation)
    if key not in page.memory:
        page.memory[key] = frozenset(_classes_of(page, citation, sources))
    classes = page.memory[key]
    assert isinstance(classes, frozenset)
    return classes


def _classes_of(page: Page, citation: Citation, sources: Sources) -> Iterator[str]:
    if citation.kind == "link":
        yield from (sources.of_link(link.host, link.target) for link in _links(page.document, citation.span))
        return
    entry = entry_of(page, citation)
    if citation.kind in BY_KIND:
        yield BY_KIND[citation.kind]
    elif entry is None:
        yield NAMED
    else:
        inside = [one for one in page.document.citations if entry.holds(one.span) and one != citation]
        classes = {class_ for one in inside for class_ in classes_of(page, one, sources)}
        yield from classes or {NAMED}


def _links(document: Document, span: Span) -> Iterator[Link]:
    first = bisect_left(document.links, span, key=lambda link: link.span)
    for link in document.links[first:]:
        if link.span != span:
            break
        yield link


def year_of(page: Page, citation: Citation, today: date) -> int | None:
    """The latest year that a citation or its entry names, if it names one that has come."""
    entry = entry_of(page, citation)
    text = page.document.text[entry.start : entry.end] if entry else citation.source
    years = [int(year) for year in _YEAR.findall(text) if int(year) <= today.year]
    return max(years, default=None)


def entry_of(page: Page, citation: Citation) -> Span | None:
    """Where the page says what a footnote or a number stands for: the last such entry, if it is not this very place."""
    if citation.kind not in ("footnote", "numbered"):
        return None
    label = citation.source.strip("[]^")
    if citation.kind == "numbered":
        number = _NUMBER.search(label)
        label = number[0] if number else ""
    entry = _entries(page, citation.kind).get(label)
    return None if entry is None or entry.holds(citation.span) else entry


def _entries(page: Page, kind: str) -> Mapping[str, Span]:
    """Each label or number with its entry, found once a page."""
    key = ("entries", kind)
    if key not in page.memory:
        page.memory[key] = dict(_entries_in(page.document.text, _NOTE if kind == "footnote" else _ENTRY))
    entries = page.memory[key]
    assert isinstance(entries, dict)
    return entries


def _entries_in(text: str, opening: re.Pattern[str]) -> Iterator[tuple[str, Span]]:
    for found in opening.finditer(text):
        ends = _ENTRY_END.search(text, found.end())
        yield next(filter(None, found.groups())), Span(found.start(), ends.start() if ends else len(text))
