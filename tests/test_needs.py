"""What must stand near a match: each kind of need, in each scope, and how often its absence is told."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from healthlint.finding import Linted
from healthlint.rulebook import Library, RuleErrors

Make = Callable[[Mapping[str, str]], Library]
Flag = Callable[[Mapping[str, str], str], list[str]]
Lint = Callable[..., Linted]

FILES = {
    "lexicons/herb.yaml": "entity: true\nterms: [kava, valerian]",
    "lexicons/disease.yaml": "terms: [gout, type 2 diabetes]",
    "cues/denied.yaml": "before: [no need to]",
    "texts/disclaimer.yaml": """\
about: A disclaimer.
authority: house
text: These statements have not been evaluated by the Agency. It is not meant to treat, cure or prevent any disease.
variants:
  - This statement has not been evaluated by the Agency. It is not meant to treat, cure or prevent any disease.
""",
}
RULE = "demo/dose.yaml"


def needs(said: str, find: str = "take~") -> dict[str, str]:
    """A pack with a rule that finds and needs this."""
    return {**FILES, RULE: f"find: {find}\nneeds: {said}"}


LIST = "Ask a doctor before you:\n\n- take kava\n- eat\n"
SECTIONS = "# One\n\nTake kava.\n\n## Two\n\nAsk a doctor.\n\n# Three\n\nTake kava.\n"

SCOPES = [
    ("sentence", "Ask a doctor, then take kava.", []),
    ("sentence", "Take kava. Ask a doctor.", ["Take"]),
    ("neighbour", "Take kava. Ask a doctor.", []),
    ("neighbour", "Take kava. Sleep. Ask a doctor.", ["Take"]),
    ("neighbour", "Ask a doctor. Take kava.", []),
    ("block", "Take kava. Sleep. Ask a doctor.", []),
    ("block", "Take kava.\n\nAsk a doctor.", ["Take"]),
    ("block", LIST, ["take"]),
    ("lead-in", LIST, []),
    ("lead-in", "Ask a doctor.\n\nText.\n\n- take kava\n", ["take"]),
    ("section", SECTIONS, ["Take"]),
    ("section", "Take kava.\n\nAsk a doctor.", []),
    ("document", SECTIONS, []),
    ("document", "Take kava.", ["Take"]),
    ("before", "Ask a doctor. Take kava.", []),
    ("before", "Take kava. Ask a doctor.", ["Take"]),
    ("above", "Ask a doctor.\n\nTake kava.", []),
    ("above", "Take kava. Ask a doctor.", ["Take"]),
    ("above", "Ask a doctor.\n\n" + "Text.\n\n" * 20 + "Take kava.", ["Take"]),
    ("[sentence, document]", "Take kava.\n\nAsk a doctor.", []),
    ("[sentence, before]", "Take kava. Ask a doctor.", ["Take"]),
    ("[lead-in, block]", LIST, []),
]


@pytest.mark.parametrize(("scope", "text", "expected"), SCOPES)
def test_scope(flag: Flag, scope: str, text: str, expected: list[str]) -> None:
    assert flag(needs(f"{{phrase: ask a doctor, within: {scope}}}"), text) == expected


MANY = "# A\n\nTake it. Take it.\n\nTake it.\n\n# B\n\nTake it."

ONCE = [
    ("sentence", "", ["Take"] * 4),
    ("block", "", ["Take"] * 3),
    ("section", "", ["Take"] * 2),
    ("document", "", ["Take"]),
    ("before", "", ["Take"]),
    ("above", "", ["Take"]),
    ("[sentence, section]", "", ["Take"] * 2),
    ("document", "per: match", ["Take"] * 4),
    ("document", "per: block", ["Take"] * 3),
    ("sentence", "per: document", ["Take"]),
]


@pytest.mark.parametrize(("scope", "per", "expected"), ONCE)
def test_once_in_a_scope(flag: Flag, scope: str, per: str, expected: list[str]) -> None:
    pack = needs(f"{{phrase: ask a doctor, within: {scope}}}")
    assert flag({**pack, RULE: f"{pack[RULE]}\n{per}"}, MANY) == expected


def test_alternatives_are_told_as_often_as_the_widest_of_them_asks(flag: Flag) -> None:
    wanted = "{any: [{phrase: ask a doctor, within: sentence}, {citation: any, within: block}]}"
    assert flag(needs(wanted), MANY) == ["Take"] * 3


def test_the_first_one_is_told(pack: Make, lint: Lint) -> None:
    text = "Take one. Take two."
    (finding,) = lint(pack(needs("{phrase: ask a doctor, within: document}")), text).findings
    assert finding.span == (0, 4)


KINDS = [
    # a phrase
    ("{phrase: [ask a doctor, see a nurse]}", "Take it. See a nurse.", []),
    ("{phrase: [ask a doctor, see a nurse]}", "Take it. See a film.", ["Take"]),
    ("{phrase: ask a doctor, at_least: 2}", "Take it. Ask a doctor.", ["Take"]),
    ("{phrase: ask a doctor, at_least: 2}", "Take it. Ask a doctor. Ask a doctor.", []),
    ("{phrase: ask a doctor, unless: denied}", "Take it. No need to ask a doctor.", ["Take"]),
    ("{phrase: ask a doctor, unless: denied}", "Take it. No need to ask a doctor, but do ask a doctor.", []),
    # a citation
    ("{citation: any}", "Take it.", ["Take"]),
    ("{citation: any}", "Take it ([a trial](https://doi.org/10.1000/1)).", []),
    ("{citation: any, within: sentence}", "Take it. [A trial](https://doi.org/10.1000/1) helps.", ["Take"]),
    ("{citation: any, within: sentence}", "Take it.[^1] Sleep.\n\n[^1]: Smith 2020.\n", []),
    ("{citation: any, within: sentence}", "Take it. Sleep.[^1]\n\n[^1]: Smith 2020.\n", ["Take"]),
    # front matter
    ("{field: reviewer}", "---\nreviewer: Ana\n---\nTake it.", []),
    ("{field: reviewer}", "---\nreviewer:\n---\nTake it.", ["Take"]),
    ("{field: reviewer}", "---\nauthor: Ana\n---\nTake it.", ["Take"]),
    ("{field: reviewer.name}", "---\nreviewer: {name: Ana}\n---\nTake it.", []),
    ("{field: reviewer, matches: '/^\\S+ \\S+$/'}", "---\nreviewer: Ana Silva\n---\nTake it.", []),
    ("{field: reviewer, matches: '/^\\S+ \\S+$/'}", "---\nreviewer: Ana\n---\nTake it.", ["Take"]),
    ("{field: reviewer, matches: '/^\\S+ \\S+$/'}", "---\nreviewer: [Ana, Eva Lima]\n---\nTake it.", []),
    # a field of the front matter, in whatever style its name is written
    ("{field: last_reviewed}", "---\nlast_reviewed: May\n---\nTake it.", []),
    ("{field: last_reviewed}", "---\nlastReviewed: May\n---\nTake it.", []),
    ("{field: last_reviewed}", "---\nLast-Reviewed: May\n---\nTake it.", []),
    ("{field: lastReviewed}", "---\nlast_reviewed: May\n---\nTake it.", []),
    ("{field: last_reviewed}", "---\nreviewed: May\n---\nTake it.", ["Take"]),
    # alternatives
    ("{any: [{phrase: ask a doctor}, {field: reviewer}]}", "Take it.", ["Take"]),
    ("{any: [{phrase: ask a doctor}, {field: reviewer}]}", "Take it. Ask a doctor.", []),
    ("{any: [{phrase: ask a doctor}, {field: reviewer}]}", "---\nreviewer: Ana\n---\nTake it.", []),
    (
        "{any: [{phrase: ask a doctor, within: sentence}, {citation: any, within: sentence}]}",
        "Take it. Ask a doctor.",
        ["Take"],
    ),
    # the topic
    ("{topic: herb}", "# Kava\n\nTake it.", []),
    ("{topic: herb}", "# Tea\n\nTake kava.", ["Take"]),
    ("{topic: herb}", "---\ntitle: On kava\n---\n\nTake it.", []),
    ("{topic: herb}", "Kava is old. Kava grows. Take kava.", []),
    # a link
    ("{link: {host: shop.example}}", "Take it. [Buy](https://shop.example/a).", []),
    ("{link: {host: shop.example}}", "Take it. [Buy](https://www.shop.example/a).", []),
    ("{link: {host: shop.example}}", "Take it. [Buy](https://my.shop.example/a).", []),
    ("{link: {host: shop.example}}", "Take it. [Buy](https://workshop.example/a).", ["Take"]),
    ("{link: {path: [/go/, tag=]}}", "Take it. [Buy](https://a.example/b?tag=c).", []),
    ("{link: {label: buy (it|)}}", "Take it. [You can buy it here](https://a.example).", []),
    ("{link: {label: buy (it|)}}", "Take it. Buy it [here](https://a.example).", ["Take"]),
]


@pytest.mark.parametrize(("said", "text", "expected"), KINDS)
def test_kind(flag: Flag, said: str, text: str, expected: list[str]) -> None:
    assert flag(needs(said), text) == expected


AGES = [
    ("2025-06-02", "12 months", []),
    ("2025-05-01", "12 months", ["Take"]),
    ("2026-05-01", "32 days", []),
    ("2026-04-29", "32 days", ["Take"]),
    ("2026-05-25", "1 week", []),
    ("2024-05", "3 years", []),
    ("2026-05-31T10:00:00Z", "1 day", []),
    ("2027-01-01", "1 day", []),
    ("2026-13-01", "12 months", ["Take"]),
    ("soon", "12 months", ["Take"]),
    # in words, with the day before or after the month or without one
    ("May 2026", "32 days", []),
    ("May 2025", "12 months", ["Take"]),
    ("30 April 2026", "32 days", []),
    ("29 April 2026", "32 days", ["Take"]),
    ("Thursday, 30th of Apr. 2026", "32 days", []),
    ("29-Apr-2026", "32 days", ["Take"]),
    ("APRIL 30,2026", "32 days", []),
    ("Sept 30 2025", "9 months", []),
    ("April 29, 2026 at noon", "32 days", ["Take"]),
    ("31 June 2026", "12 months", ["Take"]),
    ("Mayor 2026", "12 months", ["Take"]),
    ("Marching 2026", "12 months", ["Take"]),
    # in figures
    ("05/2026", "32 days", []),
    ("05/2025", "12 months", ["Take"]),
    ("13/2026", "12 months", ["Take"]),
    ("30/04/2026", "32 days", []),
    ("04/29/2026", "32 days", ["Take"]),
    ("30.04.2026", "32 days", []),
    ("2026/04/29", "32 days", ["Take"]),
    # of two readings the later one: 5 June 2025 or 6 May 2025
    ("05/06/2025", "12 months", []),
    ("06/05/2025", "12 months", []),
    ("2025", "12 months", ["Take"]),
    ("05/20261", "12 months", ["Take"]),
]


@pytest.mark.parametrize(("reviewed", "age", "expected"), AGES)
def test_newer_than(pack: Make, lint: Lint, reviewed: str, age: str, expected: list[str]) -> None:
    text = f"---\nreviewed: {reviewed}\n---\nTake it."
    linted = lint(pack(needs(f"{{field: reviewed, newer_than: {age}}}")), text, date(2026, 6, 1))
    assert [text[one.span.start : one.span.end] for one in linted.findings] == expected


def test_the_day_is_the_caller_s(pack: Make, lint: Lint) -> None:
    library = pack(needs("{field: reviewed, newer_than: 90 days}"))
    text = "---\nreviewed: 2020-01-01\n---\nTake it."
    assert len(lint(library, text, date(2020, 3, 31)).findings) == 0
    assert len(lint(library, text, date(2020, 4, 1)).findings) == 1


TEXT = "These statements have not been evaluated by the Agency. It is not meant to treat, cure or prevent any disease."

VERBATIM = [
    (TEXT, ""),
    (TEXT.upper(), ""),
    (TEXT.replace(". It", ".\nIt"), ""),
    (f"*{TEXT}*", ""),
    (TEXT.replace("These statements have", "This statement has"), ""),
    (TEXT.replace("treat", "*treat*"), ""),
    (f"Of these: {TEXT}", ""),
    (f"Have not these these have: {TEXT} So there.", ""),
    ("Sleep.", None),
    (TEXT.replace(" not been", " been"), "“not” is missing"),
    (TEXT.replace("Agency", "Bureau"), "“bureau” where the text says “agency”"),
    (TEXT.replace("any disease", "any bad disease"), "“bad” is not in the text"),
    (TEXT.replace("treat, cure", "treat or cure"), "“or” where the text says “,”"),
    (TEXT.replace("treat, cure or prevent", "prevent"), "“treat , cure or” is missing"),
    # a slip is named as the word it stands for, at the end of the text as well
    (TEXT.replace("evaluated", "evalutated"), "“evalutated” where the text says “evaluated”"),
    (TEXT.replace("statements have", "statement have"), "“statement” where the text says “statements”"),
    (TEXT.replace("disease", "diseases"), "“diseases” where the text says “disease”"),
    # one long sentence of it alone
    (
        "It is not meant to treat, cure or prevent any disease.",
        "“these statements have not been evaluated by the agency .” is missing",
    ),
]


SIGNS = [
    ("Keep out of children's reach, and take a follow-up dose.", "children‘s", "follow‐up"),
    ("Keep out of children's reach, and take a follow-up dose.", "children’s", "follow\N{NON-BREAKING HYPHEN}up"),
]


@pytest.mark.parametrize(("text", "quote", "hyphen"), SIGNS)
def test_quotes_and_hyphens_of_any_kind_are_the_same(flag: Flag, text: str, quote: str, hyphen: str) -> None:
    pack = {**needs("{verbatim: keep}"), "texts/keep.yaml": f"about: A text.\nauthority: house\ntext: {text}\n"}
    typed = text.replace("children's", quote).replace("follow-up", hyphen)
    assert flag(pack, f"Take it.\n\n{typed}\n") == []
    assert flag(pack, "Take it.\n\n" + typed.replace("reach", "sight") + "\n") == ["Take"]


@pytest.mark.parametrize(("there", "difference"), VERBATIM)
def test_verbatim(pack: Make, lint: Lint, there: str, difference: str | None) -> None:
    linted = lint(pack(needs("{verbatim: disclaimer}", "Take~ kava")), f"Take kava.\n\n{there}\n")
    messages = [finding.message for finding in linted.findings]
    if difference == "":
        assert messages == []
        (let_go,) = linted.let_go
        assert let_go.reason == "the text is on the page word for word"
    elif difference is None:
        assert messages == ["“Take kava” is found."]
    else:
        assert messages == [f"“Take kava” is found. The nearest text on the page differs: {difference}."]
        (finding,) = linted.findings
        assert [span.start for span in finding.related] == [12]


SAME = [
    ("Kava has no risk. Kava is risky.", ["no risk"]),
    ("Kava has no risk. Valerian is risky.", []),
    ("Kava has no risk. It is risky.", ["no risk"]),
    ("It has no risk. Kava is risky.", ["no risk"]),
    ("Kava has no risk.", []),
]


@pytest.mark.parametrize(("text", "expected"), SAME)
def test_same(flag: Flag, text: str, expected: list[str]) -> None:
    rule = "find: no risk\nwhen: {phrase: risky, same: herb}"
    assert flag({**FILES, RULE: rule}, text) == expected


def test_the_other_place_is_related(pack: Make, lint: Lint) -> None:
    text = "Kava has no risk. Kava is risky."
    library = pack({**FILES, RULE: "find: no risk\nwhen: {phrase: risky, same: herb}"})
    (finding,) = lint(library, text).findings
    assert [text[span.start : span.end] for span in finding.related] == ["risky"]


WHEN = [
    ("{link: {host: shop.example}}", "Take it. [Buy](https://shop.example/a).", ["Take"]),
    ("{link: {host: shop.example}}", "Take it.", []),
    ("{phrase: kava, within: sentence}", "Take kava. Take it.", ["Take"]),
    ("[{phrase: kava}, {phrase: gout}]", "Take kava for gout.", ["Take"]),
    ("[{phrase: kava}, {phrase: gout}]", "Take kava.", []),
    ("{topic: herb}", "# Kava\n\nTake it.", ["Take"]),
]


@pytest.mark.parametrize(("when", "text", "expected"), WHEN)
def test_when(flag: Flag, when: str, text: str, expected: list[str]) -> None:
    assert flag({**FILES, RULE: f"find: take~\nwhen: {when}"}, text) == expected


SCALE = """\
about: How much it sells.
least: 1.0
most: 6.0
plain: 3.0
grades:
  - {about: It exclaims., weight: 1.0, phrases: ["!"]}
  - {about: The seller speaks., weight: 0.5, phrases: [our]}
  - {about: It is denied., weight: -2.0, phrases: [not]}
