"""Which files of a folder are drafts, and what a reader is told of the others."""

import os
from pathlib import Path

import pytest

from healthlint.config import Configs
from healthlint.discover import Found, NotFound, drafts


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill(folder: Path, *names: str, text: str = "Text.\n") -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def find(*paths: str) -> Found:
    return drafts(paths, Configs())


def names(*paths: str) -> list[str]:
    return [draft.shown for draft in find(*paths).drafts]


def test_a_folder_holds_its_markdown(site: Path) -> None:
    fill(site, "b.md", "a.markdown", "c/d.mdx", "c/E.MD", "notes.txt", "code.py")
    assert names(".") == names() == ["a.markdown", "b.md", "c/E.MD", "c/d.mdx"]


def test_a_named_file_has_any_suffix_and_comes_once(site: Path) -> None:
    fill(site, "notes.txt", "a.md", "README")
    assert names("notes.txt", "./a.md", str(site / "a.md"), "README", ".") == ["README", "a.md", "notes.txt"]


def test_tools_folders_are_not_entered_unless_named(site: Path) -> None:
    fill(site, "a.md", "node_modules/p/README.md", ".venv/x.md", "env/x.md", "env/pyvenv.cfg", ".git/x.md")
    assert names(".") == ["a.md"]
    assert names("node_modules") == ["node_modules/p/README.md"]


def test_gitignore_nested_and_from_above(site: Path) -> None:
    fill(site, "posts/a.md", "posts/draft-a.md", "posts/keep/draft-b.md", "build/x.md", "posts/old/x.md")
    fill(site, ".git/HEAD")
    fill(site, ".gitignore", text="build/\ndraft-*\n")
    fill(site, "posts/.gitignore", text="old\n")
    fill(site, "posts/keep/.gitignore", text="!draft-b.md\n")
    assert names(".") == ["posts/a.md", "posts/keep/draft-b.md"]
    assert names("posts") == ["posts/a.md", "posts/keep/draft-b.md"]
    assert names("posts/draft-a.md", "build") == ["build/x.md", "posts/draft-a.md"]


def test_globs_see_what_folders_see(site: Path) -> None:
    fill(site, "a.md", "x/b.md", "x/c.txt", "x/y/d.md", "node_modules/e.md")
    assert names("**/*.md") == ["a.md", "x/b.md", "x/y/d.md"]
    assert names("x/*.txt") == ["x/c.txt"]
    assert names("x/*") == ["x/b.md", "x/y/d.md"]
    assert names("[xz]/b.*") == ["x/b.md"]


def test_a_name_that_looks_like_a_glob_is_a_name(site: Path) -> None:
    fill(site, "what [is] it?.md", "what i it!.md")
    assert names("what [is] it?.md") == ["what [is] it?.md"]


def test_excludes_hold_for_named_files(site: Path) -> None:
    fill(site, "a.md", "old/b.md", "old/keep.md")
    fill(site, ".healthlint.yaml", text="exclude: ['old/*', '!old/keep.md']\n")
    assert names(".") == ["a.md", "old/keep.md"]
    found = find("old/b.md")
    assert (found.drafts, found.excluded) == ((), ["old/b.md"])


def test_settings_say_what_a_draft_is(site: Path) -> None:
    fill(site, "content/a.txt", "content/b.md", "README.md")
    fill(site, ".healthlint.yaml", text="drafts: [content/**/*.txt, content/**/*.md]\n")
    assert names(".") == ["content/a.txt", "content/b.md"]
    assert names("README.md") == ["README.md"]


@pytest.mark.parametrize("path", ["none.md", "none/", "no*.md", "none/**/*.md", "empty", "bad\0name"])
def test_what_leads_nowhere_is_told(site: Path, path: str) -> None:
    fill(site, "empty/code.py", "a.md")
    with pytest.raises(NotFound):
        find("a.md", path)


def test_links_are_followed_inside_only(site: Path) -> None:
    fill(site, "out/far.md", "in/a.md", "in/deep/b.md")
    top = site / "in"
    (top / "same.md").symlink_to("deep/b.md")
    (top / "loop").symlink_to(".")
    (top / "away").symlink_to("../out")
    (top / "far.md").symlink_to("../out/far.md")
    (top / "gone.md").symlink_to("nowhere.md")
    found = find("in")
    assert [draft.shown for draft in found.drafts] == ["in/a.md", "in/deep/b.md"]
    assert found.notes == [
        "in/away: a link that leads out of the folder; not followed",
        "in/far.md: a link that leads out of the folder; not checked",
        "in/gone.md: a link that leads nowhere; not checked",
    ]
    assert names("in/far.md") == ["in/far.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_a_folder_is_not_read(site: Path) -> None:
    fill(site, "a.md")
    os.mkfifo(site / "pipe.md")
    assert find(".").notes == ["pipe.md: no regular file; not checked"]


def test_weird_names_are_printable(site: Path) -> None:
    fill(site, "new\nline.md", "émoji 😀.md")
    try:
        (site / os.fsdecode(b"bad-\xff.md")).write_text("Text.\n")
    except OSError:
        pytest.skip("this file system takes no such names")
    assert names(".") == ["bad-\\udcff.md", "new\\nline.md", "émoji 😀.md"]
