"""What an earlier run found is taken as it was, gives the same reports byte for byte, and is never taken wrongly."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import healthlint as api
from healthlint import engine, rulebook
from healthlint.cli import healthlint, session
from healthlint.cli.outline import filled_in, outlined
from healthlint.cli.results import Results, Terms, marked
from healthlint.finding import Linted
from healthlint.report import FORMATS, Run
from healthlint.rulebook import Checks, Library
from healthlint.stats.facts import Facts
from healthlint.store import Store
from tests.conftest import ENGLISH, HOUSE, RULE, TODAY

PROFILE = "about: A profile.\njurisdiction: international\ncopy: editorial\nrules: [{rules}]\n"
AUTHORITY = HOUSE.replace("kind: house", "kind: guidance\nurl: https://example.org/")
DENIED = "about: Denials.\nsays: is denied\nbefore: [nobody says]\ntests: {governed: [a, b], free: [c, d]}\n"
FORMATTED = ["text", "full", "json", "github", "sarif"]
DRAFTS = {
    "00.md": "# Day\n\nIt is mildly so, and gravely too, on this day. It **mild**ly is so &amp; gravely.\n",
    "01.md": "\ufeff# Mildly\r\n\r\n- one, gravely\r\n- two\r\n\r\n| a | mildly |\r\n|---|---|\r\n| b | c |\r\n",
    "02-own.md": "---\nhealthlint-profile: lenient\n---\n\nIt is gravely and mildly so.\n",
    "03-unknown.md": "---\nhealthlint-profile: lenent\ntitle: mildly put\n---\n\nIt is gravely so.\n",
    "04-silenced.md": "<!-- healthlint-disable-file demo/mild: a test -->\n\nIt is mildly so. Not mildly.\n",
    "05-comment.md": "<!-- healthlint-disable-next-line demo/mld: a test -->\n\nIt is mildly so.\n",
    "06-until.md": "<!-- healthlint-disable-file demo/mild: a test until 2026-08-01 -->\n\nIt is mildly so.\n",
    "07-empty.md": "",
    "08-let-go.md": "It is “mildly” so. Nobody says gravely.\n",
    "09-foreign.md": "Der Tee ist gut und macht die Haut schön, sagt man, und das ist alles, was wir wissen.\n" * 9,
    "10-plain.md": "Nothing to see.\n",
    "sub/11.md": "It is gravely\nso, över två rader 🦠 gravely.\n",
}


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of drafts, and a rulebook of two rules and two profiles in place of the shipped one."""
    for name, text in {
        "rules/languages/en.yaml": ENGLISH.read_text(encoding="utf-8"),
        "rules/authorities/house.yaml": AUTHORITY,
        "rules/profiles/article.yaml": PROFILE.format(rules="'*'"),
        "rules/profiles/lenient.yaml": PROFILE.format(rules="demo/mild"),
        "rules/demo/mild.yaml": RULE + "find: [mildly]\n",
        "rules/demo/grave.yaml": RULE.replace("info", "warning") + "find: [gravely]\nunless: denied\n",
        "rules/cues/denied.yaml": DENIED,
        "rules/demo/trial.yaml": RULE + "find: [nothing]\nstatus: preview\n",
        **{f"drafts/{name}": text for name, text in DRAFTS.items()},
    }.items():
        write(tmp_path / name, text)
    (tmp_path / "drafts/12-unreadable.md").write_bytes(b"caf\xe9")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("healthlint.rulebook.home.shipped", lambda: tmp_path / "rules")
    monkeypatch.delenv("HEALTHLINT_DEBUG", raising=False)
    return tmp_path


