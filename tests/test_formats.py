"""Every format against its consumer: a schema of the public definition, or a reader of what was written."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace

from healthlint.cli.unread import internal_error, unreadable
from healthlint.draft import DraftError
from healthlint.finding import Citable, Edit, Finding, Fix, Linted
from healthlint.model import Severity, Span
from healthlint.report import FORMATS, Law, Provenance, Run, summary
from healthlint.report.json import schema
from tests.test_reports import CURE, KAVA, REVIEWER, RULES, SAFE, at, finding, kava, linted, page, run

HERE = Path(__file__).parent
SOURCE = Provenance(
    version="9.8.7",
    rulebook=("0123456789abcdef" * 4,),
    profiles=("article",),
    jurisdictions=("uk", "us"),
    law=(Law("2026-01-02", "2027-03-04", "authority", "us-cfr"), Law("2026-02-01", "2026-12-31", "uls", "zinc")),
)
EVERYWHERE = ("9.8.7", "article", "0123456789ab", "2026-01-02", "2026-12-31")
"""What a report must hold of whence it comes."""

LAWS = ("https://www.ecfr.gov/", "https://law.example/", "https://example.org/guide")
"""Where the laws of these tests stand: a comment leads there and nowhere else."""

HOSTILE = (
    '=HYPERLINK("http://evil.example") | `code` ]]> --> &lt; <script>alert(1)</script></details><img src=x>'
    " ![x](http://evil.example/x.png) [y](javascript:alert(1)) @everyone #1 !2 https://evil.example www.evil.example"
    " <!ENTITY x SYSTEM 'file:///etc/passwd'> \\ ** __ ~~ $x$ a@evil.example mailto:b@evil.example"
    " \x00\x1b[31m\x85\uffff ::error::x \r\n# h\n- l"
)


def skipped() -> Linted:
    return linted(page("Kawa", "posts/kawa.md", "reads as Polish"))


def broken() -> Linted:
    return unreadable("posts/broken.md", DraftError("posts/broken.md", "is not UTF-8 text"))


def whole(*drafts: Linted, **changes: Any) -> Run:  # noqa: ANN401
    return replace(run(*(drafts or (kava(), skipped(), broken()))), **{"provenance": SOURCE, **changes})


def hostile(words: str = HOSTILE, path: str = f"posts/{HOSTILE}.md") -> Run:
    """A draft whose words, name, rule and everything else is up to somebody who wishes no good."""
    document = page(f"It {words} now.", path)
    source = Citable(name="x", cite=words, url=f"https://law.example/{words}", kind="law")
    edit = Edit(span=at(document, words), replacement=words)
    found = Finding(
        rule=f"x/{words}",
        severity="error",
        message=words,
        span=at(document, words),
        advice=words,
        authority=(source,),
        fixes=(Fix(edits=(edit,), safe=True),),
    )
    notes = (words,)
    of = (linted(document, found), linted(page("Kawa", f"{path}2", words)), internal_error(f"{path}3", OSError(words)))
    return whole(*of, notes=notes)


RUNS: Mapping[str, Run] = {
    "ordinary": whole(),
    "empty": whole(linted(page("Kava.\n"))),
    "no drafts": replace(run(), provenance=SOURCE),
    "at a time": whole(provenance=replace(SOURCE, time="2026-11-26T03:00:00Z")),
    "unreadable": whole(broken()),
    "hostile": hostile(),
    "many": whole(*(replace(kava(), document=page(KAVA, f"posts/{number}.md")) for number in range(40))),
}


def report(form: str, of: Run) -> str:
    """As it is written to a file."""
    return "".join(f"{line}\n" for line in FORMATS[form](of))


def xsd(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(HERE / f"{name}.xsd"))


def tree(text: str) -> etree._Element:
    """As a careful reader takes it: no entity is resolved, nothing is mended."""
    assert text.isascii()
    return etree.fromstring(text.encode("ascii"), etree.XMLParser(resolve_entities=False, no_network=True))


def validator(name: str) -> Draft202012Validator:
    read = json.loads((HERE / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(read)
    return Draft202012Validator(read, format_checker=Draft202012Validator.FORMAT_CHECKER)


JUNIT, CHECKSTYLE = xsd("junit"), xsd("checkstyle")
GITLAB, RDJSON, SARIF = validator("gitlab"), validator("rdjson"), validator("sarif")
OURS = Draft202012Validator(json.loads(schema()))


def check_junit(text: str) -> None:
    root = tree(text)
    JUNIT.assertValid(root)
    for name, under in {"tests": "testcase", "failures": "failure", "errors": "error"}.items():
        for element in (root, *root.iter("testsuite")):
            assert int(element.get(name) or 0) == len([*element.iter(under)])


def check_markdown(text: str) -> None:
    tokens = [*flat(MarkdownIt("gfm-like", {"linkify": False}).parse(text))]
    raw = " ".join(token.content for token in tokens if token.type in {"html_block", "html_inline"})
    tags = re.findall(r"<[^>]*>", raw)
    assert set(tags) <= {"<details>", "</details>", "<summary>", "</summary>"}
    assert tags.count("<details>") == tags.count("</details>") <= 1
    assert not any(token.type == "image" for token in tokens)
    links = [str(token.attrGet("href")) for token in tokens if token.type == "link_open"]
    assert all(link.startswith(LAWS) for link in links)
    seen = "\n".join(token.content for token in tokens if token.type == "text")
    assert not re.search(r"@\w|#\d|://|www\.", seen)
    assert len({len(row) for row in rows(tokens)}) <= 1
    assert len(text.encode("utf-8", "surrogatepass")) < 65_536


def flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from flat(token.children or [])


def rows(tokens: list[Token]) -> list[list[str]]:
    """The cells of each row of the tables, by the kinds of their tokens."""
    found: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            found.append([])
        if token.type in {"td_open", "th_open"}:
            found[-1].append(token.type)
    return found


def table(text: str) -> list[dict[str, str]]:
    assert text.count("\r\n") == text.count("\n") == text.count("\r")
    read = [*csv.reader(io.StringIO(text, newline=""), strict=True)]
    assert len({len(row) for row in read}) == 1
    assert not any(cell.startswith(tuple("=+-@\t\r")) for row in read for cell in row)
    return [dict(zip(read[0], row, strict=True)) for row in read[1:]]


def check_github(text: str) -> None:
    commands = [line for line in text.splitlines() if line.startswith("::")]
    assert all(re.fullmatch(r"::(error|warning|notice) [^:]*::.*", line) for line in commands)
    for kind in ("error", "warning", "notice"):
        assert sum(line.startswith(f"::{kind} ") for line in commands) <= 10


CHECKS = {
    "junit": check_junit,
    "checkstyle": lambda text: CHECKSTYLE.assertValid(tree(text)),
    "gitlab": lambda text: GITLAB.validate(json.loads(text)),
    "rdjson": lambda text: RDJSON.validate(json.loads(text)),
    "sarif": lambda text: SARIF.validate(json.loads(text)),
    "json": lambda text: OURS.validate(json.loads(text)),
    "markdown": check_markdown,
    "csv": table,
    "github": check_github,
}


@pytest.mark.parametrize("of", RUNS)
@pytest.mark.parametrize("form", CHECKS)
def test_a_consumer_takes_the_report(form: str, of: str) -> None:
    CHECKS[form](report(form, RUNS[of]))


@pytest.mark.parametrize("of", RUNS)
@pytest.mark.parametrize("form", CHECKS)
def test_the_same_run_gives_the_same_bytes(form: str, of: str) -> None:
    assert report(form, RUNS[of]) == report(form, replace(RUNS[of], width=40, rules=dict(reversed(RULES.items()))))


@pytest.mark.parametrize("form", CHECKS)
def test_each_report_says_whence_it_comes(form: str) -> None:
    text = report(form, whole())
    for said in EVERYWHERE:
        assert said in text or (said == "9.8.7" and form in {"json", "sarif"})
    assert "2026-11-26T03:00:00" not in text
    assert "2026-11-26T03:00:00" in report(form, RUNS["at a time"])


@pytest.mark.parametrize("form", CHECKS)
def test_rule_severity_place_and_reason_are_kept(form: str) -> None:
    text = report(form, whole())
    for said in ("disease-claim/cure", "says too much", "posts/kava.md"):
        assert said in text
    assert re.search(r"error|ERROR|critical", text)
    place = {"github": "line=3,endLine=3,col=8,endColumn=20", "csv": ",3,8,3,21,", "markdown": ":3:8-3:21"}
    if form in {"junit", "checkstyle"}:
        place[form] = "3:8-3:21"
    if form in place:
        assert place[form] in text
    else:
        numbers = re.sub(r"\s+", "", text)
        assert re.search(r'"(?:line|startLine|begin)":3\b', numbers) and re.search(r'"\w*[cC]olumn":21\b', numbers)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)  # names are escaped before
BAD = st.one_of(TEXT, st.text("|`<>@#!&[]()*_~$:/=+-.w1a\n\r\t\"'\\", min_size=1, max_size=40)).filter(str.strip)


@pytest.mark.parametrize("form", CHECKS)
@settings(max_examples=60, deadline=None)
@given(words=BAD, path=BAD.filter(lambda path: path.strip("./")))  # a folder is no draft
def test_no_words_and_no_name_break_a_report(form: str, words: str, path: str) -> None:
    CHECKS[form](report(form, hostile(words, path)))


# What only one format has ------------------------------------------------------------------------------------------


def test_junit_fails_for_what_is_grave_and_errs_for_what_was_not_checked() -> None:
    root = tree(report("junit", whole()))
    assert [root.get(name) for name in ("tests", "failures", "errors")] == ["8", "4", "1"]
    cases = {case.get("name"): case for case in root.iter("testcase")}
    info = next(case for name, case in cases.items() if name.startswith("structure/reviewer"))
    assert [child.tag for child in info] == ["system-out"]
    failure = next(root.iter("failure"))
    assert (failure.get("type"), failure.get("message")) == (
        "error",
        "posts/kava.md:3:8-3:21: “cures anxiety” says too much.",
    )
    assert failure.text is not None and failure.text.splitlines()[1:] == [
        "“cures anxiety” says too much.",
        "Report what studies found, with their limits.",
        "21 CFR 101.93(g) https://www.ecfr.gov/current/title-21",
    ]
    assert [skip.get("message") for skip in root.iter("skipped")] == ["reads as Polish"]
    assert root[0].find("system-out") is not None and root[0].findtext("system-out", "").startswith(summary(whole()))


def test_the_names_of_junit_tests_stay_when_lines_move() -> None:
    def names(text: str) -> list[str]:
        document = page(text)
        root = tree(report("junit", whole(linted(document, finding(document, CURE, "cures anxiety")))))
        return [str(case.get("name")) for case in root.iter("testcase")]

    assert names(KAVA) == names(f"# More\n\n{KAVA}")


def test_gitlab_tells_the_same_sentence_in_two_drafts_apart() -> None:
    documents = [page(KAVA, path) for path in ("./a.md", "b.md")]
    of = whole(*(linted(document, finding(document, CURE, "cures anxiety")) for document in documents))
    issues = json.loads(report("gitlab", of))
    assert len({issue["fingerprint"] for issue in issues}) == 2
    assert [issue["location"]["path"] for issue in issues] == ["a.md", "b.md"]
    assert {issue["severity"] for issue in issues} == {"critical"}


@pytest.mark.parametrize("text", ["Diabetics eat.\n", "\ufeffDiabetics eat.\n", "Ok.\r\n\r\nÄ 💊 Diabetics eat.\r\n"])
def test_rdjson_counts_bytes_so_that_a_suggestion_fits(text: str) -> None:
    document = page(text)
    edits = (
        Edit(span=at(document, "eat"), replacement="dine"),
        Edit(span=at(document, "Diabetics"), replacement="People with diabetes"),
    )
    found = replace(
        finding(document, SAFE, "Diabetics"), fixes=(Fix(edits=edits, safe=True), Fix(edits=edits[:1], safe=False))
    )
    (told,) = json.loads(report("rdjson", whole(linted(document, found))))["diagnostics"]
    (suggestion,) = told["suggestions"]
    start, end = suggestion["range"]["start"], suggestion["range"]["end"]
    lines = text.encode().split(b"\n")
    assert start["line"] == end["line"]
    line = lines[start["line"] - 1]
    lines[start["line"] - 1] = line[: start["column"] - 1] + suggestion["text"].encode() + line[end["column"] - 1 :]
    assert b"\n".join(lines).decode() == text.replace("Diabetics eat", "People with diabetes dine")


def test_checkstyle_says_where_a_finding_ends() -> None:
    errors = {error.get("source"): error for error in tree(report("checkstyle", whole())).iter("error")}
    cure = errors["healthlint.disease-claim/cure"]
    assert (cure.get("line"), cure.get("column"), cure.get("severity")) == ("4", "21", "error")
    assert str(cure.get("message")).endswith(" (4:21-4:35)")
    assert not str(errors["healthlint.structure/reviewer"].get("message")).endswith(")")


def test_csv_keeps_the_words_and_makes_no_formula_of_them() -> None:
    document = page("It =1+1 is, “so”, a\nformula.", "-")
    (row,) = table(report("csv", whole(linted(document, finding(document, CURE, "=1+1 is, “so”, a\nformula")))))
    assert (row["words"], row["path"], row["title"]) == ("'=1+1 is, “so”, a formula", "'-", "Cure claimed")
    assert (row["line"], row["column"], row["end_line"], row["end_column"]) == ("1", "4", "2", "8")
    assert (row["jurisdictions"], row["law_as_of"], row["time"]) == ("uk us", "2026-01-02", "")


def many(**how_many: int) -> Run:
    """So many findings of each severity in one draft."""
    document = page(KAVA)
    kinds: dict[str, Severity] = {"errors": "error", "warnings": "warning", "infos": "info"}
    found = [
        replace(finding(document, CURE, "cures anxiety"), severity=kinds[kind], message=f"{kind} {number}")
        for kind, most in reversed(how_many.items())
        for number in range(most)
    ]
    return whole(linted(document, *found))


@pytest.mark.parametrize(
    ("of", "notice"),
    [
        (many(errors=10, warnings=10, infos=10), None),
        (many(errors=11), "1 error is"),
        (many(errors=30, warnings=11, infos=10), "20 errors, 1 warning, 1 info are"),
        (many(warnings=12, infos=12), "2 warnings, 3 infos are"),
        (replace(many(infos=9), notes=("a", "b", "c")), "3 notes are"),
        (replace(many(infos=9), notes=("a",)), None),
    ],
)
def test_github_says_what_it_has_no_room_for(of: Run, notice: str | None) -> None:
    lines = report("github", of).splitlines()
    check_github(report("github", of))
    commands = [line for line in lines if line.startswith("::")]
    kinds = [line.split(" ")[0] for line in commands]
    assert kinds == sorted(kinds, key=["::error", "::warning", "::notice"].index)
    last = f"::notice title=healthlint::GitHub shows 10 annotations of a kind: {notice} not shown here."
    assert (commands[-1] == last) if notice else ("not shown" not in commands[-1])
    assert lines[-1].startswith("healthlint 9.8.7, profile article, rulebook 0123456789ab, ")


def test_markdown_says_what_it_has_no_room_for() -> None:
    text = report("markdown", many(errors=700, warnings=30))
    check_markdown(text)
    shown = text.count("\n- **error** ")
    assert f"\n{730 - shown} more findings are cut: a comment has no room for them." in text
    assert "All 730 findings, the gravest first" in text
    assert text.startswith("### healthlint: 700 errors, 30 warnings\n")
    assert text.count("\n| error | ") == 10
    assert "\n- **warning** " not in text


def test_markdown_of_a_clean_run_says_no_more_than_that() -> None:
    text = report("markdown", RUNS["empty"])
    assert text.startswith(
        "### healthlint: no findings\n\nNo findings in 1 draft (profile article, 3 rules). This is no"
    )
    assert "<details>" not in text and "| ---" not in text


def test_a_page_wide_finding_has_no_place_in_words() -> None:
    document = page(KAVA)
    of = whole(linted(document, finding(document, REVIEWER, "")))
    assert "| info | posts/kava.md | The front matter" in report("markdown", of)
    (issue,) = json.loads(report("gitlab", of))
    assert issue["location"]["lines"] == {"begin": 1, "end": 1}
    assert Span(0, 0) == of.findings[0].span
