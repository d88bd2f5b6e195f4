"""`fix` changes the edited words and nothing else, asks a writer who is there, and says what it left."""

import io
import os
import re
import shutil
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from healthlint import Library, engine
from healthlint import fix as remedy
from healthlint.cli import asking, healthlint
from healthlint.cli.mending import Mending
from healthlint.draft import parse
from healthlint.finding import Linted
from healthlint.rulebook.library import assemble
from tests.conftest import ENGLISH, HOUSE, TODAY

RULE = """\
title: A word of this test
severity: info
why: It is so.
message: “<match>” is a word of this test.
advice: Write another.
authority: house
{more}
tests: {{bad: [one, two], good: [three, four]}}
"""

RULES = {
    "plain": "replace: {wordly: worldly, utterly so: so}\nsafe: true",
    "odd": "replace: {odd wordly: strange wordly, dark ages: dim years}\nsafe: true",
    "late": "replace: {wordly matter: worldly thing, ages ago: long ago}\nsafe: true",
    "risky": "replace: {gravely: badly}",
    "choice": "replace: {mildly: [softly, gently]}",
    "once": "replace: {nafle: masle}\nonce: document",
    "there": "replace: {pingo: pongo}\nsafe: true",
    "back": "replace: {pongo: pingo}\nsafe: true",
    "more": "replace: {evermore: evermore evermore}\nsafe: true",
    "found": "find: [foundly]",
}


@pytest.fixture(scope="session")
def rulebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rulebook")
    for name, text in {
        "authorities/house.yaml": HOUSE,
        "profiles/article.yaml": "about: Articles.\njurisdiction: international\ncopy: editorial\nrules: ['*']\n",
        **{f"demo/{name}.yaml": RULE.format(more=more) for name, more in RULES.items()},
    }.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "languages").mkdir()
    shutil.copy(ENGLISH, folder / "languages" / "en.yaml")
    return folder


@pytest.fixture(scope="session")
def library(rulebook: Path) -> Library:
    return assemble([rulebook])


