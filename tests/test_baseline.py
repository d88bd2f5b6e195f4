"""A baseline knows findings by their words: what is left out, what is new, what is gone, and what is never entered."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from healthlint import baseline, engine
from healthlint.baseline import HEADER, Baseline, BaselineError, Entry
from healthlint.cli import healthlint
from healthlint.finding import MEND_PATTERN, Finding, Linted
from healthlint.model import Document, Span
from healthlint.rulebook import Checks
from tests.conftest import ENGLISH, HOUSE, RULE

AUTHORITY = HOUSE.replace("kind: house", "kind: guidance\nurl: https://example.org/")
PROFILE = "about: A profile.\njurisdiction: international\ncopy: editorial\nrules: [{rules}]\n"
OLD = """\
# Old

It is mildly so, as many say, and gravely so, as some say, and it was thus
for years. It is mildly so and mildly thus.

Something else is **gravely** said.
"""
REFLOWED = """\
# Old

A first paragraph, which is new and moves all lines.

It is mildly
so, as many say, and gravely so, as some say, and it was thus for
years. It is mildly so
and mildly thus.

Something
else is gravely said.
"""
FILE = Path(".healthlint-baseline")


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one old draft, and a rulebook of three rules in place of the shipped one."""
    for name, text in {
        "rules/languages/en.yaml": ENGLISH.read_text(encoding="utf-8"),
        "rules/authorities/house.yaml": AUTHORITY,
        "rules/profiles/article.yaml": PROFILE.format(rules="'*'"),
        "rules/profiles/lenient.yaml": PROFILE.format(rules="demo/mild"),
        "rules/demo/mild.yaml": RULE + "find: [mildly]\n",
        "rules/demo/grave.yaml": RULE.replace("info", "warning") + "find: [gravely]\n",
        "rules/demo/signed.yaml": RULE.replace("“<match>” is found", "Nobody has signed") + "needs: {field: signed}\n",
        "site/content/old.md": OLD,
    }.items():
        write(tmp_path / name, text)
    monkeypatch.chdir(tmp_path / "site")
    monkeypatch.setattr("healthlint.rulebook.home.shipped", lambda: tmp_path / "rules")
    monkeypatch.delenv("HEALTHLINT_DEBUG", raising=False)
    return tmp_path