tests: {rising: [[Not tea, Tea, Our tea, Our tea!]]}
"""

RAISED = [
    (3.4, "Take our tea.", ["Take"]),
    (3.5, "Take our tea.", []),
    (3.5, "Take our tea!", ["Take"]),
    (3.5, "Do not take our tea!", []),
    (3.5, "Take it. Our tea!", []),
]


@pytest.mark.parametrize(("above", "text", "expected"), RAISED)
def test_a_sentence_stands_high_enough_on_a_scale(flag: Flag, above: float, text: str, expected: list[str]) -> None:
    rule = f"find: take~\nwhen: {{scale: pitch, above: {above}, within: sentence}}"
    assert flag({**FILES, "scales/pitch.yaml": SCALE, RULE: rule}, text) == expected


def test_a_need_on_a_scale_is_told_by_the_words_that_raise_it(pack: Make, lint: Lint) -> None:
    rule = "find: take~\nneeds: {scale: pitch, above: 3.5, within: sentence}"
    library = pack({**FILES, "scales/pitch.yaml": SCALE, RULE: rule})
    (let_go,) = lint(library, "Take our tea!").let_go
    assert let_go.reason == "“!”, “our” raise it on the scale “pitch”"


SOBER = "scale: pitch\nbelow: 2.0"

LOWERED = [
    ("Do not take tea.", []),
    ("Do not take our tea!", ["take"]),
    ("Not tea. Take tea.", ["Take"]),
]


@pytest.mark.parametrize(("text", "expected"), LOWERED)
def test_a_cue_set_may_rest_on_a_scale(flag: Flag, text: str, expected: list[str]) -> None:
    files = {**FILES, "scales/pitch.yaml": SCALE, "cues/sober.yaml": SOBER}
    assert flag({**files, RULE: "find: take~\nunless: sober"}, text) == expected


def test_what_a_scale_lets_go_is_told_by_the_word_that_lowers_it_most(pack: Make, lint: Lint) -> None:
    files = {**FILES, "scales/pitch.yaml": SCALE, "cues/sober.yaml": SOBER}
    library = pack({**files, RULE: "find: take~\nunless: sober"})
    (let_go,) = lint(library, "Do not take tea.").let_go
    assert let_go.reason == "“not” excuses it (sober)"


def test_a_scale_never_rests_on_itself(pack: Make) -> None:
    looped = SCALE.replace("phrases: [our]}", "phrases: [our], unless: [sober]}")
    files = {**FILES, "scales/pitch.yaml": looped, "cues/sober.yaml": SOBER, RULE: "find: take~"}
    with pytest.raises(RuleErrors, match="“sober” rests on a scale: only rules can name it"):
        pack(files)


def test_each_need_has_its_own_message(pack: Make, lint: Lint) -> None:
    said = "[{phrase: risk, says: Name a risk.}, {phrase: doctor}, {phrase: sleep, says: “<match>” needs sleep.}]"
    linted = lint(pack(needs(said)), "Take it.")
    assert [finding.message for finding in linted.findings] == [
        "Name a risk.",
        "“Take” is found.",
        "“Take” needs sleep.",
    ]
    met = lint(pack(needs(said)), "Take it. Risk, doctor, sleep.")
    assert [one.reason for one in met.let_go] == ["“Risk” on the same page is what the rule asks for"]


WHY = [
    (
        "{phrase: small trials, within: sentence, does: says how weak it is}",
        "“small trials” in the same sentence says how weak it is",
    ),
    ("{phrase: small trials, within: block}", "“small trials” in the same paragraph is what the rule asks for"),
    ("{citation: any, within: document}", "a source is cited on the same page"),
    ("{link: {host: shop.example}}", "the link that the rule asks for is there"),
]


@pytest.mark.parametrize(("need", "reason"), WHY)
def test_why_a_need_is_met(pack: Make, lint: Lint, need: str, reason: str) -> None:
    linted = lint(pack(needs(need)), "Take it, say small trials ([one](https://shop.example/a)).")
    assert [one.reason for one in linted.let_go] == [reason]


def test_what_meets_the_need_of_a_page_is_told_once(pack: Make, lint: Lint) -> None:
    text = "Take it. Take it.\n\nTake it [daily](https://example.org/a)."
    assert len(lint(pack(needs("{citation: any, within: document}")), text).let_go) == 1
    assert len(lint(pack(needs("{citation: any, within: sentence}")), text).let_go) == 1
    assert len(lint(pack(needs("{phrase: it, within: sentence}")), text).let_go) == 3


ALONE = [
    ("---\ntitle: On tea\n---\n\n# Tea\n\nText.", "On tea"),
    ("Text.\n\n## Tea\n\nText.", ""),
    ("Some text. More.\n", ""),
    ("", ""),
    ("---\nreviewer: Ana\n---\nText.", None),
]


@pytest.mark.parametrize(("text", "place"), ALONE)
def test_nothing_to_find(pack: Make, lint: Lint, text: str, place: str | None) -> None:
    rule = "needs: {field: reviewer}\nmessage: Nobody reviewed it."
    linted = lint(pack({RULE: rule}), text)
    found = [(text[one.span.start : one.span.end], one.message) for one in linted.findings]
    assert found == ([] if place is None else [(place, "Nobody reviewed it.")])


TABLE = {
    "tables/plant/kava.yaml": """\
