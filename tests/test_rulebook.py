"""Broken packs: each fault is told with its path, line and column, in words that an editor can act on."""

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from healthlint.draft import parse
from healthlint.engine import lint
from healthlint.rulebook import Library, RuleErrors, UnknownName, load
from healthlint.rulebook.library import assemble

ENGLISH = Path(__file__).parent.parent / "rules" / "languages" / "en.yaml"

AUTHORITY = """\
in: international
for: all
kind: {kind}
issuer: The society
cite: A guide
url: https://example.org/guide
says: Such words are better left out.
checked: primary
as_of: 2026-01-01
review_by: 2036-01-01
"""

RULE = """\
title: A word
severity: warning
message: “<match>” is a word.
authority: guide
find: gravely
tests:
  bad: [A <<gravely>> one., Another <<gravely>>.]
  good: [A one., Another.]
"""

LEXICON = """\
about: Some words.
terms: [kava]
tests: {holds: [kava], lacks: [tea]}
"""

CUES = """\
about: It is denied.
says: denies it
before: [not]
tests: {governed: [It does not <<cure>>.], free: [It <<cures>>.]}
"""

FRAME = """\
about: A claim.
phrases: [cures <herb>]
tests: {holds: [cures kava], lacks: [tea]}
"""

TEXT = """\
about: A disclaimer.
authority: guide
text: Not for all.
"""

PROFILE = """\
about: All copy.
jurisdiction: []
copy: editorial
rules: ["*"]
"""

SOUND = {
    "authorities/guide.yaml": AUTHORITY.format(kind="guidance"),
    "authorities/law.yaml": AUTHORITY.format(kind="law"),
    "authorities/house.yaml": AUTHORITY.format(kind="house"),
    "lexicons/herb.yaml": LEXICON,
    "cues/negated.yaml": CUES,
    "frames/claim.yaml": FRAME,
    "texts/disclaimer.yaml": TEXT,
    "profiles/all.yaml": PROFILE,
    "demo/word.yaml": RULE,
}

Faults = Callable[[Mapping[str, str]], list[str]]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def sound(files: Mapping[str, str] = {}) -> Path:
    """A pack without a fault, with these files put in or in place of its own."""
    folder = written(Path("pack"), {**SOUND, **files})
    (folder / "languages").mkdir(exist_ok=True)
    shutil.copy(ENGLISH, folder / "languages" / "en.yaml")
    return folder


def faults(files: Mapping[str, str]) -> list[str]:
    """The faults of the sound pack with these files in it, each without its excerpt."""
    folder = sound(files)
    with pytest.raises(RuleErrors) as caught:
        assemble([folder])
    return [str(error).splitlines()[0] for error in caught.value.errors]


def test_a_sound_pack_has_no_faults() -> None:
    library = assemble([sound()])
    assert list(library.rules) == ["demo/word"]
    assert library.warnings == ()


def ruled(old: str, new: str) -> dict[str, str]:
    """The sound rule with a part of it put otherwise."""
    assert old in RULE
    return {"demo/word.yaml": RULE.replace(old, new)}


def of_rule(line: int, column: int, what: str) -> list[str]:
    return [f"pack/demo/word.yaml:{line}:{column}: {what}"]


