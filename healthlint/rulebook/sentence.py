"""A sentence as phrases see it: its words, what else is or may be in it, and which phrases may match."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Protocol


class Asked(Protocol):
    """An index of phrases, as far as a view needs to know."""

    @property
    def patterns(self) -> tuple[str, ...]: ...

    @property
    def of_words(self) -> bool: ...

    def possible(self, keys: AbstractSet[str]) -> int: ...


class Sentence:
    """The words of a view from `first` up to `limit`: no phrase reaches out of it."""

    __slots__ = ("first", "keys", "limit", "where")

    def __init__(self, first: int, limit: int, where: dict[str, list[int]]) -> None:
        self.first, self.limit = first, limit
        self.where = where
        """The places of each word."""
        self.keys: set[str] = set()
        """The words, as `<name>` the names that may be found, and as `/pattern/` the patterns that may match."""


class Possible:
    """The phrases of an index that may match in a view, as bits: in any sentence, and in each."""

    __slots__ = ("anywhere", "sentences")

    def __init__(self, sentences: Iterable[tuple[Sentence, int]]) -> None:
        self.sentences = tuple(sentences)
        self.anywhere = 0
        for _, bits in self.sentences:
            self.anywhere |= bits
