"""What holds for a draft is shown value by value, with where each comes from; and it is what a check does."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from healthlint.cli import healthlint
from healthlint.config import Config, load
from healthlint.yamlfile import values
from tests.conftest import ENGLISH, HOUSE

RULE = """\
title: A {word} word
severity: {severity}
message: “<match>” is a word of this test.
authority: {authority}
find: [{word}]
tests: {{bad: [A <<{word}>> here., Another <<{word}>> there.], good: [A word., Another word.]}}
"""
GUIDE = HOUSE.replace("kind: house", "kind: guidance\nurl: https://example.org/guide")
PROFILE = "about: Some.\njurisdiction: {where}\ncopy: editorial\nrules: ['*']\n"
SITE = {
    "rules/languages/en.yaml": ENGLISH.read_text(encoding="utf-8"),
    "rules/authorities/guide.yaml": GUIDE,
    "rules/authorities/uk.yaml": GUIDE.replace("in: international", "in: uk"),
    "rules/profiles/article.yaml": PROFILE.format(where="international"),
    "rules/profiles/british.yaml": PROFILE.format(where="[uk, international]"),
    "rules/grave/one.yaml": RULE.format(word="gravely", severity="warning", authority="guide"),
    "rules/mild/one.yaml": RULE.format(word="mildly", severity="info", authority="guide"),
    "rules/mild/two.yaml": RULE.format(word="meekly", severity="info", authority="uk"),
    "house/grave/two.yaml": RULE.format(word="sternly", severity="warning", authority="guide"),
    "shop/a.md": "It is gravely so.\n",
    "blog/own.md": "---\ntitle: A\nhealthlint-profile: british\n---\nIt is so.\n",
    ".healthlint.yaml": """\
