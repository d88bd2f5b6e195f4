"""Numbers over a tree: what is counted, how it is grouped, and what has changed since a report."""

import csv
import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from healthlint.cli import healthlint, linting
from healthlint.draft import parse
from healthlint.language import Language
from healthlint.report.table import table
from healthlint.stats.counting import Counted, Found, rows, total
from healthlint.stats.facts import LONGEST, Facts, facts
from healthlint.stats.sections import common_folder, folder_below, section
from healthlint.stats.trend import changed
from tests.conftest import ENGLISH, HOUSE

RULE = """\
title: A {word} word
severity: {severity}
message: “<match>” is a word of this test.
authority: house
find: [{word}]
tests: {{bad: [A <<{word}>> here., Another <<{word}>> there.], good: [A word., Another word.]}}
"""
SITE = {
    "rules/languages/en.yaml": ENGLISH.read_text(encoding="utf-8"),
    "rules/authorities/house.yaml": HOUSE.replace("kind: house", "kind: guidance\nurl: https://example.org/guide"),
    "rules/profiles/article.yaml": "about: All.\njurisdiction: international\ncopy: editorial\nrules: ['*']\n",
    "rules/grave/one.yaml": RULE.format(word="gravely", severity="warning"),
    "rules/mild/one.yaml": RULE.format(word="mildly", severity="info"),
    "rules/mild/two.yaml": RULE.format(word="meekly", severity="info"),
    "content/shop/a.md": "---\nauthors:\n- {name: Ann Lee, site: example.org}\n- name: Bo Ek\n---\nIt is gravely so.\n",
    "content/blog/b.md": "---\nauthor: Ann Lee\nsection: News\n---\nIt is mildly. It is meekly so.\n\nMeekly it is.\n",
    "content/c.md": "---\ncategory: Sleep\n---\nIt is so, gravely.\n",
    "content/blog/d.md": "Nothing of the kind.\n",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four drafts, and a rulebook of three rules in two families."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("healthlint.rulebook.home.shipped", lambda: tmp_path / "rules")
    for name, text in SITE.items():
        write(name, text)
    return tmp_path


def write(name: str, text: str) -> None:
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def run(*args: str) -> Result:
    return CliRunner().invoke(healthlint, args)


def told(*args: str) -> dict[str, list[tuple[object, ...]]]:
    """By group: name, findings, drafts with findings, drafts."""
    said = json.loads(run("stats", "content", "--format", "json", *args).stdout)
    keys = ("name", "findings", "drafts_with_findings", "drafts")
    return {by: [tuple(row[key] for key in keys) for row in made] for by, made in said["by"].items()}


@pytest.mark.usefixtures("site")
class TestCommand:
    def test_groups(self) -> None:
        assert told() == {
            "family": [("mild", 3, 1, 4), ("grave", 2, 2, 4)],
            "rule": [("grave/one", 2, 2, 4), ("mild/two", 2, 1, 4), ("mild/one", 1, 1, 4)],
            "section": [("blog", 0, 0, 1), ("News", 3, 1, 1), ("shop", 1, 1, 1), ("Sleep", 1, 1, 1)],
            "author": [("Ann Lee", 4, 2, 2), ("Bo Ek", 1, 1, 1), (None, 1, 1, 2)],
            "profile": [("article", 5, 3, 4)],
        }

    def test_the_second_run_lints_nothing_and_counts_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        first = run("stats", "content", "--format", "json")

        def never(*_: object) -> None:
            raise AssertionError("a draft is linted again")

        monkeypatch.setattr(linting, "lint", never)
        assert run("stats", "content", "--format", "json").stdout == first.stdout
        assert first.exit_code == 0

    def test_check_and_stats_share_what_is_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        run("check", "content")
        before = told("--no-cache")
        monkeypatch.setattr(linting, "lint", lambda *_: pytest.fail("a draft is linted again"))
        assert told() == before

    def test_workers_tell_the_same(self) -> None:
        assert told("--jobs", "2", "--no-cache") == told("--jobs", "1", "--no-cache")

    def test_table(self) -> None:
        lines = run("stats", "content", "--by", "family").stdout.splitlines()
        assert lines[0].startswith("5 findings in 3 of 4 drafts, 23 words: 2 warnings, 3 infos; 217.39 per 1,000 words")
        assert lines[-1].startswith("healthlint 0")
        assert lines[2:-2] == [
            "Family  Errors  Warnings  Infos  All  Drafts  Per 1,000 words",
            "mild         0         0      3    3     1/4           130.43",
            "grave        0         2      0    2     2/4            86.96",
        ]

    def test_no_findings_are_no_clearance(self) -> None:
        for path in ["content/blog/d.md", "content/blog"]:
            lines = run("stats", path, "--except", "mild/*").stdout.splitlines()
            assert lines[0].startswith("No findings in ")
            assert lines[0].endswith("This is no legal clearance.")

    def test_it_says_whence_it_comes(self) -> None:
        said = json.loads(run("stats", "content", "--format", "json").stdout)
        assert (said["provenance"]["profiles"], len(said["provenance"]["rulebook"])) == (["article"], 1)

    def test_unasked_a_table_of_one_row_is_left_out(self) -> None:
        assert "Profile" not in run("stats", "content").stdout
        assert "Profile" in run("stats", "content", "--by", "profile").stdout
        assert "(unknown)" in run("stats", "content").stdout

    def test_on_a_terminal_it_is_drawn(self) -> None:
        assert "\x1b[1m" in run("stats", "content", "--color", "always").stdout
        assert "\x1b" not in run("stats", "content").stdout

    def test_since_a_report(self) -> None:
        run("check", "content", "--format", "json", "--output", "old.json")
        write("content/shop/a.md", "---\nauthor: Bo Ek\n---\nIt is gravely so.\n\nMeekly.\n")
        write("content/c.md", "It is so.\n")
        Path("content/blog/b.md").rename("content/shop/b.md")
        said = json.loads(run("stats", "content", "--against", "old.json", "--format", "json").stdout)
        assert said["against"] == "old.json"
        assert said["total"]["trend"] == {"new": 1, "gone": 1, "remaining": 4}
        by_rule = {row["name"]: row["trend"] for row in said["by"]["rule"]}
        assert by_rule["mild/two"] == {"new": 1, "gone": 0, "remaining": 2}
        assert by_rule["grave/one"] == {"new": 0, "gone": 1, "remaining": 1}
        assert {row["name"]: row["trend"]["new"] for row in said["by"]["author"]} == {"Ann Lee": 0, "Bo Ek": 1, None: 0}
        assert "Since old.json: 1 new, 1 gone, 4 remaining." in run("stats", "--against", "old.json").stdout

    def test_two_reports(self) -> None:
        run("check", "content", "--format", "json", "--output", "old.json")
        write("content/c.md", "It is so.\n")
        run("check", "content", "--format", "json", "--output", "new.json")
        said = json.loads(run("stats", "--report", "new.json", "--against", "old.json", "--format", "json").stdout)
        assert said["total"]["trend"] == {"new": 0, "gone": 1, "remaining": 4}
        assert (said["total"]["words"], said["total"]["per_1000_words"]) == (None, None)
        assert [*said["by"]] == ["family", "rule", "section"]
        assert "does not tell the author" in run("stats", "--report", "new.json", "--by", "author").stderr
        assert run("stats", "content", "--report", "new.json").exit_code == 2

    def test_a_report_that_leaves_findings_out_is_told_of(self) -> None:
        run("check", "content", "--format", "json", "--output", "old.json")
        assert "note:" not in run("stats", "content", "--against", "old.json").stderr
        report = json.loads(Path("old.json").read_text(encoding="utf-8"))
        report["drafts"][0].update(known=2, unchanged=1)
        write("old.json", json.dumps(report))
        assert "note: old.json: it leaves out 3 findings" in run("stats", "content", "--against", "old.json").stderr

    def test_a_baseline_leaves_nothing_out_of_the_numbers(self) -> None:
        before = told()
        assert run("baseline", "content").exit_code == 0
        assert told() == before

    def test_what_the_run_does_not_look_at_is_not_gone(self) -> None:
        run("check", "content", "--format", "json", "--output", "old.json")
        Path("content/blog/d.md").unlink()
        done = run("stats", "content/shop", "--against", "old.json")
        assert "Since old.json: 0 new, 0 gone, 1 remaining." in done.stdout
        assert done.stderr == "note: old.json: 2 drafts not looked at by this run and left out of it\n"

    def test_csv(self) -> None:
        write("content/c.md", "---\nauthor: '=HYPERLINK(\"x\"), RN'\n---\nIt is so, gravely.\n")
        made = [*csv.reader(StringIO(run("stats", "content", "--format", "csv", "--by", "author").stdout))]
        assert made[0][:5] == ["by", "name", "error", "warning", "info"]
        assert made[1][:6] == ["total", "", "0", "2", "3", "5"]
        assert '\'=HYPERLINK("x"), RN' in {row[1] for row in made}
        assert {len(row) for row in made} == {13}

    def test_names_take_no_orders_to_a_terminal(self) -> None:
        write("content/c.md", '---\nauthor: "A\\e[31m\\u202eB"\n---\nIt is so, gravely.\n')
        for format_ in ["table", "json"]:
            printed = run("stats", "content", "--format", format_).stdout
            assert not {"\x1b", "\u202e"} & {*printed}

    def test_into_a_file(self) -> None:
        done = run("stats", "content", "--format", "json", "--output", "n.json")
        assert (done.exit_code, done.stdout) == (0, "")
        assert json.loads(Path("n.json").read_text(encoding="utf-8"))["total"]["findings"] == 5

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("", "is no whole JSON file"),
            ('{"version": 1, "tool": {"name": "health', "is no whole JSON file"),
            ("[1]", "is no report of `healthlint check --format json`: expected"),
            ('{"version": 1, "tool": {"name": "eslint"}}', "is no report of healthlint"),
            (
                '{"version": 2, "tool": {"name": "healthlint"}}',
                "is a report in form 2; this version of healthlint reads",
            ),
            ('{"version": 1, "tool": {"name": "healthlint"}}', "missing required field"),
            (
                '{"version": 1, "tool": {"name": "healthlint"}, "profile": "", '
                '"drafts": [{"path": "a", "findings": [{}]}]}',
                "at `$.drafts[0].findings[0]`",
            ),
            ("[" * 100_000, "is no "),
            ("\udc80", "is no whole JSON file"),
        ],
    )
    def test_a_damaged_report(self, content: str, said: str) -> None:
        Path("old.json").write_bytes(content.encode("utf-8", "surrogateescape"))
        done = run("stats", "content", "--against", "old.json")
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith("Error: old.json is")
        assert said in done.stderr

    @pytest.mark.parametrize(
        "args", [["nowhere"], ["content", "--against", "nowhere.json"], ["content", "--by", "mood"]]
    )
    def test_other_faults(self, args: Sequence[str]) -> None:
        assert run("stats", *args).exit_code == 2


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("author: Ann Lee", Facts(authors=("Ann Lee",))),
        ("author: {name: Ann Lee, url: x}", Facts(authors=("Ann Lee",))),
        ("authors: [Ann, Bo, Ann]", Facts(authors=("Ann", "Bo"))),
        ("Author: 'Ann   Lee, RD'", Facts(authors=("Ann Lee, RD",))),
        ("author:", Facts()),
        ("author: ''\nauthors: [Bo]", Facts(authors=("Bo",))),
        ("author: [1, true]", Facts(authors=("1", "true"))),
        ("section: News\ncategories: [Sleep, Heart]", Facts(section="News", category="Sleep")),
        (f"author: {'x' * 500}", Facts(authors=("x" * LONGEST,))),
    ],
)
def test_what_front_matter_tells(english: Language, front: str, expected: Facts) -> None:
    found = facts(parse(f"---\n{front}\n---\n", "a.md", english))
    assert replace(found, words=0) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It cu**re**s a well-known illness, doesn't it?", 7),
        ("Run `a b c` and read [this](https://example.org/a-b).", 4),
        ("", 0),
        ("# Kava\n\n- one\n- two\n\n```\ncode here\n```\n", 3),
        ("Vitamin B12 at 2,000 IU.", 6),
    ],
)
def test_words(english: Language, text: str, words: int) -> None:
    assert facts(parse(text, "a.md", english)).words == words


