"""`check --since`: changed drafts alone, and of them what the change has to do with, in repositories of all kinds."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from healthlint import engine
from healthlint.changes.lines import compared, lines
from healthlint.changes.renames import alike, exact
from healthlint.cli import healthlint
from healthlint.finding import Linted
from healthlint.model import Document
from healthlint.rulebook import Checks
from tests.conftest import ENGLISH, HOUSE, RULE

PROFILE = "about: A profile.\njurisdiction: international\ncopy: editorial\nrules: [{rules}]\n"
AUTHORITY = HOUSE.replace("kind: house", "kind: guidance\nurl: https://example.org/")
WARNING = RULE.replace("info", "warning")
RULES = {
    "languages/en.yaml": ENGLISH.read_text(encoding="utf-8"),
    "authorities/house.yaml": AUTHORITY,
    "profiles/article.yaml": PROFILE.format(rules="'demo/*'"),
    "profiles/strict.yaml": PROFILE.format(rules="'*'"),
    "cues/maybe.yaml": "about: Care.\nsays: is hedged\nbefore: [may]\nafter: [in rats]\n"
    "tests: {governed: [a, b], free: [c, d]}\n",
    "demo/cure.yaml": WARNING + "find: [heals]\nunless: maybe\n",
    "demo/once.yaml": RULE + "find: [wellness]\nonce: document\n",
    "demo/dose.yaml": WARNING + "find: [two spoons]\nneeds: {phrase: ask a doctor, within: block}\n",
    "demo/liver.yaml": WARNING.replace("“<match>” is found", "“<match>” is named without a word on the liver")
    + "find: [kava, kava root]\nneeds: {phrase: liver, within: document}\nper: document\n",
    "demo/anise.yaml": WARNING + "find: [anise]\nneeds:\n"
    "- {phrase: infants, within: document, says: It does not say infants.}\n"
    "- {phrase: asthma, within: document, says: It does not say asthma.}\n",
    "demo/long.yaml": RULE.replace("“<match>” is found", "Of words there are <value>, as in <worst>")
    + "measure: {metric: words_per_sentence, max: 30}\n",
    "strict/mild.yaml": RULE + "find: [nicely]\n",
}
SINCE = ("--since", "HEAD")
LONG = "word " * 120


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    for name, text in RULES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, book: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, with none of the developer's own settings of git."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ["AUTHOR", "COMMITTER"]:
        monkeypatch.setenv(f"GIT_{who}_NAME", "A Writer")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "writer@example.org")
    monkeypatch.setattr("healthlint.rulebook.home.shipped", lambda: book)
    monkeypatch.delenv("HEALTHLINT_DEBUG", raising=False)
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "-q", "-b", "main")
    return folder


def git(*args: str, typed: str | None = None) -> str:
    done = subprocess.run(["git", *args], input=typed, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def write(name: str | Path, text: str | bytes) -> Path:
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return file


def commit(files: Mapping[str, str | bytes] | None = None) -> str:
    for name, text in (files or {}).items():
        write(name, text)
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", "Change drafts")
    return git("rev-parse", "HEAD")


def check(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(healthlint, ["check", *args], input=stdin)


def found(*args: str) -> list[str]:
    """The findings since a reference as `path:line rule`, in order."""
    result = check("--since", *args, "--format", "json", "--fail-on", "never")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    return [f"{draft['path']}:{one['line']} {one['rule']}" for draft in told["drafts"] for one in draft["findings"]]


def paragraphs(*texts: str) -> str:
    return "".join(f"{text}\n\n" for text in texts)


PLAIN = "Nothing is claimed here."
OLD = paragraphs("# Tea", "Tea heals colds.", PLAIN, "Sage heals coughs.", PLAIN)


# What counts as changed.


def test_only_findings_on_changed_lines_are_told() -> None:
    commit({"a.md": OLD, "b.md": OLD})
    write("a.md", OLD.replace("Sage heals coughs", "Sage heals all coughs"))
    assert found("HEAD") == ["a.md:7 demo/cure"]
    result = check("--since", "HEAD", "--fail-on", "warning")
    assert result.exit_code == 1
    assert "1 warning in 1 of 1 draft" in result.stdout
    assert "1 finding on unchanged lines not shown." in result.stdout


def test_exit_codes_count_only_what_is_told() -> None:
    commit({"a.md": OLD})
    write("a.md", OLD + "More to come.\n")
    result = check("--since", "HEAD", "--fail-on", "info", "--max-warnings", "0")
    assert result.exit_code == 0, result.output
    assert "2 findings on unchanged lines not shown." in result.stdout
    write("a.md", OLD + "More heals more.\n")
    assert check("--since", "HEAD", "--max-warnings", "0").exit_code == 1
    assert check("--since", "HEAD", "--max-warnings", "1").exit_code == 0


def test_staged_unstaged_and_untracked_drafts_count_and_ignored_ones_do_not() -> None:
    commit({"a.md": OLD, "b.md": OLD, "c.md": OLD, ".gitignore": "out/\n"})
    write("a.md", OLD + "Thyme heals.\n")
    git("add", "a.md")
    write("b.md", OLD + "Thyme heals.\n")
    write("new/d.md", "Thyme heals.\n")
    write("out/e.md", "Thyme heals.\n")
    assert found("HEAD") == ["a.md:11 demo/cure", "b.md:11 demo/cure", "new/d.md:1 demo/cure"]


def test_what_the_other_branch_did_since_does_not_count() -> None:
    commit({"a.md": OLD, "b.md": OLD})
    git("checkout", "-q", "-b", "work")
    commit({"a.md": OLD + "Thyme heals.\n"})
    git("checkout", "-q", "main")
    commit({"b.md": "Mint heals.\n", "a.md": "Mint heals.\n" + OLD})
    git("checkout", "-q", "work")
    assert found("main") == ["a.md:11 demo/cure"]


def test_a_merge_counts_as_what_the_branch_brings() -> None:
    commit({"a.md": OLD, "b.md": OLD})
    git("checkout", "-q", "-b", "work")
    commit({"a.md": OLD + "Thyme heals.\n"})
    git("checkout", "-q", "main")
    commit({"b.md": "Mint heals.\n" + OLD})
    git("checkout", "-q", "-b", "merged")
    git("merge", "-q", "--no-edit", "work")
    assert found("main") == ["a.md:11 demo/cure"]
    assert found("work") == ["b.md:1 demo/cure"]
    git("checkout", "-q", "work")
    git("merge", "-q", "--no-edit", "main")
    assert found("main") == ["a.md:11 demo/cure"]
    assert found("HEAD^1") == ["b.md:1 demo/cure"]


def test_any_name_of_a_commit_will_do() -> None:
    first = commit({"a.md": OLD})
    git("tag", "v1")
    git("tag", "-a", "-m", "Two", "v2")
    git("update-ref", "refs/remotes/origin/main", first)
    git("checkout", "-q", "--detach")
    commit({"a.md": OLD + "Thyme heals.\n"})
    for ref in ["HEAD~1", "HEAD^", "v1", "v2", "main", "origin/main", first, first[:9], "refs/tags/v1", "@~1"]:
        assert found(ref) == ["a.md:11 demo/cure"], ref


def test_paths_narrow_it() -> None:
    commit({"a.md": OLD, "sub/b.md": OLD})
    write("a.md", "Thyme heals.\n" + OLD)
    write("sub/b.md", "Thyme heals.\n" + OLD)
    assert found("HEAD", "sub") == ["sub/b.md:1 demo/cure"]
    assert found("HEAD", "a.md") == ["a.md:1 demo/cure"]
    result = check("--since", "HEAD", "nowhere.md")
    assert result.exit_code == 2


def test_from_a_folder_below_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    commit({"a.md": OLD, "sub/b.md": OLD, "sub/deep/c.md": OLD})
    for name in ["a.md", "sub/b.md", "sub/deep/c.md"]:
        write(name, "Thyme heals.\n" + OLD)
    monkeypatch.chdir("sub")
    assert found("HEAD") == ["b.md:1 demo/cure", "deep/c.md:1 demo/cure"]
    assert found("HEAD", "..") == ["../a.md:1 demo/cure", "../sub/b.md:1 demo/cure", "../sub/deep/c.md:1 demo/cure"]


def test_nothing_changed_is_said(repository: Path) -> None:
    commit({"a.md": OLD})
    result = check("--since", "HEAD")
    assert result.exit_code == 0
    assert "note: no draft has changed since HEAD" in result.stdout
    assert "No draft was checked." in result.stdout
    (repository / "a.md").chmod(0o600)
    os.utime("a.md", (1, 1))
    assert found("HEAD") == []


def test_a_draft_that_is_gone_is_nothing_to_tell() -> None:
    commit({"a.md": OLD, "b.md": OLD})
    Path("a.md").unlink()
    assert found("HEAD") == []
    git("rm", "-q", "--cached", "b.md")
    assert found("HEAD") == []


def test_standard_input_is_compared_with_the_draft_it_is_named_for() -> None:
    commit({"a.md": OLD})
    asked = ("--since", "HEAD", "--stdin-filename", "a.md", "-")
    assert "a.md:11:7" in check(*asked, stdin=OLD + "Thyme heals.\n").stdout
    assert "no draft has changed" in check(*asked, stdin=OLD).stdout


# Changed lines.


def test_a_sentence_counts_that_a_changed_line_is_part_of() -> None:
    text = "Tea heals\ncolds\nof all sorts.\n"
    commit({"a.md": text})
    write("a.md", text.replace("of all sorts", "of most sorts"))
    assert found("HEAD") == ["a.md:1 demo/cure"]


def test_a_sentence_counts_that_lost_a_line() -> None:
    commit({"a.md": "Tea heals colds\nin rats.\n\nMore.\n", "b.md": "It may\nheals. Sage heals.\n"})
    write("a.md", "Tea heals colds\n\nMore.\n")
    write("b.md", "It\nheals. Sage heals.\n")
    assert found("HEAD") == ["a.md:1 demo/cure", "b.md:2 demo/cure"]


def test_line_ends_and_the_byte_order_mark_are_no_change() -> None:
    commit({"a.md": OLD, "b.md": OLD.replace("\n", "\r\n"), "c.md": "\ufeff" + OLD})
    write("a.md", OLD.replace("\n", "\r\n"))
    write("b.md", OLD)
    write("c.md", OLD)
    assert found("HEAD") == []
    write("a.md", OLD.replace("\n", "\r\n") + "Thyme heals.\r\n")
    assert found("HEAD") == ["a.md:11 demo/cure"]
    write("a.md", "\ufeff" + OLD.replace("Sage heals", "Sage always heals").replace("\n", "\r\n"))
    assert found("HEAD") == ["a.md:7 demo/cure"]


def test_a_checkout_with_other_line_ends_has_not_changed() -> None:
    git("config", "core.autocrlf", "true")
    commit({"a.md": OLD})
    write("a.md", OLD.replace("\n", "\r\n"))
    result = check("--since", "HEAD")
    assert "no draft has changed" in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("a\nb\nc\n", "a\nb\nc\n", ()),
        ("a\nb\nc\n", "a\nx\nc\n", (2,)),
        ("a\nc\n", "a\nb\nc\n", (2,)),
        ("a\nb\nc\n", "a\nc\n", ()),
        ("", "a\nb\n", (1, 2)),
        ("a\nb\n", "", ()),
        ("a", "a\n", (2,)),
        ("a\n\nb\n\nc\n", "c\n\na\n\nb\n", (1, 2)),
        ("x\n" * 5, "x\n" * 7, (6, 7)),
        ("a\r\nb\r\n", "a\nb\n", ()),
        ("a\n\nb\n\n", "a\n\nnew\n\nb\n\n", (3, 4)),
    ],
)
def test_changed_lines(old: str, new: str, changed: tuple[int, ...]) -> None:
    assert compared(old, new).changed == changed


@given(st.lists(st.sampled_from("abcde"), max_size=30), st.lists(st.sampled_from("abcde"), max_size=30))
def test_unchanged_lines_stand_in_the_old_text_in_this_order(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(old), "\n".join(new)
    told = compared(before, after)
    assert sorted([*told.changed, *told.former]) == [*range(1, len(lines(after)) + 1)]
    assert all(lines(before)[was - 1] == lines(after)[now - 1] for now, was in told.former.items())
    former = [told.former[now] for now in sorted(told.former)]
    assert former == sorted(set(former))


def test_long_texts_are_compared_in_few_steps() -> None:
    one, other = ("\n".join(str(number * step % 20011) for number in range(20011)) for step in (3, 7))
    assert len(compared(one, other).changed) > 10000
    alternating = "a\nb\n" * 10000
    assert len(compared(alternating, "b\nb\na\n" * 7000).changed) <= 21001


# What the change has brought about elsewhere.


def test_a_missing_warning_is_told_where_the_change_took_it_away() -> None:
    page = paragraphs("# Kava", "The kava root is dried.", PLAIN, "It can harm the liver.", PLAIN)
    commit({"a.md": page, "b.md": page.replace("liver", "skin")})
    for name in ["a.md", "b.md"]:
        write(name, Path(name).read_text().replace("It can harm", "It seldom can harm").replace("liver", "skin"))
    assert found("HEAD") == ["a.md:1 demo/liver"]
    write("a.md", page.replace("It can harm the liver.\n\n", ""))
    assert found("HEAD") == ["a.md:1 demo/liver"], "of lines that were deleted none is left to be changed"


def test_a_page_that_lacks_another_thing_than_before() -> None:
    page = paragraphs("# Anise", "The anise is dried.", PLAIN, "Not for infants.", PLAIN)
    commit({"a.md": page})
    assert "infants" not in check("a.md").stdout
    assert "not say asthma" in check("a.md").stdout
    write("a.md", page.replace("Not for infants", "Not with asthma"))
    assert found("HEAD") == ["a.md:1 demo/anise"]
    assert "not say infants" in check("--since", "HEAD").stdout


def test_a_missing_warning_that_moves_on_was_known() -> None:
    page = paragraphs("# Roots", "The kava root is dried.", PLAIN, "Some chew kava.", PLAIN)
    commit({"a.md": page})
    assert "a.md:3" in check("a.md").stdout
    write("a.md", page.replace("The kava root is dried.\n\n", ""))
    assert found("HEAD") == []


def test_a_measure_of_the_page_is_told_when_it_is_newly_exceeded() -> None:
    page = paragraphs("# Tea", PLAIN, f"{LONG}.", PLAIN)
    commit({"a.md": page, "b.md": paragraphs("# Tea", *[PLAIN] * 12, f"{LONG}.")})
    write("a.md", page.replace("# Tea", "# Green tea"))
    write("b.md", Path("b.md").read_text().replace(paragraphs(*[PLAIN] * 10), ""))
    assert found("HEAD") == ["b.md:1 demo/long"]


def test_a_measure_that_was_exceeded_before_is_not_told_for_being_so_still() -> None:
    page = paragraphs("# Tea", PLAIN, f"{LONG}.", PLAIN)
    commit({"a.md": page})
    write("a.md", page.replace("word .", "word and word.").replace("# Tea", "# Teas"))
    assert found("HEAD") == []
    assert "1 finding on unchanged lines not shown." in check("--since", "HEAD").stdout


def test_a_need_of_the_paragraph_is_told_when_its_caution_goes() -> None:
    page = "Take two spoons.\nIt tastes well.\nBut ask a doctor first.\n\nTake two spoons.\n"
    commit({"a.md": page})
    write("a.md", page.replace("But ask a doctor first", "Enjoy"))
    assert found("HEAD") == ["a.md:1 demo/dose"]


def test_what_a_deleted_comment_silenced_is_told() -> None:
    page = paragraphs("<!-- healthlint-disable-file demo/cure: a test -->", "# Tea", "Tea heals colds.", PLAIN)
    commit({"a.md": page})
    write("a.md", page.partition("-->\n\n")[2])
    assert found("HEAD") == ["a.md:3 demo/cure"]


def test_what_another_profile_finds_is_told() -> None:
    page = "---\ntitle: Tea\n---\n\nIt tastes nicely.\n"
    commit({"a.md": page})
    write("a.md", page.replace("title: Tea", "title: Tea\nhealthlint-profile: strict"))
    assert found("HEAD") == ["a.md:6 strict/mild"]


def test_the_same_words_once_a_page_were_known_at_their_second_place() -> None:
    page = paragraphs("# Tea", "Tea for wellness.", PLAIN, "A day of wellness.", PLAIN)
    commit({"a.md": page})
    write("a.md", page.replace("Tea for wellness.\n\n", ""))
    assert found("HEAD") == []
    assert found("HEAD") == [], "from what was kept"
    write("a.md", page + "More wellness.\n")
    assert found("HEAD") == ["a.md:3 demo/once"], "it names the new place too"


def test_a_sentence_that_is_there_once_more_is_told_once() -> None:
    commit({"a.md": paragraphs("Tea heals.", PLAIN, "Tea heals.", PLAIN)})
    write("a.md", paragraphs("Tea heals.", PLAIN, "Tea heals.", PLAIN, "Tea heals."))
    assert found("HEAD") == ["a.md:9 demo/cure"]


def test_what_was_let_go_is_told_of_changed_lines() -> None:
    commit({"a.md": paragraphs("Tea may heals.", PLAIN)})
    write("a.md", paragraphs("Tea may heals.", PLAIN, "Sage may heals."))
    told = check("--since", "HEAD", "--why").stdout
    assert "a.md:5:10: let go" in told
    assert "a.md:1:" not in told


def test_a_draft_that_cannot_be_read_is_always_told() -> None:
    commit({"a.md": b"caf\xe9 heals\n\nmore\n", "b.md": b"caf\xe9\n"})
    write("a.md", b"caf\xe9 heals\n\nmore of it\n")
    assert found("HEAD") == ["a.md:1 draft/unreadable"]
    write("a.md", "café heals\n\nmore of it\n")
    assert found("HEAD") == ["a.md:1 demo/cure"]


def test_an_old_version_that_could_not_be_read_is_compared_all_the_same() -> None:
    commit({"a.md": b"Tea heals.\n\nA caf\xe9.\n"})
    write("a.md", "Tea heals.\n\nA café.\n")
    assert found("HEAD") == []


# Names.


def test_a_renamed_draft_without_changes_is_nothing_to_tell() -> None:
    commit({"old/a.md": OLD, "old/b.md": OLD, "c.md": OLD + "C.\n"})
    git("mv", "old", "new")
    Path("c.md").rename("d.mdx")
    assert found("HEAD") == []
    commit()
    assert found("HEAD~1") == []


def test_a_renamed_and_changed_draft_is_compared_with_what_it_was() -> None:
    commit({"a.md": OLD, "b.md": paragraphs("# Sage", "Sage heals.", "It grows.")})
    Path("a.md").rename("z.md")
    write("z.md", OLD.replace("Sage heals coughs", "Sage heals all coughs"))
    Path("b.md").unlink()
    write("y.md", paragraphs("# Nettles", "Nettles heals.", "They sting."))
    assert found("HEAD") == ["y.md:3 demo/cure", "z.md:7 demo/cure"]


def test_a_copy_is_new() -> None:
    commit({"a.md": OLD})
    write("b.md", OLD)
    assert found("HEAD") == ["b.md:3 demo/cure", "b.md:7 demo/cure"]


def test_renames_prefer_the_same_last_name_and_the_most_similar() -> None:
    assert exact({b"new/a.md": ["1"]}, {b"old/b.md": "1", b"old/a.md": "1"}) == {b"new/a.md": b"old/a.md"}
    assert exact({b"x.md": ["1"], b"y.md": ["1"]}, {b"o.md": "1"}) == {b"x.md": b"o.md"}
    old = {b"a.md": b"One.\nTwo.\nThree.\n", b"b.md": b"One.\nTwo.\nFour.\nFive.\n"}
    assert alike({b"c.md": b"One.\nTwo.\nThree.\nSix.\n"}, old) == {b"c.md": b"a.md"}
    assert alike({b"c.md": b"Nothing of it.\n"}, old) == {}


NAMES = [
    "with space.md",
    'quo"te.md',
    "it's.md",
    "new\nline.md",
    "tab\there.md",
    "café.md",
    "-dash.md",
    "$(touch x).md",
]


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be")
def test_odd_names() -> None:
    names = [*map(os.fsencode, NAMES), b"latin-\xe9.md"]
    for name in names:
        Path(os.fsdecode(name)).write_text(OLD, encoding="utf-8")
    commit()
    for name in names:
        Path(os.fsdecode(name)).write_text(OLD + "Thyme heals.\n", encoding="utf-8")
    told = found("HEAD")
    assert len(told) == len(names)
    assert all(one.endswith(":11 demo/cure") for one in told)
    Path(os.fsdecode(names[-1])).rename("plain.md")
    assert "plain.md:11 demo/cure" in found("HEAD")


def test_a_name_with_letters_in_pieces_is_the_same_name() -> None:
    commit({"caf\u00e9.md": OLD})
    Path("caf\u00e9.md").unlink()
    write("cafe\u0301.md", OLD + "Thyme heals.\n")
    assert found("HEAD") == ["cafe\u0301.md:11 demo/cure"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege")
def test_a_link_to_a_draft_is_the_draft() -> None:
    commit({"real/a.md": OLD})
    Path("b.md").symlink_to("real/a.md")
    Path("linked").symlink_to("real")
    write("real/a.md", OLD + "Thyme heals.\n")
    assert found("HEAD", "b.md") == ["b.md:11 demo/cure"]
    assert found("HEAD", "linked/a.md") == ["linked/a.md:11 demo/cure"]


def test_submodules_and_repositories_within_are_left_alone(tmp_path: Path) -> None:
    commit({"a.md": OLD})
    other = tmp_path / "other"
    git("clone", "-q", ".", str(other))
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "module")
    commit()
    git("clone", "-q", ".", "lying-here")
    write("module/a.md", OLD + "Thyme heals.\n")
    write("module/deep/b.md", "Thyme heals.\n")
    write("lying-here/b.md", "Thyme heals.\n")
    assert found("HEAD") == []


# Clones that lack something.


@pytest.fixture
def server(repository: Path, tmp_path: Path) -> str:
    """A repository with two commits on `main` and one on `work`, as a clone sees it."""
    commit({"a.md": OLD})
    git("tag", "v1")
    git("checkout", "-q", "-b", "work")
    commit({"a.md": OLD + "Thyme heals.\n"})
    git("checkout", "-q", "main")
    commit({"b.md": OLD})
    return repository.as_uri()


def clone(server: str, monkeypatch: pytest.MonkeyPatch, *options: str) -> None:
    folder = Path.cwd().parent / "clone"
    git("clone", "-q", *options, server, str(folder))
    monkeypatch.chdir(folder)


def test_a_shallow_clone_without_the_reference(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clone(server, monkeypatch, "--depth=1", "--branch=work")
    result = check("--since", "origin/main")
    assert result.exit_code == 2
    assert "there is no commit “origin/main” in this repository, which is a shallow clone" in result.stderr
    command = result.stderr.partition("fetch it first: ")[2].strip()
    assert command == "git fetch --depth=1000 origin +refs/heads/main:refs/remotes/origin/main"
    git(*command.split()[1:])
    assert check("--since", "origin/main").exit_code == 0
    result = check("--since", "v9")
    assert "git fetch --depth=1000 origin v9, and then --since FETCH_HEAD" in result.stderr
    result = check("--since", "HEAD~1")
    assert "git fetch --deepen=1000 origin" in result.stderr
    result = check("--since", "main")
    assert "there is one for origin/main: --since origin/main" in result.stderr


def test_a_shallow_clone_without_a_common_commit(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clone(server, monkeypatch, "--depth=1", "--branch=work")
    git("fetch", "-q", "--depth=1", "origin", "+refs/heads/main:refs/remotes/origin/main")
    result = check("--since", "origin/main", "--fail-on", "warning")
    assert result.exit_code == 1
    assert "a.md:11:7: warning" in result.stdout
    assert "note: this clone is too shallow to tell" in result.stdout
    git("fetch", "-q", "--deepen=1000", "origin")
    assert "shallow" not in check("--since", "origin/main").stdout
    assert found("origin/main") == ["a.md:11 demo/cure"]


def test_a_missing_reference_of_a_whole_clone(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clone(server, monkeypatch)
    result = check("--since", "nowhere")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: there is no commit “nowhere” in this repository")
    assert "--depth" not in result.stderr


def test_histories_that_share_nothing() -> None:
    commit({"a.md": OLD})
    git("checkout", "-q", "--orphan", "other")
    commit({"a.md": OLD + "Thyme heals.\n"})
    assert found("main") == ["a.md:11 demo/cure"]
    assert "share no commit" in check("--since", "main").stdout
    git("checkout", "-q", "--orphan", "unborn")
    assert found("main") == ["a.md:11 demo/cure"]


def test_a_partial_clone_is_not_completed(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    git("config", "uploadpack.allowFilter", "true")
    clone(server, monkeypatch, "--filter=blob:none", "--branch=work")
    write("a.md", "Thyme heals.\n" + OLD + "Thyme heals.\n")
    result = check("--since", "origin/main")
    assert result.exit_code == 2
    assert "is not in this clone" in result.stderr
    git("cat-file", "-p", "origin/main:a.md")
    assert found("origin/main") == ["a.md:1 demo/cure", "a.md:12 demo/cure"], "once somebody has fetched it"


# What is refused.


@pytest.mark.parametrize(
    "ref", ["--output=x", "-h", "--help", "", " ", "a..b", "HEAD:a.md", "HEAD^{tree}", "x\ny", "\x1b[31m"]
)
def test_what_is_no_commit_is_refused(ref: str) -> None:
    commit({"a.md": OLD})
    write("a.md", "Thyme heals.\n")
    result = check(f"--since={ref}")
    assert result.exit_code == 2, result.output
    assert result.stderr.startswith("Error: ")
    assert "\x1b" not in result.stderr
    assert result.stderr.count("\n") == 1
    assert sorted(file.name for file in Path().iterdir()) == [".git", "a.md"]


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    write("a.md", OLD)
    result = check("--since", "HEAD")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: git says: fatal: not a git repository")


def test_no_commit_yet() -> None:
    write("a.md", OLD)
    result = check("--since", "HEAD")
    assert result.exit_code == 2
    assert "there is no commit “HEAD”" in result.stderr


def test_no_git(monkeypatch: pytest.MonkeyPatch) -> None:
    commit({"a.md": OLD})
    fake = write("git", "#!/bin/sh\ntouch was-run\n")
    fake.chmod(0o755)
    for path in ["", ".", os.pathsep]:
        monkeypatch.setenv("PATH", path)
        result = check("--since", "HEAD")
        assert result.exit_code == 2
        assert "there is no git on the PATH" in result.stderr
        assert not Path("was-run").exists()
    assert check("a.md").exit_code == 0


def test_a_draft_of_another_place_is_refused(tmp_path: Path) -> None:
    commit({"a.md": OLD})
    outside = write(tmp_path / "outside.md", OLD)
    result = check("--since", "HEAD", str(outside))
    assert result.exit_code == 2
    assert "is not in the repository" in result.stderr


# Settings that anybody may have written.


def test_no_program_that_a_repository_names_is_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mark = tmp_path / "was-run"
    evil = write(tmp_path / "evil", f"#!/bin/sh\necho $0 $@ >> '{mark}'\ncat\n")
    evil.chmod(0o755)
    hooks = ["post-index-change", "pre-auto-gc", "reference-transaction", "post-checkout"]
    for hook in hooks:
        shutil.copy(evil, write(f".git/hooks/{hook}", ""))
        Path(f".git/hooks/{hook}").chmod(0o755)
    commit({"a.md": OLD, ".gitattributes": "*.md diff=evil filter=evil merge=evil working-tree-encoding=UTF-8\n"})
    git("rev-parse", "HEAD")
    for key in [
        *["core.fsmonitor", "diff.external", "diff.evil.textconv", "diff.evil.command", "filter.evil.clean"],
        *["filter.evil.smudge", "filter.evil.process", "core.pager", "pager.diff", "core.sshCommand", "core.editor"],
        *["credential.helper", "core.alternateRefsCommand", "alias.rev-parse", "alias.ls-tree", "gpg.program"],
        *["core.askPass", "uploadpack.packObjectsHook", "remote.origin.uploadpack", "interactive.diffFilter"],
    ]:
        git("config", key, f"!{evil}" if key.startswith("alias") else str(evil))
    for key, value in {
        "color.ui": "always",
        "core.quotePath": "true",
        "diff.noprefix": "true",
        "diff.algorithm": "patience",
        "core.abbrev": "4",
        "diff.renames": "false",
        "status.short": "true",
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.url": str(tmp_path),
        "remote.origin.promisor": "true",
    }.items():
        git("config", key, value)
    for name in ["GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_EDITOR"]:
        monkeypatch.setenv(name, str(evil))
    mark.unlink(missing_ok=True)
    write("a.md", OLD + "Thyme heals.\n")
    assert found("HEAD") == ["a.md:11 demo/cure"]
    blob = git("rev-parse", "HEAD:a.md")
    (Path(".git/objects") / blob[:2] / blob[2:]).unlink()
    mark.unlink(missing_ok=True)
    result = check("--since", "HEAD")
    assert result.exit_code == 2, result.output
    assert "is not in this clone" in result.stderr
    assert not mark.exists(), mark.read_text()


def test_variables_of_git_that_speak_of_another_place_are_not_heeded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    commit({"a.md": OLD})
    write("a.md", OLD + "Thyme heals.\n")
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX"]:
        monkeypatch.setenv(name, str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_TRACE", "1")
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "x")
    assert found("HEAD") == ["a.md:11 demo/cure"]


def test_a_linked_working_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit({"a.md": OLD})
    git("worktree", "add", "-q", str(tmp_path / "beside"), "-b", "beside")
    monkeypatch.chdir(tmp_path / "beside")
    write("a.md", OLD + "Thyme heals.\n")
    assert found("main") == ["a.md:11 demo/cure"]


def test_a_repository_of_longer_identities(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sha256"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "-q", "--object-format=sha256")
    commit({"a.md": OLD, "b.md": OLD})
    write("a.md", OLD + "Thyme heals.\n")
    assert found("HEAD") == ["a.md:11 demo/cure"]


# Together with the rest.


@pytest.mark.parametrize("format_", ["text", "full", "json", "github", "sarif"])
def test_the_report_is_the_same_with_several_processes_and_with_what_was_kept(format_: str) -> None:
    commit({f"{number}.md": OLD + f"{number}\n" for number in range(20)})
    for number in range(0, 20, 2):
        write(f"{number}.md", OLD.replace("coughs", f"{number} coughs"))
    asked = ("--since", "HEAD", "--format", format_)
    fresh = check(*asked, "--no-cache", "-j", "1")
    assert fresh.exit_code == 0, fresh.output
    assert "10 findings on unchanged lines not shown." in fresh.output
    for more in [("-j", "2"), ("-j", "1"), ("-j", "2"), ("--no-cache", "-j", "2")]:
        again = check(*asked, *more)
        assert (again.stdout, again.stderr) == (fresh.stdout, fresh.stderr), more


def test_what_a_draft_said_before_is_linted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    commit({"a.md": OLD, "b.md": OLD})
    write("a.md", OLD + "Thyme heals.\n")
    linted: list[str] = []
    lint = engine.lint

    def counted(document: Document, checks: Checks) -> Linted:
        linted.append(document.text)
        return lint(document, checks)

    monkeypatch.setattr(engine, "lint", counted)
    for _ in range(3):
        assert found("HEAD") == ["a.md:11 demo/cure"]
    assert sorted(linted) == [OLD, OLD + "Thyme heals.\n"]
    assert "a.md:3:5" in check("a.md", "b.md").stdout
    assert len(linted) == 3, "what it says now was known as well"
    write("b.md", OLD + "Sage heals.\n")
    assert found("HEAD") == ["a.md:11 demo/cure", "b.md:11 demo/cure"]
    assert len(linted) == 5


def test_a_former_state_that_we_stumble_over_is_no_fault_of_this_run(monkeypatch: pytest.MonkeyPatch) -> None:
    commit({"a.md": OLD})
    write("a.md", OLD + "Thyme heals.\n")
    lint = engine.lint

    def stumbles(document: Document, checks: Checks) -> Linted:
        if document.text == OLD:
            raise ValueError("a mistake")
        return lint(document, checks)

    monkeypatch.setattr(engine, "lint", stumbles)
    assert found("HEAD") == ["a.md:3 demo/cure", "a.md:7 demo/cure", "a.md:11 demo/cure"], "nothing is known of it"


def test_a_baseline_goes_together_with_it() -> None:
    text = OLD + "Thyme heals.\n"
    commit({"a.md": text})
    assert CliRunner().invoke(healthlint, ["baseline"]).exit_code == 0
    commit()
    write("a.md", text.replace("Tea heals colds.", "Tea heals\ncolds.").replace(PLAIN, "Mint heals.", 1))
    result = check("--since", "HEAD", "--fail-on", "warning")
    assert result.exit_code == 1
    assert "a.md:6:6: warning" in result.stdout
    assert "1 warning in 1 of 1 draft (profile article). 3 known findings not shown." in result.stdout
    assert "2 findings on unchanged lines not shown." in check("--since", "HEAD", "--no-baseline").stdout
    assert "no longer occur" not in check("--since", "HEAD").stdout


@pytest.mark.parametrize("format_", ["json", "sarif"])
def test_a_fingerprint_is_the_same_with_and_without(format_: str) -> None:
    commit({"a.md": paragraphs("Tea heals.", PLAIN, PLAIN)})
    write("a.md", paragraphs("Tea heals.", PLAIN, PLAIN, "Tea heals."))
    asked = ("a.md", "--format", format_, "--fail-on", "never")
    mark = "fingerprint" if format_ == "json" else "healthlint/v1"
    told = [[line for line in check(*asked, *more).stdout.splitlines() if mark in line] for more in ([], SINCE)]
    assert len(told[0]) == 2
    assert told[1] == told[0][1:]


def test_few_processes_of_git_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    commit({f"{number}.md": OLD for number in range(100)})
    for number in range(100):
        write(f"{number}.md", OLD + f"{number} heals.\n")
    Path("0.md").rename("x.md")
    asked, run = [], subprocess.run

    def counted(command: list[str], **options: object) -> object:
        asked.append(command)
        return run(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", counted)
    assert len(found("HEAD")) == 100
    assert len(asked) <= 6
