"""What can be told of a pattern by looking at it is true, and a quick way to run it finds what the slow one does."""

import random
import re
from math import inf

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from healthlint import Library
from healthlint.rulebook.lookbehinds import spelt_out
from healthlint.rulebook.openings import Beginnings, openings
from healthlint.rulebook.patterns import WORD_END, PatternError, _known, known_regex, regex_of
from healthlint.rulebook.ways import FEW, ways

OPENINGS = [
    ("cures?", ("cure",)),
    ("colou?r", ("colo",)),
    ("(?:do not|never)(?= x)", ("do not", "never")),
    ("(?-i:TODO|XX+)", ("todo", "xx")),
    (r"(?<![\w’'] )(?<!\w)(?:claims?|hoax)(?=:)", ("claim", "hoax")),
    ("(?:as )?(?:safe|sound)", ("as", "safe", "sound")),
    (r"\bheal", ("heal",)),
    (r"\w+ed", ()),
    ("[ch]eals", ()),
    ("(?:a|bc)d", ()),
    ("a diabetic", ("a diabetic",)),
    ("an? herb", ()),
    (r"\d{2,} mg", (*"0123456789",)),
    (r"\d* mg", ()),
    ("(?-i:[A-Z])[a-z]+", ("A",)),
    ("[A-Z][a-z]+", ()),
    (r"\(\d", ("(",)),
    ("(?:abc)*d", ()),
    ("ab{0}c", ()),
    ("(?:ab|)c", ()),
    ("[a-z", ()),
    ("(ab", ()),
]


@pytest.mark.parametrize(("source", "expected"), OPENINGS)
def test_openings(source: str, expected: tuple[str, ...]) -> None:
    assert openings(source) == expected


WAYS = [
    ("cures?", 2),
    ("(?:a|b)c?", 4),
    ("a{2,4}", 3),
    (r"\w+ed", 100),
    (r"\w+ \w*", 10_000),
    ("(?:a|aa)+b", inf),
    ("((a|b)c?)*", inf),
    ("(?:cat){e<=1}", inf),
    ("[[a-z]--[aeiou]]", inf),
]


@pytest.mark.parametrize(("source", "expected"), WAYS)
def test_ways(source: str, expected: float) -> None:
    assert ways(source) == expected


@pytest.mark.parametrize(
    "source", ["(?:a?){50}a", "(a*)*b", "(?:x+x+)+y", "(.|a)+$", "(?:a?b?c?d?e?f?g?h?i?j?k?l?m?n?)o"]
)
def test_what_may_be_slow_is_never_called_quick(source: str) -> None:
    assert ways(source) > FEW


def test_a_pattern_that_is_none() -> None:
    with pytest.raises(PatternError, match="is no regular expression"):
        regex_of("a)(b")


PIECES = [
    "heals",
    "Heal",
    " ",
    "do not",
    "never",
    "ed",
    "cured",
    "-",
    "’s",
    "12",
    "mg",
    "²",
    "(",
    ".",
    "\n",
    "ß",
    "İ",
    "é",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_beginnings_are_those_of_the_text(text: str) -> None:
    found = Beginnings(text).starts(["he", "do", "never", "cured"])
    letters = "[^\\W\\d_]"
    expected = [match.start() for match in re.finditer(f"(?<!{letters})(?={letters})", text)]
    starting = [at for at in expected if text[at:].lower().startswith(("he", "do", "never", "cured"))]
    assert found == starting


def test_the_quick_way_finds_what_the_slow_one_does(library: Library) -> None:
    """Every pattern of the rulebook, over words that it may like and others."""
    assert library.rules
    chance = random.Random(7)
    for source in list(_known):
        fragments = re.findall(r"[A-Za-z]{2,}", source) or ["word"]
        words = [*chance.choices(fragments, k=30), *chance.choices(PIECES, k=30)]
        chance.shuffle(words)
        text = " ".join(words) + ". " + "".join(words)
        pattern = known_regex(source)
        slow = regex.compile(f"(?:{source}){WORD_END}", regex.I | regex.V0)
        ends = {at: match.end() for at in range(len(text)) if (match := slow.match(text, at)) and match.end() > at}
        assert {at: end for at in range(len(text)) if (end := pattern.end(text, at, len(text)))} == ends, source
        token_starts = {match.start() for match in re.finditer(r"(?<![^\W\d_])[^\W\d_]|(?<!\d)\d", text)}
        places = pattern.places(text, Beginnings(text))
        started = {at for at in places if at in token_starts and at in ends and pattern.starts_at(text, at)}
        assert started == {at for at in ends if at in token_starts}, source


LOOKBEHINDS = [
    ("(?<=a)b", "(?<=a)b"),
    ('(?<=[”"]:? ?)no', '(?:(?<=[”"]: )|(?<=[”"]:)|(?<=[”"] )|(?<=[”"]))no'),
    ("(?<!(?:for|on) )worms", "(?<!for )(?<!on )worms"),
    (r"(?<=\(x)y", r"(?<=\(x)y"),
    (r"(?<=^\s*)no", None),
    ("(?<=(?:a|b|c|d|e|f|g)?(?:h|i|j|k|l|m|n)?)o", None),
]


@pytest.mark.parametrize(("source", "expected"), LOOKBEHINDS)
def test_lookbehinds_of_several_lengths_are_spelt_out(source: str, expected: str | None) -> None:
    assert spelt_out(source) == expected