@pytest.mark.parametrize(
    ("paths", "root"),
    [
        (["content/blog/a.md", "content/shop/a.md"], "content"),
        (["content/blog/a.md", "README.md"], "."),
        (["content/blog/a.md"], "content/blog"),
        (["../a/x/b.md", "../a/y.md"], "../a"),
        ([], "."),
    ],
)
def test_the_root_is_what_all_drafts_share(paths: list[str], root: str) -> None:
    assert common_folder(paths) == root


def test_sections() -> None:
    assert folder_below("content/blog/2020/a.md", "content") == "blog"
    assert folder_below("content/a.md", "content") == ""
    assert folder_below("other/x/a.md", "content") == ""
    assert section("content/blog/a.md", "content", "", "Sleep") == "blog"


def draft(path: str, *marks: str) -> Counted:
    return Counted(path=path, findings=tuple(Found("a/b", "info", mark) for mark in marks), words=100)


@pytest.mark.parametrize(
    ("then", "now", "trend"),
    [
        ([draft("a", "1", "2")], [draft("a", "2", "3")], (1, 1, 1)),
        ([draft("a", "1")], [draft("b", "1")], (0, 0, 1)),
        ([draft("a", "1"), draft("b", "1")], [draft("b", "1")], (0, 1, 1)),
        ([draft("a", "1")], [draft("a", "1"), draft("b", "1")], (1, 0, 1)),
        ([draft("a", "1", "1")], [draft("a", "1")], (0, 1, 1)),
        ([], [], (0, 0, 0)),
    ],
)
def test_trend(then: list[Counted], now: list[Counted], trend: tuple[int, int, int]) -> None:
    found = changed(now, then).trend()
    assert (found.new, found.gone, found.remaining) == trend


def test_a_group_that_is_gone_still_has_a_row() -> None:
    then = Counted(path="a", findings=(Found("old/rule", "error", "1"),))
    row = rows([draft("b")], "family", changed([draft("b")], [then]))[0]
    assert (row.name, row.findings, row.trend and row.trend.gone) == ("old", 0, 1)


def test_skipped_drafts_are_not_counted() -> None:
    row = total([draft("a", "1"), Counted(path="b", findings=(), words=0, skipped=True)], None)
    assert (row.drafts, row.words, row.rate) == (1, 100, 10.0)


def test_a_table_holds_wide_letters() -> None:
    lines = [*table("Name", ["All"], [["漢字", "1"], ["a", "12"]], color=False, width=80)]
    assert lines == ["Name  All", "漢字    1", "a      12"]
    assert len([*table("Name", ["All"], [["漢字", "1"]], color=True, width=80)]) == 3
