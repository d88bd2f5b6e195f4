"""What the linter must know of a human language: spelling, inflection, abbreviations, common words."""

import re
from collections.abc import Mapping
from unicodedata import normalize

import msgspec

MOST_KNOWN = 50_000
"""So many forms of words are kept in mind: more than most archives have, and still little."""


class Language(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One language, as its file under `languages/` says. All words are lower case."""

    name: str
    abbreviations: frozenset[str]
    """Words that end in a full stop without ending a sentence, without that stop (`e.g`, `dr`)."""
    common: frozenset[str]
    """The function words: how a draft is known to be in this language, and what never makes a good atom."""
    others: Mapping[str, frozenset[str]]
    """Function words of other languages by the language's name: how a draft is known to be in one of those."""
    spellings: tuple[tuple[re.Pattern[str], str], ...]
    """Spelling variants folded into one, applied to a lower-case word in turn."""
    inflections: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    """The first pattern that fits a word gives its forms, each a template for `re.sub`. Patterns end where words do."""
    variant: re.Pattern[str] = re.compile("")
    """Fits every word that one of the spellings fits: most have none, and one look tells."""
    numbers: frozenset[str] = frozenset()
    """Words that stand for a number."""
    openers: tuple[str, ...] = ()
    """Phrases that open a new clause: no gap crosses them, no cue reaches over them."""
    pronouns: frozenset[str] = frozenset()
    """Words that carry a subject over from the sentence before."""
    asides: frozenset[str] = frozenset()
    """Words before a name that make it a comparison and no subject (`unlike`, `than`)."""
    agents: frozenset[str] = frozenset()
    """Words after a passive before the one who does it (`with`, `by`)."""
    possessors: frozenset[str] = frozenset()
    """Words right after a noun of effect before the one who has it (`of`)."""
    plain: dict[str, str] = msgspec.field(default_factory=dict)
    """How words as typed are read, as far as they were met: kept here by `tokens`, which knows which are plain."""
    _folded: dict[str, str] = msgspec.field(default_factory=dict)

    def fold(self, word: str) -> str:
        """The form under which a word is looked up: lower case, straight apostrophe, one spelling of many."""
        known = self._folded.get(word)
        if known is None:
            if len(self._folded) > MOST_KNOWN:
                self._folded.clear()
            known = self._folded[word] = self._fold(word)
        return known

    def _fold(self, word: str) -> str:
        folded = word.lower()
        if not word.isascii():
            folded = normalize("NFC", word.replace("\u2060", "")).lower().replace("’", "'").replace("ʼ", "'")
        for pattern, replacement in self.spellings if self.variant.search(folded) else ():
            folded = pattern.sub(replacement, folded)
        return folded

    def inflect(self, word: str) -> tuple[str, ...]:
        """A word and its regular inflections, each once, the word itself first."""
        for pattern, forms in self.inflections:
            if pattern.match(word):
                return tuple(dict.fromkeys([word, *(pattern.sub(form, word, count=1) for form in forms)]))
        return (word,)