profile: article
packs: [house]
except: [mild/one]
exclude: [./legal/, '*.tmp.md', '!keep.tmp.md']
severity:
  mild/*: warning
  grave/one: error
paths:
  - match: [shop/, market/]
    profile: british
    jurisdiction: [uk]
    severity: {grave/*: info}
    except: [grave/two]
override:
  grave/one: {title: Another}
max_warnings: 0
""",
}


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with settings of every sort, and a small rulebook."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("healthlint.rulebook.home.shipped", lambda: tmp_path / "rules")
    for name, text in SITE.items():
        write(name, text)
    return tmp_path


def write(name: str, text: str) -> None:
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def run(*args: str) -> Result:
    return CliRunner().invoke(healthlint, args)


def shown(*args: str) -> dict[str, Any]:
    done = run("config", "show", *args, "--format", "json")
    assert done.exit_code == 0, done.output
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def told(key: str, *args: str) -> list[str]:
    """The values of a key, each with its origin and its place."""
    lines = []
    for value in shown(*args)["values"]:
        if value["key"] == key:
            place = value["place"]
            where = f" {place['file']}:{place['line']}:{place['column']}" if place else ""
            lines.append(f"{value.get('rule', '')} {value['value']}, {value['origin']}{where}".strip())
    return lines


@pytest.mark.parametrize(
    ("key", "args", "lines"),
    [
        ("profile", ["shop/a.md"], ["british, path entry .healthlint.yaml:10:14"]),
        ("profile", ["blog/a.md"], ["article, settings .healthlint.yaml:1:10"]),
        ("profile", ["blog/own.md"], ["british, front matter blog/own.md:3:21"]),
        ("profile", ["blog/own.md", "--profile", "article"], ["article, command line"]),
        ("profile", ["blog/own.md", "--no-config"], ["british, front matter blog/own.md:3:21"]),
        ("profile", ["shop/a.md", "--no-config"], ["article, default"]),
        ("jurisdiction", ["shop/a.md"], ["uk, path entry .healthlint.yaml:11:20"]),
        ("jurisdiction", ["blog/own.md"], ["uk, profile", "international, profile"]),
        ("jurisdiction", ["shop/a.md", "--jurisdiction", "uk"], ["uk, command line"]),
        ("packs", ["a.md"], ["house, settings .healthlint.yaml:2:9"]),
        ("packs", ["a.md", "--no-config", "--pack", "house"], ["house, command line"]),
        (
            "except",
            ["shop/a.md", "--except", "mild/two"],
            [
                "mild/one, settings .healthlint.yaml:3:10",
                "grave/two, path entry .healthlint.yaml:13:14",
                "mild/two, command line",
            ],
        ),
        ("only", ["a.md", "--rule", "grave/*"], ["grave/*, command line"]),
        (
            "severity",
            ["shop/a.md"],
            [
                "mild/* warning, settings .healthlint.yaml:6:3",
                "grave/one error, settings .healthlint.yaml:7:3",
                "grave/* info, path entry .healthlint.yaml:12:16",
            ],
        ),
        ("override", ["a.md"], ["grave/one title, settings .healthlint.yaml:15:3"]),
        ("max_warnings", ["a.md"], ["0, settings .healthlint.yaml:16:15"]),
        ("max_warnings", ["a.md", "--no-config"], ["None, default"]),
        ("fail_on", ["a.md"], ["error, default"]),
        ("baseline", ["a.md"], ["None, default"]),
        ("preview", ["a.md", "--preview"], ["True, command line"]),
    ],
)
def test_where_a_value_comes_from(key: str, args: list[str], lines: list[str]) -> None:
    assert told(key, *args) == lines


def test_false_in_the_settings_is_no_default() -> None:
    write(".healthlint.yaml", "preview: false\n")
    assert told("preview", "a.md") == ["False, settings .healthlint.yaml:1:10"]


def test_a_baseline() -> None:
    write(".healthlint-baseline", "")
    assert told("baseline", "a.md") == [".healthlint-baseline, default"]
    write(".healthlint.yaml", "baseline: known.txt\n")
    assert told("baseline", "a.md") == ["known.txt, settings .healthlint.yaml:1:11"]


def test_settings_in_toml() -> None:
    Path(".healthlint.yaml").unlink()
    write(
        "pyproject.toml",
        "[tool.healthlint]\nexcept = ['mild/one']\n[[tool.healthlint.paths]]\nmatch='shop/'\nprofile='british'\n",
    )
    assert told("profile", "shop/a.md") == ["british, path entry pyproject.toml:5:1"]
    assert told("except", "shop/a.md") == ["mild/one, settings pyproject.toml:2:1"]


def test_what_severities_decide() -> None:
    decided = {one["rule"]: one["decides"] for one in shown("shop/a.md")["values"] if one["key"] == "severity"}
    assert decided == {"mild/*": ["mild/two"], "grave/one": [], "grave/*": ["grave/one"]}


def test_what_is_shown_is_what_a_check_does() -> None:
    write("shop/b.md", "It is gravely so, and meekly, and sternly.\n")
    report = json.loads(run("check", "shop/b.md", "--format", "json", "--quiet").stdout)
    found = {one["rule"]: one["severity"] for one in report["drafts"][0]["findings"]}
    assert found == {"grave/one": "info", "mild/two": "warning"}
    assert shown("shop/b.md")["rules"] == len(report["rules"])


@pytest.mark.parametrize(
    ("name", "pattern", "place"),
    [
        ("legal/a.md", "legal/", (4, 11)),
        ("x.tmp.md", "*.tmp.md", (4, 21)),
        ("keep.tmp.md", None, None),
        ("shop/a.md", None, None),
    ],
)
def test_which_pattern_excludes(name: str, pattern: str | None, place: tuple[int, int] | None) -> None:
    said = shown(name)
    assert said["checked"] == (pattern is None)
    by = said["excluded_by"]
    assert (by and by["value"]) == pattern
    assert (by and (by["place"]["line"], by["place"]["column"])) == place


@pytest.mark.parametrize(
    ("name", "text", "note"),
    [
        ("blog/new.md", None, "it is not there"),
        ("blog/a.txt", "So.", "a check of its folder passes over it"),
        ("blog/a.md", "---\nhealthlint-profile: britsh\n---\n", "“britsh” in line 2, which is not there; did you mean"),
        ("blog/a.md", "---\nhealthlint-profile: '\\e[31m'\n---\n", "which is not there"),
        ("blog/a.md", "\0", "it is not a text file"),
    ],
)
def test_notes(name: str, text: str | None, note: str) -> None:
    if text is not None:
        write(name, text)
    assert any(note in one for one in shown(name)["notes"])
    assert "\x1b" not in run("config", "show", name).stdout


def test_the_command_line_outdoes_front_matter_and_says_so() -> None:
    assert "line 3, which the command line outdoes" in shown("blog/own.md", "--profile", "article")["notes"][0]


def test_text() -> None:
    lines = run("config", "show", "shop/a.md").stdout.splitlines()
    assert lines[0] == "shop/a.md"
    said = {" ".join(line.split()) for line in lines}
    assert {
        "checked yes",
        "settings .healthlint.yaml",
        "profile british path entry “shop/, market/”, .healthlint.yaml:10:14",
        "severity mild/*: warning (1 rule) settings, .healthlint.yaml:6:3",
        "grave/one: error (0 rules) settings, .healthlint.yaml:7:3",
        "override grave/one: title settings, .healthlint.yaml:15:3",
        "max_warnings 0 settings, .healthlint.yaml:16:15",
    } <= said
    assert "checked no, excluded by “legal/” .healthlint.yaml:4:11" in {
        " ".join(line.split()) for line in run("config", "show", "legal/a.md").stdout.splitlines()
    }


@pytest.mark.parametrize(
    ("settings", "file", "said"),
    [
        ("profil: a\n", "a.md", ".healthlint.yaml:1:1: unknown key “profil”"),
        (
            "severity: {mild/on: off}\n",
            "a.md",
            ".healthlint.yaml:1:12: unknown rule “mild/on”; did you mean “mild/one”?",
        ),
        ("packs: [nowhere]\n", "a.md", "there is no pack in the folder"),
        ("profile: article\n", "shop", "shop is a folder; name a draft"),
    ],
)
def test_faults(settings: str, file: str, said: str) -> None:
    write(".healthlint.yaml", settings)
    done = run("config", "show", file)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_path() -> None:
    assert run("config", "path", "shop/a.md").stdout == ".healthlint.yaml\n"
    assert run("config", "path").stdout == ".healthlint.yaml\n"
    Path(".healthlint.yaml").unlink()
    done = run("config", "path", "shop")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "No .healthlint.yaml" in done.stderr


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        (SITE[".healthlint.yaml"].replace("max_warnings: 0\n", ""), True),
        ("profil: article\n", False),
        ("severity: {a/b: eror}\n", False),
        ("paths: [{match: shop/, packs: [a]}]\n", False),
    ],
)
def test_schema(text: str, sound: bool) -> None:
    schema = json.loads(run("config", "schema").stdout)
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid(values(text)) == sound


def test_the_pattern_that_excludes_is_told_as_the_settings_have_it() -> None:
    config = load(Path(".healthlint.yaml"))
    assert config.excluding(Path("legal/a.md")) == "legal/"
    assert config.excluding(Path("a.md")) is None
    assert Config().excluding(Path("a.md")) is None
