"""A document meets the checks: one voice, order, places, slow patterns, and what a profile makes of a rule."""

import time
from collections.abc import Callable, Mapping
from datetime import date

import pytest

from healthlint import engine
from healthlint.draft import parse
from healthlint.finding import Linted
from healthlint.rulebook import Checks, Library, RuleErrors, UnknownName

Make = Callable[[Mapping[str, str]], Library]
Lint = Callable[..., Linted]

LAW = """\
in: us
for: commercial
kind: law
issuer: The state
cite: Law 1
url: https://example.org/law
says: Do not.
checked: primary
as_of: 2026-01-01
review_by: 2036-01-01
"""
GUIDE = LAW.replace("kind: law", "kind: guidance").replace("in: us", "in: uk").replace("for: commercial", "for: all")
AUTHORITIES = {"authorities/law.yaml": LAW, "authorities/guide.yaml": GUIDE}


def told(text: str, linted: Linted) -> list[tuple[str, str]]:
    """The rule and the words of each finding."""
    return [(one.rule, text[one.span.start : one.span.end]) for one in linted.findings]


def rules(**said: str) -> dict[str, str]:
    """Rules by their name, each with the keys that matter."""
    return {**AUTHORITIES, **{f"demo/{name}.yaml": text for name, text in said.items()}}


ERROR = "severity: error\nauthority: law\n"
WARNING = "severity: warning\nauthority: guide\n"

VOICES = [
    # the graver of two, then the longer
    ({"a": "find: cures gout", "b": WARNING + "find: cures"}, "It cures gout.", [("demo/b", "cures")]),
    ({"a": "find: cures gout", "b": "find: cures"}, "It cures gout.", [("demo/a", "cures gout")]),
    ({"a": "find: cures", "b": "find: cures gout"}, "It cures gout.", [("demo/b", "cures gout")]),
    ({"a": "find: cures gout", "b": "find: cures gout"}, "It cures gout.", [("demo/a", "cures gout")]),
    # words that only touch or overlap are each spoken of
    ({"a": "find: cures gout", "b": "find: gout fast"}, "It cures gout fast.",
     [("demo/a", "cures gout"), ("demo/b", "gout fast")]),
    ({"a": "find: cures", "b": "find: gout"}, "It cures gout.", [("demo/a", "cures"), ("demo/b", "gout")]),
    # a rule speaks before those that it covers, if they are no graver
    ({"a": "find: cures gout", "b": "find: gout fast\ncovers: demo/a"}, "It cures gout fast.",
     [("demo/b", "gout fast")]),
    ({"a": "find: cures gout", "b": "find: gout\ncovers: demo/a"}, "It cures gout.", [("demo/b", "gout")]),
    ({"a": WARNING + "find: cures gout", "b": "find: gout fast\ncovers: demo/a"}, "It cures gout fast.",
     [("demo/a", "cures gout"), ("demo/b", "gout fast")]),
    # findings about the page silence nothing and are not silenced
    ({"a": "find: cures", "b": "find: cures gout\nneeds: {phrase: risk, within: document}"}, "It cures gout.",
     [("demo/a", "cures"), ("demo/b", "cures gout")]),
    ({"a": "find: cures", "b": "find: cures gout\nneeds: {phrase: risk, within: block}"}, "It cures gout.",
     [("demo/b", "cures gout")]),
    # one rule with two phrases speaks once of the same words, at its longest
    ({"a": "find: [cures, cures gout, gout]"}, "It cures gout. Gout.", [("demo/a", "cures gout"), ("demo/a", "Gout")]),
]  # fmt: skip


@pytest.mark.parametrize(("said", "text", "expected"), VOICES)
def test_one_voice(pack: Make, lint: Lint, said: dict[str, str], text: str, expected: list[tuple[str, str]]) -> None:
    library = pack(rules(**said))
    checks = library.compile(
        sorted(library.packs.rules.items()),
        where=frozenset(["us", "uk", "international"]),
        copy="commercial",
        today=date(2026, 1, 1),
    )
    assert told(text, engine.lint(parse(text, "draft.md", library.language), checks)) == expected