@pytest.fixture(autouse=True)
def here(rulebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("healthlint.rulebook.home.shipped", lambda: rulebook)
    for name in ["NO_COLOR", "FORCE_COLOR", "COLUMNS"]:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer at a terminal."""
    monkeypatch.setattr(asking, "at_a_terminal", lambda: True)


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """One who may write only where the permissions say that somebody may. Who runs the tests may be above that."""

    def access(path: Path, wish: int) -> bool:
        return wish != os.W_OK or bool(path.stat().st_mode & 0o222)

    monkeypatch.setattr("healthlint.fix.writing.os.access", access)


def run(*args: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(healthlint, ["fix", *args], input=stdin)


def draft(text: str | bytes, name: str = "a.md") -> Path:
    file = Path(name)
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return file


# Nothing but the edited words.


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A wordly one.\r\n\r\nA wordly two.  \r\n", "A worldly one.\r\n\r\nA worldly two.  \r\n"),
        ("A wordly one.\r\rA wordly two.\r", "A worldly one.\r\rA worldly two.\r"),
        ("A wordly one.\r\n\nA wordly two.\r\tX", "A worldly one.\r\n\nA worldly two.\r\tX"),
        ("\ufeffWordly.\n", "\ufeffWorldly.\n"),
        (
            "---\ntitle:   'a wordly one'  # kept\n---\n\n  wordly",
            "---\ntitle:   'a worldly one'  # kept\n---\n\n  worldly",
        ),
        (
            "`wordly` <!-- wordly --> **wordly** &amp; wor**dly**",
            "`wordly` <!-- wordly --> **worldly** &amp; wor**dly**",
        ),
        ("In the dark \r\nages, utterly\nso.\r\n", "In the dim \r\nyears, so.\r\n"),
        ("💊\u2028 wordly\x0c\n", "💊\u2028 worldly\x0c\n"),
    ],
    ids=["crlf", "cr", "mixed", "bom", "front matter", "markup", "wrapped", "separators"],
)
def test_only_the_edited_words_change(old: str, new: str) -> None:
    file = draft(old)
    assert run("a.md").exit_code == 0
    assert file.read_bytes() == new.encode("utf-8")
    stamp = file.stat().st_mtime_ns
    again = run("a.md")
    assert (again.exit_code, file.read_bytes(), file.stat().st_mtime_ns) == (0, new.encode("utf-8"), stamp)
    assert run("-", stdin=old.encode()).stdout_bytes == new.encode("utf-8")


@pytest.mark.skipif(not hasattr(os, "chown"), reason="no owners here")
def test_permissions_owner_and_links_stay(here: Path) -> None:
    file = draft("A wordly one.\n")
    file.chmod(0o604)
    owner = (12345, 54321) if os.getuid() == 0 else (os.getuid(), os.getgid())
    os.chown(file, *owner)
    Path("link.md").symlink_to("a.md")
    run("link.md")
    now = file.stat()
    assert (stat.S_IMODE(now.st_mode), (now.st_uid, now.st_gid)) == (0o604, owner)
    assert Path("link.md").is_symlink() and file.read_text() == "A worldly one.\n"
    assert sorted(path.name for path in here.iterdir()) == ["a.md", "link.md"]


def test_a_hard_link_is_told_of() -> None:
    file = draft("A wordly one.\n")
    Path("b.txt").hardlink_to(file)
    assert "note: a.md: the old text stays under 1 other name (hard link)\n" in run("a.md").stderr
    assert Path("b.txt").read_text() == "A wordly one.\n"


# What cannot be written does not keep the others from being mended.


@pytest.mark.usefixtures("nobody")
def test_a_protected_draft_is_told_and_the_others_go_on() -> None:
    first, second = draft("A wordly one.\n"), draft("A wordly two.\n", "b.md")
    first.chmod(0o444)
    result = run("a.md", "b.md")
    assert (result.exit_code, first.read_text(), second.read_text()) == (2, "A wordly one.\n", "A worldly two.\n")
    assert "a.md: not written: it is write-protected\n" in result.stderr
    assert "1 finding fixed in 1 draft; 1 left for an editor" in result.stderr
    assert result.stderr.endswith("; 1 draft could not be written.\n")
    assert run("a.md", "--diff").exit_code == 1


@pytest.mark.usefixtures("nobody")
def test_a_protected_folder(here: Path) -> None:
    folder = here / "kept"
    folder.mkdir()
    file = draft("A wordly one.\n", "kept/a.md")
    folder.chmod(0o555)
    try:
        result = run("kept/a.md")
    finally:
        folder.chmod(0o755)
    assert (result.exit_code, file.read_text()) == (2, "A wordly one.\n")
    assert "kept/a.md: not written: its folder is write-protected\n" in result.stderr


def test_a_draft_that_was_changed_meanwhile_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    file = draft("A wordly one.\n")
    apply = remedy.apply

    def meanwhile(*args: object, **more: object) -> remedy.Fixed:
        file.write_text("Mine.\n")
        return apply(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(remedy, "apply", meanwhile)
    result = run("a.md")
    assert (result.exit_code, file.read_text()) == (2, "Mine.\n")
    assert "a.md: not written: it was changed since it was read\n" in result.stderr


def test_a_draft_that_cannot_be_read_is_told() -> None:
    draft(b"caf\xe9")
    result = run("a.md", "-q")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith("a.md: The draft is not UTF-8")


# Overlapping, and endless.


def test_an_overlapping_one_is_left_and_told() -> None:
    file = draft("A wordly thing.\n\nIn the dark ages ago.\n")
    told = [
        "a.md:3:8: left: “ages ago”: demo/odd changed these words [demo/late]",
        "2 findings would be fixed in 1 draft; 0 left for an editor; 1 left because of an overlap.",
    ]
    assert run("a.md", "--diff").stderr.splitlines() == told
    assert run("a.md").stderr.splitlines() == [told[0], told[1].replace("would be ", "")]
    assert file.read_text() == "A worldly thing.\n\nIn the dim years ago.\n"
    assert run("a.md").stderr == "0 findings fixed in 0 drafts; 0 left for an editor.\n"


def test_an_overlapping_one_that_still_fits_is_made_next() -> None:
    file = draft("Utterly so.\n\nAn odd wordly matter.\n")
    result = run("a.md")
    assert file.read_text() == "So.\n\nAn strange worldly thing.\n"
    assert result.stderr == "3 findings fixed in 1 draft; 0 left for an editor.\n"


@pytest.mark.parametrize(("text", "rules"), [("A pingo.\n", "demo/back and demo/there"), ("Evermore.\n", "demo/more")])
def test_replacements_without_end_leave_the_draft(text: str, rules: str) -> None:
    file, other = draft(text), draft("A wordly one.\n", "b.md")
    result = run(".")
    assert (result.exit_code, file.read_text(), other.read_text()) == (0, text, "A worldly one.\n")
    assert "a.md: left as it was: the replacements of demo/" in result.stderr


# Asking.


@pytest.mark.usefixtures("present")
def test_a_writer_is_asked_about_each() -> None:
    file = draft("It went gravely.\r\nVery gravely, and mildly wordly.\r\n\r\nNafle, nafle, nafle.")
    result = run("a.md", stdin="n\nperhaps\ny\n3\n2\ny\ny\ny\n")
    assert file.read_bytes() == b"It went gravely.\r\nVery badly, and gently worldly.\r\n\r\nMasle, masle, masle."
    lines = result.stdout.splitlines()
    assert lines[:7] == [
        "a.md:1:9 info demo/risky",
        "  - It went gravely.",
        "  + It went badly.",
        "  “gravely” is a word of this test.",
        "  why: It is so.",
        "  do: Write another.",
        "Replace it? [y]es, [n]o, [a]ll of this rule, [q]uit: ",
    ]
    assert "  2: Very badly, and gently worldly." in lines
    assert result.stdout.count("Answer with one of: a, n, q, y.") == 1
    assert result.stdout.count("why: It is so.") == 3
    assert result.stderr == "6 findings fixed in 1 draft; 1 left for an editor.\n"


@pytest.mark.usefixtures("present")
def test_all_of_a_rule_goes_on_in_the_next_draft() -> None:
    first, second = draft("Gravely, gravely.\n"), draft("Gravely and mildly.\n", "b.md")
    run(".", stdin="a\nn\n")
    assert (first.read_text(), second.read_text()) == ("Badly, badly.\n", "Badly and mildly.\n")


@pytest.mark.usefixtures("present")
@pytest.mark.parametrize("end", ["q\n", ""])
def test_who_quits_keeps_what_was_said_before(end: str) -> None:
    first, second = draft("Gravely, gravely.\n"), draft("Gravely wordly.\n", "b.md")
    result = run(".", stdin=f"y\n{end}")
    assert (first.read_text(), second.read_text()) == ("Badly, gravely.\n", "Gravely worldly.\n")
    assert result.stdout.count("Replace it?") == 2


@pytest.mark.usefixtures("present")
def test_a_hostile_draft_gives_the_terminal_no_orders() -> None:
    draft("A \x1b[2J\u202e gravely \x1b]0;x\x07 one.\n")
    asked = run("a.md", "--color", "always", stdin="q\n").stdout
    assert "\x1b[2J" not in asked and "\x1b]" not in asked and "\u202e" not in asked
    assert "\x1b[" in asked


@pytest.mark.parametrize("option", ["--diff", "--unsafe"])
@pytest.mark.usefixtures("present")
def test_nothing_is_asked_where_the_command_says_all(option: str) -> None:
    draft("Gravely.\n")
    assert "Replace" not in run("a.md", option).stdout


def test_without_a_terminal_it_says_how_many_were_left() -> None:
    file = draft("Gravely, mildly, foundly wordly.\n")
    result = run("a.md")
    assert file.read_text() == "Gravely, mildly, foundly worldly.\n"
    assert "1 finding fixed in 1 draft; 3 left for an editor (2 with a replacement: " in result.stderr
    result = run("a.md", "--unsafe")
    assert file.read_text() == "Badly, mildly, foundly worldly.\n"
    assert "2 left for an editor (1 with replacements to choose from: " in result.stderr


def test_every_occurrence_is_mended_where_a_rule_speaks_once() -> None:
    file = draft("Nafle. " * 30 + "\n")
    run("a.md", "--unsafe")
    assert file.read_text() == "Masle. " * 30 + "\n"


# The diff.


def test_a_diff_in_a_pipe_can_be_applied() -> None:
    old = "One.\r\n\r\nA wordly \x1b[31mone\x1b[0m.  \r\nA lone \r here, wordly"
    draft(old)
    result = run("a.md", "--diff", "-q")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout_bytes.startswith(
        b"--- a/a.md\n+++ b/a.md\n@@ -1,4 +1,4 @@\n One.\r\n \r\n-A wordly \x1b[31mone"
    )
    if patch := shutil.which("patch"):
        subprocess.run([patch, "-p1", "--binary"], input=result.stdout_bytes, check=True, capture_output=True)
        assert Path("a.md").read_bytes() == old.replace("wordly", "worldly").encode()


def test_a_diff_on_a_terminal_is_coloured_and_harmless() -> None:
    draft("A wordly \x1b[2Jone\u202e.\r\nTwo.\r")
    shown = run("a.md", "--diff", "--color", "always").stdout
    assert "\x1b[31m-A wordly \ufffd[2Jone\ufffd.\x1b[0m\n" in shown
    assert "\x1b[32m+A worldly \ufffd[2Jone\ufffd.\x1b[0m\n" in shown
    assert "\r" not in shown


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_name_gives_a_diff_no_lines_of_its_own() -> None:
    draft("A wordly one.\n", "a b\n+++ \x1b[2J.md")
    lines = run(".", "--diff").stdout_bytes.splitlines()
    assert lines[0] == rb"--- a/a b\n+++ \x1b[2J.md" + b"\t"
    assert sum(line.startswith(b"+++") for line in lines) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no such terminals there")
def test_at_a_terminal_of_its_own() -> None:
    import pty

    file = draft("Gravely and mildly.\n")
    child, terminal = pty.fork()
    if child == 0:
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
        try:
            healthlint(["fix", "a.md"])
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(0)
    os.write(terminal, b"y\n2\nq\nq\n")
    told = b""
    with suppress(OSError):  # which is how a terminal ends
        while part := os.read(terminal, 4096):
            told += part
    os.waitpid(child, 0)
    assert file.read_text() == "Badly and gently.\n"
    assert b"\x1b[1;31mGravely\x1b[0m and" in told and b"Which one? 1-2" in told
    assert b"2 findings fixed in 1 draft; 0 left for an editor." in told


def test_a_terminal_is_one_that_is_read_and_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert not asking.at_a_terminal()


# What `explain` says of replacements.


def test_explain_says_how_grave_a_rule_is_and_what_fix_does() -> None:
    told = CliRunner().invoke(healthlint, ["explain", "demo/choice"]).stdout.splitlines()
    assert told[:5] == ["demo/choice  info", "A word of this test", "  info in article", "", "Says"]
    assert "  “…” is a word of this test." in told
    at = told.index("Replacements (fix asks about each)")
    assert told[at + 1] == "  mildly: softly | gently"
    assert "Replacements (fix makes them unasked)" in CliRunner().invoke(healthlint, ["explain", "demo/plain"]).stdout


@pytest.mark.parametrize(
    "id_",
    ["draft/unreadable", "draft/internal-error", "draft/front-matter", "draft/unknown-profile", "draft/slow-pattern"],
)
def test_explain_knows_what_no_rule_says(id_: str) -> None:
    result = CliRunner().invoke(healthlint, ["explain", id_])
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, f"{id_}  error")


# On any draft.


WORDS = "wordly|odd wordly matter|dark ages ago|utterly so|gravely|Gravely|mildly|nafle|plain|💊|é"
MARKS = " | | |  |\t|\n|\r\n|\r|\n\n|\r\n\r\n|. |, |“|”|> |# |- |**|`|\u2028|<b>|</b>|[|](x)|---\n|&amp;"
PIECES = st.sampled_from([*WORDS.split("|"), *MARKS.split("|")])


@pytest.mark.parametrize("unsafe", [False, True])
@given(bom=st.sampled_from(["", "\ufeff"]), pieces=st.lists(PIECES, max_size=25))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_only_what_was_reported_changes_and_only_once(
    library: Library, unsafe: bool, bom: str, pieces: list[str]
) -> None:
    def again(text: str) -> Linted:
        return engine.lint(parse(text, "draft.md", library.language), checks)

    checks = library.checks("article", today=TODAY, except_=["demo/there", "demo/back", "demo/more"])
    start = text = bom + "".join(pieces)
    while fixed := remedy.apply(text, again(text).findings, unsafe=unsafe).edits:
        kept, at = [], 0
        for edit in fixed:
            assert at <= edit.span.start < edit.span.end
            kept += [text[at : edit.span.start], edit.replacement]
            at = edit.span.end
        text = "".join([*kept, text[at:]])
    mending = Mending(again(start), again, unsafe)
    mending.settle()
    assert mending.text == text
    assert not remedy.apply(text, again(text).findings, unsafe=unsafe).applied
    marks = r"[\w<>\[\]()]"
    assert re.sub(marks, "", text).replace(" ", "") == re.sub(marks, "", start).replace(" ", "")
