"""No replacement that is made unasked touches what a text about health says, or what others say."""

from collections.abc import Callable, Mapping

import pytest
from msgspec.structs import replace

from healthlint.finding import Linted
from healthlint.rulebook import Library
from healthlint.rulebook.meaning import NAMED, warnings
from healthlint.rulebook.naming import FRAME
from healthlint.rulebook.pack import Loaded, Packs

LEXICONS = {
    "lexicons/condition.yaml": "terms: [eczema]",
    "lexicons/dose-unit.yaml": "terms: [mg]",
    "frames/clinician-caveat.yaml": "phrases: [ask ...2 doctor]",
    "cues/negated.yaml": "before: [not]",
}


def test_no_shipped_rule_does(library: Library) -> None:
    assert not [*warnings(library.packs, library.names)]
    assert not library.warnings


def test_all_that_is_guarded_is_there(library: Library) -> None:
    for name in (name for names in NAMED.values() for name in names if name != "number"):
        kept = library.packs.frames if name.startswith(FRAME) else library.packs.lexicons
        assert name.removeprefix(FRAME) in kept, name
    assert "certainty" in library.names.scales and {"negated", "hedged"} <= library.names.cues.keys()


@pytest.mark.parametrize(
    ("old", "new", "touched"),
    [
        ("utilise", "use", ""),
        ("(utilise|utilising)", "use", ""),
        ("three of", "some of", "a number"),
        ("sundry", "12", "a number"),
        ("milligrams", "mg", "a dose or its unit"),
        ("(the|an) (eczema|rash)", "the rash", "an illness or a symptom"),
        ("do not", "do", "how certain it is"),
        ("ask your doctor", "ask", "a caution"),
        ("<condition> sufferers", "patients", "words that the rule does not know"),
        ("very ... so", "so", "words that the rule does not know"),
    ],
)
def test_what_a_pack_is_warned_of(
    pack: Callable[[Mapping[str, str]], Library], old: str, new: str, touched: str
) -> None:
    rule = f"replace: {{'{old}': '{new}'}}\nsafe: true"
    said = [one.message for one in pack({**LEXICONS, "demo/rule.yaml": rule}).warnings]
    what = f"“{old}” is replaced unasked (“safe”), and that touches {touched}: such words are the writer's"
    assert said == [what] * bool(touched)


@pytest.mark.parametrize("more", ["", "safe: false"])
def test_a_replacement_that_a_writer_decides_on_may_touch_anything(
    pack: Callable[[Mapping[str, str]], Library], more: str
) -> None:
    assert not pack({**LEXICONS, "demo/rule.yaml": f"replace: {{eczema: rash}}\n{more}"}).warnings


def test_shipped_names_would_be_guarded(library: Library) -> None:
    """Person-first words, names of medicines and of illnesses: were their rules called safe, all would be told."""
    for name in ["language/drug-name", "language/outdated-terms", "language/person-first"]:
        rule = library.packs.rules[name]
        packs = Packs(rules={name: Loaded(replace(rule.said, safe=True), rule.source)})
        told = {one.message.partition("”")[0][1:] for one in warnings(packs, library.names)}
        assert told == {old for old, new in rule.said.replace.items() if isinstance(new, str)}


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("They utilise it.", True),
        ("Utilise it.", True),
        ("**Utilise** it.", True),
        ("- Utilise it", True),
        ("She said “they utilise it” to us.", False),
        ("> They utilise it.", False),
        ("They asked Dr Utilise about it.", False),
        ("They UTILISE it.", False),
    ],
)
def test_words_of_others_are_not_replaced_unasked(
    pack: Callable[[Mapping[str, str]], Library], lint: Callable[[Library, str], Linted], text: str, safe: bool
) -> None:
    linted = lint(pack({"demo/rule.yaml": "replace: {utilise: use}\nsafe: true"}), text)
    assert [fix.safe for finding in linted.findings for fix in finding.fixes] == [safe]
