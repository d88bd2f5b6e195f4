"""What earlier runs found in drafts, and what they said of their rules: what is the same is not linted again.

Drafts are kept together on shelves, some dozens for a working directory and a choice of rules, since a file for each
would take long to open. A shelf tells by which rules, code and day it was filled, and is empty for a run of any others.
"""

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from healthlint.cli.outline import Outline
from healthlint.cli.picked import Picked
from healthlint.store import Store

FORMER = "\0former"
"""What no name of a file ends in."""
SHELVES = 32
"""For each choice of rules. One draft alone is then soon found, and many are of few files."""

T = TypeVar("T")


class Terms(NamedTuple):
    """Under which terms something was found."""

    choice: str
    """What the run was asked for, and where."""
    stamp: str
    """By which rules, by which code and on which day."""


class _Draft(msgspec.Struct, frozen=True, array_like=True):
    """A draft on its shelf."""

    mark: bytes
    outline: msgspec.Raw


class _Shelf(msgspec.Struct, frozen=True, array_like=True):
    """Drafts by their paths."""

    stamp: str
    drafts: dict[str, _Draft]


class _Said(msgspec.Struct, frozen=True, array_like=True):
    """A choice of rules, described."""

    stamp: str
    picked: Picked


_OUTLINE = msgspec.msgpack.Decoder(Outline)
_SHELF = msgspec.msgpack.Decoder(_Shelf)
_SAID = msgspec.msgpack.Decoder(_Said)
_ENCODER = msgspec.msgpack.Encoder()


class Results:
    """The results of earlier runs in a store, and those of this one to be saved there at its end."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._shelves: dict[str, _Shelf] = {}
        self._fresh: dict[str, set[str]] = {}
        """By shelf: the drafts that this run put there."""
        self._described: dict[str, _Said] = {}

    @property
    def kept(self) -> bool:
        """Whether anything is kept at all."""
        return self._store.folder is not None

    @property
    def unsaved(self) -> bool:
        return self.kept and bool(self._described or self._fresh)

    def picked(self, terms: Terms) -> Picked | None:
        said = _decoded(_SAID, self._store.get(_rules_key(terms)))
        return said.picked if said and said.stamp == terms.stamp else None

    def describe(self, terms: Terms, picked: Picked) -> None:
        self._described[_rules_key(terms)] = _Said(terms.stamp, picked)

    def outline(self, terms: Terms, path: Path, mark: bytes) -> Outline | None:
        """What was found in the draft at this path, if it is still the same."""
        kept = self._shelf(terms, path).drafts.get(_name(path))
        return _decoded(_OUTLINE, kept.outline) if kept and kept.mark == mark else None

    def keep(self, terms: Terms, path: Path, mark: bytes, outline: Outline) -> None:
        with suppress(UnicodeError, ValueError, OverflowError):  # what cannot be written down
            name = _name(path)
            self._shelf(terms, path).drafts[name] = _Draft(mark, msgspec.Raw(_ENCODER.encode(outline)))
            self._fresh.setdefault(_shelf_key(terms, path), set()).add(name)

    def save(self) -> None:
        """Put away what this run found, without drafts that are no more."""
        for key, said in self._described.items():
            self._store.put(key, _ENCODER.encode(said))
        for key, fresh in self._fresh.items():
            shelf = self._shelves[key]
            there = {name: draft for name, draft in shelf.drafts.items() if name in fresh or _is_there(name)}
            self._store.put(key, _ENCODER.encode(_Shelf(shelf.stamp, there)))
        self.forget()

    def forget(self) -> None:
        """Save nothing of this run so far."""
        for held in (self._described, self._shelves, self._fresh):
            held.clear()

    def _shelf(self, terms: Terms, path: Path) -> _Shelf:
        key = _shelf_key(terms, path)
        if key not in self._shelves:
            shelf = _decoded(_SHELF, self._store.get(key))
            self._shelves[key] = shelf if shelf and shelf.stamp == terms.stamp else _Shelf(terms.stamp, {})
        return self._shelves[key]


def former_place(path: Path) -> Path:
    """The place of what the draft at this path said before; it is there as long as the draft."""
    return Path(f"{path}{FORMER}")


def marked(shown: str, content: bytes) -> bytes:
    """How a draft is known to be the same: by its content and by what a report calls it."""
    summed = blake2b(shown.encode("utf-8", "surrogatepass") + b"\0", digest_size=20)
    summed.update(content)
    return summed.digest()


def _rules_key(terms: Terms) -> str:
    return f"rules {terms.choice}"


def _shelf_key(terms: Terms, path: Path) -> str:
    number = blake2b(_name(path).encode(), digest_size=1).digest()[0] % SHELVES
    return f"drafts {number} {terms.choice}"


def _name(path: Path) -> str:
    """A path as text, whatever its bytes are."""
    return os.fsencode(path).decode("latin-1")


def _is_there(name: str) -> bool:
    return os.path.lexists(name.removesuffix(FORMER).encode("latin-1"))


def _decoded(decoder: msgspec.msgpack.Decoder[T], content: bytes | msgspec.Raw | None) -> T | None:
    """None for what is not there or does not fit: another program may have written it."""
    if content is not None:
        with suppress(msgspec.MsgspecError, UnicodeError, ValueError):
            return decoder.decode(content)
    return None
