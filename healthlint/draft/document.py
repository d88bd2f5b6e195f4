"""A draft's text becomes a `Document`."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from healthlint.draft import front_matter, markdown, plain, templates
from healthlint.draft.ascii_copy import ascii_copy
from healthlint.draft.blocks import cut
from healthlint.draft.citations import citations
from healthlint.draft.decoding import line_starts
from healthlint.draft.directives import directives
from healthlint.draft.front_matter import FrontMatter
from healthlint.draft.mask import Mask
from healthlint.draft.page import Leaf, Page
from healthlint.draft.quotes import quotes
from healthlint.draft.scan import Patch, Scan, patched
from healthlint.draft.sections import sections
from healthlint.draft.sentences import sentences
from healthlint.draft.tongue import foreign
from healthlint.draft.urls import bare_urls, link
from healthlint.language import Language
from healthlint.model import Block, Document, Link, Span


def parse(text: str, path: str, language: Language) -> Document:
    """The draft at `path`, read once. A path that ends in `.txt` holds plain text, any other Markdown."""
    page = Page(text, Mask(text))
    matter = FrontMatter()
    if path.lower().endswith((".txt", ".text")):
        plain.walk(text, page)
    else:
        matter = front_matter.read(text)
        _read_markdown(page, matter, is_mdx=path.lower().endswith(".mdx"))
    return _document(page, matter, path, language)


def _read_markdown(page: Page, matter: FrontMatter, is_mdx: bool) -> None:
    scan = templates.scan(page.text, matter.end, is_mdx)
    before = Patch(Span(0, matter.end), "blank", " ")
    patches = sorted([before, *scan.patches], key=lambda patch: patch.span)
    markdown.walk(patched(ascii_copy(page.text), patches), page)
    for patch in patches:
        _paint(page.mask, patch)
    _tell(page, matter, scan)


def _paint(mask: Mask, patch: Patch) -> None:
    """Hide what stood for a construct; within an address or a tag nothing of it shows anyway."""
    if not mask.is_as_typed(patch.span.start):
        return
    if patch.paint == "opaque":
        mask.opaque(*patch.span)
    elif patch.paint == "join":
        mask.join(*patch.span)
    else:
        mask.blank(*patch.span)


def _tell(page: Page, matter: FrontMatter, scan: Scan) -> None:
    """Write on the page what was found beside the Markdown."""
    for span, kind in scan.hints:
        page.hint(span, kind)
    page.links += [link(*found) for found in scan.links]
    page.cited += scan.cited
    for setting in matter.texts:
        for start, end, meaning in setting.shown:
            if meaning and meaning != page.text[end - 1]:
                page.mask.entity(start, end, meaning)
            else:
                page.mask.join(start, end - 1 if meaning else start)
                page.mask.reveal(end - 1 if meaning else start, end)
        page.leaves.append(
            Leaf("front-matter", setting.span.start, frozenset(), end=setting.span.end, field_name=setting.name)
        )


def _document(page: Page, matter: FrontMatter, path: str, language: Language) -> Document:
    page.links = _with_bare(page)
    sources = citations(page)
    prose = page.mask.prose()
    blocks = cut(page.leaves, prose, language)
    return Document(
        path=path,
        text=page.text,
        prose=prose,
        front_matter=matter.fields,
        blocks=blocks,
        sentences=tuple(_sentences(page, prose, blocks, language)),
        sections=sections(page.text, blocks),
        links=tuple(page.links),
        citations=sources,
        quotes=tuple(quotes(prose, blocks)),
        directives=tuple(directives(page.text, page.mask)),
        faults=tuple(matter.faults),
        lines=line_starts(page.text),
        skipped=foreign(prose, language),
        starts=tuple(block.span.start for block in blocks),
    )


def _with_bare(page: Page) -> list[Link]:
    """All links in order. A URL that is the label of a link is no second link."""
    links = sorted(page.links, key=lambda link: link.span)
    ends = [link.span for link in links]
    bare = list(bare_urls(page.mask, page.mask.prose()))
    links += [one for one in bare if not _within(one.span, ends)]
    return sorted(links, key=lambda link: link.span)


def _within(span: Span, others: Sequence[Span]) -> bool:
    at = bisect_right(others, (span.start, len(others) and others[-1].end)) - 1
    return any(others[index].holds(span) for index in range(max(0, at - 3), at + 1))


def _sentences(page: Page, prose: str, blocks: Sequence[Block], language: Language) -> Iterator[Span]:
    breaks = sorted(span for leaf in page.leaves for span in leaf.hards)
    for block in blocks:
        first = bisect_left(breaks, block.span) if breaks else 0
        last = bisect_left(breaks, (block.span.end, 0), first) if breaks else 0
        yield from sentences(prose, block.span, breaks[first:last], language)
