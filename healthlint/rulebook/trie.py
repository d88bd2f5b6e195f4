"""All terms that are plain words, as one trie of words: every name in a block is found in one walk."""

from collections.abc import Iterator

from healthlint.rulebook.tokens import Tokens


class Trie:
    """A node of the token trie: the words that lead on from it, and the names that the way to it spells."""

    __slots__ = ("names", "onward")

    def __init__(self) -> None:
        self.onward: dict[str, Trie] = {}
        self.names: tuple[str, ...] = ()

    def grow(self, form: tuple[str, ...], names: tuple[str, ...]) -> None:
        """Add a word sequence that has these names."""
        node = self
        for word in form:
            node = node.onward.setdefault(word, Trie())
        node.names = tuple(dict.fromkeys((*node.names, *names)))

    def named(self, tokens: Tokens) -> dict[str, dict[int, tuple[int, ...]]]:
        """Every name that is spelt anywhere in the words: where its spans start and end, the longest first."""
        found: dict[str, dict[int, tuple[int, ...]]] = {}
        for start, word in enumerate(tokens.words):
            if word not in self.onward and start not in tokens.shouted:
                continue
            for end, names in self._paths(tokens, start):
                for name in names:
                    places = found.setdefault(name, {})
                    places[start] = (end, *(known for known in places.get(start, ()) if known != end))
        return found

    def _paths(self, tokens: Tokens, start: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The ends and names of all paths that start at a word, the shortest first; none leaves its sentence."""
        words, shouted, limit = tokens.words, tokens.shouted, tokens.limits[start]
        nodes: list[Trie] = [self]
        for at in range(start, limit):
            steps = (words[at], shouted[at]) if at in shouted else (words[at],)
            nodes = [inner for node in nodes for step in steps if (inner := node.onward.get(step))]
            if not nodes:
                return
            for node in nodes:
                if node.names:
                    yield at + 1, node.names
