"""Packs of one-phrase rules for measuring how the cost grows with their number, and the same phrases for Vale."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

HITTING = 20
"""How many phrases of each pack stand in the drafts. All others are made of words of theirs, but never stand there."""

WORD = re.compile(r"[a-z]+")
BESIDE = re.compile(r"(?<![\w'’-])(?=([a-z]{4,}) ([a-z]{4,})(?![\w'’-]))")
"""Two words on one line with nothing but a blank between them."""

RULE = """\
title: Phrase {number}
severity: info
message: “<match>” is found.
authority: house
find: "{phrase}"
tests: {{bad: ["Here is <<{phrase}>>.", "And <<{phrase}>> again."], good: [Nothing is here., And nothing.]}}
"""
VALE_RULE = "extends: existence\nmessage: \"'%s' is found.\"\nlevel: warning\nignorecase: true\ntokens: ['{phrase}']\n"
VALE_SETTINGS = "StylesPath = styles\nMinAlertLevel = suggestion\n\n[*.{md,mdx}]\nBasedOnStyles = Speed\n"


class TooFewPhrases(Exception):
    """The drafts have too few words to make so many phrases of."""


def phrases(texts: Iterable[str], count: int, hitting: int = HITTING) -> list[str]:
    """So many phrases of two words. The first few stand in the texts; no text has any other of them, in any way."""
    beside, ever, common = Counter[str](), set[str](), Counter[str]()
    for text in texts:
        lower = text.lower()
        words = WORD.findall(lower)
        common.update(word for word in words if len(word) > 3)
        ever.update(f"{one} {other}" for one, other in pairwise(words))
        beside.update(f"{match[1]} {match[2]}" for match in BESIDE.finditer(lower))
    frequent = [pair for pair, _ in sorted(beside.items(), key=lambda item: (-item[1], item[0]))]
    middle = max(0, min(len(frequent) // 2, len(frequent) - hitting))
    found = frequent[middle:][:hitting]  # few enough that the cost of telling findings does not hide that of rules
    words = [word for word, _ in sorted(common.items(), key=lambda item: (-item[1], item[0]))[:400]]
    missing: dict[str, None] = {}
    dice = Random(0)
    for _ in range(100 * count if len(words) > 1 else 0):
        if len(found) + len(missing) >= count:
            break
        pair = " ".join(dice.sample(words, 2))
        if pair not in ever:
            missing[pair] = None
    if len(found) < min(hitting, count) or len(found) + len(missing) < count:
        raise TooFewPhrases(f"the drafts have too few words to make {count} phrases of")
    return [*found, *missing][:count]


def write_pack(folder: Path, said: Sequence[str]) -> None:
    """A rule for each phrase, in a pack that goes on top of the shipped one."""
    _write_each(folder / "speed", said, RULE)


def write_vale(folder: Path, said: Sequence[str]) -> None:
    """A check for each phrase, in a style of its own."""
    _write_each(folder / "styles" / "Speed", said, VALE_RULE, ".yml")
    (folder / ".vale.ini").write_text(VALE_SETTINGS, encoding="utf-8")


def _write_each(folder: Path, said: Sequence[str], form: str, suffix: str = ".yaml") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, phrase in enumerate(said):
        path = folder / f"phrase-{number:04}{suffix}"
        path.write_text(form.format(number=number, phrase=phrase), encoding="utf-8")
