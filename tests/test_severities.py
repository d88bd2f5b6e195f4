"""Severities by the settings and by path: what they do to findings, and that no earlier run's are served."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from healthlint.cli import healthlint
from tests.conftest import ENGLISH, HOUSE

SITE = {
    "rules/languages/en.yaml": ENGLISH.read_text(encoding="utf-8"),
    "rules/authorities/house.yaml": HOUSE.replace("kind: house", "kind: guidance\nurl: https://example.org/guide"),
    "rules/profiles/article.yaml": "about: All.\njurisdiction: international\ncopy: editorial\nrules: ['*']\n",
    "shop/a.md": "It is gravely so, and mildly.\n",
    "blog/a.md": "It is gravely so, and mildly.\n",
}
RULE = """\
title: A {word} word
severity: {severity}
message: “<match>” is a word of this test.
authority: house
find: [{word}]
tests: {{bad: [A <<{word}>> here., Another <<{word}>> there.], good: [A word., Another word.]}}
"""


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two drafts in two folders, and a rulebook of two rules: a warning and an info."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("healthlint.rulebook.home.shipped", lambda: tmp_path / "rules")
    for name, text in SITE.items():
        write(name, text)
    write("rules/demo/grave.yaml", RULE.format(word="gravely", severity="warning"))
    write("rules/demo/mild.yaml", RULE.format(word="mildly", severity="info"))
    return tmp_path


def write(name: str, text: str) -> None:
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def run(*args: str) -> Result:
    return CliRunner().invoke(healthlint, args)


def found(*args: str) -> dict[str, list[str]]:
    """By draft: rules and severities of its findings."""
    report = json.loads(run("check", "--format", "json", "--quiet", *args).stdout)
    return {
        draft["path"]: [f"{one['rule'].partition('/')[2]} {one['severity']}" for one in draft["findings"]]
        for draft in report["drafts"]
    }


def test_an_id_outdoes_a_pattern_and_a_path_outdoes_all() -> None:
    write(
        ".healthlint.yaml",
        "severity: {demo/grave: error, 'demo/*': warning}\npaths: [{match: shop/, severity: {demo/mild: off}}]\n",
    )
    assert found() == {"blog/a.md": ["grave error", "mild warning"], "shop/a.md": ["grave error"]}
    assert run("check").exit_code == 1


def test_a_path_may_turn_on_what_the_settings_turn_off() -> None:
    write(".healthlint.yaml", "severity: {'*': off}\npaths: [{match: '*', severity: {demo/mild: info}}]\n")
    assert found() == {"blog/a.md": ["mild info"], "shop/a.md": ["mild info"]}


def test_all_turned_off_is_a_fault_and_no_clean_run() -> None:
    write(".healthlint.yaml", "severity: {'*': off}\n")
    told = run("check")
    assert (told.exit_code, "no rule is selected" in told.output) == (2, True)


@pytest.mark.parametrize("lines", ["", "paths: [{match: shop/, severity: {demo/grave: error}}]\n"])
def test_what_an_earlier_run_kept_is_not_served_under_other_severities(lines: str) -> None:
    for level in ["info", "error", "warning", "info"]:
        write(".healthlint.yaml", f"severity: {{demo/grave: {level}}}\n{lines}")
        assert found()["blog/a.md"] == [f"grave {level}", "mild info"]
        assert found()["blog/a.md"] == [f"grave {level}", "mild info"]  # and again, from what was kept
        assert found()["shop/a.md"] == [f"grave {'error' if lines else level}", "mild info"]


def test_reports_speak_of_the_rule_as_grave_as_it_is_here() -> None:
    write(".healthlint.yaml", "severity: {demo/grave: error}\n")
    report = json.loads(run("check", "--format", "json", "--quiet").stdout)
    assert report["rules"]["demo/grave"]["severity"] == "error"
    assert report["summary"]["error"] == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("severity:\n  demo/grav: off\n", "2:3: unknown rule “demo/grav”; did you mean “demo/grave”?"),
        ("severity: {'domo/*': off}\n", "1:12: unknown rule “domo/*”"),
        ("except: [demo/gravy]\n", "1:10: unknown rule “demo/gravy”; did you mean “demo/grave”?"),
        ("paths:\n- match: blog/\n  profile: articel\n", "3:12: unknown profile “articel”; did you mean “article”?"),
        (
            "paths:\n- match: none/\n  profile: articel\n",
            "3:12: unknown profile “articel”; did you mean “article”?",
        ),
        ("paths:\n- match: none/\n  except: [a/b, demo/mld]\n", "3:12: unknown rule “a/b”"),
        (
            "paths:\n- match: none/\n  severity: {suppression/unusd: off}\n",
            "3:14: unknown rule “suppression/unusd”; did you mean “suppression/unused”?",
        ),
        ("paths:\n- match: blog/\n  jurisdiction: [xx]\n", "3:18: unknown jurisdiction “xx”"),
    ],
)
def test_an_unknown_name_is_told_with_its_place(text: str, said: str) -> None:
    write(".healthlint.yaml", text)
    told = run("check")
    assert told.exit_code == 2
    assert f".healthlint.yaml:{said}" in told.stderr


@pytest.mark.parametrize(
    "text", ['severity: {"\\e[31mx": off}', '"\\e[31mx": 1', 'except: ["\\e[31mx"]', 'fail_on: "\\e[2J"']
)
def test_what_settings_say_takes_no_orders_to_a_terminal(text: str) -> None:
    write(".healthlint.yaml", f"{text}\n")
    told = run("check")
    assert told.exit_code == 2
    assert "\x1b" not in told.stderr


def test_a_known_name_in_an_entry_for_no_draft_is_sound() -> None:
    write(
        ".healthlint.yaml",
        "paths: [{match: none/, profile: article, except: [demo/*], severity: {suppression/*: off}}]\n",
    )
    assert run("check").exit_code == 0


def test_a_name_of_the_command_line_has_no_place() -> None:
    write(".healthlint.yaml", "severity: {demo/grave: error}\n")
    told = run("check", "--except", "demo/gravy")
    assert "Error: unknown rule “demo/gravy”; did you mean “demo/grave”? (with the settings of" in told.stderr


def test_findings_about_comments_have_severities_too() -> None:
    write("shop/a.md", "It is so. <!-- healthlint-disable-file demo/mild: we mean it -->\n")
    for level, expected in [("error", ["unused error"]), ("off", [])]:
        write(".healthlint.yaml", f"severity: {{suppression/unused: {level}}}\n")
        assert found("shop/a.md") == {"shop/a.md": expected}


@pytest.mark.skipif(sys.platform == "win32", reason="workers are forked")
def test_workers_heed_them() -> None:
    write(".healthlint.yaml", "severity: {demo/grave: info}\npaths: [{match: shop/, severity: {demo/*: error}}]\n")
    assert found("--jobs", "2") == {
        "blog/a.md": ["grave info", "mild info"],
        "shop/a.md": ["grave error", "mild error"],
    }
