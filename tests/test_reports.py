"""One run through each format, whole output compared; and what strangers' drafts may try on a reader."""

import json
import re
import subprocess
import sys
from itertools import accumulate
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from healthlint.finding import Citable, Edit, Finding, Fix, LetGo, Linted, RuleInfo
from healthlint.fingerprint import fingerprint, fingerprints
from healthlint.model import Block, Document, Span
from healthlint.report import FORMATS, Run, summary
from healthlint.report.json import schema
from healthlint.version import __version__

SARIF_SCHEMA = Path(__file__).parent / "sarif.schema.json"

LAW = Citable(name="us-cfr", cite="21 CFR 101.93(g)", url="https://www.ecfr.gov/current/title-21", kind="law")
CURE = RuleInfo(
    id="disease-claim/cure",
    title="Cure claimed",
    severity="error",
    advice="Report what studies found, with their limits.",
    authority=(LAW,),
    why="Readers may put off treatment that works.",
)
SAFE = RuleInfo(
    id="safety/absolute",
    title="Absolute safety",
    severity="warning",
    advice="Name the known side effects.",
    authority=(),
)
REVIEWER = RuleInfo(
    id="structure/reviewer", title="No named reviewer", severity="info", advice="Name one.", authority=()
)
RULES = {rule.id: rule for rule in (SAFE, REVIEWER, CURE)}

KAVA = """\
# Kava

Kava **cures anxiety** in days and is
completely safe. It cures insomnia, too.

Diabetics take it. Kava does not cure cancer.
"""


def page(text: str, path: str = "posts/kava.md", skipped: str = "") -> Document:
    """A document of plain paragraphs."""
    paragraphs = [Span(*match.span()) for match in re.finditer(r"\S[^\n]*(?:\n[^\n]+)*", text)]
    sentences = [
        Span(paragraph.start + match.start(), paragraph.start + match.end())
        for paragraph in paragraphs
        for match in re.finditer(r"\S.*?(?:[.!?]|$)(?=\s|$)", text[slice(*paragraph)], re.DOTALL)
    ]
    return Document(
        path=path,
        text=text,
        prose=text.replace("*", " "),
        front_matter={},
        blocks=tuple(Block(kind="paragraph", span=span) for span in paragraphs),
        sentences=tuple(sentences),
        sections=(),
        links=(),
        citations=(),
        quotes=(),
        directives=(),
        faults=(),
        lines=(0, *accumulate(len(line) + 1 for line in text.split("\n")[:-1])),
        skipped=skipped,
        starts=tuple(span.start for span in paragraphs),
    )


def at(document: Document, words: str, nth: int = 0) -> Span:
    start = [match.start() for match in re.finditer(re.escape(words), document.text)][nth]
    return Span(start, start + len(words))


def finding(document: Document, rule: RuleInfo, words: str, nth: int = 0) -> Finding:
    span = at(document, words, nth) if words else Span(0, 0)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=f"“{' '.join(words.split())}” says too much." if words else "The front matter names no reviewer.",
        span=span,
        advice=rule.advice,
        authority=rule.authority,
    )


def linted(document: Document, *findings: Finding, let_go: tuple[LetGo, ...] = ()) -> Linted:
    return Linted(document=document, findings=findings, let_go=let_go, suppressed=2)


def run(*drafts: Linted, width: int = 72, why: bool = False, color: bool = False) -> Run:
    return Run(
        linted=drafts,
        rules=RULES,
        profile="article",
        jurisdictions=("us", "uk"),
        width=width,
        why=why,
        color=color,
    )


def kava() -> Linted:
    document = page(KAVA)
    edit = Edit(span=at(document, "Diabetics"), replacement="People with diabetes")
    safe = finding(document, SAFE, "completely safe")
    return linted(
        document,
        finding(document, REVIEWER, ""),
        finding(document, CURE, "cures anxiety"),
        replace(safe, related=(at(document, "in days and is\ncompletely"),)),
        finding(document, CURE, "cures insomnia"),
        replace(finding(document, SAFE, "Diabetics"), fixes=(Fix(edits=(edit,), safe=True),)),
        let_go=(LetGo(rule=CURE.id, span=at(document, "cure cancer"), reason="“does not” denies it"),),
    )


def told(form: str, told_run: Run) -> str:
    return "\n".join(FORMATS[form](told_run))


def rows(text: str, *findings: tuple[str, int], width: int = 60) -> list[str]:
    """The excerpt of a page with findings at these words, without what is told of them."""
    document = page(text, "x.md")
    found = (finding(document, SAFE, words, nth) for words, nth in findings)
    return [line for line in FORMATS["full"](run(linted(document, *found), width=width)) if "│" in line]


