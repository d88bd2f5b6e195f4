"""Settings are found beside or above a draft; what is wrong with them is told with its place."""

from pathlib import Path

import pytest

from healthlint.config import Config, ConfigError, Configs, find, load
from healthlint.settingsplace import Places


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


FAULTS = [
    (".healthlint.yaml", "profil: article", "1:1: unknown key “profil”; did you mean “profile”?"),
    (".healthlint.yaml", "profile: a\nmax_warnings: many", "2:15: expected"),
    (".healthlint.yaml", "fail_on: never\nfail_on: error", "2:1: the key “fail_on” stands here twice"),
    (".healthlint.yaml", "exclude: a", "1:10: expected a list"),
    (".healthlint.yaml", "paths:\n- match: a\n  profil: b", "3:3: unknown key “profil”"),
    (
        ".healthlint.yaml",
        "paths:\n- match: a\n  max_warnings: 3",
        "3:3: unknown key “max_warnings” here, where these may stand: match, profile, jurisdiction, except, severity",
    ),
    (".healthlint.yaml", "severity:\n  a/b: off\n  c/d: eror", "3:8: invalid enum value 'eror'; did you mean “error”?"),
    (
        ".healthlint.yaml",
        "paths:\n- match: a\n  severity: {a/*: of}",
        "3:19: invalid enum value 'of'; did you mean “off”?",
    ),
    (".healthlint.yaml", "severity: [a/b]", "1:11: expected a set of keys"),
    (".healthlint.yaml", "only: [a", ": is no YAML"),
    (".healthlint.yaml", "", "1:1: is empty"),
    (
        "pyproject.toml",
        "[project]\nname = 'x'\n\n[tool.healthlint]\nprofil = 'a'",
        "5:1: unknown key “profil”",
    ),
    ("pyproject.toml", "[tool.healthlint]\nmax_warnings = 'many'", "2:1: expected"),
    ("pyproject.toml", "[[tool.healthlint.paths]]\nmatch = 'a'\nprofil = 'b'", "3:1: unknown key “profil”"),
    (
        "pyproject.toml",
        "[[tool.healthlint.paths]]\nmatch = 'a'\n[[tool.healthlint.paths]]\nmatch = 'b'\nseverity = {'a/*' = 'of'}",
        "5:14: invalid enum value 'of'; did you mean “off”?",
    ),
    ("pyproject.toml", "[tool.healthlint]\nprofile = = 'a'", "2:11: is no TOML"),
]


@pytest.mark.parametrize(("name", "text", "said"), FAULTS)
def test_faults_have_a_place(tmp_path: Path, name: str, text: str, said: str) -> None:
    file = write(tmp_path, name, text)
    with pytest.raises(ConfigError) as fault:
        find(tmp_path)
    assert str(fault.value).startswith(f"{file.as_posix()}:")
    assert said in str(fault.value)


def test_yaml_and_toml_say_the_same(tmp_path: Path) -> None:
    yaml = write(
        tmp_path,
        "a/.healthlint.yaml",
        "profile: uk-ads\njurisdiction: uk\npacks: [./house]\nexcept: [a/b]\npreview: true\nmax_warnings: 3\n"
        "override: {a/b: {measure: {max: 6}}}\npaths: [{match: 'blog/', profile: article}]\n",
    )
    toml = write(
        tmp_path,
        "b/pyproject.toml",
        '[tool.healthlint]\nprofile = "uk-ads"\njurisdiction = "uk"\npacks = ["./house"]\nexcept = ["a/b"]\n'
        'preview = true\nmax_warnings = 3\noverride."a/b".measure.max = 6\n'
        '[[tool.healthlint.paths]]\nmatch = "blog/"\nprofile = "article"\n',
    )
    assert load(yaml).settings == load(toml).settings
    assert load(yaml).packs() == (tmp_path / "a" / "house",)


def test_nearest_settings_win(tmp_path: Path) -> None:
    write(tmp_path, ".healthlint.yaml", "profile: outer")
    write(tmp_path, "inner/pyproject.toml", "[tool.healthlint]\nprofile = 'inner'")
    write(tmp_path, "inner/deep/pyproject.toml", "[project]\nname = 'no settings of ours'")
    configs = Configs()
    assert configs.of(tmp_path / "inner" / "deep").settings.profile == "inner"
    assert configs.of(tmp_path / "other").settings.profile == "outer"
    assert configs.of(tmp_path) is configs.of(tmp_path / "other")