def test_order(pack: Make, lint: Lint) -> None:
    library = pack(rules(b="find: [one, four]", a="find: [three, two]", c="needs: {phrase: five}\nmessage: Five."))
    text = "# Title\n\nOne two.\n\n- three\n- four\n"
    assert told(text, lint(library, text)) == [
        ("demo/c", "Title"),
        ("demo/b", "One"),
        ("demo/a", "two"),
        ("demo/a", "three"),
        ("demo/b", "four"),
    ]
    assert lint(library, text) == lint(library, text)


PLACES = [
    ("", "# Cure\n\nCure.\n\n> Cure.\n\n- Cure.\n\n| Cure |\n|---|\n| cure |\n", 6),
    ("only_in: [heading]", "# Cure\n\nCure.\n", 1),
    ("only_in: [quote, cell]", "# Cure\n\n> Cure.\n\n| Cure |\n|---|\n| cure |\n", 3),
    ("not_in: [heading, quote]", "# Cure\n\nCure.\n\n> Cure.\n\n> - Cure.\n", 1),
    ("not_in: [table]", "Cure.\n\n| Cure |\n|---|\n| cure |\n", 1),
    ("not_in: [footnote]", "Cure.[^1]\n\n[^1]: Cure.\n", 1),
    ("only_in: [front-matter]", "---\ntitle: Cure\n---\nCure.\n", 1),
]


@pytest.mark.parametrize(("where", "text", "count"), PLACES)
def test_places(pack: Make, lint: Lint, where: str, text: str, count: int) -> None:
    found = lint(pack(rules(a=f"find: cure\n{where}")), text).findings
    assert [one.rule for one in found] == ["demo/a"] * count


def test_what_a_finding_says(pack: Make, lint: Lint) -> None:
    files = {
        **rules(
            a="""\
title: A claim
severity: info
message: “<match>” is said of <herb>.
advice: Say <herb> instead of “<match>”.
authority: [house]
find: <herb> cure~
"""
        ),
        "lexicons/herb.yaml": "terms: [kava]",
    }
    text = "Text.\n\nSo **kava**\ncures it."
    (finding,) = lint(pack(files), text).findings
    assert finding.rule == "demo/a"
    assert finding.severity == "info"
    assert finding.message == "“kava cures” is said of kava."
    assert finding.advice == "Say kava instead of “kava cures”."
    assert [one.name for one in finding.authority] == ["house"]
    assert text[finding.span.start : finding.span.end] == "kava**\ncures"
    assert finding.fixes == ()
    assert finding.related == ()


REPLACED = [
    ("{wordy: short}", "", "Wordy, wordy, WORDY.", [(["Short"], False), (["short"], False), (["SHORT"], False)]),
    ("{wordy: short}", "safe: true", "Wordy.", [(["Short"], True)]),
    ("{wordy: [short, brief]}", "safe: true", "Wordy.", [(["Short", "Brief"], False)]),
    ("{wordy: short}", "safe: true", "wor**dy**", [([], False)]),
    ("{very wordy: short}", "safe: true", "very\nwordy", [(["short"], True)]),
    ("{very wordy: short}", "safe: true", "> very\n> wordy", [([], False)]),
    ("{I am: I'm}", "safe: true", "i am", [(["I'm"], True)]),
]


@pytest.mark.parametrize(("replace", "safe", "text", "expected"), REPLACED)
def test_replace(
    pack: Make, lint: Lint, replace: str, safe: str, text: str, expected: list[tuple[list[str], bool]]
) -> None:
    found = lint(pack(rules(a=f"replace: {replace}\n{safe}")), text).findings
    fixes = [([fix.edits[0].replacement for fix in one.fixes], any(fix.safe for fix in one.fixes)) for one in found]
    assert fixes == expected


