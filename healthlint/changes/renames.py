"""Which drafts have another name than they had: those that are new here, and much like one that is gone."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

ALIKE = 0.5
"""How much of the longer of two drafts the other must have, as git asks."""
COMMON = 200
"""What so many drafts have in them, such as a line of front matter, tells none from another."""

_PIECES = re.compile(rb"[\r\n]+|(?<=[.!?]) ")
"""Lines, and sentences within them: a paragraph is often typed as one line."""


def exact(added: Mapping[bytes, Sequence[str]], gone: Mapping[bytes, str]) -> dict[bytes, bytes]:
    """Old names by new ones, where the content is the same. `added` has each content's identities."""
    by_content: dict[str, list[bytes]] = {}
    for name, identity in sorted(gone.items()):
        by_content.setdefault(identity, []).append(name)
    found: dict[bytes, bytes] = {}
    for name, identities in sorted(added.items()):
        names = next((by_content[one] for one in identities if by_content.get(one)), None)
        if names:
            found[name] = next((old for old in names if _last(old) == _last(name)), names[0])
            names.remove(found[name])
    return found


def alike(added: Mapping[bytes, bytes], gone: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    """Old names by new ones, where the content is similar: the most similar pairs first, each name once."""
    found: dict[bytes, bytes] = {}
    taken: set[bytes] = set()
    for _, _, new, old in sorted(_pairs(added, gone)):
        if new not in found and old not in taken:
            found[new] = old
            taken.add(old)
    return found


def _pairs(added: Mapping[bytes, bytes], gone: Mapping[bytes, bytes]) -> Iterator[tuple[float, bool, bytes, bytes]]:
    """The pairs that are similar enough, with what sorts them: likeness, and whether the last name is the same."""
    holders: dict[bytes, list[tuple[bytes, int]]] = {}
    sizes: dict[bytes, int] = {}
    for old, content in gone.items():
        pieces = _pieces(content)
        sizes[old] = _size(pieces)
        for piece, count in pieces.items():
            holders.setdefault(piece, []).append((old, count))
    for new, content in added.items():
        pieces = _pieces(content)
        size = _size(pieces)
        shared: Counter[bytes] = Counter()
        for piece, count in pieces.items():
            held = holders.get(piece, ())
            for old, there in held if len(held) <= COMMON else ():
                shared[old] += len(piece) * min(count, there)
        for old, same in shared.items():
            likeness = same / max(size, sizes[old])
            if likeness >= ALIKE:
                yield -likeness, _last(old) != _last(new), new, old


def _pieces(content: bytes) -> "Counter[bytes]":
    return Counter(piece for piece in _PIECES.split(content) if piece)


def _size(pieces: "Counter[bytes]") -> int:
    return sum(len(piece) * count for piece, count in pieces.items())


def _last(name: bytes) -> bytes:
    return name.rpartition(b"/")[2]