RULE_FAULTS = [
    # keys
    ("find: gravely", "fnid: gravely", (5, 1, "unknown key “fnid”; did you mean “find”?")),
    ("find: gravely", "find: gravely\nunles: negated", (6, 1, "unknown key “unles”; did you mean “unless”?")),
    ("find: gravely", "find: gravely\nzzz: 1", (6, 1, "unknown key “zzz”")),
    (
        "find: gravely",
        "find: gravely\nneeds: {phrase: a, witin: block}",
        (6, 20, "unknown key “witin”; did you mean “within”?"),
    ),
    ("title: A word\n", "", (1, 1, "the key “title” is missing")),
    ("title: A word", "title: A word\ntitle: B", (2, 1, "the key “title” stands here twice")),
    ("  good: [A one., Another.]\n", "", (7, 3, "the key “good” is missing")),
    # kinds of value
    ("severity: warning", "severity: grave", (2, 11, "invalid enum value 'grave'")),
    ("title: A word", "title: [A, word]", (1, 8, "expected text, got a list")),
    ("find: gravely", "find: {a: b}", (5, 7, "expected text or a list, got a set of keys")),
    ("find: gravely", "find:\n  - gravely\n  - Note: this", (7, 5, "unknown key “Note”")),
    (
        "find: gravely",
        "find:\n  - gravely\n  - # this",
        (7, 4, "an empty item; put it in double quotes if it starts with “#”"),
    ),
    ("find: gravely", "find: gravely\nsafe: maybe", (6, 7, "expected true or false, got text")),
    ("find: gravely", "measure: {metric: smog_index, max: much}", (5, 36, "expected a number, got text")),
    # what a rule is made of
    ("find: gravely\n", "", (1, 1, "a rule without find, replace or measure needs something: it has no “needs”")),
    (
        "find: gravely",
        "find: gravely\nreplace: {a: b}",
        (6, 10, "a rule has one of find, replace and measure, not find and replace"),
    ),
    (
        "find: gravely",
        "replace: {a: b}\nmeasure: {metric: smog_index, max: 8}",
        (6, 10, "a rule has one of find, replace and measure, not replace and measure"),
    ),
    (
        "[A <<gravely>> one., Another <<gravely>>.]",
        "[A <<gravely>> one.]",
        (7, 8, "a rule has at least 2 bad examples"),
    ),
    ("[A one., Another.]", "[]", (8, 9, "a rule has at least 2 good examples")),
    # severity and authority
    (
        "severity: warning",
        "severity: error",
        (2, 11, "an error rests on a law or a binding code, or says in “danger” how it endangers a reader"),
    ),
    ("authority: guide", "authority: house", (2, 11, "a rule of the house alone is info")),
    ("authority: guide\n", "", (1, 1, "a rule names its authority; house style is the authority “house”")),
    ("authority: guide", "authority: giude", (4, 12, "unknown authority “giude”; did you mean “guide”?")),
    ("authority: guide", "authority: [guide, zzz]", (4, 12, "unknown authority “zzz”")),
    # names
    ("find: gravely", "find: cures <hreb>", (5, 7, "unknown lexicon “hreb”; did you mean “herb”?")),
    ("find: gravely", "find: [gravely, cures <zzz>]", (5, 17, "unknown lexicon “zzz”")),
    ("find: gravely", "find: <frame:clam>", (5, 7, "unknown frame “frame:clam”; did you mean “frame:claim”?")),
    ("find: gravely", "find: gravely\nunless: [negate]", (6, 9, "unknown cue set “negate”; did you mean “negated”?")),
    ("find: gravely", "find: gravely\nsubject: not herbs", (6, 10, "unknown lexicon “herbs”; did you mean “herb”?")),
    ("find: gravely", "find: gravely\neach: plants", (6, 7, "unknown table “plants”")),
    (
        "find: gravely",
        "find: gravely\ncovers: demo/wrod",
        (6, 9, "unknown rule “demo/wrod”; did you mean “demo/word”?"),
    ),
    (
        "find: gravely",
        "find: gravely\nneeds: {verbatim: disclamer}",
        (6, 19, "unknown text “disclamer”; did you mean “disclaimer”?"),
    ),
    ("find: gravely", "find: gravely\nwhen: {scale: ptich, above: 3}", (6, 15, "unknown scale “ptich”")),
    ("find: gravely", "find: gravely\nneeds: {topic: hreb}", (6, 16, "unknown lexicon “hreb”; did you mean “herb”?")),
    (
        "find: gravely",
        "find: gravely\nneeds: {phrase: a, same: hreb}",
        (6, 26, "unknown lexicon “hreb”; did you mean “herb”?"),
    ),
    (
        "find: gravely",
        "find: gravely\nneeds: {phrase: a, unless: negate}",
        (6, 28, "unknown cue set “negate”; did you mean “negated”?"),
    ),
    (
        "find: gravely",
        "find: gravely\nneeds: [{phrase: a}, {any: [{phrase: <hreb>}]}]",
        (6, 38, "unknown lexicon “hreb”; did you mean “herb”?"),
    ),
    (
        "find: gravely",
        "measure: {metric: smog_indx, max: 8}",
        (5, 19, "unknown metric “smog_indx”; did you mean “smog_index”?"),
    ),
    (
        "find: gravely",
        "measure: {ratio: <hreb>, to: <herb>, max: 8}",
        (5, 10, "unknown lexicon “hreb”; did you mean “herb”?"),
    ),
    ("“<match>”", "“<mtach>”", (3, 10, "nothing fills “<mtach>”: no phrase of the rule names it")),
    ("“<match>”", "“<herb>”", (3, 10, "nothing fills “<herb>”: no phrase of the rule names it")),
    ("“<match>”", "“<row.name>”", (3, 10, "nothing fills “<row.name>”: the rule has no “each”")),
    # phrases and patterns
    ("find: gravely", "find: (a|b", (5, 7, "“(a|b”: a “(” without its “)”")),
    (
        "find: gravely",
        "find: [gravely, ... a]",
        (5, 17, "“... a”: “...” stands between words, not at the start or the end"),
    ),
    ("find: gravely", "find: /a(/", (5, 7, "“/a(/” is no regular expression: missing ) at position 2")),
    ("find: gravely", "replace: {(a: b}", (5, 15, "“(a”: a “(” without its “)”")),
    (
        "find: gravely",
        "needs: {field: by, matches: /a(/}",
        (5, 29, "“/a(/” is no regular expression: missing ) at position 2"),
    ),
    (
        "find: gravely",
        "needs: {field: at, newer_than: 2 moons}",
        (5, 32, "“2 moons” is no age; write it as 24 months or 90 days"),
    ),
    (
        "find: gravely",
        "needs: {field: at, newer_than: 24months}",
        (5, 32, "“24months” is no age; write it as 24 months or 90 days"),
    ),
    ("find: gravely", "find: gravely\nneeds: {phrase: a, within: page}", (6, 28, "invalid enum value 'page'")),
    (
        "find: gravely",
        "find: gravely\nneeds: {within: block}",
        (6, 8, "a need asks for a phrase, a citation, a text, a field, a topic, a link or any of them"),
    ),
    (
        "find: gravely",
        "as_of: 2026-02-31\nreview_by: 2027-01-01\nfind: gravely",
        (5, 8, "“2026-02-31” is no date; write it as 2026-01-31"),
    ),
    (
        "find: gravely",
        "as_of: 2027-01-01\nreview_by: 2026-01-01\nfind: gravely",
        (6, 12, "is to be reviewed before it was read"),
    ),
    ("find: gravely", "find: [{link: {}}]", (5, 15, "a link has a host, a path, a label or a source")),
]