def write(path: Path | str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8", newline="")


def run(*args: str, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(healthlint, args, input=stdin)
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result


def record(*args: str) -> Result:
    result = run("baseline", *(args or ["content"]))
    assert result.exit_code == 0, result.output
    return result


def check(*args: str, stdin: str | None = None) -> Result:
    return run("check", "--fail-on", "info", *(args or ["content"]), stdin=stdin)


def told(*args: str, stdin: str | None = None) -> list[str]:
    """The rules of the findings that are told, in order."""
    report = json.loads(check("--format", "json", *(args or ["content"]), stdin=stdin).stdout)
    return [finding["rule"] for draft in report["drafts"] for finding in draft["findings"]]


def notes(*args: str) -> list[str]:
    notes: list[str] = json.loads(check("--format", "json", *(args or ["content"])).stdout)["notes"]
    return notes


def lines() -> Sequence[str]:
    return FILE.read_text(encoding="utf-8").splitlines()


# What is recorded.


def test_one_sorted_line_for_each_finding() -> None:
    done = record()
    assert done.stdout.startswith("6 findings of 1 draft recorded in .healthlint-baseline.\n")
    assert "merge=union" in done.stdout
    head, *entries = lines()
    assert head == HEADER
    assert entries == sorted(entries)
    assert [line.split()[::2] for line in sorted(entries, key=lambda line: line.split()[2])] == [
        *[["content/old.md", "demo/grave"]] * 2,
        *[["content/old.md", "demo/mild"]] * 3,
        ["content/old.md", "demo/signed"],
    ]


def test_the_hint_is_not_repeated() -> None:
    write(".gitattributes", "/.healthlint-baseline merge=union\n")
    assert "merge=union" not in record().stdout
    assert record().stdout == "6 findings of 1 draft recorded in .healthlint-baseline (0 new, 0 gone).\n"


def test_no_finding_is_a_baseline_too() -> None:
    write("content/old.md", "---\nsigned: me\n---\n\nA word.\n")
    record()
    assert lines() == [HEADER]
    assert check().exit_code == 0


def test_standard_input_is_no_file() -> None:
    done = run("baseline", "-", stdin=OLD)
    assert (done.exit_code, done.stderr) == (2, "Error: a baseline is of files: - cannot be recorded\n")


def test_what_is_new_joins_and_what_is_gone_leaves() -> None:
    record()
    write("content/old.md", OLD.replace("**gravely** said", "mildly put"))
    assert record().stdout == "6 findings of 1 draft recorded in .healthlint-baseline (1 new, 1 gone).\n"
    assert told() == []


def test_what_a_run_does_not_look_at_stays() -> None:
    write("content/other.md", "It is gravely other.\n")
    record()
    before = lines()
    record("content/other.md", "--rule", "demo/mild")
    record("content/old.md")
    assert lines() == before
    write("content/other.md", "It is other.\n")
    record("content/old.md")
    assert lines() == before
    Path("content/other.md").unlink()
    record("content/old.md")
    assert lines() == before, "it may have been renamed to what this run does not see"
    record()
    assert lines() == [line for line in before if "other" not in line]


def test_what_was_not_checked_is_not_recorded() -> None:
    record()
    before = lines()
    Path("content/old.md").write_bytes(b"caf\xe9")
    done = run("baseline", "content")
    assert done.exit_code == 1
    assert "content/old.md: The draft " in done.stderr and "Nothing of it is recorded." in done.stderr
    assert lines() == before
    assert told() == ["draft/unreadable"] and notes() == []
    assert check("--fail-on", "error", "content").exit_code == 1
    write("content/old.md", "Der Tee ist gut und macht die Haut schön, sagt man, und das ist alles.\n" * 9)
    record()
    assert lines() == before and notes() == []


def test_our_own_mistake_is_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("oh")

    with monkeypatch.context() as patch:
        patch.setattr("healthlint.engine.lint", broken)
        assert run("baseline", "content").exit_code == 2
    assert lines() == [HEADER]


def test_a_profile_that_is_not_there_is_told_every_time() -> None:
    write("content/old.md", f"---\nhealthlint-profile: lenent\n---\n{OLD}")
    record()
    assert told() == ["draft/unknown-profile"]


def test_a_forged_entry_hides_no_broken_draft() -> None:
    Path("content/old.md").write_bytes(b"caf\xe9")
    report = json.loads(check("--format", "json", "content").stdout)
    (finding,) = report["drafts"][0]["findings"]
    write(FILE, f"{HEADER}\ncontent/old.md {finding['fingerprint']} draft/unreadable\n")
    assert told() == ["draft/unreadable"]


def test_a_rule_that_takes_too_long_is_told_every_time(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site / "rules/demo/slow.yaml", RULE + "find: slowly\n")
    record()
    slow = Finding(rule="demo/slow", severity="error", message="Too long.", span=Span(0, 0), advice=MEND_PATTERN)
    lint = engine.lint

    def lint_slowly(document: Document, checks: Checks) -> Linted:
        linted = lint(document, checks)
        return replace(linted, findings=(slow, *(one for one in linted.findings if one.rule != "demo/grave")))

    write("content/old.md", OLD + "\nSome more.\n")
    monkeypatch.setattr(engine, "lint", lint_slowly)
    before = lines()
    record("content", "--rule", "demo/slow")
    assert lines() == before
    assert told() == ["demo/slow"]
    assert len(notes()) == 1, "of demo/grave, which was run and found nothing"


# What is known.


def test_known_findings_are_left_out_and_counted() -> None:
    record()
    done = check()
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1].startswith("No new findings in 1 draft")
    assert "6 known findings not shown." in done.stdout
    assert check("--no-baseline", "content").exit_code == 1
    assert len(told("--no-baseline", "content")) == 6


def test_a_reflow_changes_nothing() -> None:
    record()
    write("content/old.md", REFLOWED)
    assert told() == [] and notes() == []
    before = lines()
    record()
    assert lines() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("| a | b |\n|---|---|\n| c | gravely so |\n", "|  a  | b            |\n|:--|---|\n| c | **gravely** so |\n"),
        ("1. It is\n   gravely so.\n2. Mildly so.\n", "- It is gravely so.\n- Mildly\n  so.\n"),
        ("> It is\n> gravely so.\n", "> It is gravely\nso.\n"),
        ("# Gravely so\n", "Gravely so\n==========\n"),
        ("It is gravely so.\nAnd mildly.\n", "It is gravely so.\r\nAnd\r\nmildly.\r\n"),
        ("It is gra*vely* so, [they](https://example.org/a) say.\n", "It is gravely so, [they](https://b.org) say.\n"),
        ("![A gravely made cup](a.png)\n", '![A gravely\nmade cup](images/b.png "x")\n'),
        ('<p title="gravely so">Mildly so.</p>\n', '<p\n  title="gravely so">Mildly\nso.</p>\n'),
        ("It is &quot;so&quot;, gravely.\n", "It is “so”, gravely.\n"),
        (
            "---\ndescription: >-\n  It is gravely so, as\n  some say.\n---\n",
            "---\ndescription: It is gravely so, as some say.\n---\n",
        ),
        ('---\ntags: [one, "mildly"]\n---\n', "---\ntags:\n- one\n- mildly\n---\n"),
    ],
)
def test_markup_and_layout_change_nothing(old: str, new: str) -> None:
    write("content/page.md", old)
    record()
    assert any("content/page.md" in line and "signed" not in line for line in lines())
    write("content/page.md", new)
    assert told() == [] and notes() == []


