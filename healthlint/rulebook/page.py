"""A document as phrases see it: its blocks, each cut into words when it is first asked for."""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from healthlint.model import Document, Span
from healthlint.rulebook.searched import Searched
from healthlint.rulebook.sentence import Asked
from healthlint.rulebook.view import Known, View


class Page:
    """A document seen through a vocabulary: its blocks as views, each made when first asked for."""

    def __init__(self, document: Document, vocabulary: Known) -> None:
        self.document, self.vocabulary = document, vocabulary
        self._views: dict[int, View] = {}
        self._searched = Searched(document.prose)
        self._possible: dict[Asked, int] = {}
        self.memory: dict[object, object] = {}
        """What was found on this page before, by who looked for it."""

    def view(self, index: int) -> View:
        view = self._views.get(index)
        if view is None:
            view = self._views[index] = View(
                self.vocabulary, self.document, self.document.blocks[index], self._searched
            )
        return view

    def views(self, span: Span | None = None) -> Iterator[View]:
        """The views of all blocks, or of those that a stretch of the draft touches, in order."""
        first, last = 0, len(self.document.blocks)
        if span is not None:
            first = max(0, self.document.block_index(span.start))
            last = min(last, self.document.block_index(max(span.start, span.end - 1)) + 1)
        for index in range(first, last):
            yield self.view(index)

    @cached_property
    def words(self) -> int:
        """How many words and marks the page has."""
        return sum(len(view.words) for view in self.views())

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(chain.from_iterable(view.keys for view in self.views()))

    def may_name(self, name: str) -> bool:
        """Can a name be found anywhere on the page?"""
        return f"<{name}>" in self._keys

    def possible(self, index: Asked) -> int:
        """The phrases of an index that may match anywhere on the page, as bits."""
        known = self._possible.get(index)
        if known is None:
            known = 0
            for view in self.views():
                known |= view.possible(index).anywhere
            self._possible[index] = known
        return known