@pytest.mark.parametrize(("old", "new", "fault"), RULE_FAULTS)
def test_fault_of_a_rule(old: str, new: str, fault: tuple[int, int, str]) -> None:
    assert faults(ruled(old, new)) == of_rule(*fault)


SOBER = "about: It informs.\nsays: informs\nscale: pitch\nbelow: 2\ntests: {governed: [a <<b>>], free: [<<c>> d]}\n"

FILE_FAULTS = [
    # files that are no YAML, or an attack
    ({"demo/word.yaml": ""}, ["demo/word.yaml:1:1: is empty"]),
    ({"demo/word.yaml": "# nothing\n"}, ["demo/word.yaml:1:1: is empty"]),
    (
        {"demo/word.yaml": "title: a\nmessage: b\x00"},
        ["demo/word.yaml:2:11: is no YAML: the character U+0000 stands here"],
    ),
    (
        {"demo/word.yaml": "a: &a [x]\nb: [*a, *a]\n"},
        ["demo/word.yaml:2:5: an alias (`*name`) is not allowed here; write the value out"],
    ),
    ({"demo/word.yaml": "a: " + "[" * 41}, ["demo/word.yaml:1:43: nested more than 40 levels deep"]),
    ({"demo/word.yaml": "just words"}, ["demo/word.yaml:1:1: expected a set of keys, got text"]),
    ({"demo/word.yaml": "x" * 2_000_001}, ["demo/word.yaml:1:1: is larger than 2 MB"]),
    # files in the wrong place
    ({"word.yaml": RULE}, ["word.yaml:1:1: a rule stands in a folder named for its topic: topic/name.yaml"]),
    ({"lexicons.yaml": LEXICON}, ["lexicons.yaml:1:1: a rule stands in a folder named for its topic: topic/name.yaml"]),
    ({"demo/word.yml": RULE}, ["demo/word.yml:1:1: the rule demo/word is already in pack/demo/word.yaml"]),
    # scales
    (
        {"demo/word.yaml": RULE, "cues/sober.yaml": SOBER},
        ["cues/sober.yaml:3:8: unknown scale “pitch”"],
    ),
    # lexicons
    (
        {"lexicons/herb.yaml": LEXICON + "also: herbs\n"},
        ["lexicons/herb.yaml:4:7: unknown lexicon “herbs”; did you mean “herb”?"],
    ),
    (
        {"lexicons/herb.yaml": LEXICON.replace("[kava]", "[tea, (kava]")},
        ["lexicons/herb.yaml:2:14: “(kava”: a “(” without its “)”"],
    ),
    ({"lexicons/herb.yaml": "about: Words.\nterms: [a]\n"}, ["lexicons/herb.yaml:1:1: the key “tests” is missing"]),
    (
        {"lexicons/herb.yaml": LEXICON + "entity: perhaps\n"},
        ["lexicons/herb.yaml:4:9: expected true or false, got text"],
    ),
    ({"lexicons/number.yaml": LEXICON}, ["lexicons/number.yaml:1:1: the name “number” is taken"]),
    ({"lexicons/entity.yaml": LEXICON}, ["lexicons/entity.yaml:1:1: the name “entity” is taken"]),
    # frames
    (
        {"frames/claim.yaml": FRAME + "unless: negate\n"},
        ["frames/claim.yaml:4:9: unknown cue set “negate”; did you mean “negated”?"],
    ),
    (
        {"frames/claim.yaml": FRAME.replace("<herb>", "<hreb>")},
        ["frames/claim.yaml:2:11: unknown lexicon “hreb”; did you mean “herb”?"],
    ),
    # cues
    (
        {"cues/negated.yaml": CUES.replace("[not]", "[not, {phrase: no, reach: far}]")},
        ["cues/negated.yaml:3:15: “reach” is clause, sentence, block or a number of words"],
    ),
    (
        {"cues/negated.yaml": CUES.replace("before", "befor")},
        ["cues/negated.yaml:3:1: unknown key “befor”; did you mean “before”?"],
    ),
    ({"cues/negated.yaml": CUES + "from: [title]\n"}, ["cues/negated.yaml:5:8: invalid enum value 'title'"]),
    ({"cues/negated.yaml": CUES + "stop: [<zzz>]\n"}, ["cues/negated.yaml:5:8: unknown lexicon “zzz”"]),
    # authorities
    (
        {"authorities/law.yaml": AUTHORITY.format(kind="rumour")},
        ["authorities/law.yaml:3:7: invalid enum value 'rumour'"],
    ),
    # tables
    (
        {"tables/plant/kava.yaml": "name: kava\n"},
        ["tables/plant/kava.yaml:1:1: a row needs a “name” and a list of “names”"],
    ),
    (
        {"tables/plant.yaml": "rows:\n  - {name: kava, names: [kava]}\n  - {name: tea}\n"},
        ["tables/plant.yaml:3:5: a row needs a “name” and a list of “names”"],
    ),
    (
        {"tables/plant/kava.yaml": "name: kava\nnames: [kava, (kava]\n"},
        ["tables/plant/kava.yaml:2:15: “(kava”: a “(” without its “)”"],
    ),
    (
        {
            "tables/plant/kava.yaml": "name: kava\nnames: [kava]\nlatin: Piper\n",
            "demo/word.yaml": RULE.replace("“<match>”", "<row.part> <row.latin>") + "each: plant\n",
        },
        ["demo/word.yaml:3:10: nothing fills “<row.part>”: it is no text in the row “kava”"],
    ),
    # profiles
    (
        {"profiles/all.yaml": PROFILE + "override: {demo/wrod: {severity: info}}\n"},
        ["profiles/all.yaml:5:23: unknown rule “demo/wrod”; did you mean “demo/word”?"],
    ),
    (
        {"profiles/all.yaml": PROFILE.replace('["*"]', "[demos/*]")},
        ["profiles/all.yaml:4:9: unknown rule “demos/*”; did you mean “demo/word”?"],
    ),
    (
        {"profiles/all.yaml": PROFILE + "except: [demo/wrod]\n"},
        ["profiles/all.yaml:5:10: unknown rule “demo/wrod”; did you mean “demo/word”?"],
    ),
    (
        {"profiles/all.yaml": PROFILE + "override: {demo/word: {severity: grave}}\n"},
        ["profiles/all.yaml:5:34: invalid enum value 'grave'"],
    ),
    (
        {"profiles/all.yaml": PROFILE + "override: {demo/word: {severty: info}}\n"},
        ["profiles/all.yaml:5:24: unknown key “severty”; did you mean “severity”?"],
    ),
    # a text rests on an authority
    (
        {"texts/disclaimer.yaml": TEXT.replace("guide", "giude")},
        ["texts/disclaimer.yaml:2:12: unknown authority “giude”; did you mean “guide”?"],
    ),
]


