"""What a page is about: the terms of its title and first heading, and those it keeps coming back to."""

from collections import Counter

from healthlint.rulebook.page import Page

RETURNS = 3
"""A page that names a thing this often, and no other thing twice as often, is about it..."""

SPARSE = 200
"""... unless it names it more rarely than once in so many words."""


def topical(page: Page, name: str, rival: str = "") -> bool:
    """Is the page about `name`? A lexicon's terms are each a thing of its own; with a `rival`, the lexicon of
    what else the page could be about, they are the many names of one thing."""
    key = ("topic", name, rival)
    if key not in page.memory:
        page.memory[key] = _titled(page, name) or _returned_to(page, name, rival)
    return bool(page.memory[key])


def _titled(page: Page, name: str) -> bool:
    for index, block in enumerate(page.document.blocks):
        if (block.field in ("title", "slug") or block.level == 1) and page.view(index).spans(name):
            return True
    return False


def _returned_to(page: Page, name: str, rival: str) -> bool:
    counted = _counted(page, name).values()
    ours = sum(counted) if rival else max(counted, default=0)
    if ours < max(RETURNS, page.words // SPARSE):
        return False
    return not rival or ours * 2 >= max(_counted(page, rival).values(), default=0)


def _counted(page: Page, name: str) -> Counter[str]:
    """How often the page names each term."""
    counted: Counter[str] = Counter()
    for view in page.views() if page.may_name(name) else ():
        for start, ends in view.spans(name).items():
            counted[" ".join(view.tokens.words[start : ends[0]])] += 1
    return counted
