"""The GitHub action and the snippets for services: their scripts are run, and what is typed into them never is."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from healthlint.cli import healthlint
from tests.steps import ROOT, UNREACHED, Ran, Runner

if not shutil.which("bash"):
    pytest.skip("bash is not installed", allow_module_level=True)

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
CHECK = STEPS["Check the drafts"]
DEFAULTS = {f"inputs.{name}": said["default"] for name, said in ACTION["inputs"].items()}

GRAVE = "# Turmeric\n\nTurmeric cures cancer.\n"
CLEAN = "# Turmeric\n\nTurmeric does not cure cancer.\n"
PINNED = re.compile(r"[\w.-]+/[\w./-]+@v\d+(\.\d+\.\d+)?")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all runs: the shipped rules are compiled once."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def runner(tmp_path: Path, kept: Path) -> Runner:
    return Runner(tmp_path, {"HEALTHLINT_CACHE_DIR": str(kept)})


@pytest.fixture
def check(runner: Runner) -> Callable[..., Ran]:
    """Runs the action's check with these inputs; what its names cannot be in Python is written with _."""

    def run(**inputs: str) -> Ran:
        said = {f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()}
        assert said.keys() <= DEFAULTS.keys()
        return runner.run([CHECK], {**DEFAULTS, **said})

    return run


def test_it_has_the_shape_of_an_action() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert set(ACTION) <= {"name", "description", "author", "branding", "inputs", "outputs", "runs"}
    for said in ACTION["inputs"].values():
        assert set(said) == {"description", "default"}
    for step in STEPS.values():
        assert ("uses" in step) != ("run" in step)
        assert "run" not in step or step["shell"] == "bash"
        assert "uses" not in step or PINNED.fullmatch(step["uses"])


def test_no_input_stands_in_a_script_and_each_is_used() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert not [name for name, step in STEPS.items() if "${{" in step.get("run", "")]
    used = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", text))
    assert used == set(ACTION["inputs"])


def test_findings_fail_it_and_are_told_everywhere(runner: Runner, check: Callable[..., Ran]) -> None:
    runner.put("content/turmeric.md", GRAVE)
    ran = check(sarif="out.sarif")
    assert ran.code == 1
    assert "::error file=content/turmeric.md,line=3," in ran.told
    assert "disease-claim/cure-of-serious-disease" in ran.summary
    assert "turmeric.md" in ran.summary
    assert ran.outputs == "exit-code=1\n"
    sarif = json.loads((runner.folder / "out.sarif").read_text(encoding="utf-8"))
    assert sarif["version"] == "2.1.0"
    (found,) = {result["ruleId"] for result in sarif["runs"][0]["results"] if result["level"] == "error"}
    assert found == "disease-claim/cure-of-serious-disease"


def test_a_clean_draft_passes(runner: Runner, check: Callable[..., Ran]) -> None:
    runner.put("turmeric.md", CLEAN)
    ran = check()
    assert (ran.code, ran.outputs) == (0, "exit-code=0\n")
    assert ran.summary
    assert not list(runner.folder.glob("*.sarif"))


def test_paths_are_read_line_by_line(runner: Runner, check: Callable[..., Ran]) -> None:
    runner.put("two words/turmeric.md", GRAVE)
    runner.put("-dash.md", GRAVE)
    runner.put("clean.md", CLEAN)
    runner.put("other.md", GRAVE)
    ran = check(paths="two words/\r\n\n-dash.md\nclean.md")
    assert ran.code == 1
    assert set(re.findall(r"::error file=([^,]*),", ran.told)) == {"two words/turmeric.md", "-dash.md"}
    assert check(paths="clean.md").code == 0


def test_inputs_outdo_the_settings(runner: Runner, check: Callable[..., Ran]) -> None:
    runner.put("turmeric.md", GRAVE)
    assert check(fail_on="never").code == 0
    runner.put(".healthlint.yaml", "fail_on: never\n")
    assert check().code == 0
    assert check(fail_on="error").code == 1
    assert "profile us-supplement" in check(profile="us-supplement").told


def test_known_findings_are_let_stand(runner: Runner, check: Callable[..., Ran]) -> None:
    runner.put("turmeric.md", GRAVE)
    assert runner.bash("healthlint baseline --baseline known").returncode == 0
    assert check().code == 1
    assert check(baseline="known").code == 0
    runner.put("turmeric.md", f"New words.\n\n{GRAVE}\nGinger cures diabetes.\n")
    ran = check(baseline="known")
    assert ran.code == 1
    assert re.findall(r"::error file=turmeric.md,line=(\d+),", ran.told) == ["7"]


