"""Mutants, coverage, and phrases that stand twice: what `rules test` tells of a pack."""

from collections.abc import Callable, Mapping

import pytest

from healthlint import ruletest
from healthlint.mutants.phrases import of_phrase
from healthlint.rulebook import Library
from healthlint.rulebook.faults import UnknownName
from healthlint.ruletest.twice import own_phrases

MakePack = Callable[[Mapping[str, str]], Library]

PROFILE = """\
about: All rules.
jurisdiction: international
copy: editorial
rules: ["*"]
"""


@pytest.mark.parametrize(
    ("phrase", "mutants"),
    [
        ("side effect", []),
        ("(a|b) c", ["(b) c", "(a) c"]),
        ("(your|) doctor", ["doctor", "(your) doctor"]),
        ("((a|b) c|d)", ["((b) c|d)", "((a) c|d)", "(d)", "((a|b) c)"]),
        ("^(a|) b", ["b", "^(a) b"]),
        ("(a|) ... b", ["b", "(a) ... b", "(a|) ...12 b"]),
        ("a ...2 b", ["a ...6 b"]),
        ("/(a|b)/ c", []),
        ("(a)", []),
    ],
)
def test_mutants_of_a_phrase(phrase: str, mutants: list[str]) -> None:
    assert [text for _, text in of_phrase(phrase)] == mutants


def survivors(library: Library, *ids: str) -> list[str]:
    results = list(ruletest.run(library, ids))
    assert [one for one in results if not one.ok and not one.detail.startswith("survives")] == []
    return [one.what for one in results if not one.ok]


CUES = """\
about: Denial.
says: denies it
before:
  - not
  - {phrase: without, reach: 2}
  - {phrase: refrain, from: [lead-in]}
after: [is false]
stop: [except]
ignore: [not only]
tests:
  governed: [GOVERNED]
  free: [FREE]
"""


def test_mutants_of_a_cue_set(pack: MakePack) -> None:
    governed = ["It is not <<red>>.", "It came without <<red>> tops.", "That it is <<red>> is false."]
    free = ["Not only <<red>>.", "Not blue except <<red>>.", "Without a hat or coat <<red>> tops look odd."]
    lead_in = ["Please refrain:\\n\\n- <<red>>"]
    texts = (", ".join(f'"{one}"' for one in every) for every in ([*governed, *lead_in], free))
    whole = CUES.replace("GOVERNED", next(texts)).replace("FREE", next(texts))
    assert survivors(pack({"cues/denied.yaml": whole}), "cues/denied") == []


def test_survivors_of_a_cue_set(pack: MakePack) -> None:
    said = CUES.replace("GOVERNED", '"It is not <<red>>."').replace("FREE", '"It is <<red>>."')
    assert survivors(pack({"cues/denied.yaml": said}), "cues/denied") == [
        "without “without”",
        "without “refrain”",
        "without “is false”",
        "without reach 2 of “without”",
        "without from lead-in of “refrain”",
        "without stop “except”",
        "without ignore “not only”",
    ]


def test_a_reach_of_the_whole_set_is_a_clause_of_its_own(pack: MakePack) -> None:
    said = """\
about: Near.
says: is near
reach: 1
around: [near]
from: [heading]
tests: {governed: ["Near <<red>>."], free: ["It is <<red>>."]}
"""
    assert survivors(pack({"cues/near.yaml": said}), "cues/near") == ["without reach 1", "without from heading"]


def test_mutants_of_a_frame(pack: MakePack) -> None:
    files = {
        "cues/denied.yaml": CUES.replace("GOVERNED", '"It is not <<red>>."').replace("FREE", '"It is <<red>>."'),
        "frames/colour.yaml": """\
about: Colours.
phrases: [red, blue ...2 hat, (red|green)]
unless: [denied]
tests:
  holds: [a <<green>> tree, a <<blue hat>>]
  lacks: [yellow]
""",
    }
    assert survivors(pack(files), "frames/colour") == ["without phrase “red”", "without unless “denied”"]