def test_the_replacement_in_the_message(pack: Make, lint: Lint) -> None:
    library = pack(rules(a="replace: {wordy: [short, brief]}\nmessage: Write “<replacement>”, not “<match>”."))
    assert [one.message for one in lint(library, "Wordy.").findings] == ["Write “Short” or “Brief”, not “Wordy”."]


def test_once(pack: Make, lint: Lint) -> None:
    text = "Wordy, wordy.\n\nWordy and long. Long."
    found = lint(pack(rules(a="find: [wordy, long]\nonce: document")), text).findings
    assert [(one.span.start, [place.start for place in one.related]) for one in found] == [(0, [7, 15]), (25, [31])]


LINKS = [
    ("host: shop.example", "[A](https://shop.example/x) [B](https://other.example/)", ["[A](https://shop.example/x)"]),
    ("path: ?ref=", "[A](https://a.example/?ref=1) [B](https://a.example/)", ["[A](https://a.example/?ref=1)"]),
    ("label: buy now", "[Buy now!](https://a.example) Buy now.", ["[Buy now!](https://a.example)"]),
]


@pytest.mark.parametrize(("said", "text", "expected"), LINKS)
def test_links(pack: Make, lint: Lint, said: str, text: str, expected: list[str]) -> None:
    library = pack(rules(a=f"find:\n  - link:\n      {said}"))
    assert [words for _, words in told(text, lint(library, text))] == expected


def test_let_gos_stand_beside_findings(pack: Make, lint: Lint) -> None:
    files = {
        **rules(a="find: cure~\nunless: denied\nneeds: {phrase: risk, within: block}"),
        "cues/denied.yaml": "before: [not]",
    }
    text = "It cures.\n\nIt does not cure.\n\nIt cures at a risk."
    linted = lint(pack(files), text)
    assert told(text, linted) == [("demo/a", "cures")]
    assert [(text[one.span.start : one.span.end], one.reason) for one in linted.let_go] == [
        ("cure", "“not” excuses it (denied)"),
        ("cures", "“risk” in the same paragraph is what the rule asks for"),
    ]


def test_a_draft_in_another_language_is_left_alone(pack: Make, lint: Lint) -> None:
    library = pack(rules(a="find: cure", b="needs: {field: reviewer}\nmessage: Nobody."))
    text = "La cure est bonne pour la santé, mais elle ne peut pas être utile dans tous les cas, et vous le savez. " * 3
    linted = lint(library, text)
    assert linted.document.skipped == "reads as French"
    assert linted.findings == ()
    assert linted.let_go == ()


def test_a_short_draft_is_left_alone_where_hardly_a_word_is_english(pack: Make, lint: Lint) -> None:
    library = pack(rules(a="find: cure"))
    french = lint(library, "La cure aide au maintien de la forme et des articulations.")
    assert french.document.skipped == "reads as French"
    mixed = lint(library, "The cure is sold as Huile de la Forge, and it is a liniment.")
    assert (mixed.document.skipped, len(mixed.findings)) == ("", 1)
    named = lint(library, "Baume de la Mer cure")
    assert (named.document.skipped, len(named.findings)) == ("", 1)


def test_what_is_wrong_with_the_draft_itself_is_an_error(pack: Make, lint: Lint) -> None:
    text = "---\ntitle: [a\n---\nWordy.\n"
    found = lint(pack(rules(a="find: wordy")), text).findings
    assert [(one.rule, one.severity) for one in found] == [("draft/front-matter", "error"), ("demo/a", "info")]


def test_an_empty_draft(pack: Make, lint: Lint) -> None:
    library = pack(rules(a="find: cure", b="measure: {metric: smog_index, max: 1}"))
    for text in ["", "\n", "\ufeff", "---\n---\n", "<!-- x -->", "```\ncure\n```\n"]:
        assert lint(library, text).findings == ()


# A pattern that takes for ever is told, and the rest of the draft is checked.