def test_yaml_beats_pyproject_and_rivals_are_a_fault(tmp_path: Path) -> None:
    write(tmp_path, "pyproject.toml", "[tool.healthlint]\nprofile = 'toml'")
    write(tmp_path, ".healthlint.yaml", "profile: yaml")
    found = find(tmp_path)
    assert found is not None and found.settings.profile == "yaml"
    write(tmp_path, ".healthlint.yml", "profile: rival")
    with pytest.raises(ConfigError, match="keep one of them"):
        find(tmp_path)


def test_a_foreign_broken_pyproject_is_none_of_our_business(tmp_path: Path) -> None:
    write(tmp_path, "pyproject.toml", "[project\n# healthlint is not set here")
    assert find(tmp_path) is None


def test_fixed_settings_hold_everywhere(tmp_path: Path) -> None:
    write(tmp_path, ".healthlint.yaml", "profile: outer")
    fixed = Config()
    assert Configs(fixed).of(tmp_path) is fixed


def test_later_paths_outdo_earlier_ones(tmp_path: Path) -> None:
    write(
        tmp_path,
        ".healthlint.yaml",
        "profile: article\nexcept: [x/y]\npaths:\n"
        "- {match: shop/, profile: us-supplement, except: [a/b]}\n"
        "- {match: ['*-uk.md', 'uk/**'], profile: uk-ads}\n",
    )
    config = Configs().of(tmp_path)
    chosen = {name: config.selection(tmp_path / name) for name in ["a.md", "shop/a.md", "shop/a-uk.md"]}
    assert {name: one.profile for name, one in chosen.items()} == {
        "a.md": "article",
        "shop/a.md": "us-supplement",
        "shop/a-uk.md": "uk-ads",
    }
    assert chosen["shop/a-uk.md"].except_ == ("x/y", "a/b")


SEVERITIES = """\
severity: {demo/one: error, "demo/*": info, other/*: warning}
paths:
- {match: shop/, severity: {demo/*: off}, jurisdiction: uk}
- {match: shop/new/, severity: {demo/two: warning}, jurisdiction: [us, eu]}
"""


def test_severities_by_path_are_laid_over_those_of_the_settings(tmp_path: Path) -> None:
    write(tmp_path, ".healthlint.yaml", SEVERITIES)
    config = Configs().of(tmp_path)
    everywhere = (("demo/*", "info"), ("other/*", "warning"), ("demo/one", "error"))
    assert config.selection(tmp_path / "a.md").severity == everywhere
    assert config.selection(tmp_path / "shop/a.md").severity == (*everywhere, ("demo/*", "off"))
    new = config.selection(tmp_path / "shop/new/a.md")
    assert new.severity == (*everywhere, ("demo/*", "off"), ("demo/two", "warning"))
    assert new.jurisdictions == ("us", "eu")
    assert config.selection(tmp_path / "shop/a.md").jurisdictions == ("uk",)


YAML = """\
profile: article
except: [a/b, "c/*"]
severity:
  d/e: off
paths:
  - match: shop/
    profile: shop
  - match: blog/
    profile: blog
    severity: {"f/*": info}
"""
TOML = """\
[tool.healthlint]
profile = "article"
except = [
  "a/b", "c/*"]
severity."d/e" = "off"

[[tool.healthlint.paths]]
match = "shop/"
profile = "shop"
[[tool.healthlint.paths]]
match = "blog/"
profile = "blog"
severity = {"f/*" = "info"}
"""


@pytest.mark.parametrize(
    ("name", "text", "places"),
    [
        (".healthlint.yaml", YAML, ["1:10", "9:14", "4:3", "10:16", "2:15", "4:3"]),
        ("pyproject.toml", TOML, ["2:1", "12:1", "5:11", "13:14", "3:1", "5:11"]),
    ],
)
def test_places(tmp_path: Path, name: str, text: str, places: list[str]) -> None:
    where = Places(write(tmp_path, name, text))
    found = [
        where.value("profile"),
        where.value("paths", 1, "profile"),
        where.key("severity", "d/e"),
        where.key("paths", 1, "severity", "f/*"),
        where.naming("c/*"),
        where.naming("d/e"),
    ]
    assert [f"{place.line}:{place.column}" for place in found if place] == places
    assert where.naming("shop/") is None
