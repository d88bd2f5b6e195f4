"""`healthlint init`: what it finds out, what it writes, and that all of it loads."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from healthlint.cli import healthlint, source
from healthlint.cli.generators import GENERATORS
from healthlint.cli.surroundings import look
from healthlint.config import load
from tests.conftest import ENGLISH
from tests.test_cli import AUTHORITY

RULE = """\
title: A grave word
severity: error
message: “<match>” is a word of this test.
authority: guide
danger: It is made up.
find: [gravely]
tests: {bad: [A <<gravely>> here., Another <<gravely>> there.], good: [A word here., Another word there.]}
"""

DRAFT = "# A page\n\nIt is gravely so.\n"
CLONE = "https://example.org/team/healthlint"
NOTED = source._noted
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rulebook of one grave rule with two profiles."""
    folder = tmp_path_factory.mktemp("book")
    profile = "about: Texts.\njurisdiction: international\ncopy: editorial\nrules: ['*']\n"
    for name, text in {
        "languages/en.yaml": ENGLISH.read_text(encoding="utf-8"),
        "authorities/guide.yaml": AUTHORITY,
        "authorities/uk.yaml": AUTHORITY.replace("international", "uk"),
        "profiles/article.yaml": profile,
        "profiles/uk-ads.yaml": profile,
        "demo/grave.yaml": RULE,
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def top(tmp_path: Path, book: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    folder = tmp_path / "top"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr("healthlint.rulebook.home.shipped", lambda: book)
    monkeypatch.setattr(source, "_noted", lambda: None)
    return folder


@pytest.fixture
def repository(top: Path) -> Path:
    """A git repository of a Hugo site on GitHub, with two drafts and a file that is none."""
    for name in ["content/posts/kava.md", "content/shop/tea.mdx", "README.md", "tools/[x] #1!.md", "public/kava.md"]:
        put(top / name, DRAFT)
    put(top / "hugo.toml", "")
    put(top / ".git/config", '[remote "origin"]\n\turl = git@github.com:team/site.git\n')
    put(top / ".git/HEAD", "ref: refs/heads/trunk\n")
    return top


def put(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def run(*args: str) -> Result:
    result = CliRunner().invoke(healthlint, args)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def files(top: Path) -> dict[str, str]:
    return {file.relative_to(top).as_posix(): file.read_text() for file in top.rglob("*") if file.is_file()}


def test_it_finds_out_and_writes_four_files(repository: Path) -> None:
    before = files(repository)
    done = run("init")
    assert done.exit_code == 0, done.output
    wrote = files(repository).keys() - before.keys()
    names = {".healthlint.yaml", ".pre-commit-config.yaml", ".gitattributes", ".github/workflows/healthlint.yml"}
    assert wrote == names
    assert "Found a git repository, made with Hugo, with 2 drafts in content/." in done.output
    assert "README.md, tools/" in done.output
    assert [f"wrote {name}" in done.output for name in wrote] == [True] * 4
    for step in ["healthlint check", "healthlint baseline", "commit", "pre-commit install"]:
        assert step in done.output.partition("Next:")[2]


def test_git_attributes_that_are_there_stay(repository: Path) -> None:
    there = put(repository / ".gitattributes", "*.png binary\n")
    assert "add to .gitattributes: .healthlint-baseline merge=union" in run("init").output.partition("Next:")[2]
    assert there.read_text(encoding="utf-8") == "*.png binary\n"


def test_git_attributes_that_say_so_already(repository: Path) -> None:
    put(repository / ".gitattributes", "/.healthlint-baseline merge=union\n")
    assert ".gitattributes" not in run("init").output


def test_its_settings_hold(repository: Path) -> None:
    run("init")
    done = run("check")
    assert done.exit_code == 1
    assert [line.partition(":")[0] for line in done.stdout.splitlines() if "[demo/grave]" in line] == [
        "content/posts/kava.md",
        "content/shop/tea.mdx",
    ]
    named = run("check", "README.md", "tools/[x] #1!.md", "public/kava.md", "content/posts/kava.md")
    assert "(3)" in named.output
    assert named.stdout.count("[demo/grave]") == 1


def test_what_its_settings_leave_commented_would_hold_too(repository: Path) -> None:
    run("init", "--profile", "uk-ads", "--jurisdiction", "uk")
    text = Path(".healthlint.yaml").read_text(encoding="utf-8")
    told = uncommented(text)
    assert told.count("\n# ") < text.count("\n# ")
    settings = load(put(Path("told.yaml"), told)).settings
    assert settings.profile == "uk-ads"
    assert settings.jurisdiction == ("uk",)
    assert settings.fail_on == "error"
    assert settings.max_warnings == 20
    assert settings.severity == {"sourcing/no-sources": "error"}
    assert settings.baseline == ".healthlint-baseline"
    assert settings.except_ == ("readability/*",)
    assert [entry.match for entry in settings.paths] == ["/content/shop/", "/content/archive/"]
    assert settings.paths[0].profile == "uk-ads"


@pytest.mark.shipped
def test_all_of_it_holds_with_the_shipped_rules(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("healthlint.rulebook.home.shipped", lambda: ROOT / "rules")
    assert run("init").exit_code == 0
    text = uncommented(Path(".healthlint.yaml").read_text(encoding="utf-8"))
    put(repository / ".healthlint.yaml", text)
    noted = run("baseline")
    assert noted.exit_code == 0, noted.output
    done = run("check", "--fail-on", "never")
    assert done.exit_code == 0, done.output
    assert "profile article, us-supplement" in done.output


def uncommented(text: str) -> str:
    """Settings with every key in force that `init` leaves in a comment."""
    keys = "severity|baseline|paths|except|max_warnings|exclude|jurisdiction"
    told = re.sub(rf"(?m)^# ({keys}):", r"\1:", text)
    return re.sub(r"(?m)^#   (- match|  profile|  except):", r"  \1:", told)


def test_without_drafts_it_says_so(top: Path) -> None:
    done = run("init")
    assert done.exit_code == 0
    assert list(files(top)) == [".healthlint.yaml"]
    assert "No draft" in done.output
    assert "a folder outside of git" in done.output
    assert load(Path(".healthlint.yaml")).settings.exclude == ()


def test_from_a_folder_below_it_writes_to_the_top(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "content")
    assert run("init").exit_code == 0
    assert (repository / ".healthlint.yaml").is_file()
    assert not Path(".healthlint.yaml").exists()


@pytest.mark.parametrize(
    "name",
    [
        ".healthlint.yaml",
        ".healthlint.yml",
        ".github/workflows/healthlint.yml",
        ".github/workflows/healthlint.yaml",
    ],
)
@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_it_overwrites_nothing_and_then_writes_nothing(repository: Path, name: str, dry: list[str]) -> None:
    put(repository / name, "mine: [\n")
    before = files(repository)
    done = run("init", *dry)
    assert done.exit_code == 2
    assert f"there already: {name}." in done.output
    assert files(repository) == before


def test_all_that_is_in_the_way_is_named(repository: Path) -> None:
    put(repository / ".healthlint.yaml", "")
    (repository / ".github/workflows").mkdir(parents=True)
    (repository / ".github/workflows/healthlint.yml").symlink_to(repository / "nowhere")
    done = run("init")
    assert done.exit_code == 2
    assert ".healthlint.yaml, .github/workflows/healthlint.yml." in done.output
    assert not (repository / "nowhere").exists()


def test_settings_in_a_project_file_count(repository: Path) -> None:
    put(repository / "pyproject.toml", "[tool.healthlint]\nprofile = 'article'\n")
    done = run("init")
    assert done.exit_code == 2
    assert "there already: pyproject.toml." in done.output


def test_where_one_file_cannot_be_written_none_is(repository: Path) -> None:
    put(repository / ".github", "a file, not a folder")
    before = files(repository)
    done = run("init", "--ci", "github")
    assert done.exit_code == 2
    assert "Nothing was written." in done.output
    assert files(repository) == before


def test_dry_run_prints_what_would_be_written(repository: Path) -> None:
    before = files(repository)
    done = run("init", "--dry-run")
    assert done.exit_code == 0
    assert files(repository) == before
    run("init")
    for name in [".healthlint.yaml", ".pre-commit-config.yaml", ".github/workflows/healthlint.yml"]:
        assert f"--- {name}\n{(repository / name).read_text(encoding='utf-8')}" in done.output


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["--profile", "artcle"], "article"),
        (["--jurisdiction", "atlantis"], "atlantis"),
        (["--source", "https://example.org/$(touch x)"], "no address"),
        (["--source", "https://example.org/a\nb"], "no address"),
        (["--source", "--upload-pack=x"], "no address"),
        (["--ci", "jenkins"], "jenkins"),
    ],
)
def test_a_name_that_there_is_not_is_told(top: Path, args: list[str], word: str) -> None:
    done = run("init", *args)
    assert done.exit_code == 2
    assert word in done.output
    assert not files(top)


def test_settings_of_pre_commit_that_are_there_get_lines_to_add(repository: Path) -> None:
    there = put(repository / ".pre-commit-config.yaml", "# mine\nrepos:\n  - repo: meta\n    hooks: [{id: identity}]\n")
    before = there.read_text(encoding="utf-8")
    done = run("init", "--source", CLONE)
    assert done.exit_code == 0
    assert there.read_text(encoding="utf-8") == before
    lines = re.search(r"(?ms)^  - repo: .*?^      - id: healthlint$", done.output)
    assert lines
    valid(put(repository / "joined.yaml", before + lines[0] + "\n"))
    assert [one["repo"] for one in yaml.safe_load(before + lines[0])["repos"]] == ["meta", CLONE]


def test_an_entry_that_is_there_is_enough(repository: Path) -> None:
    put(repository / ".pre-commit-config.yaml", "repos: [{repo: x/healthlint}]")
    assert "add to the list" not in run("init").output


@pytest.mark.parametrize("args", [[], ["--source", CLONE], ["--source", "git@example.org:team/healthlint.git"]])
def test_pre_commit_takes_its_entry(repository: Path, args: list[str]) -> None:
    assert run("init", *args).exit_code == 0
    valid(repository / ".pre-commit-config.yaml")


def valid(file: Path) -> None:
    """As pre-commit itself sees it."""
    pytest.importorskip("pre_commit")
    from pre_commit.clientlib import load_config

    load_config(file)


def test_the_workflow_has_the_shape_of_one(repository: Path) -> None:
    assert run("init", "--source", CLONE).exit_code == 0
    text = (repository / ".github/workflows/healthlint.yml").read_text(encoding="utf-8")
    flow = yaml.load(text, yaml.BaseLoader)
    assert flow["on"] == {"pull_request": "", "push": {"branches": ["trunk"]}}
    assert flow["permissions"] == {"contents": "read", "security-events": "write"}
    steps = flow["jobs"]["healthlint"]["steps"]
    assert all(("uses" in step) != ("run" in step) for step in steps)
    assert all(re.fullmatch(r"[\w/-]+@v\d+", step["uses"]) for step in steps if "uses" in step)
    assert not any("${{" in step.get("run", "") for step in steps)
    assert steps[2]["env"] == {"HEALTHLINT": "git+https://example.org/team/healthlint@v0.1.0"}


def test_without_an_address_the_first_step_is_to_put_one(repository: Path) -> None:
    done = run("init")
    assert "1. in .github/workflows/healthlint.yml, put the address of your copy" in done.output
    assert source.PLACEHOLDER in (repository / ".github/workflows/healthlint.yml").read_text(encoding="utf-8")
    assert source.PLACEHOLDER not in run("init", "--ci", "none", "--source", CLONE).output


def test_gitlab_gets_a_file_to_include(repository: Path) -> None:
    put(repository / ".gitlab-ci.yml", "stages: [test]\n")
    done = run("init")
    assert done.exit_code == 0
    assert (repository / ".gitlab-ci.yml").read_text(encoding="utf-8") == "stages: [test]\n"
    assert "include: [{local: .gitlab/healthlint.yml}]" in done.output
    job = yaml.safe_load((repository / ".gitlab/healthlint.yml").read_text(encoding="utf-8"))["healthlint"]
    assert job["artifacts"]["reports"]["codequality"] in job["script"][-1]
    assert job["artifacts"]["when"] == "always"


def test_gitlab_without_settings_gets_those_too(top: Path) -> None:
    run("init", "--ci", "gitlab")
    assert yaml.safe_load(Path(".gitlab-ci.yml").read_text()) == {"include": [{"local": ".gitlab/healthlint.yml"}]}


def test_what_is_not_wanted_is_not_written(repository: Path) -> None:
    run("init", "--ci", "none", "--no-pre-commit")
    assert files(repository).keys() & {".pre-commit-config.yaml", ".github/workflows/healthlint.yml"} == set()


ODD = [b"bad\xff.md", b"esc\x1b[31m.md", b'quote".md', b"back\\slash.md", b"- x: y.md", b"new\nline.md", b"!not.md"]
ODD += [b"a*b?.md", b" lead.md", "\N{CLINKING BEER MUGS}.md".encode()]


@pytest.mark.skipif(sys.platform != "linux", reason="needs names of any bytes")
def test_odd_names_are_left_out_and_printed_safely(repository: Path) -> None:
    for name in ODD:
        put(repository / os.fsdecode(name), DRAFT)
    done = run("init")
    assert done.exit_code == 0
    assert "\x1b" not in done.output
    assert load(Path(".healthlint.yaml")).settings.exclude
    checked = run("check", *(f"./{os.fsdecode(name)}" for name in ODD))
    assert f"({len(ODD)})" in checked.output
    assert "[demo/grave]" not in checked.output


@pytest.mark.parametrize("known", GENERATORS, ids=lambda known: known.name)
def test_each_generator_is_known_by_its_files(top: Path, known: object) -> None:
    for one in GENERATORS:
        if one is known:
            for name in one.signs[-1].split("+"):
                place = top / name
                folder = "." not in place.name.lstrip(".")
                place.mkdir(parents=True) if folder else put(place, "")
            place = one.content[0] if one.content else "posts"
            put(top / place / "page.md", DRAFT)
            put(top / one.built[0] / "page.md", DRAFT)
            put(top / "notes" / "page.md", DRAFT)
            around = look(top)
            assert around.generator == one.name
            assert around.drafts == (1 if one.content else 2)
            assert around.others == (("notes/",) if one.content else ())


def test_a_generator_in_a_folder_below_leaves_nothing_out(top: Path) -> None:
    put(top / "website/docusaurus.config.js", "")
    put(top / "docs/page.md", DRAFT)
    put(top / "README.md", DRAFT)
    put(top / ".github/pull_request_template.md", DRAFT)
    around = look(top)
    assert around.generator == "Docusaurus"
    assert around.others == (".github/", "README.md")
    assert around.built == ("website/build", "website/.docusaurus")
    assert (around.drafts, around.host) == (1, "github")


def test_content_beside_other_things_of_one_folder(top: Path) -> None:
    put(top / "astro.config.mjs", "")
    for name in ["src/content/a.md", "src/README.md", "src/parts/notes.md"]:
        put(top / name, DRAFT)
    assert look(top).others == ("src/README.md", "src/parts/")


@pytest.mark.parametrize(
    ("noted", "address", "revision"),
    [
        (
            '{"url": "https://example.org/x", "vcs_info": {"commit_id": "ab12", "requested_revision": "v2.0"}}',
            "x",
            "v2.0",
        ),
        (
            '{"url": "https://example.org/x", "vcs_info": {"commit_id": "ab12", "requested_revision": "main"}}',
            "x",
            "ab12",
        ),
        ('{"url": "file:///home/me/x", "vcs_info": {"commit_id": "ab12"}}', "", ""),
        ('{"url": "https://example.org/$(x)", "vcs_info": {"commit_id": "ab12"}}', "", ""),
        ('{"url": "file:///home/me/x", "dir_info": {}}', "", ""),
        ("[", "", ""),
        (None, "", ""),
    ],
)
def test_the_address_is_the_one_pip_noted(
    monkeypatch: pytest.MonkeyPatch, noted: str | None, address: str, revision: str
) -> None:
    monkeypatch.setattr(source, "_noted", NOTED)

    class Known:
        def read_text(self, name: str) -> str | None:
            return noted

    monkeypatch.setattr(source.metadata, "distribution", lambda _: Known())
    found = source.source("")
    assert found.known == bool(address)
    if address:
        assert found == source.Source(f"https://example.org/{address}", revision)


@pytest.mark.parametrize(
    ("address", "requirement"),
    [
        ("https://example.org/a/b", "git+https://example.org/a/b@v1"),
        ("git@example.org:a/b.git", "git+ssh://git@example.org/a/b.git@v1"),
        ("/srv/b.git", "git+file:///srv/b.git@v1"),
    ],
)
def test_pip_gets_it_in_its_own_words(address: str, requirement: str) -> None:
    assert source.Source(address, "v1").requirement == requirement


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_in_a_real_repository(top: Path, git: Callable[..., str]) -> None:
    put(top / "post.md", DRAFT)
    put(top / ".gitignore", "drafts/\n")
    put(top / "drafts/new.md", DRAFT)
    git("init", "-q", "-b", "master")
    around = look(top)
    assert (around.git, around.branch, around.drafts, around.host) == (True, "master", 1, "none")


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_in_a_further_working_tree(top: Path, git: Callable[..., str]) -> None:
    git("init", "-q", "-b", "trunk")
    git("remote", "add", "origin", "https://gitlab.example.org/team/site.git")
    git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", "First")
    git("worktree", "add", "-q", "../other")
    around = look(top.parent / "other")
    assert (around.git, around.branch, around.host) == (True, "trunk", "gitlab")


@pytest.fixture
def git(top: Path) -> Callable[..., str]:
    def call(*args: str) -> str:
        return subprocess.run(["git", *args], cwd=top, check=True, capture_output=True, encoding="utf-8").stdout

    return call