@pytest.fixture
def branch(runner: Runner) -> None:
    """A pull request as it is checked out with all that came before: an old finding, and a new one on its branch."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    for name in ("AUTHOR", "COMMITTER"):
        runner.env |= {f"GIT_{name}_NAME": "A writer", f"GIT_{name}_EMAIL": "writer@example.org"}
    runner.env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    runner.put("turmeric.md", GRAVE)
    old = "git init -q -b main && git add -A && git commit -qm Old && git update-ref refs/remotes/origin/main HEAD"
    assert runner.bash(old).returncode == 0
    runner.put("turmeric.md", f"{GRAVE}\nGinger cures diabetes.\n")
    assert runner.bash("git checkout -q --detach && git commit -qam New").returncode == 0


@pytest.mark.usefixtures("branch")
def test_only_what_has_changed(check: Callable[..., Ran]) -> None:
    ran = check(since="origin/main")
    assert ran.code == 1
    assert re.findall(r"::error file=turmeric.md,line=(\d+),", ran.told) == ["5"]
    gone = check(since="origin/gone")
    assert (gone.code, "origin/gone" in gone.told) == (2, True)


@pytest.mark.usefixtures("branch")
@pytest.mark.parametrize("value", ["$(touch x)", "--output=x", "-x", "HEAD\ntouch x", "HEAD; touch x", "..x"])
def test_no_reference_is_read_as_anything_else(runner: Runner, check: Callable[..., Ran], value: str) -> None:
    held(runner, check(since=value))


@pytest.mark.parametrize("inputs", [{"profile": "none-such"}, {"paths": "nowhere.md"}, {"fail_on": "grave"}])
def test_a_fault_is_told_as_one(runner: Runner, check: Callable[..., Ran], inputs: dict[str, str]) -> None:
    runner.put("turmeric.md", CLEAN)
    ran = check(**inputs)
    assert (ran.code, ran.outputs) == (2, "exit-code=2\n")
    assert "Error:" in ran.told


TYPED = [name for name in ACTION["inputs"] if name != "python-version"]
"""The inputs that reach a script."""

HOSTILE = [
    "$(touch x)",
    "`touch x`",
    '"; touch x; "',
    "'; touch x; '",
    "a\ntouch x",
    "a\nexit-code=0\n",
    "| touch x",
    "${IFS}touch${IFS}x",
    "--help",
    "${{ github.token }}",
    "a' \"b\\",
]


@pytest.mark.parametrize("inputs", [dict.fromkeys(TYPED, value) for value in HOSTILE], ids=HOSTILE)
def test_what_is_typed_in_is_never_run(runner: Runner, check: Callable[..., Ran], inputs: dict[str, str]) -> None:
    held(runner, check(**inputs))


@pytest.mark.parametrize("name", TYPED)
def test_nor_is_it_in_one_place_alone(runner: Runner, check: Callable[..., Ran], name: str) -> None:
    held(runner, check(**{name: "\n".join(HOSTILE)}))


def held(runner: Runner, ran: Ran) -> None:
    """Nothing was run, and nothing was said in our name."""
    assert ran.code == 2
    assert ran.outputs == "exit-code=2\n"
    assert not list(runner.folder.rglob("x"))
    assert "Usage: healthlint [OPTIONS]" not in ran.told


def test_it_installs_itself_and_leaves_the_python_of_others_alone(tmp_path: Path) -> None:
    """Its own program joins the PATH, and nothing beside it. Skipped only where pip reaches no packages."""
    runner = Runner(tmp_path)
    (tmp_path / "bin" / "healthlint").unlink()
    ran = runner.run([STEPS["Install healthlint"]], {"steps.python.outputs.python-path": sys.executable})
    if ran.code and UNREACHED.search(ran.told):
        pytest.skip(f"pip reaches no packages: {ran.told[-300:]}")
    assert ran.code == 0, ran.told
    folder = Path(ran.path.strip())
    assert [file.stem for file in folder.iterdir()] == ["healthlint"]
    said = subprocess.run([folder / "healthlint", "--version"], capture_output=True, encoding="utf-8", check=True)
    assert said.stdout.startswith("healthlint")
    init = [folder / "healthlint", "init", "--dry-run", "--ci", "github"]
    told = subprocess.run(init, cwd=runner.folder, capture_output=True, encoding="utf-8", check=True).stdout
    assert "--- .github/workflows/healthlint.yml" in told, "the files to write are in the wheel"
    runner.put("turmeric.md", GRAVE)
    runner.env["PATH"] = f"{folder}:{runner.env['PATH']}"
    assert runner.run([CHECK], DEFAULTS).code == 1


def snippets(page: str, language: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", text)


FLOWS = [text for text in snippets("ci.md", "yaml") if "runs-on" in text]


def test_the_page_names_each_input() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert set(re.findall(r"(?m)^\| `([\w-]+)` \|", page)) == set(ACTION["inputs"])


@pytest.mark.parametrize("text", FLOWS, ids=range(len(FLOWS)))
def test_the_workflows_of_the_page_do_as_they_say(runner: Runner, text: str) -> None:
    flow = yaml.safe_load(text)
    assert set(flow) == {"name", True, "permissions", "jobs"}, "`on` is a yes in YAML 1.1"
    steps = flow["jobs"]["healthlint"]["steps"]
    runner.put("content/turmeric.md", GRAVE)
    runner.put("pages/about.md", CLEAN)
    assert all(PINNED.fullmatch(step["uses"]) for step in steps if "uses" in step)
    for step in steps:
        if step.get("uses", "").startswith("your-org/healthlint@"):
            given = step.get("with", {})
            assert given.keys() <= ACTION["inputs"].keys()
            if "since" in given:  # test_only_what_has_changed runs it
                assert steps[0]["with"] == {"fetch-depth": 0}
                continue
            ran = runner.run([CHECK], {**DEFAULTS, **{f"inputs.{name}": value for name, value in given.items()}})
            assert ran.code == 1
            assert "sarif" not in given or (runner.folder / given["sarif"]).is_file()
    told = [step for step in steps if not step.get("name", "").startswith("Install")]
    if any("run" in step for step in told):
        failed(runner.run(told))


def failed(ran: Ran) -> None:
    """As it should where there is a grave finding."""
    assert ran.code == 1, ran.told
    assert "::error file=content/turmeric.md,line=3," in ran.told
    assert "disease-claim/cure-of-serious-disease" in ran.summary


@pytest.fixture
def written(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """What `init` writes for a service into the runner's folder."""
    monkeypatch.chdir(runner.folder)

    def write(service: str, file: str) -> dict[str, Any]:
        runner.put("content/turmeric.md", GRAVE)
        done = CliRunner().invoke(healthlint, ["init", "--ci", service])
        assert done.exit_code == 0, done.output
        return yaml.safe_load((runner.folder / file).read_text(encoding="utf-8"))

    yield write