def test_a_nest_that_would_overflow_the_stack_is_refused() -> None:
    assert [line.split(": ", 1)[1] for line in faults({"demo/word.yaml": "[" * 5000})] == [
        "nested more than 40 levels deep"
    ]


@pytest.mark.parametrize(("files", "expected"), FILE_FAULTS)
def test_fault_of_a_file(files: dict[str, str], expected: list[str]) -> None:
    assert faults(files) == [f"pack/{line}" for line in expected]


def test_all_faults_are_told_at_once() -> None:
    files = {
        **ruled("find: gravely", "find: <hreb>\nunless: negate"),
        "demo/other.yaml": RULE.replace("guide", "giude"),
    }
    assert faults(files) == [
        "pack/demo/other.yaml:4:12: unknown authority “giude”; did you mean “guide”?",
        "pack/demo/word.yaml:5:7: unknown lexicon “hreb”; did you mean “herb”?",
        "pack/demo/word.yaml:6:9: unknown cue set “negate”; did you mean “negated”?",
    ]


def test_files_that_cannot_be_read_are_told_first() -> None:
    files = {"lexicons/herb.yaml": "zzz: 1\n", "cues/negated.yaml": "[", **ruled("find: gravely", "find: <herb>")}
    assert [fault.partition(": ")[0] for fault in faults(files)] == [
        "pack/cues/negated.yaml:2:1",
        "pack/lexicons/herb.yaml:1:1",
    ]


