"""The speed benchmark makes what it says and tells what it measured. No time is asserted."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from healthlint.finding import Linted
from healthlint.rulebook import Library

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
import speed
import speed_bench
import speed_corpus
from speed import main, where_time_goes
from speed_bench import DRAFT, Bench, environment
from speed_corpus import Corpus, page, write_corpus
from speed_measures import MEASURES, jobs, rows, summary
from speed_packs import HITTING, TooFewPhrases, phrases, write_pack, write_vale
from speed_runs import Job, Run, RunFailed, in_turn, run
from speed_table import Reach, Row, at_least, at_most, rendered

ROOT = Path(__file__).parent.parent

PROFILED = "import cProfile, sys; assert 'check' in sys.argv; cProfile.run('sum([1])', sys.argv[1])"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return write_corpus(tmp_path / "corpus", 3)


def flagged(library: Library, lint: Callable[[Library, str], Linted], texts: Sequence[str]) -> list[str]:
    found: list[str] = []
    for text in texts:
        found += [text[slice(*one.span)].lower() for one in lint(library, text).findings]
    return found


def test_a_made_corpus_is_as_large_as_it_says_and_always_the_same(corpus: Corpus, tmp_path: Path) -> None:
    assert corpus.files == 3
    assert corpus.size == sum(path.stat().st_size for path in corpus.folder.rglob("*.md"))
    again = write_corpus(tmp_path / "again", 3)
    assert list(again.texts()) == list(corpus.texts())
    assert len(set(corpus.texts())) == 3


def test_three_hundred_pages_are_about_two_megabytes() -> None:
    assert 1.9e6 < 15 * sum(len(page(number).encode()) for number in range(20)) < 2.5e6


def test_a_page_holds_what_health_pages_hold() -> None:
    text = "".join(page(number) for number in range(8))
    for construct in (
        "---\ntitle: ",
        "\n# ",
        "\n## ",
        "\n- ",
        "\n| --- ",
        "\n> ",
        "](https://",
        "![",
        "```",
        "<!--",
        "**",
    ):
        assert construct in text
    assert not re.search(r"\{\w+\}", text)


def test_a_long_file_has_the_drafts_over_again_without_front_matter(corpus: Corpus) -> None:
    text = corpus.as_one(50_000)
    assert 50_000 <= len(text.encode()) < 62_000
    assert "author: " not in text


def test_packs_load_and_hit_equally_often(
    corpus: Corpus,
    tmp_path: Path,
    pack: Callable[[Mapping[str, str]], Library],
    lint: Callable[[Library, str], Linted],
) -> None:
    texts = list(corpus.texts())
    found = []
    for count in (HITTING, 30, 60):
        said = phrases(texts, count)
        assert len(set(said)) == count
        folder = tmp_path / str(count)
        write_pack(folder, said)
        rules = {f"speed/{path.name}": path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml")}
        assert len(rules) == count
        found.append(flagged(pack(rules), lint, texts))
        assert set(found[-1]) <= set(said[:HITTING])
    assert found[0] == found[1] == found[2]
    assert len(found[0]) >= HITTING


def test_drafts_of_few_words_are_told(tmp_path: Path) -> None:
    for text in ("", "Kava.", "Kava grows here."):
        with pytest.raises(TooFewPhrases):
            phrases([text], 50)


def test_vale_gets_the_same_phrases(tmp_path: Path) -> None:
    write_vale(tmp_path, ["green tea", "back pain"])
    checks = sorted((tmp_path / "styles" / "Speed").glob("*.yml"))
    assert ["tokens: ['green tea']" in one.read_text(encoding="utf-8") for one in checks] == [True, False]
    assert "BasedOnStyles = Speed" in (tmp_path / ".vale.ini").read_text(encoding="utf-8")


def test_each_round_runs_every_command_once_and_a_long_one_in_the_first_alone() -> None:
    told: list[str] = []
    jobs = [Job("one", [sys.executable, "-c", "print('said')"]), Job("two", [sys.executable, "-c", ""], once=True)]
    runs = in_turn(jobs, 2, {}, told.append)
    assert [line.partition(": ")[2] for line in told] == ["one", "two", "one"]
    assert [len(runs[name]) for name in ("one", "two")] == [2, 1]
    assert runs["one"][0].said == "said"


def test_a_command_that_fails_is_told() -> None:
    with pytest.raises(RunFailed, match="odd ended with exit code 3: too bad"):
        run(Job("odd", [sys.executable, "-c", "print('too bad'); raise SystemExit(3)"]), {})


@pytest.mark.parametrize("large", [False, True])
def test_every_measure_has_its_rows(corpus: Corpus, tmp_path: Path, large: bool) -> None:
    bench = Bench(corpus, tmp_path, "article", large, {"vale": "vale", "rumdl": "rumdl"}, packs=(2, 4))
    every = jobs(bench, MEASURES)
    made = {job.name: [Run(1.0 + number, 50.0, "3 infos in 2 drafts")] for number, job in enumerate(every)}
    told = "\n".join(rendered(rows(bench, MEASURES, made)))
    for measure in (
        "first start: empty cache",
        "rulebook kept, draft changed",
        "draft unchanged",
        "import click",
        "against Vale with 200 rules",
        "MB/s",
        "cost of 4 against 2",
        "one file of 1 MB",
        "second run",
        "2 processes",
        "peak memory",
        "vale ",
        "its cost against healthlint's",
        "its cost in healthlint",
        "3 infos",
    ):
        assert measure in told
    assert told.count("reach: ") == 14 + large
    assert re.search(r"proselint +missing", told)
    assert ("one file of 20 MB" in told) is large


def test_each_state_of_the_cache_is_what_it_says(corpus: Corpus, tmp_path: Path) -> None:
    bench = Bench(corpus, tmp_path, "article", peers=dict.fromkeys(("proselint", "rumdl"), sys.executable), packs=(2,))
    held: dict[str, set[str]] = {}
    for job in jobs(bench, MEASURES):
        state, target = job.name.partition(" ")[0], job.command[-1]
        if state not in ("cold", "kept", "same"):
            assert not job.cache
            assert "healthlint" not in job.command or "--no-cache" in job.command
            continue
        assert "--no-cache" not in job.command
        known = held.setdefault(job.cache, set())
        assert {"cold": not known, "kept": known and target not in known, "same": target in known}[state], job.name
        known.add(target)
    assert list(held) == ["draft", "corpus", "pack 200"]


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_brings_all_that_its_rows_need(corpus: Corpus, tmp_path: Path, measure: str) -> None:
    for peers in ((), ("vale",), ("rumdl",), ("proselint", "rumdl")):
        bench = Bench(corpus, tmp_path, "article", peers=dict.fromkeys(peers, sys.executable), packs=(2, 4))
        needed = [job.name for job in jobs(bench, [measure])]
        assert rows(bench, [measure], {name: [Run(1.0, 50.0)] for name in needed})
        assert all(f"cold {name[5:].removesuffix(' at once')}" in needed for name in needed if name == "same corpus")


def test_caches_are_shared_by_name_and_new_in_each_round() -> None:
    said = [sys.executable, "-c", "import os; print(os.environ['HEALTHLINT_CACHE_DIR'])"]
    runs = in_turn([Job("one", said, cache="a"), Job("two", said, cache="a"), Job("three", said)], 2, {})
    (one, again), (two, _), (three, _) = ([run.said for run in runs[name]] for name in ("one", "two", "three"))
    assert one == two
    assert len({one, again, three}) == 3


def test_runs_get_what_a_user_has(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONDONTWRITEBYTECODE", "HEALTHLINT_NO_CACHE", "HEALTHLINT_CACHE_DIR"):
        monkeypatch.setenv(name, "1")
    assert not {"PYTHONDONTWRITEBYTECODE", "HEALTHLINT_NO_CACHE", "HEALTHLINT_CACHE_DIR"} & environment().keys()


@pytest.mark.parametrize(
    ("reach", "figures", "said"),
    [
        (at_most(2.5), [2.0, 9.0, 2.5], "reach: at most 2.5, met"),
        (at_most(2.5), [2.6], "reach: at most 2.5, not met"),
        (at_least(20), [19.0], "reach: at least 20, not met"),
        (at_least(20), [20.0, None], "reach: at least 20, met"),
        (at_least(20), [None], "reach: at least 20, not measured"),
    ],
)
def test_a_row_says_whether_its_reach_is_met(reach: Reach, figures: list[float | None], said: str) -> None:
    assert rendered([Row("a", "b", "times", figures, reach=reach)])[1].endswith(f"times  {said}")
    assert rendered([Row("a", "b", "times", figures, "note", reach)])[1].endswith(f"note; {said}")


def test_ratios_are_taken_within_a_round_and_noise_gives_none(corpus: Corpus, tmp_path: Path) -> None:
    bench = Bench(corpus, tmp_path, "article", packs=(2, 4))
    made = {f"pack {count} {over}": [Run(1.0), Run(1.0)] for count in (2, 4) for over in ("draft", "corpus")}
    made["pack 2 corpus"] = [Run(3.0), Run(1.0)]
    made["pack 4 corpus"] = [Run(5.0), Run(9.0)]
    assert rows(bench, ["rules"], made)[-1].figures == [2.0, None]


def test_a_row_has_its_median_least_and_most() -> None:
    lines = rendered([Row("a", "b", "s", [3.0, None, 1.0, 120.4], "note"), Row("a", "c", "s", [None])])
    assert lines[1].split() == ["a", "b", "3.00", "1.00", "120", "s", "note"]
    assert lines[2].split() == ["c", "-", "-", "-", "s"]


def test_the_script_measures_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(ROOT / "examples" / "kava-quiet-evenings.md", tmp_path)
    monkeypatch.setattr(speed_bench, "HEALTHLINT", (sys.executable, "-c", "print('7 errors in 1 of 1 drafts.')"))
    monkeypatch.setattr(speed, "on_path", dict)
    options = ["--repeat", "2", "--cpu", "--only", "start-up", "--only", "again"]
    first, rounds, head, *figures = CliRunner().invoke(main, [str(tmp_path), *options]).stdout.splitlines()
    assert first.startswith("corpus: 1 drafts")
    assert (rounds, head.split()[0]) == ("rounds: 2, seconds of processors", "about")
    assert [re.findall(r" s |times|reach", f"{line} ") for line in figures] == [
        *([" s ", "reach"], [" s "], [" s "], [" s "], [" s "], ["times", "reach"], ["times"]),
        *([" s "], ["times", "reach"], ["times", "reach"]),
    ]


def test_a_profile_run_tells_of_start_up_and_of_the_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "PROFILED", PROFILED)
    monkeypatch.setattr(speed, "warm", lambda _: None)
    (tmp_path / "corpus").mkdir()
    shutil.copy(ROOT / "examples" / "kava-quiet-evenings.md", tmp_path / "corpus")
    bench = Bench(speed_corpus.corpus(tmp_path / "corpus"), tmp_path, "article")
    bench.write()
    told = where_time_goes(bench)
    assert told.count("function calls") == 4
    assert told.index("start-up: one draft") < told.index("the corpus, --no-cache")


def test_healthlint_takes_the_options_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text("Kava with green tea.\n", encoding="utf-8")
    bench = Bench(speed_corpus.corpus(tmp_path), tmp_path, "us-supplement", packs=(2,))
    write_pack(tmp_path / "pack-2", ["green tea", "back pain"])
    assert summary([run(bench.job("pack 2 draft"), environment())]) == "1 info"


def test_a_folder_without_drafts_is_told(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "speed.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 2
    assert "there is no Markdown in the corpus" in done.stderr


def test_the_short_draft_is_as_short_as_it_says(corpus: Corpus, tmp_path: Path) -> None:
    bench = Bench(corpus, tmp_path, "article")
    bench.write()
    assert len(bench.draft.read_text(encoding="utf-8")) == DRAFT