def test_a_new_finding_is_told_alone() -> None:
    record()
    write("content/old.md", REFLOWED + "\nThe moon is gravely full.\n")
    assert told() == ["demo/grave"]
    write("content/old.md", OLD.replace("many say", "many people say"))
    assert told() == ["demo/mild", "demo/grave"], "the sentence is another"


def test_one_more_of_the_same_is_new() -> None:
    record()
    write("content/old.md", OLD + "\nSomething else is gravely said.\n")
    assert told() == ["demo/grave"]


@pytest.mark.parametrize("format_", ["json", "sarif"])
def test_a_fingerprint_is_the_same_with_and_without(format_: str) -> None:
    """The second of two in one sentence stays the second, though the first is known."""

    def marks(*args: str) -> list[str]:
        told = json.loads(check("--format", format_, *args, "content").stdout)
        if format_ == "json":
            return [finding["fingerprint"] for draft in told["drafts"] for finding in draft["findings"]]
        return [result["partialFingerprints"]["healthlint/v1"] for result in told["runs"][0]["results"]]

    record()
    every = marks("--no-baseline")
    gone = [line for line in lines() if "demo/mild" in line][1]
    write(FILE, "".join(f"{line}\n" for line in lines() if line != gone))
    assert marks() == [mark for mark in every if mark in gone]


def test_max_warnings_counts_what_remains() -> None:
    record()
    assert run("check", "--max-warnings", "0", "content").exit_code == 0
    assert run("check", "--max-warnings", "0", "--no-baseline", "content").exit_code == 1


@pytest.mark.parametrize("way", [["--jobs", "2"], ["--no-cache"], []])
def test_by_several_processes_and_from_the_cache(way: list[str]) -> None:
    for number in range(6):
        write(f"content/{number}.md", OLD)
    record(*way, "content")
    write("content/3.md", OLD + "\nIt is gravely new.\n")
    first, second = (check(*way, "--format", "json", "content") for _ in range(2))
    assert first.stdout == second.stdout
    assert told(*way, "content") == ["demo/grave"]


def test_standard_input_goes_by_its_name() -> None:
    record()
    assert told("-", "--stdin-filename", "content/old.md", stdin=OLD) == []
    assert len(told("-", "--stdin-filename", "content/new.md", stdin=OLD)) == 6
    assert len(told("-", stdin=OLD)) == 6