def test_mutants_of_a_lexicon(pack: MakePack) -> None:
    files = {
        "lexicons/warm.yaml": "about: Warm.\nterms: [red]\ntests: {holds: [red], lacks: [blue]}",
        "lexicons/cold.yaml": "about: Cold.\nterms: [blue]\ntests: {holds: [blue], lacks: [red]}",
        "lexicons/all.yaml": "about: All.\nalso: [warm, cold]\nterms: [grey]\ntests: {holds: [red, grey], lacks: [a]}",
    }
    assert survivors(pack(files), "lexicons/all") == ["without also “cold”"]


def test_mutants_of_a_scale(pack: MakePack) -> None:
    files = {
        "cues/denied.yaml": CUES.replace("GOVERNED", '"It is not <<red>>."').replace("FREE", '"It is <<red>>."'),
        "scales/glow.yaml": """\
about: How much it glows.
least: 0
most: 5
plain: 2
grades:
  - {about: Red., weight: 1, phrases: [red], unless: [denied]}
  - {about: Grey., weight: -1, phrases: [grey]}
tests: {rising: [[A hat., A red hat.]]}
""",
    }
    assert survivors(pack(files), "scales/glow") == ["without unless “denied” of “Red.”", "without grade “Grey.”"]


def test_mutants_within_the_phrases_of_a_rule(pack: MakePack) -> None:
    said = """\
find: (red|blue) ...1 hat
tests: {bad: [a red hat, a red old hat], good: [a hat, a cap]}
"""
    library = pack({"tone/hat.yaml": said})
    assert survivors(library, "tone/hat") == [
        "without “blue” in “(red|blue) ...1 hat”",
        "...3 for ...1 at 12 in “(red|blue) ...1 hat”",
    ]


def test_a_name_that_nothing_has(library: Library) -> None:
    with pytest.raises(UnknownName, match="unknown cue set “negatd”; did you mean “negated”"):
        list(ruletest.run(library, ["cues/negatd"]))


RED = "find: [red hat, <colour>]\ntests: {bad: [a red hat, blue], good: [a, b]}"
BLUE = "find: [^Red  hat, <colour>, blue cap]\ntests: {bad: [a red hat, a blue cap, blue], good: [a, b]}"
COLOUR = "about: Colours.\nterms: [blue]\ntests: {holds: [blue], lacks: [red]}"


def test_a_phrase_in_two_rules_of_a_profile(pack: MakePack) -> None:
    files = {"tone/red.yaml": RED, "tone/blue.yaml": BLUE, "lexicons/colour.yaml": COLOUR}
    twice = "no phrase in two rules"
    apart = list(ruletest.run(pack(files), ["tone/red"]))
    assert [one.ok for one in apart if one.what == twice] == [True]  # no profile has both
    both = list(ruletest.run(pack({**files, "profiles/all.yaml": PROFILE}), ["tone/red"]))
    assert [one.detail for one in both if one.what == twice] == [
        "“red hat” stands in tone/blue, too, and the profile all has both"
    ]


def test_a_bare_name_is_no_phrase_of_its_own(pack: MakePack) -> None:
    library = pack({"tone/blue.yaml": BLUE, "lexicons/colour.yaml": COLOUR})
    assert own_phrases(library.rules["tone/blue"]) == ["red hat", "blue cap"]


def test_coverage(pack: MakePack) -> None:
    files = {
        "tone/hat.yaml": "find: [red hat, blue hat]\ntests: {bad: [a red hat, the red hat], good: [a, b]}",
        "lexicons/colour.yaml": "about: Colours.\nterms: [blue, grey]\ntests: {holds: [blue], lacks: [red]}",
        "cues/denied.yaml": CUES.replace("GOVERNED", '"It is not <<red>>."').replace("FREE", '"It is <<red>>."'),
    }
    told = list(ruletest.coverage(pack(files)).told())
    assert "tone/hat: no example has “blue hat”" in told
    assert "cues/denied: no example has “without”" in told
    assert "lexicons/colour: 1 of 2 terms are in no example, such as “grey”" in told
    assert told[-3:] == [
        "50.0 % of 2 phrases of rules are in an example",
        "16.7 % of 6 phrases of cue sets are in an example",
        "50.0 % of 2 terms of lexicons are in an example",
    ]
    assert list(ruletest.coverage(pack(files)).told(("tone/hat",)))[-1].startswith("50.0 % of 2 phrases of rules")