def test_a_fault_shows_the_lines_around_it() -> None:
    folder = sound(ruled("find: gravely", "find: gravely\nunles: [negated]"))
    with pytest.raises(RuleErrors) as caught:
        assemble([folder])
    assert str(caught.value) == (
        "pack/demo/word.yaml:6:1: unknown key “unles”; did you mean “unless”?\n"
        "     4 | authority: guide\n"
        "     5 | find: gravely\n"
        "     6 | unles: [negated]\n"
        "       | ^\n"
        "     7 | tests:\n"
        "     8 |   bad: [A <<gravely>> one., Another <<gravely>>.]"
    )


def test_what_is_shown_cannot_steer_a_terminal() -> None:
    folder = sound(ruled("title: A word", "title: “\x1b[31m red”\nfnid: x"))
    with pytest.raises(RuleErrors) as caught:
        assemble([folder])
    assert "\x1b" not in str(caught.value)


def test_a_file_that_is_not_utf8() -> None:
    folder = sound()
    (folder / "demo" / "word.yaml").write_bytes(b"title: caf\xe9\n")
    with pytest.raises(RuleErrors) as caught:
        assemble([folder])
    (error,) = caught.value.errors
    assert (error.path, error.line, error.column) == ("pack/demo/word.yaml", 1, 1)
    assert error.message == "is not UTF-8 text (invalid continuation byte at byte 10)"


