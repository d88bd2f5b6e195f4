"""Whether a draft is surely in another language than the rules."""

import re
import unicodedata
from collections import Counter
from itertools import repeat

from healthlint.language import Language
from healthlint.model import JOINER

_FEWEST_WORDS = 50
_LONG, _SHORT = (0.08, 2, 1), (0.15, 4, 3)
"""Of a longer and of a short draft: the share of words, the times the English ones, and the words at least."""

_SAMPLE = 20_000
"""So many characters tell the language of any draft."""

_WORD = re.compile(r"(?!\s)(?:[a-z]++[^\W\d_]*+|[^\W\d_]++)(?:'[^\W\d_]++)*+")
_ODD_CAPITALS = ("İ", "Σ")
"""What becomes of these in lower case hangs on more than the letter."""


def foreign(prose: str, language: Language) -> str:
    """Why the draft is not checked ("reads as French"), or nothing: mixed drafts and a few words are."""
    words = _words(prose.replace(JOINER, ""))
    letters = "".join(words)
    sample = letters[:: max(1, len(letters) // _SAMPLE)]
    script = "" if sample.isascii() else _script(sample)
    if script and (len(words) > _FEWEST_WORDS or len(letters) > 2 * _FEWEST_WORDS):
        return f"is written in {script} letters"
    return _other(words, language, *(_LONG if len(words) > _FEWEST_WORDS else _SHORT))


def _words(prose: str) -> list[str]:
    """The words in lower case: all at once, where no letter has a say in how its neighbours are written."""
    prose = prose.replace("’", "'")
    if any(capital in prose for capital in _ODD_CAPITALS):
        return [word.lower() for word in _WORD.findall(prose)]
    return _WORD.findall(prose.lower())


def _script(letters: str) -> str:
    """The script of most letters, where it is not the Latin one."""
    scripts: Counter[str] = Counter()
    for letter, count in Counter(letters).items():
        scripts[unicodedata.name(letter, "?").split()[0]] += count
    foreign_letters = sum(
        count for name, count in scripts.items() if name not in ("LATIN", "MODIFIER", "FEMININE", "MASCULINE")
    )
    if foreign_letters * 2 <= len(letters):
        return ""
    del scripts["LATIN"]
    return {"CJK": "Chinese"}.get(name := scripts.most_common(1)[0][0], name.capitalize())


def _other(words: list[str], language: Language, part: float, times: int, fewest: int) -> str:
    counts = Counter(words)
    own = _share(counts, language.common)
    shares = {name: _share(counts, common) for name, common in language.others.items()}
    name = max(shares, key=lambda name: shares[name], default="")
    if name and shares[name] >= fewest and shares[name] > part * len(words) and shares[name] > times * own:
        return f"reads as {name}"
    return ""


def _share(counts: Counter[str], common: frozenset[str]) -> int:
    return sum(map(counts.get, common, repeat(0)))