def test_text() -> None:
    assert (
        told("text", run(kava(), why=True))
        == """\
posts/kava.md:1:1: info: The front matter names no reviewer. [structure/reviewer]
posts/kava.md:3:8: error: “cures anxiety” says too much. [disease-claim/cure]
posts/kava.md:4:1: warning: “completely safe” says too much. [safety/absolute]
posts/kava.md:4:21: error: “cures insomnia” says too much. [disease-claim/cure]
posts/kava.md:6:1: warning: “Diabetics” says too much. [safety/absolute]
posts/kava.md:6:34: let go: “cure cancer”: “does not” denies it [disease-claim/cure]"""
    )


def test_full_shows_two_authorities_those_that_bind_first() -> None:
    guides = [Citable(name=name, cite=name, url="https://example.org/", kind="guidance") for name in ("One", "Two")]
    document = page(KAVA)
    told_of = replace(finding(document, CURE, "cures anxiety"), authority=(*guides, LAW))
    lines = [line.strip() for line in told("full", run(linted(document, told_of))).splitlines() if "see:" in line]
    assert lines == [
        "see: 21 CFR 101.93(g) https://www.ecfr.gov/current/title-21",
        "see: One https://example.org/",
        "see: 1 more: healthlint explain disease-claim/cure",
    ]


def test_full_groups_by_sentence_and_teaches_once_a_rule() -> None:
    assert (
        told("full", run(kava(), why=True))
        == """\
posts/kava.md
  page info: The front matter names no reviewer. [structure/reviewer]
      do: Name one.

posts/kava.md:3:8
3 │ Kava **cures anxiety** in days and is
  │        ^^^^^^^^^^^^^
4 │ completely safe. It cures insomnia, too.
  │ ^^^^^^^^^^^^^^^
  3:8 error: “cures anxiety” says too much. [disease-claim/cure]
      why: Readers may put off treatment that works.
      do: Report what studies found, with their limits.
      see: 21 CFR 101.93(g) https://www.ecfr.gov/current/title-21
  4:1 warning: “completely safe” says too much. [safety/absolute]
      also: 3:24 “in days and is completely”
      do: Name the known side effects.

posts/kava.md:4:21
4 │ completely safe. It cures insomnia, too.
  │                     ^^^^^^^^^^^^^^
  4:21 error: “cures insomnia” says too much. [disease-claim/cure]

posts/kava.md:6:1
6 │ Diabetics take it. Kava does not cure cancer.
  │ ^^^^^^^^^
  6:1 warning: “Diabetics” says too much. [safety/absolute]
      fix: “Diabetics” → “People with diabetes”

posts/kava.md:6:34: let go: “cure cancer”: “does not” denies it [disease-claim/cure]
"""
    )


def test_what_is_let_go_is_told_only_when_asked_for() -> None:
    for form in ("text", "full"):
        assert "let go" not in told(form, run(kava()))


def test_one_line_tells_why_the_same_words_were_let_go_by_several_rules() -> None:
    document = page("It is false that\nkava cures gout.", "x.md")
    by = at(document, "false")
    let_gos = (
        LetGo(rule="a/treat", span=at(document, "cures gout"), reason="“false” denies it", by=by),
        LetGo(rule="a/claim", span=at(document, "kava cures gout"), reason="“false” denies it", by=by),
        LetGo(rule="a/other", span=at(document, "kava cures gout"), reason="it is not so"),
    )
    assert told("text", run(linted(document, let_go=let_gos), why=True)).splitlines() == [
        "x.md:2:1: let go: “kava cures gout”: “false” denies it, in line 1 [a/claim, a/treat]",
        "x.md:2:1: let go: “kava cures gout”: it is not so [a/other]",
    ]


def test_github() -> None:
    law = "21 CFR 101.93(g) https://www.ecfr.gov/current/title-21"
    do = "Report what studies found, with their limits."
    assert list(FORMATS["github"](run(kava()))) == [
        "::error file=posts/kava.md,line=3,endLine=3,col=8,endColumn=20,title=disease-claim/cure (error)"
        f"::“cures anxiety” says too much.%0A{do}%0A{law}",
        "::error file=posts/kava.md,line=4,endLine=4,col=21,endColumn=34,title=disease-claim/cure (error)"
        f"::“cures insomnia” says too much.%0A{do}%0A{law}",
        "::warning file=posts/kava.md,line=4,endLine=4,col=1,endColumn=15,title=safety/absolute (warning)"
        "::“completely safe” says too much.%0AName the known side effects.",
        "::warning file=posts/kava.md,line=6,endLine=6,col=1,endColumn=9,title=safety/absolute (warning)"
        "::“Diabetics” says too much.%0AName the known side effects.",
        "::notice file=posts/kava.md,line=1,endLine=1,col=1,endColumn=1,title=structure/reviewer (info)"
        "::The front matter names no reviewer.%0AName one.",
        f"healthlint {__version__}.",
    ]