SLOW = "/(a|aa)+$/"
LONG = "a" * 5000 + " b"
SLOW_RULES = [
    {"slow": f"find: {SLOW}"},
    {"slow": f"find: start {SLOW}"},
    {"slow": f"find: start\nneeds: {{phrase: {SLOW}}}"},
    {"slow": f"find: start\nneeds: {{field: by, matches: '{SLOW}'}}"},
]


@pytest.mark.parametrize("said", SLOW_RULES)
def test_a_slow_pattern(pack: Make, lint: Lint, said: dict[str, str]) -> None:
    library = pack(rules(quick="find: wordy", **said))
    text = f"---\nby: {LONG}\n---\nStart {LONG}.\n\n{LONG}\n\nWordy."
    began = time.monotonic()
    found = lint(library, text).findings
    assert time.monotonic() - began < 10
    assert [(one.rule, one.severity) for one in found] == [("demo/slow", "error"), ("demo/quick", "info")]
    assert found[0].message == "The pattern /(a|aa)+$/ takes too long on this draft, so it was not wholly checked."


@pytest.mark.parametrize(
    "files",
    [
        {"lexicons/odd.yaml": f"terms: ['{SLOW}']", **rules(a="find: <odd>", b="find: wordy")},
        {"frames/odd.yaml": f"phrases: ['{SLOW}']", **rules(a="find: <frame:odd>", b="find: wordy")},
        {"cues/odd.yaml": f"before: ['{SLOW}']", **rules(a="find: start\nunless: odd", b="find: wordy")},
    ],
)
def test_a_slow_pattern_in_a_name(pack: Make, lint: Lint, files: dict[str, str]) -> None:
    began = time.monotonic()
    found = lint(pack(files), f"{LONG} start.").findings
    assert time.monotonic() - began < 10
    assert [one.severity for one in found] == ["error"]


def test_a_long_line(pack: Make, lint: Lint) -> None:
    """Twice the draft takes about twice the time."""
    files = {
        **rules(a="find: <herb> ... cure~ ... <disease>\nunless: denied\nsubject: herb"),
        "lexicons/herb.yaml": "entity: true\nterms: [kava]",
        "lexicons/disease.yaml": "terms: [gout]",
        "cues/denied.yaml": "before: [not]",
    }
    library = pack(files)
    began = time.monotonic()
    found = lint(library, "Kava cures gout; it does not cure kava gout; " * 1000).findings
    assert time.monotonic() - began < 8
    assert len(found) == 1000


# What a profile makes of a rule.

PROFILES = {
    "profiles/shop.yaml": 'about: Shops.\njurisdiction: [us, uk]\ncopy: commercial\nrules: ["*"]\n',
    "profiles/blog.yaml": 'about: Blogs.\njurisdiction: [us, uk]\ncopy: editorial\nrules: ["*"]\n',
    "profiles/uk.yaml": 'about: UK.\njurisdiction: uk\ncopy: commercial\nrules: ["*"]\n',
    "profiles/few.yaml": """\
about: Few.
jurisdiction: [us, uk]
copy: commercial
rules: ["demo/*"]
except: [demo/house]
override:
  demo/both: {severity: info, measure: {max: 3}}
""",
}
SELECTED = {
    **AUTHORITIES,
    **PROFILES,
    "demo/law.yaml": "severity: error\nauthority: law\nfind: one",
    "demo/both.yaml": "severity: error\nauthority: [law, guide]\nmeasure: {metric: words_per_sentence, max: 5}",
    "demo/guide.yaml": "severity: warning\nauthority: guide\nfind: two",
    "demo/house.yaml": "severity: info\nauthority: house\nfind: three",
    "demo/danger.yaml": "severity: error\ndanger: It kills.\nauthority: guide\nfind: four",
    "demo/new.yaml": "severity: warning\nauthority: guide\nstatus: preview\nfind: five",
}


