"""The hooks for pre-commit, run by pre-commit itself in repositories made on the spot.

The slow ones have pre-commit build an environment from a copy of this very source. They are skipped only where
pre-commit or git is missing, or where pip reaches no packages.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import yaml

pytest.importorskip("pre_commit", reason="pre-commit is not installed: pip install '.[test]'")
if not shutil.which("git"):
    pytest.skip("git is not installed", allow_module_level=True)

from pre_commit.clientlib import load_config, load_manifest

from tests.steps import UNREACHED

ROOT = Path(__file__).parent.parent
NEEDED = ("healthlint", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
"""What a copy of this source needs to be installed from."""

GRAVE = "# Turmeric\n\nTurmeric cures cancer.\n"
CLEAN = "# Turmeric\n\nTurmeric does not cure cancer.\n"

AUTHORITY = """\
in: international
for: all
kind: house
issuer: The editors of this test
cite: A list of spellings
says: So we spell it.
checked: primary
as_of: 2026-01-01
review_by: 2036-01-01
"""

MENDED = """\
title: A word spelt wrongly
severity: info
message: “<match>” is spelt otherwise.
advice: Spell it as the authority does.
authority: house-spelling
replace: {recieve: receive}
safe: true
tests:
  bad: [We <<recieve>> tea here., They <<recieve>> it.]
  good: [We receive tea here., They receive it.]
"""


class Repository:
    """A git repository with hooks that pre-commit has installed."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self.folder = folder
        self.env = env
        folder.mkdir(parents=True, exist_ok=True)
        self.call("git", "init", "-q", "-b", "main")

    def call(self, *args: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            args, cwd=self.folder, env=self.env, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def pre_commit(self, *args: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self.call(sys.executable, "-m", "pre_commit", *args, check=check)

    def put(self, name: str, text: str) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def commit(self) -> tuple[int, str]:
        """Add everything and try to commit it: how that ended, and what was said."""
        self.call("git", "add", "-A")
        done = self.call("git", "commit", "-m", "A change", check=False)
        return done.returncode, done.stdout + done.stderr

    @property
    def commits(self) -> int:
        return len(self.call("git", "log", "--all", "--format=%h").stdout.split())


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Neither the settings of this machine's git nor anything that pre-commit or healthlint kept."""
    base = tmp_path_factory.mktemp("home")
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT", "HEALTHLINT"))
    }
    who = {
        f"GIT_{role}_{what}": f"{what.lower()}@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    return {
        **ours,
        **who,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(base / "pre-commit"),
        "HEALTHLINT_CACHE_DIR": str(base / "cache"),
        "PRE_COMMIT_COLOR": "never",
    }


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, env: dict[str, str]) -> Repository:
    """This source as a repository of one commit, as others would have it from a server."""
    copy = Repository(tmp_path_factory.mktemp("source") / "healthlint", env)
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy.folder / name)
    copy.call("git", "add", "-A")
    copy.call("git", "commit", "-qm", "As it is now")
    return copy


@pytest.fixture(scope="module")
def hooked(
    tmp_path_factory: pytest.TempPathFactory, env: dict[str, str], source: Repository
) -> Iterator[Callable[..., Repository]]:
    """Makes repositories with these hooks in place, in an environment that pre-commit has built itself."""
    rev = source.call("git", "rev-parse", "HEAD").stdout.strip()

    def make(*hooks: str) -> Repository:
        made = Repository(tmp_path_factory.mktemp("site"), env)
        entry = {"repo": str(source.folder), "rev": rev, "hooks": [{"id": hook} for hook in hooks]}
        made.put(".pre-commit-config.yaml", yaml.safe_dump({"repos": [entry]}))
        built = made.pre_commit("install", "--install-hooks", check=False)
        told = built.stdout + built.stderr
        if built.returncode and UNREACHED.search(told):
            pytest.skip(f"pip reaches no packages, so pre-commit can build no environment: {told[-300:]}")
        assert built.returncode == 0, told
        return made

    yield make


