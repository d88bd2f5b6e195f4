"""The command line: what exits how, and that silence is never success."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from healthlint import engine
from healthlint.cli import healthlint
from tests.conftest import ENGLISH

RULE = """\
title: {title}
severity: {severity}
message: “<match>” is a word of this test.
authority: guide
{more}
tests:
  bad: [A <<{word}>> here., Another <<{word}>> there.]
  good: [A word here., Another word there.]
"""

AUTHORITY = """\
in: international
for: all
kind: guidance
issuer: The society of this test
cite: A guide, page 3
url: https://example.org/guide
says: Such words are better left out.
checked: primary
as_of: 2026-01-01
review_by: 2036-01-01
"""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rulebook of one rule: what the command line does is the same with it, and quicker."""
    folder = tmp_path_factory.mktemp("small")
    for name, text in {
        "languages/en.yaml": ENGLISH.read_text(encoding="utf-8"),
        "authorities/book.yaml": AUTHORITY,
        "profiles/article.yaml": "about: Articles.\njurisdiction: international\ncopy: editorial\nrules: ['*']\n",
        "small/only.yaml": rule("only", "info", "find: [onlyly]").replace("guide", "book"),
    }.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def site(request: pytest.FixtureRequest, tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a pack of a rule of each severity and one that mends."""
    monkeypatch.chdir(tmp_path)
    if not request.node.get_closest_marker("shipped"):
        monkeypatch.setattr("healthlint.rulebook.home.shipped", lambda: small)
    write("pack/authorities/guide.yaml", AUTHORITY)
    for name in ["NO_COLOR", "FORCE_COLOR", "HEALTHLINT_DEBUG"]:
        monkeypatch.delenv(name, raising=False)
    write(
        "pack/demo/grave.yaml",
        rule("grave", "error", "danger: It is made up.\nfind: [gravely]\nformerly: [demo/old]"),
    )
    write("pack/demo/middling.yaml", rule("middling", "warning", "find: [middlingly]"))
    write("pack/demo/mild.yaml", rule("mild", "info", "find: [mildly]"))
    write("pack/demo/mended.yaml", rule("mended", "info", "replace: {wordly: worldly}\nsafe: true"))
    return tmp_path


WORDS = {"only": "onlyly", "grave": "gravely", "middling": "middlingly", "mild": "mildly", "mended": "wordly"}


def rule(name: str, severity: str, more: str) -> str:
    return RULE.format(title=f"A {name} word", severity=severity, more=more, word=WORDS[name])


def write(name: str, text: str) -> Path:
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="")
    return file


def run(*args: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(healthlint, args, input=stdin)


def demo(*args: str, stdin: str | bytes | None = None) -> Result:
    """Check with the rules of the test pack alone."""
    return run("check", "--pack", "pack", "--rule", "demo/*", *args, stdin=stdin)


# What the issue of it all asks for.


@pytest.mark.shipped
def test_a_claim_and_its_denial() -> None:
    bad, good = (run("check", "-", stdin=f"Turmeric {claim} cancer.\n") for claim in ["cures", "does not cure"])
    assert (bad.exit_code, good.exit_code) == (1, 0), bad.output + good.output
    assert bad.stdout.startswith("-:1:")
    assert good.stdout.splitlines()[-1].startswith("No findings in 1 draft")


# Exit codes.


@pytest.mark.parametrize(
    ("word", "fail_on", "code"),
    [
        ("gravely", "error", 1),
        ("middlingly", "error", 0),
        ("middlingly", "warning", 1),
        ("mildly", "warning", 0),
        ("mildly", "info", 1),
        ("gravely", "never", 0),
        ("plainly", "info", 0),
    ],
)
def test_fail_on(word: str, fail_on: str, code: int) -> None:
    assert demo("--fail-on", fail_on, "-", stdin=f"It is {word} so.\n").exit_code == code


def test_max_warnings() -> None:
    text = "It is middlingly so.\n\nIt is middlingly thus.\n"
    codes = [demo("--max-warnings", str(most), "-", stdin=text).exit_code for most in [0, 1, 2]]
    assert codes == [1, 1, 0]


def test_settings_decide_and_the_command_line_overrules() -> None:
    write("a.md", "It is middlingly so.\n")
    write(".healthlint.yaml", "packs: [pack]\nonly: [demo/*]\nfail_on: warning\n")
    assert run("a.md").exit_code == 1
    assert run("check", "a.md", "--fail-on", "error").exit_code == 0
    assert run("check", "a.md", "--no-config", "--pack", "pack", "--rule", "demo/mild").exit_code == 0


def test_each_draft_is_judged_by_its_own_settings() -> None:
    write("strict/.healthlint.yaml", "packs: [../pack]\nonly: [demo/*]\nfail_on: info\n")
    write("lax/.healthlint.yaml", "packs: [../pack]\nonly: [demo/*]\nfail_on: never\n")
    write("strict/a.md", "It is plainly so.\n")
    write("lax/a.md", "It is gravely so.\n")
    assert run("check", ".").exit_code == 0
    write("strict/a.md", "It is mildly so.\n")
    assert run("check", ".").exit_code == 1


FAULTY: list[tuple[str, list[str], str]] = [
    ("no such path", ["nowhere.md"], "no such file or folder: nowhere.md"),
    ("one path of two", ["a.md", "nowhere.md"], "nowhere.md"),
    ("an empty folder", ["empty"], "no drafts in the folder: empty"),
    ("a glob without match", ["*.mdx"], "the pattern matches no draft: *.mdx"),
    ("unknown profile", ["a.md", "--profile", "artcle"], "did you mean “article”?"),
    ("unknown rule", ["a.md", "--pack", "pack", "--rule", "demo/milld"], "did you mean “demo/mild”?"),
    ("unknown exception", ["a.md", "--except", "no/such"], "no/such"),
    ("unknown jurisdiction", ["a.md", "--jurisdiction", "atlantis"], "atlantis"),
    (
        "no rule left",
        ["a.md", "--pack", "pack", "--rule", "demo/mild", "--except", "demo/*"],
        "no rule is selected",
    ),
    ("unknown format", ["a.md", "--format", "xml"], "xml"),
    ("no such pack", ["a.md", "--pack", "nowhere"], "nowhere"),
    ("broken rule", ["a.md", "--pack", "broken"], "broken/demo/rule.yaml:1:1: "),
    ("missing settings", ["a.md", "--config", "nowhere.yaml"], "nowhere.yaml"),
    ("broken settings", ["settings/a.md"], "settings/.healthlint.yaml:1:1: unknown key “profil”"),
    ("settings with an unknown rule", ["typo/a.md"], "demo/unheard-of"),
    ("settings with an unknown pack", ["packless/a.md"], "packless/none"),
    ("an override of nothing", ["override/a.md"], "demo/unheard-of"),
    ("standard input and more", ["-", "a.md"], "must be the only path"),
]


@pytest.mark.parametrize(("args", "said"), [case[1:] for case in FAULTY], ids=[case[0] for case in FAULTY])
def test_faults_exit_2_and_report_nothing(args: list[str], said: str) -> None:
    for folder in [".", "settings", "typo", "packless", "override"]:
        write(f"{folder}/a.md", "It is mildly so.\n")
    write("empty/notes.txt", "Text.\n")
    write("broken/demo/rule.yaml", "titel: A rule\n")
    write("settings/.healthlint.yaml", "profil: article\n")
    write("typo/.healthlint.yaml", "except: [demo/unheard-of]\n")
    write("packless/.healthlint.yaml", "packs: [none]\n")
    write("override/.healthlint.yaml", "override: {demo/unheard-of: {severity: info}}\n")
    result = run("check", "--format", "json", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_excluded_drafts_exit_0_with_a_note() -> None:
    write("old/a.md", "It is gravely so.\n")
    write(".healthlint.yaml", "exclude: [old/]\npacks: [pack]\nonly: [demo/*]\n")
    for args in (["old/a.md"], ["."], ["-", "--stdin-filename", "old/b.md"]):
        result = run("check", *args, stdin="It is gravely so.\n")
        assert result.exit_code == 0
        assert "excluded by the settings, not checked: old/" in result.stdout
        assert "No draft was checked." in result.stdout


def test_an_unreadable_draft_is_a_finding_and_the_run_goes_on() -> None:
    Path("a.md").write_bytes(b"caf\xe9")
    write("b.md", "It is mildly so.\n")
    result = demo("a.md", "b.md")
    assert result.exit_code == 1
    assert [line.split("[")[-1] for line in result.stdout.splitlines()[:2]] == [
        "draft/unreadable]",
        "demo/mild]",
    ]


def test_our_own_mistake_is_a_finding_and_exits_2(monkeypatch: pytest.MonkeyPatch) -> None:
    lint = engine.lint

    def stumble(document: object, *args: object, **more: object) -> object:
        if getattr(document, "path", "") == "a.md":
            raise ZeroDivisionError("no\nreason")
        return lint(document, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "lint", stumble)
    write("a.md", "It is mildly so.\n")
    write("b.md", "It is mildly so.\n")
    result = demo("--fail-on", "never", ".")
    assert result.exit_code == 2
    assert "a.md:1:1: error: healthlint itself failed" in result.stdout
    assert "b.md:1:7: info:" in result.stdout
    assert "Traceback" not in result.output
    monkeypatch.setenv("HEALTHLINT_DEBUG", "1")
    assert isinstance(demo(".").exception, ZeroDivisionError)


# Reports.


def test_order_and_bytes_are_the_same_each_time() -> None:
    for name in ["b.md", "a/z.md", "a.md", "B.md"]:
        write(name, "It is mildly so, and gravely too.\n")
    runs = [demo("--format", "json", *paths).stdout for paths in (["."], [".", "b.md"], ["b.md", "a", "."])]
    assert len(set(runs)) == 1
    assert [draft["path"] for draft in json.loads(runs[0])["drafts"]] == ["B.md", "a.md", "a/z.md", "b.md"]


@pytest.mark.parametrize("format_", ["text", "full", "json", "github", "sarif"])
def test_a_summary_is_always_given(format_: str) -> None:
    write("a.md", "It is plainly so.\n")
    result = demo("a.md", "--format", format_)
    told, untold = (result.stdout, result.stderr) if format_ in ("text", "full") else (result.stderr, "")
    assert "No findings in 1 draft" in told
    assert untold == ""
    assert "No findings in 1 draft (" not in demo("a.md", "--format", "text", "--quiet").output


def test_output_goes_to_a_file_as_a_whole() -> None:
    write("a.md", "It is mildly so.\n")
    write("out/report.json", "old")
    result = demo("a.md", "--format", "json", "--output", "out/report.json")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 info in 1 of 1 draft" in result.stderr
    assert json.loads(Path("out/report.json").read_text(encoding="utf-8"))["drafts"][0]["path"] == "a.md"
    assert [file.name for file in Path("out").iterdir()] == ["report.json"]
    assert demo("a.md", "--output", "nowhere/report.txt").exit_code == 2


@pytest.mark.parametrize(
    ("environment", "args", "colored"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
    ],
)
def test_colour(environment: dict[str, str], args: list[str], colored: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in demo("--format", "full", *args, "-", stdin="It is gravely so.\n").stdout) == colored


@pytest.mark.shipped
def test_why_shows_what_was_let_go() -> None:
    text = "Turmeric does not cure cancer.\n"
    assert "let go" not in run("check", "-", stdin=text).stdout
    assert "let go" in run("check", "--why", "-", stdin=text).stdout


# Ways to call.


def test_a_path_is_short_for_check() -> None:
    write("a.md", "It is plainly so.\n")
    write(".healthlint.yaml", "packs: [pack]\nonly: [demo/*]\n")
    for args in (["a.md"], ["."], ["*.md"], ["-"], ["--format", "text", "a.md"], ["--quiet", "a.md"]):
        assert run(*args, stdin="Text.\n").exit_code == 0, args


@pytest.mark.parametrize("word", ["chek", "explian"])
def test_a_misspelt_command_is_no_path(word: str) -> None:
    result = run(word)
    assert result.exit_code == 2
    assert "neither a command nor a path. Did you mean" in result.stderr


def test_standard_input_has_the_settings_of_its_name() -> None:
    write("shop/.healthlint.yaml", "packs: [../pack]\nonly: [demo/grave]\n")
    result = run("check", "-", "--stdin-filename", "shop/new.md", stdin="It is mildly, gravely so.\n")
    assert [line.split("[")[-1] for line in result.stdout.splitlines()[:-2]] == ["demo/grave]"]
    assert result.stdout.startswith("shop/new.md:1:15: error:")


def test_standard_input_keeps_its_line_ends() -> None:
    result = demo("-", stdin=b"\xef\xbb\xbfOne.\r\n\r\nIt is mildly so.\r\n")
    assert result.stdout.startswith("-:3:7: info:")


def test_help_is_grouped() -> None:
    shown = run("--help").stdout
    assert [shown.index(f"{heading}:") for heading in ("Drafts", "Rules", "This machine")]
    assert run("-h").exit_code == run("--version").exit_code == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    assert "_HEALTHLINT_COMPLETE" in run("completion", shell).stdout


def command(*args: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "healthlint", *args],
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_a_shell_completes_commands() -> None:
    done = command(_HEALTHLINT_COMPLETE="bash_complete", COMP_WORDS="healthlint su", COMP_CWORD="1")
    assert b"suppressions" in done.stdout


def test_an_encoding_that_lacks_our_quotes_is_no_trouble() -> None:
    write("a.md", "It is mildly so.\n")
    done = command("check", "a.md", "--pack", "pack", "--rule", "demo/*", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


def test_no_command_ends_in_a_traceback() -> None:
    broken = "import healthlint.discover as d; del d.drafts"
    write("stumble.py", f"{broken}; import runpy; runpy.run_module('healthlint', run_name='__main__')")
    done = subprocess.run([sys.executable, "stumble.py"], capture_output=True, check=False)
    assert done.returncode == 2
    done = subprocess.run([sys.executable, "stumble.py", "check", "."], capture_output=True, check=False)
    assert (done.returncode, done.stdout, b"Traceback" in done.stderr) == (2, b"", False)
    assert b"healthlint itself failed (AttributeError" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX pipe")
def test_a_reader_that_leaves_early_is_no_trouble() -> None:
    write("a.md", "It is mildly so.\n\n" * 5000)
    call = f"{sys.executable} -m healthlint check a.md --pack pack --rule 'demo/*' | head -n 1"
    done = subprocess.run(["bash", "-c", call], capture_output=True, check=False)
    assert done.stdout.startswith(b"a.md:1:7: info:")
    assert done.stderr == b""


# Other commands.


@pytest.mark.parametrize("name", ["demo/grave", "demo/old"])
def test_explain(name: str) -> None:
    result = run("explain", name, "--pack", "pack")
    assert result.exit_code == 0
    for part in ["demo/grave  error", "A grave word", "It is made up.", "<<gravely>>", "A word here."]:
        assert part in result.stdout
    assert "healthlint-disable-next-line demo/grave:" in result.stdout
    assert ("is now demo/grave" in result.stderr) == (name == "demo/old")


def test_explain_guesses() -> None:
    result = run("explain", "demo/gravy", "--pack", "pack")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean “demo/grave”?" in result.stderr


def test_rules_list() -> None:
    listed = run("rules", "list", "--pack", "pack", "--rule", "demo/m*")
    assert [line.split()[0] for line in listed.stdout.splitlines()] == [
        "demo/mended",
        "demo/middling",
        "demo/mild",
        "3",
    ]
    everything = json.loads(run("rules", "list", "--pack", "pack", "--format", "json").stdout)["rules"]
    assert {"demo/grave", "demo/mild"} < {one["id"] for one in everything}


@pytest.mark.shipped
def test_rules_list_counts() -> None:
    chosen = ("rules", "list", "--pack", "pack", "--rule", "demo/m*")
    said = json.loads(run(*chosen, "--format", "json").stdout)
    counts = said["counts"]
    assert set(counts) == {"rules", "preview", "substances", "profiles", "authorities"}
    assert (counts["rules"], counts["preview"]) == (len(said["rules"]), 0)
    assert counts["substances"] == len(said["substances"]) > 0
    assert counts["profiles"] == len(said["profiles"]) > 0
    for rule in said["rules"]:
        assert {"status", "profiles", "jurisdictions", "id", "title", "severity", "why", "authority"} <= set(rule)
    told = f"3 rules, none of them preview; {counts['substances']} substances, {counts['profiles']} profiles"
    assert run(*chosen).stdout.splitlines()[-1].startswith(told)
    kava = next(one for one in said["substances"] if one["name"] == "kava")
    assert "liver injury" in kava["warnings"] and kava["sources"] and kava["as_of"]
    article = next(one for one in said["profiles"] if one["name"] == "article")
    assert article["copy"] == "editorial" and article["rules"] > 10


def test_rules_list_marks_preview() -> None:
    write("pack/demo/mild.yaml", rule("mild", "info", "find: [mildly]\nstatus: preview"))
    listed = run("rules", "list", "--pack", "pack", "--rule", "demo/m*").stdout.splitlines()
    assert [line.endswith("(preview)") for line in listed] == [False, False, True, False]
    assert listed[-1].startswith("3 rules, 1 of them preview; ")
    said = json.loads(run("rules", "list", "--pack", "pack", "--rule", "demo/mild", "--format", "json").stdout)
    assert said["counts"]["preview"] == 1
    assert (said["rules"][0]["status"], said["rules"][0]["profiles"]) == ("preview", [])
    assert "article" in said["rules"][0]["preview_profiles"]


@pytest.mark.shipped
def test_a_new_rule_passes_its_tests() -> None:
    made = run("rules", "new", "tone/new-rule", "--pack", "pack")
    assert made.exit_code == 0, made.output
    tested = run("rules", "test", "tone/new-rule", "--pack", "pack")
    assert (tested.exit_code, tested.stdout.splitlines()[-1].endswith("0 failed")) == (0, True), tested.output
    assert run("rules", "new", "tone/new-rule", "--pack", "pack").exit_code == 2


@pytest.mark.parametrize("id_", ["no-topic", "../up/and-away", "A/b", "a/b/c", "a/b.yaml"])
def test_a_new_rule_needs_an_id(id_: str) -> None:
    assert run("rules", "new", id_).exit_code == 2
    assert [file.name for file in Path().iterdir()] == ["pack"]


def test_a_rule_that_fails_its_examples_is_told() -> None:
    write("pack/demo/mild.yaml", rule("mild", "info", "find: [unsaid]"))
    result = run("rules", "test", "demo/mild", "--pack", "pack")
    assert result.exit_code == 1
    assert "FAILED demo/mild: " in result.stdout
    assert run("rules", "test", "demo/unheard-of", "--pack", "pack").exit_code == 2


def test_suppressions() -> None:
    write("a.md", "<!-- healthlint-disable-next-line demo/mild: it must stay -->\nIt is mildly so.\n")
    write("b.md", "<!-- healthlint-disable-file demo/grave: old until 2020-01-01 -->\nText.\n")
    fresh, stale = run("suppressions", "a.md", "--pack", "pack"), run("suppressions", ".", "--format", "json")
    assert fresh.stdout.splitlines() == [
        "a.md:1: disable-next-line demo/mild: it must stay",
        "1 in 1 draft.",
    ]
    assert fresh.exit_code == 0
    rows = json.loads(stale.stdout)["suppressions"]
    assert [(row["path"], row["rule"], row["lapsed"]) for row in rows] == [
        ("a.md", "demo/mild", False),
        ("b.md", "demo/grave", True),
    ]
    assert stale.exit_code == 1


@pytest.fixture
def fix() -> Callable[..., Result]:
    return lambda *args, stdin=None: run("fix", "--pack", "pack", "--rule", "demo/*", *args, stdin=stdin)


def test_fix_mends_once(fix: Callable[..., Result]) -> None:
    file = write("a.md", "A wordly matter.\r\n\r\nIt is mildly so.\r\n")
    shown = fix("--diff", "a.md")
    assert shown.exit_code == 1
    assert "-A wordly matter." in shown.stdout and "+A worldly matter." in shown.stdout
    assert "wordly" in file.read_text(encoding="utf-8")
    assert fix("a.md").exit_code == 0
    mended = file.read_bytes()
    assert mended == b"A worldly matter.\r\n\r\nIt is mildly so.\r\n"
    again = fix("a.md")
    assert (again.exit_code, file.read_bytes()) == (0, mended)
    assert fix("--diff", "a.md").exit_code == 0


def test_fix_of_standard_input_goes_to_standard_output(fix: Callable[..., Result]) -> None:
    assert fix("-", stdin="A wordly matter.\n").stdout == "A worldly matter.\n"


def test_fix_tells_what_it_could_not_read(fix: Callable[..., Result]) -> None:
    Path("a.md").write_bytes(b"caf\xe9")
    result = fix("a.md")
    assert result.exit_code == 1
    assert "a.md: The draft is not UTF-8" in result.stderr


def profiled(name: str) -> str:
    return f"---\nhealthlint-profile: {name}\n---\n\nIt is gravely so.\n"


PROFILE = "about: A profile.\njurisdiction: international\ncopy: editorial\nrules: [{rule}]\n"
OWN_PROFILE = [
    ([], "lenient", []),
    ([], "strict", ["demo/grave"]),
    (["--profile", "strict"], "lenient", ["demo/grave"]),
    ([], "lenent", ["demo/grave", "draft/unknown-profile"]),
]


@pytest.mark.parametrize(("args", "name", "expected"), OWN_PROFILE)
def test_a_draft_may_name_its_profile(args: list[str], name: str, expected: list[str]) -> None:
    write("pack/profiles/lenient.yaml", PROFILE.format(rule="demo/mild"))
    write("pack/profiles/strict.yaml", PROFILE.format(rule="demo/grave"))
    write(".healthlint.yaml", "packs: [pack]\nprofile: strict\n")
    write("draft.md", profiled(name))
    (draft,) = json.loads(run("check", "draft.md", "--format", "json", *args).stdout)["drafts"]
    found = draft["findings"]
    assert sorted(one["rule"] for one in found) == expected


@pytest.fixture
def in_2037(monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(date):
        @classmethod
        def today(cls) -> "Later":
            return cls(2037, 1, 1)

    monkeypatch.setattr("healthlint.cli.session.date", Later)


def test_what_is_due_is_listed() -> None:
    listed = json.loads(run("rules", "stale", "--by", "2036-06-01", "--pack", "pack", "--format", "json").stdout)["due"]
    (guide,) = [one for one in listed if one["name"] == "guide"]
    assert guide["review_by"] == "2036-01-01"
    assert guide["rules"] == ["demo/grave", "demo/mended", "demo/middling", "demo/mild"]
    assert [one["review_by"] for one in listed] == sorted(one["review_by"] for one in listed)
    assert run("rules", "stale", "--by", "1999-12-31", "--pack", "pack").stdout == "Nothing is due by 1999-12-31.\n"


@pytest.mark.usefixtures("in_2037")
def test_a_run_past_a_review_says_so_once_and_does_not_fail() -> None:
    write("draft.md", "All is well.\n")
    done = demo("draft.md", "draft.md")
    assert done.exit_code == 0
    assert "a text that these rules rest on is past the date of review" in done.stderr
    assert done.stderr.count("past the date") == 1
    assert "past the date" not in demo("draft.md", "--quiet").stderr
