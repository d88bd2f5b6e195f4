"""What statistics need of a draft beside its findings: few enough words to be kept with them."""

import re
from collections.abc import Iterator, Mapping

import msgspec

from healthlint.later import later
from healthlint.model import JOINER, Document, Field

AUTHOR = ("author.name", "authors.name", "author", "authors")
"""Fields that name who wrote a draft. Of a field with names in it, the names alone are taken."""
SECTION = ("section",)
CATEGORY = ("category", "categories")
LONGEST = 120
"""A name is cropped to so many characters: front matter may hold anything."""

_WORD = later(rf"[\w{JOINER}]+(?:[-'’][\w{JOINER}]+)*")


class Facts(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What is counted of one draft."""

    words: int = 0
    """Those that rules read: without code, addresses and markup."""
    authors: tuple[str, ...] = ()
    section: str = ""
    category: str = ""
    """The first one, if there are several."""


def facts(document: Document) -> Facts:
    """The facts of a draft. One that was skipped has no words: none was checked."""
    named = {name.lower().removeprefix("params."): field for name, field in document.front_matter.items()}
    return Facts(
        words=0 if document.skipped else _words(document),
        authors=tuple(dict.fromkeys(_values(named, AUTHOR))),
        section=next(_values(named, SECTION), ""),
        category=next(_values(named, CATEGORY), ""),
    )


def _words(document: Document) -> int:
    return sum(len(_WORD.findall(document.prose, *block.span)) for block in document.blocks)


def _values(named: Mapping[str, Field], names: tuple[str, ...]) -> Iterator[str]:
    """The values of the first of these fields that has any, each on one line."""
    for name in names:
        if name in named and (values := [*filter(None, map(_tidy, named[name].values))]):
            yield from values
            return


def _tidy(value: str) -> str:
    return re.sub(r"\s+", " ", value[: 2 * LONGEST]).strip()[:LONGEST]