@pytest.mark.shipped
def test_the_workflow_that_init_writes(runner: Runner, written: Callable[..., Any]) -> None:
    steps = written("github", ".github/workflows/healthlint.yml")["jobs"]["healthlint"]["steps"]
    failed(runner.run(step for step in steps if step.get("name") != "Install healthlint"))
    upload = steps[-1]
    assert json.loads((runner.folder / upload["with"]["sarif_file"]).read_text(encoding="utf-8"))["runs"]


@pytest.mark.shipped
@pytest.mark.parametrize("of", ["init", "page"])
def test_the_job_for_gitlab(runner: Runner, written: Callable[..., Any], of: str) -> None:
    told = [yaml.safe_load(text) for text in snippets("ci.md", "yaml") if "codequality" in text]
    job = (written("gitlab", ".gitlab/healthlint.yml") if of == "init" else told[0])["healthlint"]
    runner.put("content/turmeric.md", GRAVE)
    install, check = job["script"]
    assert install == 'python -m pip install --quiet "$HEALTHLINT"'
    done = runner.bash(check)
    assert done.returncode == 1
    assert "content/turmeric.md:3:10: error" in done.stdout
    report = json.loads((runner.folder / job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))
    assert {one["location"]["path"] for one in report} == {"content/turmeric.md"}


def test_the_page_and_init_agree_on_gitlab(written: Callable[..., Any]) -> None:
    (page,) = [yaml.safe_load(text) for text in snippets("ci.md", "yaml") if "codequality" in text]
    assert written("gitlab", ".gitlab/healthlint.yml") == page
