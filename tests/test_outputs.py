"""Where the reports of a run go, and that what cannot be written is told before anything is linted."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from healthlint.report import FORMATS
from tests.test_cli import demo, run, site, small, write
from tests.test_formats import CHECKS

__all__ = ["site", "small"]  # fixtures


@pytest.fixture(autouse=True)
def draft(site: Path) -> None:
    write("a.md", "It is mildly, gravely so.\n")


def files() -> set[str]:
    return {file.name for file in Path().iterdir() if file.is_file()} - {"a.md"}


def test_one_run_writes_as_many_reports_as_are_asked_for() -> None:
    args = [part for form in FORMATS for part in ("--output", f"{form}=out.{form}")]
    result = demo("a.md", *args)
    assert result.exit_code == 1
    assert result.stdout == Path("out.text").read_text(encoding="utf-8")
    assert result.stderr == ""
    assert files() == {f"out.{form}" for form in FORMATS}
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["summary"]["error"] == 1
    assert b"\r\n" in Path("out.csv").read_bytes() and b"\r" not in Path("out.junit").read_bytes()


def content(name: str) -> str:
    return Path(name).read_bytes().decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_every_report_of_a_run_is_taken_by_its_consumer() -> None:
    write(
        "posts/c <b>|`@x` =1\x1b[31m\n::error::.md",
        "It is gravely so. It is middlingly so.\n\nAnd mildly, wordly so.\n",
    )
    Path("posts/binary.md").write_bytes(b"\xff\xfe\x00\xd8")
    write("posts/german.md", "Die Pflanze ist sehr gesund und hilft gegen alle Arten von Schmerzen im Rücken.\n" * 5)
    write("posts/clean.md", "It is so.\n")
    args = [part for form in CHECKS for part in ("--output", f"{form}=out.{form}")]
    assert demo("a.md", "posts", *args).exit_code == 1
    for form, check in CHECKS.items():
        check(content(f"out.{form}"))
        assert "demo/middling" in content(f"out.{form}") and "draft/unreadable" in content(f"out.{form}")


def test_the_fingerprints_of_sarif_stay_when_lines_move() -> None:
    def prints() -> list[str]:
        demo("a.md", "--output", "sarif=o")
        results = json.loads(content("o"))["runs"][0]["results"]
        return [result["partialFingerprints"]["healthlint/v1"] for result in results]

    before = prints()
    write("a.md", "# New\n\nNothing here.\n\nIt is mildly,\ngravely so.\n")
    assert prints() == before and len(set(before)) == 2


@pytest.mark.parametrize(
    ("args", "stdout", "stderr"),
    [
        (["--output", "json=o"], "text", False),
        (["--output", "json=o", "--format", "github"], "github", True),
        (["--output", "o"], "", True),
        (["--output", "o", "--output", "json=p"], "", True),
        (["--output", "json=-"], "json", True),
        (["--output", "json=-", "--output", "text=o"], "json", True),
        (["--output", "-"], "text", False),
        (["--output", "-", "--format", "json"], "json", True),
        (["--output", "json=o", "--quiet"], "text", False),
    ],
)
def test_what_standard_output_gets(args: list[str], stdout: str, stderr: bool) -> None:
    result = demo("a.md", *args)
    assert (result.exit_code, bool(result.stderr)) == (1, stderr)
    marks = {"text": "a.md:1:7: info:", "json": "{\n", "github": "::error "}
    assert result.stdout.startswith(marks[stdout]) if stdout else result.stdout == ""
    assert ("1 error, 1 info in 1 of 1 draft" in result.stdout) == (
        stdout in ("text", "json") and "--quiet" not in args
    )


def test_a_file_is_the_same_whatever_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    demo("a.md", "--output", "full=wide", "--color", "always")
    monkeypatch.setenv("COLUMNS", "40")
    demo("a.md", "--output", "full=narrow", "--no-cache")
    assert Path("wide").read_bytes() == Path("narrow").read_bytes()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--output", "sarf=o"], "there is no format “sarf”; did you mean “sarif”?"),
        (["--output", "zzz=o"], "there is no format “zzz”; there are text, full, json"),
        (["--output", "json="], "needs the name of a file"),
        (["--output", ""], "needs the name of a file"),
        (["--output", "json=nowhere/o"], "cannot write nowhere/o: there is no folder nowhere"),
        (["--output", "json=a.md/o"], "cannot write a.md/o: there is no folder a.md"),
        (["--output", "json=pack"], "cannot write pack: it is a folder"),
        (
            ["--output", "json=o", "--output", "csv=./pack/../o"],
            "two reports cannot both go to pack/../o (json and csv)",
        ),
        (["--output", "json=-", "--format", "csv"], "two reports cannot both go to standard output (json and csv)"),
        (["--output", "json=-", "--output", "csv=-"], "two reports cannot both go to standard output"),
        (["--output", "markdown=a.md"], "cannot write a.md: it is a draft that is to be checked"),
    ],
)
def test_what_cannot_be_written_is_told_before_the_work(
    args: list[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("healthlint.cli.check.Session", lambda *_: pytest.fail("it has begun"))
    result = demo("a.md", *args)
    assert (result.exit_code, files()) == (2, set())
    assert message in re.sub(r"\s+", " ", result.stderr), result.stderr
    assert Path("a.md").read_text(encoding="utf-8") == "It is mildly, gravely so.\n"


def test_a_file_whose_name_has_a_sign() -> None:
    assert demo("a.md", "--output", "./a=b", "--format", "json").stdout == ""
    assert files() == {"a=b"}


def test_a_report_among_the_drafts_is_no_draft_and_overwrites_none() -> None:
    write("posts/b.md", "It is gravely so.\n")
    first, second = (demo("posts", "--output", "markdown=posts/comment.md") for _ in range(2))
    assert first.exit_code == 1 and first.stdout == second.stdout
    assert Path("posts/comment.md").read_text(encoding="utf-8").startswith("### healthlint: 1 error\n")
    lost = demo("posts", "--output", "markdown=posts/b.md")
    assert (lost.exit_code, lost.stderr) == (2, "Error: cannot write posts/b.md: it is a draft that is to be checked\n")
    assert Path("posts/b.md").read_text(encoding="utf-8") == "It is gravely so.\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_what_is_no_file_stays_what_it_is() -> None:
    write("real.json", "old")
    Path("link.json").symlink_to("real.json")
    demo("a.md", "--output", f"json={os.devnull}", "--output", "json=link.json")
    assert Path("link.json").is_symlink()
    assert json.loads(Path("real.json").read_text(encoding="utf-8"))["version"] == 1
    assert not Path(os.devnull).is_file()


def provenance(*args: str) -> dict[str, object]:
    told = json.loads(demo("a.md", "--format", "json", *args).stdout)["provenance"]
    assert isinstance(told, dict)
    return told


def test_provenance_is_the_same_with_a_cache_and_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cold, warm, none = provenance(), provenance(), provenance("--no-cache")
    assert cold == warm == none
    assert cold == {
        "rulebook": cold["rulebook"],
        "profiles": ["article"],
        "jurisdictions": [],
        "law": {
            "as_of": "2026-01-01",
            "review_by": "2036-01-01",
            "texts": [{"kind": "authority", "name": "guide", "as_of": "2026-01-01", "review_by": "2036-01-01"}],
        },
        "time": None,
    }
    guide = Path("pack/authorities/guide.yaml")
    guide.write_text(guide.read_text(encoding="utf-8").replace("2026-01-01", "2025-12-31"), encoding="utf-8")
    changed = provenance()
    assert changed["rulebook"] != cold["rulebook"]
    assert changed["law"] != cold["law"]


def test_the_time_of_a_run_is_told_where_it_is_asked_for() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(provenance("--timestamp")["time"]))
    line = demo("a.md", "--timestamp").stdout.splitlines()[-2]
    assert re.fullmatch(
        r"healthlint \S+, profile article, rulebook [0-9a-f]{12}, "
        r"law as read since 2026-01-01, next review by 2036-01-01, run at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\.",
        line,
    )


def test_several_settings_in_one_run_are_all_told() -> None:
    write("pack/profiles/strict.yaml", "about: x.\njurisdiction: international\ncopy: editorial\nrules: ['demo/*']\n")
    write("one/.healthlint.yaml", "packs: [../pack]\nprofile: strict\n")
    write("one/b.md", "It is gravely so.\n")
    told = json.loads(run("check", "a.md", "one", "--format", "json").stdout)["provenance"]
    assert told["profiles"] == ["article", "strict"]
    assert len(told["rulebook"]) == 2


def test_reports_are_whole_in_a_console_that_is_not_utf_8() -> None:
    write("b.md", "It is gravely — so.\n")
    command = [sys.executable, "-m", "healthlint", "check", "--pack", "pack", "--rule", "demo/*", "--fail-on", "never"]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(
        [*command, "b.md", "--format", "junit"], capture_output=True, check=True, env=environment, timeout=120
    )
    assert done.stdout.isascii() and b"&#8220;gravely&#8221;" in done.stdout