def write(path: Path | str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8", newline="")


def check(*args: str) -> Result:
    result = CliRunner().invoke(healthlint, ["check", *(args or ["drafts"])])
    assert result.exit_code in (0, 1, 2), result.output
    return result


def said(result: Result) -> tuple[int, bytes, bytes]:
    return result.exit_code, result.stdout_bytes, result.stderr_bytes


class Work:
    """What a run did besides looking up."""

    def __init__(self) -> None:
        self.linted: list[str] = []
        self.loaded = 0

    def since(self) -> tuple[list[str], int]:
        done = self.linted, self.loaded
        self.linted, self.loaded = [], 0
        return done


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    work, lint, load = Work(), engine.lint, rulebook.load

    def linted(document: api.Document, checks: Checks) -> Linted:
        work.linted.append(document.path.removeprefix("drafts/"))
        return lint(document, checks)

    def loaded(packs: tuple[Path, ...]) -> Library:
        work.loaded += 1
        return load(packs)

    monkeypatch.setattr(engine, "lint", linted)
    monkeypatch.setattr(rulebook, "load", loaded, raising=False)
    return work


@pytest.mark.parametrize("format_", FORMATTED)
@pytest.mark.parametrize("why", [[], ["--why"]])
def test_the_report_is_the_same_byte_for_byte(format_: str, why: list[str], cache: Path) -> None:
    ask = ("drafts", "--format", format_, *why)
    fresh = said(check(*ask, "--no-cache", "-j", "1"))
    assert not cache.exists()
    for jobs in ["2", "1"]:
        assert said(check(*ask, "-j", jobs)) == fresh, "cold"
        assert said(check(*ask, "-j", "1")) == fresh, "warm"
        assert said(check(*ask, "-j", "2")) == fresh, "warm, for several"
        for entry in [*cache.glob("*.kept")][::2]:
            entry.write_bytes(entry.read_bytes()[:-3] + b"xyz")
        assert said(check(*ask, "-j", jobs)) == fresh, "damaged"
        assert said(check(*ask, "-j", jobs)) == fresh, "mended"
        assert CliRunner().invoke(healthlint, ["clean"]).exit_code == 0
        assert not cache.exists()


def test_a_second_run_lints_nothing_and_loads_no_rule(work: Work) -> None:
    check()
    linted, loaded = work.since()
    assert sorted(linted) == sorted(DRAFTS)
    assert loaded == 1
    check()
    check("drafts", "--format", "json", "--why")
    check("drafts/00.md")
    check("drafts/sub", "drafts/00.md", "-j", "2")
    assert work.since() == ([], 0)


def test_only_what_changed_is_linted(work: Work) -> None:
    check()
    work.since()
    write("drafts/00.md", "It is mildly so.\n")
    write("drafts/new.md", "It is mildly so.\n")
    Path("drafts/10-plain.md").unlink()
    assert "drafts/00.md:1:7" in check().stdout
    assert work.since() == (["00.md", "new.md"], 0), "by rules that were compiled before"
    check()
    assert work.since() == ([], 0)
    Path("drafts/new.md").rename("drafts/newer.md")
    assert "drafts/newer.md:1:7" in check().stdout
    assert work.since() == (["newer.md"], 0)


def change_a_rule() -> None:
    write("rules/demo/mild.yaml", RULE + "find: [mildly, day]\n")


def add_a_rule() -> None:
    write("rules/demo/new.yaml", RULE + "find: [day]\n")


def remove_a_rule() -> None:
    Path("rules/demo/trial.yaml").unlink()


def change_an_authority() -> None:
    write("rules/authorities/house.yaml", AUTHORITY.replace("House style", "Another style"))


def change_a_setting() -> None:
    write(".healthlint.yaml", "override: {demo/mild: {severity: error}}\n")


def change_profiles_by_path() -> None:
    write(".healthlint.yaml", "paths: [{match: 'drafts/*', profile: lenient}]\n")


def add_a_pack() -> None:
    write("pack/house/word.yaml", RULE + "find: [day]\n")
    write(".healthlint.yaml", "packs: [pack]\n")


@pytest.mark.parametrize(
    "change",
    [
        change_a_rule,
        add_a_rule,
        remove_a_rule,
        change_an_authority,
        change_a_setting,
        change_profiles_by_path,
        add_a_pack,
    ],
)
def test_other_rules_or_settings_find_anew(change: Callable[[], None], work: Work) -> None:
    check()
    work.since()
    change()
    found = check()
    assert len(work.since()[0]) == len(DRAFTS)
    assert said(found) == said(check("drafts", "--no-cache")) == said(check())


def test_a_pack_that_changes_or_goes(work: Work) -> None:
    add_a_pack()
    check()
    work.since()
    write("pack/house/word.yaml", RULE + "find: [nowhere]\n")
    assert "house/word" not in check().stdout
    assert len(work.since()[0]) == len(DRAFTS)
    Path("pack").rename("gone")
    gone = check()
    assert (gone.exit_code, work.since()[0]) == (2, [])
    assert "there is no pack" in gone.stderr


@pytest.mark.parametrize(
    "ask",
    [
        ["--profile", "lenient"],
        ["--rule", "demo/grave"],
        ["--except", "demo/grave"],
        ["--jurisdiction", "international"],
        ["--preview"],
        ["--rule", "demo/trial"],
        ["--pack", "pack"],
    ],
)
def test_another_choice_of_rules_finds_anew_and_leaves_the_first(ask: list[str], work: Work) -> None:
    write("pack/house/word.yaml", RULE + "find: [day]\n")
    first = said(check())
    work.since()
    other = said(check("drafts", *ask))
    assert len(work.since()[0]) == len(DRAFTS)
    assert other == said(check("drafts", *ask))
    assert first == said(check())
    assert work.since() == ([], 0)
    assert other == said(check("drafts", *ask, "--no-cache"))


def test_another_day(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    def on(day: date) -> str:
        class Then(date):
            @classmethod
            def today(cls) -> "Then":
                return cls(day.year, day.month, day.day)

        monkeypatch.setattr(session, "date", Then)
        return check("drafts/06-until.md").stdout

    assert "held until" not in on(date(2026, 7, 31)) + on(date(2026, 7, 31))
    assert len(work.since()[0]) == 1
    assert "held until 2026-08-01" in on(date(2026, 8, 2))
    assert "past the date of review" in on(date(2030, 8, 2)) + check("drafts/06-until.md").stderr


def test_another_build(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    check()
    work.since()
    monkeypatch.setattr(session, "build", lambda: "another")
    check()
    assert len(work.since()[0]) == len(DRAFTS)


def test_another_profile_in_the_front_matter(work: Work) -> None:
    check()
    work.since()
    write("drafts/02-own.md", DRAFTS["02-own.md"].replace("lenient", "article"))
    assert "drafts/02-own.md:5:7: warning" in check().stdout
    assert work.since()[0] == ["02-own.md"]


def test_the_same_draft_under_another_name_or_from_elsewhere(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    check("drafts/00.md")
    work.since()
    monkeypatch.chdir("drafts")
    assert "\n00.md:3:7:" in "\n" + check("00.md").stdout
    assert work.since()[0] == ["00.md"]


def test_nothing_is_kept_or_used_where_that_is_not_wanted(
    work: Work, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check("drafts", "--no-cache")
    monkeypatch.setenv("HEALTHLINT_NO_CACHE", "1")
    check()
    assert not cache.exists()
    monkeypatch.delenv("HEALTHLINT_NO_CACHE")
    check()
    before = {path: path.stat().st_mtime_ns for path in cache.iterdir()}
    work.since()
    check("drafts", "--no-cache")
    assert len(work.since()[0]) == len(DRAFTS)
    assert {path: path.stat().st_mtime_ns for path in cache.iterdir()} == before


def test_our_own_mistakes_are_not_kept(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    lint = engine.lint

    def stumble(document: api.Document, checks: Checks) -> Linted:
        if document.path == "drafts/00.md":
            raise ZeroDivisionError
        return lint(document, checks)

    with monkeypatch.context() as patched:
        patched.setattr(engine, "lint", stumble)
        assert check().exit_code == check("drafts", "-j", "2").exit_code == 2
    work.since()
    assert check().exit_code == 1
    assert work.since()[0] == ["00.md"]


@pytest.mark.parametrize("silenced", [False, True])
def test_a_draft_that_was_not_wholly_checked_is_checked_again(
    work: Work, silenced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("healthlint.rulebook.patterns.PATIENCE", (0.01,))
    write("rules/demo/slow.yaml", RULE + "find: /(a|aa)+$/\n")
    comment = "<!-- healthlint-disable-file demo/slow: we know -->\n\n" if silenced else ""
    write("drafts/slow.md", f"{comment}{'a' * 5000} b\n")
    assert ("takes too long" in check("drafts/slow.md").stdout) is not silenced
    check("drafts/slow.md")
    assert work.since()[0] == ["slow.md", "slow.md"]


def test_rules_that_change_while_a_run_is_at_work_are_not_saved(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    lint = engine.lint

    def meddle(document: api.Document, checks: Checks) -> Linted:
        change_a_rule()
        return lint(document, checks)

    with monkeypatch.context() as patched:
        patched.setattr(engine, "lint", meddle)
        check()
    work.since()
    check()
    assert len(work.since()[0]) == len(DRAFTS)


@pytest.mark.parametrize("kind", ["file", "link", "junk"])
def test_a_folder_that_is_none_is_no_hindrance(kind: str, cache: Path, tmp_path: Path) -> None:
    fresh = said(check("drafts", "--no-cache"))
    if kind == "junk":
        check()
        for entry in cache.iterdir():
            entry.write_bytes(os.urandom(200))
    elif kind == "file":
        cache.write_text("mine")
    else:
        cache.symlink_to(tmp_path / "nowhere")
    assert said(check()) == said(check("drafts", "-j", "2")) == fresh


def test_a_fault_of_the_choice_is_told_each_time() -> None:
    for ask, words in ((["--profile", "articel"], "did you mean"), (["--rule", "demo/mld"], "did you mean")):
        first, second = check("drafts", *ask), check("drafts", *ask)
        assert said(first) == said(second)
        assert (first.exit_code, words in first.stderr.lower()) == (2, True)
    write("rules/profiles/none.yaml", PROFILE.format(rules="demo/trial"))
    for _ in range(2):
        assert "no rule is selected" in check("drafts", "--profile", "none").stderr


def test_fix_and_standard_input_are_right_whatever_is_kept() -> None:
    write("rules/demo/mended.yaml", RULE.replace("<match>", "Word") + "replace: {wordly: worldly}\nsafe: true\n")
    write("drafts/00.md", "It is wordly.\n")
    assert "drafts/00.md:1:7" in check().stdout
    fixed = CliRunner().invoke(healthlint, ["fix", "drafts/00.md"])
    assert (fixed.exit_code, Path("drafts/00.md").read_text()) == (0, "It is worldly.\n")
    assert "drafts/00.md" not in check().stdout
    typed = CliRunner().invoke(healthlint, ["check", "-", "--stdin-filename", "drafts/00.md"], input="It is wordly.\n")
    assert "drafts/00.md:1:7" in typed.stdout


UNNEEDED = ["rulebook.library", "rulebook.phrases", "rulebook.pack", "engine", "suppress", "draft.document"]
WARM = """\
import sys
from pathlib import Path
from healthlint.rulebook import home
home.shipped = lambda: Path("rules").absolute()
from healthlint.cli import main
try:
    main(["check", "drafts", "--fail-on", "never"])
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""


def test_a_second_run_imports_neither_rules_nor_readers_of_yaml_and_markdown() -> None:
    def imported() -> set[str]:
        environment = {**os.environ, "PYTHONPATH": str(Path(engine.__file__).parent.parent)}
        done = subprocess.run([sys.executable, "-c", WARM], capture_output=True, text=True, env=environment, check=True)
        return set(done.stderr.split())

    names = {f"healthlint.{name}" for name in UNNEEDED} | {"yaml", "regex", "pyromark"}
    assert names <= imported()
    assert not names & imported()


def test_a_draft_that_is_no_more_leaves_its_shelf(tmp_path: Path, cache: Path) -> None:
    terms, outlines = Terms("choice", "stamp"), []
    for name in ("stays.md", "goes.md"):
        write(name, "So it is.\n")
    outline = outlined(
        Linted(document=api.parse("So it is.\n", "x.md", api.load([]).language), findings=()), "", Facts()
    )
    assert outline
    for names in (["stays.md", "goes.md", *(f"{number}.md" for number in range(99))], ["other.md"] * 2):
        results = Results(Store(cache))
        for name in names:
            results.keep(terms, Path(name), b"mark", outline)
        results.save()
        again = Results(Store(cache))
        outlines.append([bool(again.outline(terms, Path(name), b"mark")) for name in ("stays.md", "goes.md")])
        Path("goes.md").unlink(missing_ok=True)
    assert outlines[0] == [True, True]
    assert Results(Store(cache)).outline(terms, Path("stays.md"), b"mark")
    assert not Results(Store(cache)).outline(terms, Path("stays.md"), b"other")
    assert not Results(Store(cache)).outline(Terms("choice", "other"), Path("stays.md"), b"mark")
    assert not Results(Store(cache)).outline(Terms("other", "stamp"), Path("stays.md"), b"mark")


def test_what_fits_no_form_is_no_result(cache: Path) -> None:
    store, terms = Store(cache), Terms("choice", "stamp")
    for junk in (b"", b"\x00", b"\xc1", b"\x93\x01\x02\x03", b"\x92\xa5stamp\x81\xa4x.md\x92\xc4\x00\x90"):
        store.put("rules choice", junk)
        for number in range(32):
            store.put(f"drafts {number} choice", junk)
        results = Results(store)
        assert results.picked(terms) is None
        assert results.outline(terms, Path("x.md"), b"") is None


def test_a_mark_is_of_name_and_content() -> None:
    assert len({marked(*one) for one in [("a", b"b"), ("a", b"c"), ("b", b"b"), ("ab", b""), ("", b"ab")]}) == 5


@pytest.mark.parametrize("format_", FORMATTED)
def test_an_outline_is_all_that_reports_need(format_: str, library: Library, shipped_linted: list[Linted]) -> None:
    restored = []
    for linted in shipped_linted:
        outline = outlined(linted, "", Facts(3, ("Ann Lee",), "News"))
        assert outline, linted.document.path
        restored.append(filled_in(outline, linted.document.text, linted.document.path))
    rules = {name: library.info(name) for name in library.rules}
    reports = [
        list(FORMATS[format_](Run(linted=tuple(of), rules=rules, profile="article", jurisdictions=(), why=True)))
        for of in (shipped_linted, restored)
    ]
    assert reports[0] == reports[1]


@pytest.fixture(scope="module")
def shipped_linted(library: Library) -> list[Linted]:
    """Drafts of many shapes, linted with all of the shipped rules."""
    checks = library.checks("us-supplement", today=TODAY)
    top = Path(engine.__file__).parent.parent
    paths = sorted([*(top / "examples").rglob("*.md"), *(top / "benchmarks" / "documents").rglob("*.md")])
    texts = {path.name: path.read_text(encoding="utf-8") for path in paths}
    texts |= {name: text.replace("mildly", "cures cancer") for name, text in DRAFTS.items()}
    texts["crlf.md"] = "\ufeff" + "\r\n".join(text for text in texts.values())
    texts["html.md"] = "<p>It cures\ncancer &amp; **flu**.</p>\n\n<div>cures cancer</div>\n\n![cures cancer](x.png)\n"
    return [engine.lint(api.parse(text, name, library.language), checks) for name, text in texts.items()]


def test_clean(cache: Path) -> None:
    check()
    cleaned = CliRunner().invoke(healthlint, ["clean"])
    assert cleaned.exit_code == 0
    assert cleaned.output.startswith("Removed ")
    assert not cache.exists()
    assert CliRunner().invoke(healthlint, ["clean"]).output.startswith("Nothing is kept in ")


def test_clean_where_nothing_can_be_removed(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check()
    monkeypatch.setattr("healthlint.store._removed", lambda _: None)
    refused = CliRunner().invoke(healthlint, ["clean"])
    assert refused.exit_code == 2
    assert "could not be removed" in refused.output
    assert cache.exists()