def test_github_gives_no_columns_where_the_lines_differ() -> None:
    document = page(KAVA)
    line, _ = FORMATS["github"](run(linted(document, finding(document, SAFE, "days and is\ncompletely"))))
    assert line.startswith("::warning file=posts/kava.md,line=3,endLine=4,title=")


def test_json_follows_its_schema() -> None:
    Draft202012Validator.check_schema(json.loads(schema()))
    report = json.loads(told("json", run(kava(), linted(page("Kawa", "posts/kawa.md", "reads as Polish")))))
    validator = Draft202012Validator(json.loads(schema()))
    validator.validate(report)
    assert report["summary"] == {
        "error": 2,
        "warning": 2,
        "info": 1,
        "drafts": 2,
        "skipped": 1,
        "silenced": 4,
        "known": 0,
        "unchanged": 0,
        "text": "2 errors, 2 warnings, 1 info in 1 of 2 drafts (profile article). "
        "4 findings silenced by comments. 1 draft skipped.",
    }
    report["drafts"][0]["findings"][0]["unheard-of"] = 1
    assert not validator.is_valid(report)


def test_json_finding() -> None:
    (draft,) = json.loads(told("json", run(kava())))["drafts"]
    assert draft["findings"][4] == {
        "rule": "safety/absolute",
        "severity": "warning",
        "message": "“Diabetics” says too much.",
        "advice": "Name the known side effects.",
        "line": 6,
        "column": 1,
        "end_line": 6,
        "end_column": 10,
        "offset": 88,
        "end_offset": 97,
        "match": "Diabetics",
        "sentence": "Diabetics take it.",
        "authority": [],
        "related": [],
        "fixes": [
            {
                "safe": True,
                "edits": [
                    {
                        "line": 6,
                        "column": 1,
                        "end_line": 6,
                        "end_column": 10,
                        "offset": 88,
                        "end_offset": 97,
                        "match": "Diabetics",
                        "replacement": "People with diabetes",
                    }
                ],
            }
        ],
        "fingerprint": draft["findings"][4]["fingerprint"],
    }


@pytest.mark.parametrize("text", ["Ok.\r\n\r\nIt 💊 cures\r\nall.", "\ufeffIt cures\nall.", "e\u0301 cures\nall"])
def test_json_match_is_the_text_at_that_place(text: str) -> None:
    document = page(text)
    words = re.search(r"cures\s+all", text)
    assert words
    report = told("json", run(linted(document, finding(document, CURE, words[0]))))
    (found,) = json.loads(report)["drafts"][0]["findings"]
    # The reader's own count: lines by line feed, a byte order mark dropped as by utf-8-sig.
    lines = text.removeprefix("\ufeff").split("\n")[found["line"] - 1 : found["end_line"]]
    lines[-1] = lines[-1][: found["end_column"] - 1]
    assert "\n".join(lines)[found["column"] - 1 :] == found["match"] == words[0]
    assert text[found["offset"] : found["end_offset"]] == words[0]


def test_byte_order_mark_is_no_part_of_the_words() -> None:
    document = page("\ufeffIt cures all.")
    whole = replace(finding(document, CURE, "cures"), span=Span(0, 9))
    (found,) = json.loads(told("json", run(linted(document, whole))))["drafts"][0]["findings"]
    assert (found["match"], found["column"], found["end_column"]) == ("It cures", 1, 9)


def sarif_of(*drafts: Linted) -> dict[str, object]:
    log = json.loads(told("sarif", run(*drafts)))
    Draft202012Validator(json.loads(SARIF_SCHEMA.read_text(encoding="utf-8"))).validate(log)
    (only,) = log["runs"]
    assert isinstance(only, dict)
    return only


def test_sarif_follows_the_standard() -> None:
    log = sarif_of(kava(), linted(page("Kawa", "posts/kawa.md", "reads as Polish")))
    assert log["invocations"] == [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [
                {
                    "level": "note",
                    "message": {"text": "Skipped: reads as Polish"},
                    "locations": [
                        {"physicalLocation": {"artifactLocation": {"uri": "posts/kawa.md", "uriBaseId": "%SRCROOT%"}}}
                    ],
                }
            ],
        }
    ]


