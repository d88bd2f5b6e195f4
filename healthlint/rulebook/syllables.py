"""Where English words can be hyphenated, by pyphen's patterns, each of which is read when a word first asks for it.

pyphen reads all eleven thousand before it says a word, which takes longer than linting a draft does.
"""

import importlib
import re

PATTERNS = "en_US"
"""The patterns that textstat counts English syllables by."""

_STEP = re.compile(r"(\d?)(\D?)")
_OPTION = re.compile("[%#A-Z]")
"""How a line before the patterns starts."""

Weights = tuple[int, tuple[int, ...]]
"""How far into a pattern its first weight stands, and the weights. Where an odd one prevails, a hyphen may stand."""


class Hyphens:
    """What stands in for pyphen's own patterns, and says the same of every word."""

    def __init__(self, file: bytes) -> None:
        """`file` is what pyphen keeps: the name of the encoding, options, and a pattern a line."""
        lines = file.decode("utf-8").split("\n")
        head = next(number for number, line in enumerate(lines) if line and not _OPTION.match(line))
        bare = file.translate(None, b"0123456789").decode("utf-8").split("\n")
        self._written = dict(zip(bare[head:], lines[head:], strict=True))
        self._read: dict[str, Weights | None] = {}
        self._longest = max(map(len, self._written))
        self._known: dict[str, list[int]] = {}

    def positions(self, word: str) -> list[int]:
        """Before which letters of a word a hyphen may stand."""
        word = word.lower()
        if word not in self._known:
            self._known[word] = self._positions(f".{word}.")
        return self._known[word]

    def _positions(self, pointed: str) -> list[int]:
        weights = [0] * (len(pointed) + 1)
        for start in range(len(pointed) - 1):
            for end in range(start + 1, min(start + self._longest, len(pointed)) + 1):
                key = pointed[start:end]
                if key in self._written and (pattern := self._pattern(key)):
                    for at, weight in enumerate(pattern[1], start + pattern[0]):
                        weights[at] = max(weights[at], weight)
        return [at - 1 for at, weight in enumerate(weights) if weight % 2]

    def _pattern(self, key: str) -> Weights | None:
        if key not in self._read:
            self._read[key] = _weights(self._written[key])
        return self._read[key]


def lend_to_pyphen() -> None:
    """Let pyphen use these instead of what it would read. Should it no longer ask, it is slower and no less right."""
    pyphen = importlib.import_module("pyphen")
    known, path = getattr(pyphen, "hdcache", {}), pyphen.LANGUAGES[PATTERNS]
    file = path.read_bytes()
    if path not in known and b"/" not in file:  # a slash changes the spelling at a hyphen, which English does not do
        known[path] = Hyphens(file)


def _weights(line: str) -> Weights | None:
    """What a line says, without the noughts at its ends; None where it says nothing else."""
    found = [int(digit or 0) for digit, _ in _STEP.findall(line.strip())]
    if not any(found):
        return None
    start = next(at for at, weight in enumerate(found) if weight)
    end = next(at for at in range(len(found), 0, -1) if found[at - 1])
    return start, tuple(found[start:end])