def test_from_another_folder(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(".healthlint.yaml", "profile: article\n")
    record()
    monkeypatch.chdir(site)
    assert told("site") == []
    (site / "link").symlink_to(site / "site")
    assert told("link/content") == []
    monkeypatch.chdir(site / "site" / "content")
    assert told(".") == []
    assert record(".").stdout.endswith(f"{site}/site/.healthlint-baseline (0 new, 0 gone).\n")


SOURCED = RULE + "find: [wonder]\nneeds: {citation: any, within: document}\n"


def test_what_a_page_lacks_is_known_wherever_it_is_told(site: Path) -> None:
    """It is told at the first words that ask for it. When these are mended, the next words ask."""
    write(site / "rules/demo/sourced.yaml", SOURCED)
    first, second = "It is a wonder, they say.", "This is no less of a wonder."
    write("content/page.md", f"---\nsigned: me\n---\n\n{first}\n\n{second}\n")
    record()
    assert sum("demo/sourced" in line for line in lines()) == 1
    write("content/page.md", f"---\nsigned: me\n---\n\n{second}\n")
    assert told() == [] and notes() == []
    write("content/page.md", f"---\nsigned: me\n---\n\nAnother wonder.\n\n{first}\n\n{second}\n")
    assert told() == [] and notes() == []
    write("content/page.md", f"---\nsigned: me\n---\n\n{first} [Why](https://example.org/)\n")
    assert len(notes()) == 1


# A rule that has another name now.


def rename(site: Path, formerly: str) -> None:
    text = (site / "rules/demo/mild.yaml").read_text(encoding="utf-8")
    (site / "rules/demo/mild.yaml").unlink()
    write(site / "rules/demo/meek.yaml", f"{text}formerly: {formerly}\n")
    write(site / "rules/profiles/lenient.yaml", PROFILE.format(rules="demo/meek"))


def test_a_former_id_still_matches(site: Path) -> None:
    record()
    before = lines()
    rename(site, "demo/mild")
    assert told() == [] and notes() == []
    assert run("baseline", "--prune", "content").exit_code == 0
    assert lines() == before
    record()
    assert not any("demo/mild" in line for line in lines()) and len(lines()) == len(before)
    assert told() == []


def test_each_entry_stands_for_one_finding(site: Path) -> None:
    record()
    rename(site, "[demo/mild, demo/other]")
    write("content/old.md", OLD.replace("and mildly thus", "and mildly mildly thus"))
    assert len(told()) == 3, "a sentence of other words"
    write("content/old.md", OLD + "\nIt is mildly so and mildly thus.\n")
    assert told() == ["demo/meek"] * 2


# What is gone.


def test_what_no_longer_occurs_is_told_and_pruned() -> None:
    record()
    before = lines()
    write("content/old.md", OLD.replace("mildly thus", "thus"))
    assert told() == ["demo/mild"], "a sentence of other words"
    assert notes() == ["2 entries of .healthlint-baseline no longer occur: healthlint baseline --prune"]
    done = run("baseline", "--prune", "content")
    assert done.stdout == "Removed 2 entries that no longer occur; 4 entries are left in .healthlint-baseline.\n"
    assert done.exit_code == 0
    assert set(lines()) < set(before) and len(lines()) == len(before) - 2
    assert told() == ["demo/mild"] and notes() == []


def test_only_of_drafts_and_rules_that_were_checked() -> None:
    write("content/other.md", "It is gravely other.\n")
    record()
    write("content/old.md", "Nothing.\n")
    assert notes("content/other.md") == []
    assert notes("content", "--rule", "demo/grave") == [
        "2 entries of .healthlint-baseline no longer occur: healthlint baseline --prune"
    ]
    before = lines()
    assert run("baseline", "--prune", "content/other.md").exit_code == 0
    assert lines() == before


def test_of_a_rule_that_is_no_more(site: Path) -> None:
    record()
    (site / "rules/demo/grave.yaml").unlink()
    assert notes() == ["2 entries of .healthlint-baseline no longer occur: healthlint baseline --prune"]


def test_a_comment_that_may_serve_a_rule_that_did_not_run() -> None:
    write("content/old.md", f"<!-- healthlint-disable-file demo/grave: so it is -->\n\n{OLD.replace('gravely', '')}")
    record()
    assert any("suppression/unused" in line for line in lines())
    assert notes("content", "--rule", "demo/mild") == []
    write("content/old.md", OLD.replace("gravely", ""))
    assert len(notes()) == 1


def test_a_draft_that_is_gone() -> None:
    write("content/other.md", "It is gravely other.\n")
    record()
    Path("content/other.md").unlink()
    done = run("baseline", "--prune", "content")
    assert done.stdout == (
        "Removed 0 entries that no longer occur and 2 of drafts that are gone; "
        "6 entries are left in .healthlint-baseline.\n"
    )


def test_nothing_to_prune() -> None:
    done = run("baseline", "--prune", "content")
    assert done.exit_code == 2
    assert done.stderr == "Error: there is no baseline to prune; “healthlint baseline” writes one\n"


# A draft that has another name now.


def test_a_renamed_draft_keeps_its_findings() -> None:
    write("content/other.md", "It is gravely other.\n")
    record()
    before = lines()
    Path("content/old.md").rename("content/new.md")
    write("content/new.md", REFLOWED.replace("Something", "All"))
    assert told() == ["demo/grave"]
    assert notes() == [
        "1 entry of .healthlint-baseline no longer occurs: healthlint baseline --prune",
        "content/new.md is taken for content/old.md, which is gone; "
        "healthlint baseline --prune enters the new name in .healthlint-baseline",
    ]
    assert run("baseline", "--prune", "content").exit_code == 0
    assert len(lines()) == len(before) - 1 and not any("old.md" in line for line in lines())
    assert told() == ["demo/grave"] and notes() == []


def test_a_renamed_draft_takes_its_entries_alone() -> None:
    record()
    Path("content/old.md").unlink()
    write("content/a.md", OLD)
    write("content/b.md", OLD)
    assert len(told()) == 6


def test_a_renamed_folder() -> None:
    for number in range(5):
        write(f"content/{number}.md", OLD.replace("Old", str(number)))
    record()
    Path("content").rename("posts")
    assert told("posts") == []
    (note,) = notes("posts")
    assert note == (
        "posts/0.md is taken for content/0.md, which is gone, and 5 more drafts likewise; "
        "healthlint baseline --prune enters the new names in .healthlint-baseline"
    )
    done = run("baseline", "--prune", "posts")
    assert done.stdout == (
        "Removed 0 entries that no longer occur; 6 drafts entered under a new name; "
        "36 entries are left in .healthlint-baseline.\n"
    )
    names = [*(f"posts/{number}.md" for number in range(5)), "posts/old.md"]
    assert [line.split()[0] for line in lines()[1::6]] == names
    assert told("posts") == [] and notes("posts") == []


def test_another_draft_that_lacks_the_same_is_not_taken_for_it() -> None:
    write("content/other.md", "A word.\n")
    record()
    Path("content/other.md").unlink()
    write("content/new.md", "Another word.\n")
    assert told() == ["demo/signed"]


# Which file.


def test_the_settings_name_it() -> None:
    write(".healthlint.yaml", "baseline: ci/known\n")
    done = check()
    assert done.exit_code == 2
    assert done.stderr == (
        "Error: there is no baseline ci/known (named in .healthlint.yaml); “healthlint baseline” writes it\n"
    )
    Path("ci").mkdir()
    record()
    assert not FILE.exists() and Path("ci/known").is_file()
    assert "../content/old.md " in Path("ci/known").read_text(encoding="utf-8")
    assert told() == []


def test_the_command_line_names_it() -> None:
    record("content", "--baseline", "known")
    assert not FILE.exists()
    assert len(told()) == 6
    assert told("content", "--baseline", "known") == []
    assert check("content", "--baseline", "unknown").exit_code == 2
    assert check("content", "--baseline", "known", "--no-baseline").exit_code == 2


def test_each_settings_file_has_its_own() -> None:
    write("shop/.healthlint.yaml", "profile: lenient\n")
    write("shop/new.md", OLD)
    record("content", "shop")
    assert Path("shop/.healthlint-baseline").is_file()
    assert {line.split()[0] for line in lines()[1:]} == {"content/old.md"}
    assert told("content", "shop") == []


# A file that is damaged, or cannot be written.


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"", "1: is no baseline"),
        (b"{}\n", "1: is no entry"),
        (HEADER.encode() + b"\ncontent/old.md demo/mild\n", "2: is no entry"),
        (HEADER.encode() + b"\ncontent/\\old.md 0123456789abcdef0123 demo/mild\n", "2: is no entry"),
        (HEADER.encode() + b"\n\n<<<<<<< HEAD\n", "3: a merge conflict; keep the entries of both sides"),
        (HEADER.encode() + b"\n=======\n", "2: a merge conflict"),
        (HEADER.encode() + b"\ncaf\xe9 0123456789abcdef0123 demo/mild\n", "2: is no UTF-8 text"),
        (b"# healthlint baseline, form 2\n", "1: is of form 2; this healthlint reads form 1. Upgrade"),
        (b"# healthlint baseline, form 0\n", "1: is of form 0; this healthlint reads form 1. Write it anew"),
    ],
)
@pytest.mark.parametrize("command", ["check", "baseline"])
def test_a_damaged_file(command: str, content: bytes, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    FILE.write_bytes(content)
    write("content/slow.md", OLD * 9)
    with monkeypatch.context() as patch:
        patch.setattr("healthlint.cli.workers.lint", None)  # it is told before any draft is linted
        done = run(command, "content")
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Error: .healthlint-baseline:{where}")
    assert FILE.read_bytes() == content


def test_any_order_comments_and_line_ends_are_read() -> None:
    record()
    shuffled = [*reversed(lines()), "# a note", *lines()[1:], ""]
    FILE.write_bytes("\ufeff".encode() + "\r\n".join(shuffled).encode())
    assert told() == []


def test_a_link_is_not_written_through(site: Path) -> None:
    write(site / "elsewhere", f"{HEADER}\n")
    FILE.symlink_to(site / "elsewhere")
    done = run("baseline", "content")
    assert done.exit_code == 2
    assert done.stderr == "Error: .healthlint-baseline: is a link; name the file that it leads to\n"
    assert (site / "elsewhere").read_text(encoding="utf-8") == f"{HEADER}\n"
    FILE.unlink()
    FILE.symlink_to(site / "nowhere")
    assert "cannot be read (No such file or directory)" in run("baseline", "content").stderr


def test_a_folder_in_its_place() -> None:
    FILE.mkdir()
    assert run("check", "content").stderr == "Error: .healthlint-baseline: is no regular file\n"
    assert run("baseline", "content").stderr == "Error: .healthlint-baseline: is no regular file\n"


def test_a_pipe_in_its_place() -> None:
    os.mkfifo(FILE)
    assert run("check", "content").stderr == "Error: .healthlint-baseline: is no regular file\n"


def test_it_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("baseline", "content", "--baseline", "nowhere/known")
    assert done.exit_code == 2
    assert done.stderr == "Error: nowhere/known: cannot be written (there is no folder nowhere)\n"
    record()
    write("content/old.md", "Nothing.\n")
    before = lines()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        assert "(No space left on device)" in run("baseline", "content").stderr
    with monkeypatch.context() as patch:
        patch.setattr("os.access", lambda *_: False)
        assert "(it is write-protected)" in run("baseline", "content").stderr
        assert "(its folder takes no files)" in run("baseline", "content", "--baseline", "new").stderr
    assert lines() == before
    assert sorted(path.name for path in Path().iterdir()) == [".healthlint-baseline", "content"]


def test_permissions_stay_and_a_file_that_says_so_already() -> None:
    record()
    FILE.chmod(0o640)
    os.utime(FILE, (1, 1))
    record()
    assert FILE.stat().st_mtime == 1
    write("content/old.md", "Nothing.\n")
    record()
    assert FILE.stat().st_mode & 0o777 == 0o640


# Names of drafts.


NAMES = ["a b.md", " a.md", "a  b .md", "# a.md", "a\nb.md", "a\\x41.md", "a\u2028b.md", "\x1b[31mred.md", "ä🌿.md"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_a_draft(name: str) -> None:
    write(f"content/{name}", OLD)
    write(name, OLD)
    record(".")
    assert all(line.isprintable() for line in lines())
    assert told(".") == []


def test_a_name_that_is_no_text() -> None:
    write(os.fsdecode(b"content/caf\xe9.md"), OLD)
    record()
    assert told() == []


PATHS = st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=20)


@given(st.lists(PATHS, max_size=5))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, paths: list[str]) -> None:
    file = tmp_path_factory.mktemp("written") / "known"
    entries = {Entry(path, f"{number:020x}", "demo/mild") for number, path in enumerate(paths)}
    assert baseline.write(Baseline(file), entries)
    assert baseline.read(file).entries == entries
    assert not baseline.write(Baseline(file), entries)


@given(st.binary(max_size=200))
def test_whatever_is_in_the_file(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("any") / "known"
    for text in (content, HEADER.encode() + b"\n" + content):
        file.write_bytes(text)
        try:
            held = baseline.read(file)
        except BaselineError as error:
            assert str(error).startswith(f"{file}:")
        else:
            assert held.gone == {path for path in held.drafts if not os.path.lexists(file.parent / path)}
