"""Several processes give the same report as one, end together, and lose nothing silently."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from healthlint import engine
from healthlint.cli import crew, healthlint, workers
from healthlint.model import Document
from tests.conftest import ENGLISH, HOUSE, RULE

pytestmark = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="needs processes that can be forked"
)

PROFILE = "about: A profile.\njurisdiction: international\ncopy: editorial\nrules: [{rules}]\n"
DRAFT = "# Day {day}\n\nIt is mildly so, and gravely too, on day {day}.\n\nIt is “mildly” so.\n"


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of drafts, and a rulebook of two rules and two profiles in place of the shipped one."""
    for name, text in {
        "rules/languages/en.yaml": ENGLISH.read_text(encoding="utf-8"),
        "rules/authorities/house.yaml": HOUSE.replace("kind: house", "kind: guidance\nurl: https://example.org/"),
        "rules/profiles/article.yaml": PROFILE.format(rules="'*'"),
        "rules/profiles/lenient.yaml": PROFILE.format(rules="demo/mild"),
        "rules/demo/mild.yaml": RULE + "find: [mildly]\n",
        "rules/demo/grave.yaml": RULE.replace("info", "warning") + "find: [gravely]\n",
        **{f"drafts/{day:02}.md": DRAFT.format(day=day) * (1 + day % 3) for day in range(20)},
        "drafts/05-own.md": "---\nhealthlint-profile: lenient\n---\n\nIt is gravely and mildly so.\n",
        "drafts/06-unknown.md": "---\nhealthlint-profile: lenent\n---\n\nIt is gravely so.\n",
        "drafts/07-silenced.md": "<!-- healthlint-disable-file demo/mild: a test -->\n\nIt is mildly so.\n",
        "drafts/08-empty.md": "",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "drafts/09-unreadable.md").write_bytes(b"caf\xe9")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("healthlint.rulebook.home.shipped", lambda: tmp_path / "rules")
    monkeypatch.delenv("HEALTHLINT_DEBUG", raising=False)
    monkeypatch.setenv("HEALTHLINT_NO_CACHE", "1")
    return tmp_path


def check(*args: str) -> Result:
    return CliRunner().invoke(healthlint, ["check", "drafts", *args])


@pytest.fixture
def hired(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many workers each run had; a run without any leaves nothing."""
    crews: list[int] = []
    hire = crew.hired

    def counted(session: object, drafts: object, jobs: int) -> object:
        crews.append(jobs)
        return hire(session, drafts, jobs)  # type: ignore[arg-type]

    monkeypatch.setattr(crew, "hired", counted)
    return crews


def meeting(path: str, what: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Something happens to whichever process meets this draft."""
    lint = engine.lint

    def met(document: Document, *args: object) -> object:
        if document.path == path:
            what()
        return lint(document, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "lint", met)


@pytest.mark.parametrize("format_", ["text", "full", "json", "github", "sarif"])
@pytest.mark.parametrize("why", [[], ["--why"]])
def test_the_report_is_the_same_byte_for_byte(format_: str, why: list[str], hired: list[int]) -> None:
    alone, two, many = (check("--format", format_, *why, "-j", jobs) for jobs in ["1", "2", "5"])
    assert hired == [2, 5]
    assert alone.stdout_bytes == two.stdout_bytes == many.stdout_bytes
    assert alone.stderr_bytes == two.stderr_bytes == many.stderr_bytes
    assert alone.exit_code == two.exit_code == many.exit_code == 1
    for said in ["draft/unreadable", "draft/unknown-profile", "demo/grave", "demo/mild", "lenient"]:
        assert said in alone.output or (said == "lenient" and format_ == "github")


def test_how_many_there_are_by_default(hired: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "usable_cpus", lambda: 3)
    check()
    assert hired == [], "so little work is done sooner by one process"
    monkeypatch.setattr(workers, "SMALL", 1000)
    check()
    assert hired == [3]
    check("-j", "100")
    assert 3 < hired[1] <= 25, "never more than there are portions"
    monkeypatch.setattr(workers, "usable_cpus", lambda: 1)
    check()
    assert len(hired) == 2


@pytest.mark.parametrize("jobs", [1, 2, 7])
@pytest.mark.parametrize("sizes", [[], [500], [500] * 9, [90_000, 500, 500, 90_000], [500] * 3 + [10**6]])
def test_portions_hold_each_draft_once_and_in_order(sizes: list[int], jobs: int) -> None:
    portions = workers._portions(sizes, jobs)
    assert [index for portion in portions for index in portion] == list(range(len(sizes)))
    assert all(portions)


def test_one_process_where_none_can_be_forked(hired: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_can_fork", lambda: False)
    assert check("-j", "2").exit_code == 1
    assert hired == []


def test_our_own_mistake_is_a_finding_and_exits_2(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting("drafts/03.md", lambda: 1 // 0, monkeypatch)  # type: ignore[arg-type, return-value]
    alone, two = check("-j", "1"), check("-j", "2")
    assert "drafts/03.md:1:1: error: healthlint itself failed" in two.stdout
    assert (alone.exit_code, alone.output) == (two.exit_code, two.output)
    assert two.exit_code == 2
    monkeypatch.setenv("HEALTHLINT_DEBUG", "1")
    assert isinstance(check("-j", "2").exception, ZeroDivisionError)


@pytest.mark.parametrize(
    ("death", "how"),
    [
        (lambda: os._exit(3), "ended (exit code 3)"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "was killed (signal 9)"),
    ],
)
@pytest.mark.parametrize("path", ["drafts/00.md", "drafts/19.md"])
def test_a_worker_that_dies_is_told(
    death: Callable[[], None], how: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting(path, death, monkeypatch)
    result = check("-j", "2")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"a worker process {how}" in result.stderr
    assert not multiprocessing.active_children()


AT_WORK = """\
import os, sys, time
from pathlib import Path

from healthlint import engine
from healthlint.cli import main
from healthlint.rulebook import home

def lint(*args):
    os.write(1, b"at work\\n")
    time.sleep(60)

home.shipped = lambda: Path("rules").absolute()
engine.lint = lint
main(["check", "drafts", "-j", sys.argv[1]])
"""


def started(script: str, jobs: int) -> subprocess.Popen[bytes]:
    """A run of its own, once each of its processes is at work."""
    Path("at_work.py").write_text(script, encoding="utf-8")
    run = subprocess.Popen(
        [sys.executable, "at_work.py", str(jobs)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(Path(engine.__file__).parent.parent)},
    )
    assert run.stdout
    assert [run.stdout.readline() for _ in range(jobs)] == [b"at work\n"] * jobs
    return run


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("everyone", [True, False])
def test_ctrl_c_ends_every_process(jobs: int, everyone: bool) -> None:
    run = started(AT_WORK, jobs)
    if everyone:  # as a terminal does
        os.killpg(run.pid, signal.SIGINT)
    else:
        run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=30)
    assert (run.returncode, said) == (130, b"\nInterrupted.\n")
    with pytest.raises(ProcessLookupError):
        os.killpg(run.pid, 0)


def test_workers_end_with_the_process_that_hired_them() -> None:
    run = started(AT_WORK.replace("sleep(60)", "sleep(0.3)"), 3)
    run.kill()
    _, said = run.communicate(timeout=30)  # ends when the last of them has let go of the streams
    assert said == b""