def picked(checks: Checks) -> list[tuple[str, str, list[str]]]:
    return [(check.id, check.severity, [one.name for one in check.authority]) for check in checks]


TODAY = date(2026, 1, 1)

ALL = [
    ("demo/both", "error", ["law", "guide"]),
    ("demo/danger", "error", ["guide"]),
    ("demo/guide", "warning", ["guide"]),
    ("demo/house", "info", ["house"]),
    ("demo/law", "error", ["law"]),
]
NO_LAW = [
    ("demo/both", "warning", ["guide"]),
    ("demo/danger", "error", ["guide"]),
    ("demo/guide", "warning", ["guide"]),
    ("demo/house", "info", ["house"]),
]


@pytest.mark.parametrize(("profile", "expected"), [("shop", ALL), ("blog", NO_LAW), ("uk", NO_LAW)])
def test_profile(pack: Make, profile: str, expected: list[tuple[str, str, list[str]]]) -> None:
    assert picked(pack(SELECTED).checks(profile, today=TODAY)) == expected


def test_a_profile_with_exceptions_and_overrides(pack: Make) -> None:
    checks = pack(SELECTED).checks("few", today=TODAY)
    assert picked(checks) == [
        ("demo/both", "info", ["law", "guide"]),
        *(one for one in ALL[1:] if one[0] != "demo/house"),
    ]
    assert [check.measure.said.max for check in checks if check.measure] == [3.0]


CHOICES: list[tuple[dict[str, object], list[str]]] = [
    ({"only": ["demo/law"]}, ["demo/law"]),
    ({"only": ["demo/*w"]}, ["demo/law", "demo/new"]),
    ({"except_": ["demo/[bd]*", "demo/law"]}, ["demo/guide", "demo/house"]),
    ({"preview": True}, ["demo/both", "demo/danger", "demo/guide", "demo/house", "demo/law", "demo/new"]),
    ({"jurisdictions": ["us"]}, ["demo/both", "demo/house", "demo/law"]),
    ({"jurisdictions": []}, ["demo/house"]),
    ({"only": ["demo/law"], "except_": ["demo/law"]}, []),
]


@pytest.mark.parametrize(("choice", "expected"), CHOICES)
def test_selected(pack: Make, choice: dict[str, object], expected: list[str]) -> None:
    assert list(pack(SELECTED).selected("shop", **choice)) == expected  # type: ignore[arg-type]


def test_an_override_is_merged(pack: Make) -> None:
    library = pack(SELECTED)
    checks = library.checks("few", today=TODAY, override={"demo/both": {"measure": {"max": 9}}}, only=["demo/both"])
    assert [(check.severity, check.measure and check.measure.said.max) for check in checks] == [("info", 9.0)]
    checks = library.checks("shop", today=TODAY, override={"demo/law": {"find": ["six"]}}, only=["demo/law"])
    text = "One six."
    assert told(text, engine.lint(parse(text, "d.md", library.language), checks)) == [("demo/law", "six")]


MISFITS = [
    ({"severty": "info"}, "an override of demo/law does not fit: unknown key “severty”; did you mean “severity”?"),
    ({"severity": "grave"}, "an override of demo/law does not fit: invalid enum value 'grave'"),
    ({"find": "<zzz>"}, "unknown lexicon “zzz”"),
]


@pytest.mark.parametrize(("change", "message"), MISFITS)
def test_an_override_that_does_not_fit(pack: Make, change: dict[str, object], message: str) -> None:
    with pytest.raises(RuleErrors) as caught:
        pack(SELECTED).checks("shop", today=TODAY, override={"demo/law": change})
    assert [error.message for error in caught.value.errors] == [message]


def test_an_override_of_a_rule_that_is_not_there(pack: Make) -> None:
    with pytest.raises(UnknownName, match="unknown rule “demo/lwa”; did you mean “demo/law”"):
        pack(SELECTED).checks("shop", today=TODAY, override={"demo/lwa": {"severity": "info"}})