def test_a_folder_that_is_not_there() -> None:
    with pytest.raises(RuleErrors) as caught:
        assemble([sound(), Path("nowhere")])
    assert [str(error) for error in caught.value.errors] == ["nowhere:1:1: there is no such folder of rules"]


def test_a_pack_without_a_language() -> None:
    with pytest.raises(RuleErrors) as caught:
        assemble([written(Path("pack"), SOUND)])
    assert [str(error) for error in caught.value.errors] == ["pack:1:1: there is no languages/en.yaml"]


# Names that lead in circles are harmless.


def test_a_lexicon_that_includes_itself(flagged: Callable[[str], list[str]]) -> None:
    sound(
        {
            "lexicons/herb.yaml": LEXICON + "also: [tea, herb]\n",
            "lexicons/tea.yaml": LEXICON.replace("[kava]", "[mint]") + "also: herb\n",
        }
    )
    sound(
        {**SOUND, "lexicons/herb.yaml": LEXICON + "also: [tea, herb]\n", **ruled("find: gravely", "find: cures <herb>")}
    )
    assert flagged("It cures kava. It cures mint.") == ["cures kava", "cures mint"]


def test_a_frame_that_speaks_of_itself(flagged: Callable[[str], list[str]]) -> None:
    frame = FRAME.replace("[cures <herb>]", "[cures <herb>, so <frame:claim>]")
    sound({"frames/claim.yaml": frame, **ruled("find: gravely", "find: <frame:claim>")})
    assert flagged("It cures kava, so cures kava.") == ["cures kava", "cures kava"]


def test_two_frames_that_speak_of_each_other(flagged: Callable[[str], list[str]]) -> None:
    sound(
        {
            "frames/claim.yaml": FRAME.replace("[cures <herb>]", "[cures <herb>, so <frame:other>]"),
            "frames/other.yaml": FRAME.replace("[cures <herb>]", "[eases <herb>, and <frame:claim>]"),
            **ruled("find: gravely", "find: <frame:claim>"),
        }
    )
    assert flagged("It cures kava. So eases kava.") == ["cures kava", "So eases kava"]


def test_a_lexicon_whose_term_is_itself(flagged: Callable[[str], list[str]]) -> None:
    sound(
        {
            "lexicons/herb.yaml": LEXICON.replace("[kava]", "[kava, wild <herb>]"),
            **ruled("find: gravely", "find: cures <herb>"),
        }
    )
    assert flagged("It cures kava. It cures wild mint.") == ["cures kava"]


@pytest.fixture
def flagged() -> Callable[[str], list[str]]:
    def found(text: str) -> list[str]:
        return flags(assemble([Path("pack")]), text)

    return found


def flags(library: Library, text: str) -> list[str]:
    """The words that the pack's rules flag."""
    checks = library.checks("all", today=date(2026, 1, 1))
    found = lint(parse(text, "draft.md", library.language), checks).findings
    return [text[one.span.start : one.span.end] for one in found]


# A user's pack beside another.


def test_a_pack_adds_a_rule() -> None:
    mine = written(Path("mine"), {"mine/rule.yaml": RULE.replace("gravely", "mildly")})
    library = assemble([sound(), mine])
    assert list(library.rules) == ["demo/word", "mine/rule"]
    assert flags(library, "Say gravely or mildly.") == ["gravely", "mildly"]


