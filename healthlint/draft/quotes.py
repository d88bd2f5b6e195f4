"""Stretches between quotation marks."""

import re
from collections.abc import Iterable, Iterator

from healthlint.model import Block, Span

_LONGEST = 3000
_QUOTED = re.compile(
    r"""[“„«"‘'](?:"""  # Asked first, and which it was then, so that all else is passed over quickly.
    rf"""(?<=“)[^“”]{{1,{_LONGEST}}}[”]|(?<=„)[^„“”]{{1,{_LONGEST}}}[“”]|(?<=«)[^«»]{{1,{_LONGEST}}}»"""
    rf"""|(?<=")(?<![\w"]")(?=\S)[^"]{{1,{_LONGEST}}}(?<!\s)"(?!\w)"""
    rf"""|(?<=‘)(?<![\w'’‘]‘)(?=\S)[^‘’]{{1,200}}(?:(?<=\w)’\w[^‘’]{{0,200}}){{0,3}}(?<!\s)’(?!\w)"""
    rf"""|(?<=')(?<![\w'’]')(?=\w)[^'’"\n]{{4,200}}(?:(?<=\w)['’]\w[^'’"]{{0,200}}){{0,3}}(?<!\s)'(?!\w))"""
)


def quotes(prose: str, blocks: Iterable[Block]) -> Iterator[Span]:
    """Each stretch with its marks; one does not reach over the end of its block."""
    for block in blocks:
        for match in _QUOTED.finditer(prose, *block.span):
            yield Span(*match.span())