name: kava
names: [kava, kava kava, Piper methysticum]
part: root
latin: [Piper methysticum]
warnings:
  - {name: the liver, phrase: [liver ...2 (damage|injury)]}
  - {name: alcohol, phrase: alcohol}
""",
    "tables/plant/comfrey.yaml": "name: comfrey leaf\nnames: [comfrey]\nlatin: [Symphytum]\nwarnings: []\n",
    "tables/plant/wort.yaml": "name: St John's wort\nnames: [(St|St .) John's wort]\nlatin: [Hypericum]\n",
    "demo/warned.yaml": """\
each: plant
needs: {of: warnings, within: document, says: This page on <row.name> leaves out <name>.}
""",
    "demo/grown.yaml": """\
each: plant
find: grow~ <row.names>
needs: {phrase: <row.latin>, within: document}
message: “<match>” is about <row.name>.
""",
}

EACH = [
    ("# Kava\n\nText.", ["This page on kava leaves out alcohol.", "This page on kava leaves out the liver."]),
    ("# Kava\n\nIt can cause liver damage. Avoid alcohol.", []),
    ("# Kava\n\nIt can cause liver damage.", ["This page on kava leaves out alcohol."]),
    ("# Comfrey\n\nText.", []),
    ("# Tea\n\nKava once.", []),
    ("# Comfrey\n\nGrow comfrey.", ["“Grow comfrey” is about comfrey leaf."]),
    ("# Comfrey\n\nGrow comfrey, Symphytum.", []),
    ("# Comfrey\n\nGrow comfrey, Piper methysticum.", ["“Grow comfrey” is about comfrey leaf."]),
    ("# Comfrey\n\nGrow kava.", []),
    ("# St John’s wort\n\nGrow St. John's wort.", ["“Grow St. John's wort” is about St John's wort."]),
]


@pytest.mark.parametrize(("text", "expected"), EACH)
def test_each_row(pack: Make, lint: Lint, text: str, expected: list[str]) -> None:
    assert sorted(finding.message for finding in lint(pack(TABLE), text).findings) == expected
