"""A command imports what it runs: a short check does without whatever only other runs need."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import healthlint

NEVER = (
    "multiprocessing",
    "nltk",
    "pygls",
    "rich",
    "subprocess",
    "tempfile",
    "healthlint.changes",
    "healthlint.baseline",
    "healthlint.cli.baseline",
    "healthlint.cli.crew",
    "healthlint.cli.fix",
    "healthlint.cli.stale",
    "healthlint.fix",
    "healthlint.mutants",
    "healthlint.projectfile",
    "healthlint.reading",
    "healthlint.report.checkstyle",
    "healthlint.report.csv",
    "healthlint.report.elements",
    "healthlint.report.full",
    "healthlint.report.github",
    "healthlint.report.gitlab",
    "healthlint.report.html",
    "healthlint.report.json",
    "healthlint.report.junit",
    "healthlint.report.markdown",
    "healthlint.report.rdjson",
    "healthlint.report.sarif",
    "healthlint.ruletest",
    "healthlint.site",
)
"""What no run imports that checks a short draft, by one process, and told as text."""

UNASKED = ("pathspec", "textstat")
"""What it imports only where there are patterns to match, or where there is enough to read to take a grade of it."""

AGAIN = (
    "difflib",
    "pyromark",
    "regex",
    "tomllib",
    "yaml",
    "healthlint.draft.document",
    "healthlint.engine",
    "healthlint.language",
    "healthlint.rulebook.library",
    "healthlint.suppress",
    "healthlint.voice",
)
"""What it does without, too, where an earlier run has checked the same drafts."""

SHORT = "# Kava\n\nKava cures anxiety.\n"
LONG = "\n" + "It is known in many islands of the ocean, where it is drunk. " * 60

RUN = """\
import sys
from healthlint.cli import main
try:
    main(sys.argv[1:])
finally:
    print(*sys.modules, sep="\\n", file=sys.stderr)
"""


def imported(cache: Path, format_: str, folder: Path) -> set[str]:
    """The modules that a check of a folder has imported when it ends; it must have found something."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "check", "--fail-on", "info", "--format", format_, str(folder)],
        capture_output=True,
        encoding="utf-8",
        cwd=Path(healthlint.__file__).parent.parent,
        env={**os.environ, "HEALTHLINT_CACHE_DIR": str(cache)},
        check=False,
    )
    assert done.returncode == 1, done.stderr
    return set(done.stderr.split())


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str]]:
    """What two checks of a folder with one short draft import, one after the other."""
    folder, cache = tmp_path_factory.mktemp("short"), tmp_path_factory.mktemp("cache")
    (folder / "kava.md").write_text(SHORT, encoding="utf-8")
    return imported(cache, "text", folder), imported(cache, "text", folder)


@pytest.mark.parametrize("module", [*NEVER, *UNASKED])
def test_a_short_check_does_without(runs: tuple[set[str], set[str]], module: str) -> None:
    assert module not in runs[0]


@pytest.mark.parametrize("module", [*NEVER, *UNASKED, *AGAIN])
def test_another_check_does_without(runs: tuple[set[str], set[str]], module: str) -> None:
    assert module not in runs[1]


def test_what_is_asked_for_is_imported(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "kava.md").write_text(SHORT + LONG, encoding="utf-8")
    (tmp_path / ".gitignore").write_text("*.txt\n", encoding="utf-8")
    names = imported(cache, "json", tmp_path)
    assert {*UNASKED, "healthlint.report.json"} <= names
    assert "nltk" not in names


@pytest.mark.parametrize(("least", "code"), [("info", 1), ("never", 0)])
def test_it_leaves_with_all_said(cache: Path, tmp_path: Path, least: str, code: int) -> None:
    (tmp_path / "kava.md").write_text(SHORT * 2000, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "healthlint", "check", "--fail-on", least, "--format", "json", str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        cwd=Path(healthlint.__file__).parent.parent,
        check=False,
    )
    assert done.returncode == code
    assert len(json.loads(done.stdout)["drafts"][0]["findings"]) >= 2000
    assert "in 1 of 1 draft" in done.stderr
