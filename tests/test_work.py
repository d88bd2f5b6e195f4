"""How much work the engine does is held, in calls and not in seconds: no machine is too busy to notice a jump."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from healthlint.cli import healthlint
from healthlint.rulebook import Library
from tests.conftest import ENGLISH, HOUSE, RULE

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
import work
from work_counts import WHERE, calls, lint_work, summed, words
from work_held import Held, faults, load, save

PROFILE = "about: A profile.\njurisdiction: international\ncopy: editorial\nrules: ['*']\n"
UNLIKE = 1.3
"""Times the work that 800 phrases may take, with as many hits as 50."""
LONGER = 1.2
"""Times the work per word that a draft eight times as long may take."""
FEW = 100
"""Phrases that may be tried per 1,000 words by 800 phrases in any case: one of ten words."""


@pytest.fixture(scope="module")
def counted(library: Library) -> Held:
    return work.counted(library)


def test_the_work_is_what_it_was(counted: Held) -> None:
    off = faults(load(), counted)
    assert not off, "\n".join(["the work of the engine has changed", *off])


@pytest.mark.parametrize("name", WHERE)
def test_whatever_is_counted_is_there_to_count(counted: Held, name: str) -> None:
    assert counted.per_1000_words["us-supplement"][name], f"nothing is called so any more: {WHERE[name]}"


def test_more_phrases_with_the_same_hits_are_hardly_more_work(counted: Held) -> None:
    few, many = (counted.per_1000_words[f"{count} phrases"] for count in (50, 800))
    assert many["triggers judged"] == few["triggers judged"]
    assert many["calls in all"] <= UNLIKE * few["calls in all"]
    assert many["phrases tried"] <= UNLIKE * few["phrases tried"] + FEW


def test_a_long_draft_is_as_much_work_a_word_as_a_short_one(library: Library) -> None:
    checks = work.with_profile(library, "article")
    body = work.texts()[1].partition("\n---\n")[2]
    short, long = (lint_work(checks, library.language, [body * times]) for times in (1, 8))
    assert long["blocks cut into words"] == 8 * short["blocks cut into words"]
    for name in ("calls in all", "phrases tried", "steps tried at a word", "cues asked", "triggers judged"):
        assert long[name] <= LONGER * 8 * short[name], name


def test_a_long_line_is_as_much_work_a_word_as_a_short_one(library: Library) -> None:
    """A thousand claims in one block: what is near a claim is not sought among all of them."""
    checks = work.with_profile(library, "article")
    claim = "Kava cures anxiety, number {}, and studies show that valerian may treat insomnia. "
    short, long = (
        lint_work(checks, library.language, ["".join(claim.format(number) for number in range(count))])
        for count in (40, 320)
    )
    assert long["calls in all"] <= 8 * UNLIKE * short["calls in all"]


def test_a_second_run_lints_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules, drafts = tmp_path / "rules", tmp_path / "drafts"
    for name, text in {
        "languages/en.yaml": ENGLISH.read_text(encoding="utf-8"),
        "authorities/house.yaml": HOUSE,
        "profiles/article.yaml": PROFILE,
        "demo/mild.yaml": RULE + "find: [mildly]\n",
    }.items():
        (rules / name).parent.mkdir(parents=True)
        (rules / name).write_text(text, encoding="utf-8")
    drafts.mkdir()
    for number in range(3):
        (drafts / f"{number}.md").write_text("It is mildly so.\n\nAnd so on.\n", encoding="utf-8")
    monkeypatch.setattr("healthlint.rulebook.home.shipped", lambda: rules)
    monkeypatch.chdir(tmp_path)

    def check() -> None:
        result = CliRunner().invoke(healthlint, ["check", "--jobs", "1", "drafts"])
        assert "3 infos in 3 of 3 drafts" in result.output

    first, second = (summed(calls(check)) for _ in range(2))
    assert first["blocks cut into words"] == 6
    assert not second["blocks cut into words"]
    assert second["calls in all"] < first["calls in all"] / 4


def test_calls_are_counted_alike_each_time(library: Library) -> None:
    checks, text = work.with_profile(library, "article"), ["Kava cures anxiety.\n\n- It is natural, so it is safe.\n"]
    first = lint_work(checks, library.language, text)
    assert first == lint_work(checks, library.language, text)
    assert first["blocks cut into words"] == 2
    assert words(text) == 11


def held(figures: Mapping[str, float], drafts: int = 8) -> Held:
    return Held(drafts, 9_000, {"article": figures})


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ({"tries": 100.0}, {"tries": 100.0}, []),
        ({"tries": 100.0}, {"tries": 110.0}, []),
        ({"tries": 100.0}, {"tries": 80.0}, []),
        ({"tries": 0.4}, {"tries": 1.2}, []),
        (
            {"tries": 100.0},
            {"tries": 150.0},
            ["risen: 100.0 before, 150.0 now per 1,000 words (1.50", "--calls"],
        ),
        ({"tries": 0.0}, {"tries": 5.0}, ["risen: 0.0 before, 5.0 now per 1,000 words"]),
        ({"tries": 100.0}, {"tries": 60.0}, ["fallen: 100.0 before, 60.0 now", "much less work"]),
        ({"tries": 100.0}, {"tries": 0.0}, ["gone: 100.0 before, 0.0 now", "work_counts.py"]),
        ({"tries": 100.0}, {"asked": 1.0}, ["tries: unlike: counted before alone", "asked: unlike: counted now alone"]),
    ],
)
def test_what_is_off_is_told_with_what_to_do(
    before: Mapping[str, float], now: Mapping[str, float], said: list[str]
) -> None:
    told = "\n".join(faults(held(before), held(now)))
    assert bool(told) == bool(said)
    for part in [*said, *(["article: tries: ", "work.py --update"] if said else [])]:
        assert part in told


def test_other_drafts_are_not_compared() -> None:
    told, advice = faults(held({"tries": 1.0}), held({"tries": 9.0}, drafts=9))
    assert "8 of 9000 words before, 9 of 9000 now" in told
    assert "--update" in advice


def test_each_advice_is_given_once() -> None:
    told = faults(held({"tries": 1.0, "asked": 2.0}), held({"tries": 9.0, "asked": 9.0}))
    assert [line.partition(" ")[0] for line in told] == ["article:", "article:", "The"]


def test_counts_are_kept_as_they_are(tmp_path: Path) -> None:
    save(held({"tries": 1.25}), tmp_path / "work.json")
    assert load(tmp_path / "work.json") == held({"tries": 1.25})