def test_its_list_of_hooks_is_one() -> None:
    hooks = load_manifest(ROOT / ".pre-commit-hooks.yaml")
    assert [hook["id"] for hook in hooks] == ["healthlint", "healthlint-fix"]
    assert all(hook["require_serial"] for hook in hooks), "one process, which shares the work itself"


def test_it_blocks_a_finding_and_passes_a_clean_draft(hooked: Callable[..., Repository]) -> None:
    site = hooked("healthlint")
    site.put("content/turmeric.md", GRAVE)
    code, told = site.commit()
    assert code == 1, told
    assert "content/turmeric.md:3:10: error" in told
    assert "[disease-claim/cure-of-serious-disease]" in told
    assert site.commits == 0

    site.put("content/turmeric.md", CLEAN)
    code, told = site.commit()
    assert code == 0, told
    assert "This is no legal clearance." in told
    assert site.commits == 1

    site.put("main.py", "print('Turmeric cures cancer.')\n")
    code, told = site.commit()
    assert code == 0, told
    assert "Skipped" in told


def test_settings_and_odd_names_are_heeded(hooked: Callable[..., Repository]) -> None:
    site = hooked("healthlint")
    site.put(".healthlint.yaml", "exclude: [/README.md]\n")
    site.put("README.md", GRAVE)
    code, told = site.commit()
    assert code == 0, told
    site.put("--config=no such file.md", GRAVE)
    code, told = site.commit()
    assert code == 1
    assert "--config=no such file.md:3:10: error" in told


def test_many_drafts_are_checked_by_one_process(hooked: Callable[..., Repository]) -> None:
    site = hooked("healthlint")
    for number in range(300):
        site.put(f"content/{number}.md", f"{CLEAN}\nIt is text number {number}.\n")
    site.call("git", "add", "-A")
    done = site.pre_commit("run", "--all-files")
    assert re.findall(r"in (\d+) drafts", done.stdout) == ["300"]


def test_a_fix_changes_the_draft_and_fails_the_commit(hooked: Callable[..., Repository]) -> None:
    site = hooked("healthlint-fix", "healthlint")
    site.put("house/authorities/house-spelling.yaml", AUTHORITY)
    site.put("house/spelling/receive.yaml", MENDED)
    site.put(".healthlint.yaml", "packs: [house]\n")
    site.put("content/tea.md", "# Tea\n\nWe recieve it here.\n")
    code, told = site.commit()
    assert code == 1, told
    assert "files were modified by this hook" in told
    assert (site.folder / "content/tea.md").read_text(encoding="utf-8") == "# Tea\n\nWe receive it here.\n"
    assert site.commits == 0

    code, told = site.commit()
    assert code == 0, told
    assert "receive" in site.call("git", "show", "HEAD:content/tea.md").stdout


def test_what_init_writes_blocks_a_commit(tmp_path: Path, env: dict[str, str]) -> None:
    """Without a known address it runs the healthlint that is installed: here, this source."""
    ours = {**env, "PYTHONPATH": str(ROOT), "PATH": f"{tmp_path / 'bin'}{os.pathsep}{env['PATH']}"}
    site = Repository(tmp_path / "site", ours)
    site.put("../bin/healthlint", f'#!/bin/sh\nexec "{sys.executable}" -m healthlint "$@"\n')
    (tmp_path / "bin/healthlint").chmod(0o755)
    site.put("post.md", GRAVE)
    site.call("healthlint", "init", "--ci", "none")
    load_config(site.folder / ".pre-commit-config.yaml")
    site.pre_commit("install")
    code, told = site.commit()
    assert code == 1, told
    assert "post.md:3:10: error" in told
    site.put("post.md", CLEAN)
    code, told = site.commit()
    assert code == 0, told


PAGE = re.findall(r"(?ms)^```yaml\n(.*?)^```$", (ROOT / "docs" / "pre-commit.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", PAGE, ids=range(len(PAGE)))
def test_the_entries_of_the_page_are_entries(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    (entry,) = load_config(tmp_path / "config.yaml")["repos"]
    known = {hook["id"] for hook in load_manifest(ROOT / ".pre-commit-hooks.yaml")}
    assert {hook["id"] for hook in entry["hooks"]} <= known
