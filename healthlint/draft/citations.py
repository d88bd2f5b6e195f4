"""Places that name a source: links, footnotes, numbers in brackets, identifiers, author and year."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from healthlint.draft.page import Page
from healthlint.later import later
from healthlint.model import JOINER, Citation, Link, Span

Kind = Literal["link", "footnote", "numbered", "doi", "pmid", "registry", "author-year"]

_NUMBERS = r"\d{1,3}(?:\s*[,;–—-]\s*\d{1,3}){0,30}"
_NUMBERED = re.compile(rf"\[\s*{_NUMBERS}\s*\](?!\()")
_SMALL = r"[⁰¹²³⁴-⁹]"
_SMALL_NUMBER = later(rf"(?<=[^\W\d_]{{3}}){_SMALL}{{1,3}}|(?<=[.,;:)”’\"']){_SMALL}[⁰¹²³⁴-⁹⁻˒,]{{0,20}}")
_RAISED = later(rf"[\[(]?\s*{_NUMBERS}\s*[\])]?|[*†‡§]{{1,2}}")
_NOTE = re.compile(r"\[\^[^\]\s\[]{1,60}\]")
_KEY = re.compile(r"\[-?@[\w:.#$%&+?<>~/-]{1,80}[^\]\[]{0,200}\]")
_DOI = later(r"(?i)\b(?:doi\s*[:.]?\s*)?10\.\d{4,9}/[^\s\"<>\]}“”]{1,200}")
_PMID = later(r"(?i)\b(?:PMID\s*[:#]?\s*\d{4,9}|PMC\s?\d{5,9})\b")
_REGISTRY = later(
    r"\b(?:NCT\s?\d{8}|ISRCTN\s?\d{6,9}|ACTRN\d{14}|ChiCTR[\w-]{6,20}|CRD42\d{6,12}|(?:EudraCT\s*(?:number|no\.?)?:?\s*)?20\d\d-\d{6}-\d\d)\b"
)
_YEAR = r"(?:(?:19|20)\d\d[a-z]?|n\.d\.|in press)"
_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’-]{1,40}"
_AND = r"(?:,?\s{1,3}(?:and|&|und|et)\s{1,3}|,?\s{1,3})"
_OTHERS = rf"(?:,?\s{{1,3}}et\s{{1,3}}al\.?|{_AND}{_NAME}){{0,6}}"
_IN_PARENTHESES = rf"(?:see\s|e\.g\.,?\s|cf\.\s)?{_NAME}{_OTHERS},?\s{{0,3}}{_YEAR}[^()]{{0,200}}\)"
_AUTHOR_YEAR = re.compile(rf"\({_IN_PARENTHESES}")
_AUTHOR_AND_YEAR = later(
    r"[(A-ZÀ-ÖØ-Þ]"  # Asked first, and which it was then, so that all else is passed over quickly.
    rf"(?:(?<=\(){_IN_PARENTHESES}|(?<!\()(?<!\w.)[\w'’-]{{1,40}}{_OTHERS}\s{{0,3}}[(\[]{_YEAR}[)\]])"
)
_LONE_YEAR = re.compile(rf"[(\[]{_YEAR}[)\]]")
_NOT_AUTHORS = later(
    r"\(?(?:In|Since|Until|By|During|From|After|Before|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|Spring|Summer|Autumn|Fall|Winter|Updated|Copyright)\b"
)


_LAST_WORD = later(r"\w{0,60}$")
_PARAGRAPH_END = later(r"\n[ \t\r]*\n|\r[ \t]*\r")
_PATTERNS: tuple[tuple[Kind, re.Pattern[str], re.Pattern[str] | None], ...] = (
    ("footnote", _NOTE, None),
    ("author-year", _KEY, None),
    ("numbered", _NUMBERED, None),
    ("numbered", _SMALL_NUMBER, re.compile(_SMALL)),
    ("doi", _DOI, re.compile(r"10\.\d{4,9}/")),
    ("pmid", _PMID, re.compile(r"[pP][mM](?:[iIİı][dD]|[cC])")),
    ("registry", _REGISTRY, re.compile(r"NCT|ISRCTN|ACTRN|ChiCTR|CRD42|20\d\d-\d{6}")),
)
"""How each kind is written out, and what must stand somewhere on a page to make it worth a search: the one is slow to
find, the other quick, and most pages have neither."""


def citations(page: Page) -> tuple[Citation, ...]:
    """The citations of a page, in order. Numbers and references to notes leave the prose."""
    prose = page.mask.prose()
    found = [
        *_links(page.links, page.text),
        *(Citation(span=span, kind="footnote", source=page.text[span.start : span.end]) for span in page.notes),
        *(Citation(span=span, kind="author-year", source=source) for span, source in page.cited),
        *_raised(page.raised, prose),
        *_written(prose),
    ]
    for citation in found:
        if citation.kind in ("footnote", "numbered"):
            page.mask.blank(*citation.span)
    return tuple(sorted(found, key=lambda citation: citation.span))


def _links(links: Iterable[Link], text: str) -> Iterator[Citation]:
    """Links that lead out of the site, and numbers that lead to a list of sources on the page."""
    for link in links:
        if "." in link.host and link.target.lower().lstrip().startswith(("http", "//")):
            yield Citation(span=link.span, kind="link", source=link.target)
        elif link.target.startswith("#"):
            label = text[link.label.start : link.label.end]
            if _RAISED.fullmatch(label.strip("\\[]")):
                yield Citation(span=link.span, kind="numbered", source=label)


def _raised(raised: Iterable[Span], prose: str) -> Iterator[Citation]:
    for span in raised:
        said = prose[span.start : span.end].replace(JOINER, "").strip()
        if _RAISED.fullmatch(said) and _is_reference(prose, span.start):
            yield Citation(span=span, kind="numbered", source=said)


def _written(prose: str) -> Iterator[Citation]:
    """What is written out in the prose."""
    for kind, pattern, clue in _PATTERNS:
        if clue is None or clue.search(prose):
            yield from _matches(kind, pattern, prose)
    names = _AUTHOR_AND_YEAR if _LONE_YEAR.search(prose) else _AUTHOR_YEAR
    yield from (one for one in _matches("author-year", names, prose) if not _NOT_AUTHORS.match(one.source))


def _matches(kind: Kind, pattern: re.Pattern[str], prose: str) -> Iterator[Citation]:
    for match in pattern.finditer(prose):
        if not _PARAGRAPH_END.search(match[0]):
            yield Citation(span=Span(*match.span()), kind=kind, source=match[0].replace(JOINER, ""))


def _is_reference(prose: str, start: int) -> bool:
    """A raised number after a word or a stop is a reference; after a unit or a number it is a power."""
    before = prose[max(0, start - 60) : start].replace(JOINER, "").rstrip()
    if not before:
        return False
    word = _LAST_WORD.search(before)
    return not word or not word[0] or (len(word[0]) > 2 and not word[0][-1].isdigit())