def test_sarif_result() -> None:
    results = sarif_of(kava())["results"]
    assert isinstance(results, list)
    region = {"startLine": 6, "startColumn": 1, "endLine": 6, "endColumn": 10}
    artifact = {"uri": "posts/kava.md", "uriBaseId": "%SRCROOT%"}
    assert results[4] == {
        "ruleId": "safety/absolute",
        "ruleIndex": 1,
        "level": "warning",
        "message": {"text": "“Diabetics” says too much. Name the known side effects."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": {**region, "snippet": {"text": "Diabetics"}},
                }
            }
        ],
        "partialFingerprints": {"healthlint/v1": results[4]["partialFingerprints"]["healthlint/v1"]},
        "fixes": [
            {
                "description": {"text": "Can be applied as it is."},
                "artifactChanges": [
                    {
                        "artifactLocation": artifact,
                        "replacements": [
                            {"deletedRegion": region, "insertedContent": {"text": "People with diabetes"}}
                        ],
                    }
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("./a b/é.md", "a%20b/%C3%A9.md"),
        ("c:d.md", "c%3Ad.md"),
        ("50%.md", "50%25.md"),
        ("<stdin>", "%3Cstdin%3E"),
    ],
)
def test_sarif_paths_are_relative_and_quoted(path: str, uri: str) -> None:
    document = page("It cures all.", path)
    results = sarif_of(linted(document, finding(document, CURE, "cures")))["results"]
    assert isinstance(results, list)
    location = results[0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_sarif_makes_no_links_of_what_a_draft_says() -> None:
    document = page("It [cures](http://evil.example) all.")
    results = sarif_of(linted(document, finding(document, CURE, "[cures](http://evil.example)")))["results"]
    assert isinstance(results, list)
    assert "](" not in results[0]["message"]["text"]


def test_a_failure_of_ours_is_no_successful_run() -> None:
    failed = replace(finding(page(""), REVIEWER, ""), rule="draft/internal-error")
    log = sarif_of(linted(page(""), failed))
    assert log["invocations"] == [{"executionSuccessful": False, "toolExecutionNotifications": []}]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_run_gives_the_same_bytes(form: str) -> None:
    turned = replace(run(kava()), rules=dict(reversed(RULES.items())))
    assert told(form, run(kava())) == told(form, turned)


NASTY = "cures\x1b[2J\x1b]0;owned\x07\u202eall\x9b31m\r::error::x"


@pytest.mark.parametrize("form", FORMATS)
def test_drafts_give_a_terminal_no_orders(form: str) -> None:
    document = page(f"It {NASTY} now.", f"a{NASTY}.md")
    nasty = replace(finding(document, CURE, NASTY), rule=f"x/{NASTY}", advice=NASTY)
    let_go = (LetGo(rule=CURE.id, span=at(document, NASTY), reason=NASTY),)
    report = told(form, replace(run(linted(document, nasty, let_go=let_go), why=True), notes=(NASTY,)))
    report = f"{report}\n".replace("\r\n", "\n") if form == "csv" else report
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", report)


def test_drafts_give_github_no_orders() -> None:
    document = page("It cures all.", "a,b:c\n::error::d%.md")
    nasty = replace(finding(document, CURE, "cures"), message="100%\n::stop-commands::x", authority=())
    assert list(FORMATS["github"](run(linted(document, nasty)))) == [
        "::error file=a%2Cb%3Ac�%3A%3Aerror%3A%3Ad%25.md,line=1,endLine=1,col=4,endColumn=8,"
        "title=disease-claim/cure (error)::100%25 ::stop-commands::x%0A" + CURE.advice,
        f"healthlint {__version__}.",
    ]


@pytest.mark.parametrize("form", ["text", "full"])
def test_half_a_pair_can_be_written(form: str) -> None:
    document = page("It \ud800 cures all.")
    told(form, run(linted(document, finding(document, CURE, "\ud800 cures")))).encode("utf-8")


def test_carets_count_cells() -> None:
    assert rows("漢字 é e\u0301 💊 ❤\ufe0f 👩\u200d⚕\ufe0f cures\tall x", ("cures", 0), ("all", 0)) == [
        "1 │ 漢字 é e\u0301 💊 ❤\ufe0f 👩\u200d⚕\ufe0f cures all x",
        f"  │ {' ' * 18}^^^^^ ^^^",
    ]


def test_marks_that_touch_take_a_row_each() -> None:
    assert rows("It cures all of it.", ("cures all", 0), ("all of", 0), ("it.", 0)) == [
        "1 │ It cures all of it.",
        "  │    ^^^^^^^^^    ^^^",
        "  │          ^^^^^^",
    ]


def test_a_long_line_is_cropped_around_the_sentence() -> None:
    text = f"{'Lorem ipsum. ' * 2000}It cures all. {'Dolor sit. ' * 2000}"
    assert rows(text, ("cures", 0)) == [
        "1 │ …It cures all. Dolor sit. Dolor sit. Dolor sit. Dolor s…",
        "  │     ^^^^^",
    ]


def test_findings_far_apart_in_one_sentence_are_shown_apart() -> None:
    text = f"It cures {'and ' * 20000}heals{' and' * 20000}."
    assert rows(text, ("cures", 0), ("heals", 0)) == [
        "1 │ It cures and and and and and and and and and and and a…",
        "  │    ^^^^^",
        "1 │ …and and and and and heals and and and and and and and …",
        "  │                      ^^^^^",
    ]


def test_a_finding_longer_than_the_line_is_marked_as_far_as_it_shows() -> None:
    text = f"It cures {'all ' * 50}now."
    assert rows(text, (text[3:200], 0)) == [
        "1 │ It cures all all all all all all all all all all all a…",
        "  │    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
    ]


def test_a_crop_never_parts_a_letter_from_its_accent() -> None:
    text = "e\u0301" * 400 + " cures"
    line, marks = rows(text, ("cures", 0))
    assert line.startswith("1 │ …e\u0301")
    assert line.replace("\u0301", "").index("cures") == marks.index("^^^^^")


def test_a_finding_over_many_lines_shows_the_first_three() -> None:
    text = "One\ntwo\nthree\nfour\nfive."
    assert rows(text, (text, 0)) == ["1 │ One", "  │ ^^^", "2 │ two", "  │ ^^^", "3 │ three", "  │ ^^^^^"]


def test_colour_only_when_asked_for() -> None:
    plain, coloured = told("full", run(kava())), told("full", run(kava(), color=True))
    assert "\x1b[1;31merror\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_without_colour_rich_is_not_imported() -> None:
    code = (
        "import sys, healthlint.report as r\n"
        "run = r.Run(linted=(), rules={}, profile='article', jurisdictions=(), width=80)\n"
        "[list(form(run)) for form in r.FORMATS.values()]\n"
        "assert not any(name.partition('.')[0] == 'rich' for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_summary_never_says_that_all_is_well() -> None:
    clean = Linted(document=page(KAVA), findings=())
    skipped = Linted(document=page("Kawa", skipped="reads as Polish"), findings=())
    assert summary(run(clean, clean)) == (
        "No findings in 2 drafts (profile article, 3 rules). This is no legal clearance."
    )
    assert summary(run(skipped)) == "No draft was checked. 1 draft skipped."
    assert summary(run()) == "No draft was checked."
    document = page(KAVA)
    found = Linted(document=document, findings=(finding(document, SAFE, "Diabetics"),), suppressed=1)
    assert summary(run(found, clean)) == (
        "1 warning in 1 of 2 drafts (profile article). 1 finding silenced by comments."
    )


def test_fingerprints_stay_when_lines_move() -> None:
    text = "It cures all. It cures all, and it cures more.\n\nIt cures all."
    moved = "# New\n\nSome words. It **cures**\nall. It cures all, and it\ncures more.\n\n- It cures all."
    before, after = page(text), page(moved)

    def known(document: Document) -> tuple[str, ...]:
        count = document.text.count("cures")
        return fingerprints(document, [finding(document, CURE, "cures", nth) for nth in range(count)])

    assert known(before) == known(after)
    assert len(set(known(before))) == 4
    assert all(
        fingerprint(before, finding(before, CURE, "cures", nth), occurrence) == known(before)[nth]
        for nth, occurrence in enumerate((0, 0, 1, 1))
    )


def test_fingerprints_tell_rules_and_sentences_apart() -> None:
    document = page(KAVA)
    found = kava().findings
    assert len(set(fingerprints(document, found))) == len(found)
    other = page(KAVA.replace("insomnia", "asthma"))
    assert fingerprints(document, [finding(document, CURE, "It cures")]) != fingerprints(
        other, [finding(other, CURE, "It cures")]
    )


def test_a_summary_says_what_a_baseline_and_a_change_leave_out() -> None:
    clean = Linted(document=page("Kava.\n"), findings=(), known=12, unchanged=1)
    assert summary(run(clean, clean)) == (
        "No new findings in 2 drafts (profile article, 3 rules). This is no legal clearance. "
        "24 known findings not shown. 2 findings on unchanged lines not shown."
    )