def test_a_pack_adds_terms_to_a_lexicon_and_entries_to_a_cue_set() -> None:
    first = sound(ruled("find: gravely", "find: cures <herb>\nunless: negated"))
    mine = written(
        Path("mine"),
        {"lexicons/herb.yaml": LEXICON.replace("kava", "mint"), "cues/negated.yaml": CUES.replace("[not]", "[hardly]")},
    )
    library = assemble([first, mine])
    assert flags(library, "It cures kava. It cures mint. It hardly cures mint. It not cures kava.") == [
        "cures kava",
        "cures mint",
    ]


def test_a_rule_stands_in_one_pack_alone() -> None:
    mine = written(Path("mine"), {"demo/word.yaml": RULE})
    with pytest.raises(RuleErrors) as caught:
        assemble([sound(), mine])
    assert [str(error).splitlines()[0] for error in caught.value.errors] == [
        "mine/demo/word.yaml:1:1: the rule demo/word is already in pack/demo/word.yaml"
    ]


def test_a_pack_has_a_profile_of_its_own() -> None:
    profile = PROFILE + "override: {demo/word: {severity: info}}\n"
    library = assemble([sound(), written(Path("mine"), {"profiles/ours.yaml": profile})])
    assert [check.severity for check in library.checks("ours", today=date(2026, 1, 1))] == ["info"]
    assert [check.severity for check in library.checks("all", today=date(2026, 1, 1))] == ["warning"]


def test_the_shipped_pack_with_one_beside_it() -> None:
    mine = written(Path("mine"), {"mine/rule.yaml": RULE, "authorities/guide.yaml": SOUND["authorities/guide.yaml"]})
    library = load([mine])
    assert library.current_id("mine/rule") == "mine/rule"
    assert len(library.rules) == len(load([]).rules) + 1


def test_links_out_of_a_pack_are_left_alone() -> None:
    folder = sound()
    written(Path("elsewhere"), {"secret.yaml": "zzz: 1\n", "topic/rule.yaml": "zzz: 1\n"})
    (folder / "demo" / "secret.yaml").symlink_to(Path("elsewhere/secret.yaml").resolve())
    (folder / "topic").symlink_to(Path("elsewhere/topic").resolve())
    (folder / "again").symlink_to(folder.resolve())
    assert list(assemble([folder]).rules) == ["demo/word"]


def test_hidden_files_and_other_files_are_left_alone() -> None:
    folder = sound({".git/config.yaml": "zzz", "demo/.hidden.yaml": "zzz", "demo/notes.txt": "zzz", "README.md": "zzz"})
    assert list(assemble([folder]).rules) == ["demo/word"]


# Names that the command gives.


def test_former_ids_are_known() -> None:
    library = assemble([sound(ruled("find: gravely", "find: gravely\nformerly: [old/word]"))])
    assert library.current_id("old/word") == "demo/word"
    assert library.selected("all", only=["old/word"]) == ("demo/word",)


UNKNOWN: list[tuple[Callable[[Library], object], str]] = [
    (lambda library: library.profile("al"), "unknown profile “al”; did you mean “all”?"),
    (lambda library: library.current_id("demo/wrod"), "unknown rule “demo/wrod”; did you mean “demo/word”?"),
    (
        lambda library: library.selected("all", only=["demo/wrod"]),
        "unknown rule “demo/wrod”; did you mean “demo/word”?",
    ),
    (lambda library: library.selected("all", except_=["zzz/*"]), "unknown rule “zzz/*”"),
    (
        lambda library: library.selected("all", jurisdictions=["internatoinal"]),
        "unknown jurisdiction “internatoinal”; did you mean “international”?",
    ),
]


@pytest.mark.parametrize(("ask", "message"), UNKNOWN)
def test_unknown_names(ask: Callable[[Library], object], message: str) -> None:
    library = assemble([sound()])
    with pytest.raises(UnknownName) as caught:
        ask(library)
    assert str(caught.value) == message
