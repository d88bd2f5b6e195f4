"""An old site adopts the checks: 300 posts with old findings in git, and from then on only what is new fails."""

import json
import os
import random
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from textwrap import fill
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from healthlint.cli import healthlint
from healthlint.report import FORMATS
from tests.conftest import ENGLISH, HOUSE, RULE
from tests.test_formats import CHECKS

POSTS = 300
BASELINE = ".healthlint-baseline"
SCHEMA = json.loads((Path(__file__).parent / "sarif.schema.json").read_text(encoding="utf-8"))

LAW = HOUSE.replace("kind: house", "kind: law\nurl: https://example.org/guide")
PROFILE = "about: Articles.\njurisdiction: international\ncopy: editorial\nrules: ['*']\n"
RULES = {
    "claims/cures": "error\nfind: [(cure~|heal~) (anxiety|insomnia|eczema|migraine|gout)]\ndanger: It delays care.",
    "claims/miracle": "warning\nfind: [(miracle|wonder) (herb~|root~|tea~)]",
    "sourcing/studies": "warning\nfind: [(studies|experts) (show|say)]",
    "tone/toxins": "info\nfind: [toxin~]",
    "page/author": "info\nneeds: {field: author}",
}

HERBS = ["Kava", "Valerian", "Ginger", "Turmeric", "Sage", "Yarrow", "Nettle", "Äpfelminze"]
ILLS = ["anxiety", "insomnia", "eczema", "migraine", "gout"]
CLAIMS = [
    "{herb} cures {ill}, and it has done so for centuries.",
    "Studies show that {herb} heals {ill} in a week.",
    "It is a **miracle herb**, and experts say so.",
    "Drink it each morning, and your body is free of toxins; a second cup takes more toxins away.",
    "No other [wonder root](https://example.org/roots) is known so well.",
]
PLAIN = [
    "{herb} grows in gardens, and its leaves are dried in the shade.",
    "In the village where I grew up, a pot of it stood on every stove.",
    "The harvest begins in June and ends with the first frost of autumn.",
    "Some like it with honey, others with a slice of lemon or a sprig of mint.",
    "My grandmother kept a notebook in which she wrote down all that she was told.",
]


def post(number: int, width: int = 80) -> str:
    """A post with one to five old claims, wrapped at a width. The same number gives the same words."""
    chance = random.Random(number)
    herb, ill = HERBS[number % len(HERBS)], chance.choice(ILLS)
    said = chance.sample(CLAIMS, chance.randint(1, 5)) + chance.choices(PLAIN, k=6)
    chance.shuffle(said)
    sentences = [one.format(herb=herb, ill=ill) for one in said]
    author = "author: A. Writer\n" if number % 3 else ""
    first, second = wrapped(sentences[:4], width), wrapped(sentences[4:], width)
    quote = wrapped(["She told us:", CLAIMS[0].format(herb=herb, ill=ill)], width, "> " if number % 5 == 0 else "")
    text = f"---\ntitle: {herb}, no. {number}\n{author}---\n\n# {herb}\n\n{first}\n\n## More\n\n{quote}\n\n{second}\n"
    return text.replace("\n", "\r\n") if number % 7 == 0 else text


def wrapped(sentences: list[str], width: int, mark: str = "") -> str:
    return fill(
        " ".join(sentences),
        width,
        initial_indent=mark,
        subsequent_indent=mark,
        break_long_words=False,
        break_on_hyphens=False,
    )


def path(number: int) -> Path:
    folder = ["posts", "posts/archive", "guides"][number % 3]
    return Path("content", folder, f"{number:03}-{HERBS[number % len(HERBS)].lower()}.md")


def git(*args: str) -> str:
    done = subprocess.run(["git", *args], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run(*args: str) -> Result:
    result = CliRunner().invoke(healthlint, args)
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result


def commit(said: str) -> None:
    git("add", "--all")
    git("commit", "-qm", said)


def findings(*args: str) -> list[tuple[str, str]]:
    """The rule and the words of each finding that the gate tells."""
    report = json.loads(run("check", "--format", "json", *args).stdout)
    return [(finding["rule"], finding["match"]) for draft in report["drafts"] for finding in draft["findings"]]


def entries() -> list[str]:
    return Path(BASELINE).read_text(encoding="utf-8").splitlines()[1:]


def edit(number: int, old: str, new: str) -> None:
    text = path(number).read_bytes().decode()
    assert old in text
    path(number).write_bytes(text.replace(old, new).encode())


def append(number: int, said: str) -> None:
    path(number).write_bytes(path(number).read_bytes() + f"\n{said}\n".encode())


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The repository once it has adopted the checks, and a rulebook of five rules in place of the shipped one."""
    base = tmp_path_factory.mktemp("adopted")
    book, site = base / "book", base / "site"
    for name, text in {
        "languages/en.yaml": ENGLISH.read_text(encoding="utf-8"),
        "authorities/house.yaml": LAW,
        "profiles/article.yaml": PROFILE,
        **{f"{name}.yaml": RULE.replace("severity: info", f"severity: {said}") for name, said in RULES.items()},
    }.items():
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("healthlint.rulebook.home.shipped", lambda: book)
        patch.setenv("HEALTHLINT_CACHE_DIR", str(base / "kept"))
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", "A. Writer")
            patch.setenv(f"GIT_{role}_EMAIL", "writer@example.org")
        site.mkdir()
        patch.chdir(site)
        git("init", "-q", "-b", "main")
        for number in range(POSTS):
            path(number).parent.mkdir(parents=True, exist_ok=True)
            path(number).write_bytes(post(number).encode())
        Path("README.md").write_text("# A site\n\nIts posts are in content/.\n", encoding="utf-8")
        commit("Ten years of posts")
        yield adopt(site)


def adopt(site: Path) -> Path:
    """What a team does on its first day."""
    done = run("init", "--ci", "github")
    assert done.exit_code == 0, done.output
    assert f"with {POSTS} drafts" in done.output
    assert run("check").exit_code == 1
    done = run("baseline")
    assert done.exit_code == 0, done.output
    commit("Check drafts with healthlint")
    return site


@pytest.fixture(autouse=True)
def cache() -> None:
    """In place of a folder for each test: what is kept stays for all, as it does for a team."""


@pytest.fixture
def branch(adopted: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A branch of its own for each test, and nothing left behind."""
    name = re.sub(r"\W+", "-", request.node.name).strip("-")
    git("checkout", "-qb", name)
    yield name
    git("reset", "-q", "--hard")
    git("clean", "-qfd")
    git("checkout", "-q", "main")


def test_the_first_day(branch: str) -> None:
    """Each old finding has its line, none is told, and all are counted."""
    every = len(findings("--no-baseline"))
    assert every == len(entries()) > 3 * POSTS
    assert entries() == sorted(entries())
    done = run("check")
    assert done.exit_code == 0
    assert f"No new findings in {POSTS} drafts" in done.stdout
    assert f"{every:,} known findings not shown." in done.stdout
    assert git("status", "--porcelain") == ""


def test_a_new_finding_fails_and_is_told_alone(branch: str) -> None:
    append(42, "Our new tea heals gout overnight.")
    commit("A new claim in an old post")
    done = run("check")
    assert done.exit_code == 1
    assert findings() == [("claims/cures", "heals gout")]
    told = [line for line in done.stdout.splitlines() if "[" in line]
    assert len(told) == 1 and told[0].startswith(f"{path(42)}:")


def test_the_same_without_the_list(branch: str) -> None:
    """Of what the branch has changed nothing else is told, and with the list neither."""
    append(42, "Our new tea heals gout overnight.")
    commit("A new claim in an old post")
    assert (
        findings("--since", "main") == findings("--since", "main", "--no-baseline") == [("claims/cures", "heals gout")]
    )


def test_a_new_post_and_the_same_words_once_more(branch: str) -> None:
    Path("content/posts/new.md").write_text("---\nauthor: me\n---\n\nIt is a miracle herb.\n", encoding="utf-8")
    append(7, CLAIMS[0].format(herb=HERBS[7], ill=random.Random(7).choice(ILLS)))
    assert sorted(rule for rule, _ in findings()) == ["claims/cures", "claims/miracle"]


@pytest.mark.parametrize("width", [40, 132, 100_000])
def test_a_reflow_of_all_old_paragraphs_passes(branch: str, width: int) -> None:
    for number in range(POSTS):
        path(number).write_bytes(post(number, width).replace("\n# ", "\nAn opening line.\n\n# ", 1).encode())
    assert len(git("diff", "--name-only").split("\n")) > POSTS
    commit("Another editor, another width")
    done = run("check", "--fail-on", "info", "--max-warnings", "0")
    assert done.exit_code == 0, done.stdout
    assert "no longer" not in done.stdout
    before = entries()
    assert "(0 new, 0 gone)" in run("baseline").stdout
    assert entries() == before


def test_a_mended_finding_can_be_pruned(branch: str) -> None:
    mended = next(number for number in range(POSTS) if "toxins away" in post(number, 100_000))
    path(mended).write_bytes(post(mended, 100_000).replace(CLAIMS[3], "Drink it each morning.").encode())
    done = run("check")
    assert done.exit_code == 0
    assert f"note: 2 entries of {BASELINE} no longer occur: healthlint baseline --prune" in done.stdout
    before = entries()
    assert run("baseline", "--prune").exit_code == 0
    gone = [line for line in before if line not in entries()]
    assert [line.split()[::2] for line in gone] == [[path(mended).as_posix(), "tone/toxins"]] * 2
    assert git("diff", "--numstat", BASELINE).split()[:2] == ["0", "2"]
    assert "no longer" not in run("check").stdout


def test_a_post_that_moves_and_one_that_goes(branch: str) -> None:
    git("mv", path(10).as_posix(), "content/moved.md")
    git("rm", "-q", path(11).as_posix())
    assert run("check", "--fail-on", "info").exit_code == 0
    before = entries()
    run("baseline", "--prune")
    gone = {line for line in before if line.startswith(path(11).as_posix())}
    assert len(entries()) == len(before) - len(gone)
    assert not any(line.startswith((path(10).as_posix(), path(11).as_posix())) for line in entries())
    assert run("check", "--fail-on", "info").exit_code == 0


def test_two_branches_merge_without_a_conflict(branch: str) -> None:
    """Each mends a post beside the other's, takes one new finding for known, and writes the list anew."""
    neighbours = sorted(range(POSTS), key=lambda number: path(number).as_posix())[20:22]
    for side, number in zip(["one", "two"], neighbours, strict=True):
        git("checkout", "-qb", f"{branch}-{side}", branch)
        path(number).write_text("---\nauthor: me\n---\n\nAll is mended.\n", encoding="utf-8", newline="")
        Path(f"content/{side}.md").write_text("---\nauthor: me\n---\n\nIt is a miracle herb.\n", encoding="utf-8")
        assert run("check", "--max-warnings", "0").exit_code == 1
        assert " new, " in run("baseline").stdout
        assert run("check", "--max-warnings", "0").exit_code == 0
        commit(f"Mend a post and let a new one stand, {side}")
    git("merge", "-q", "--no-edit", f"{branch}-one")
    done = run("check", "--fail-on", "info")
    assert done.exit_code == 0, done.stdout
    merged = entries()
    run("baseline", "--prune")
    assert set(entries()) <= set(merged)
    assert not any(line.startswith(path(number).as_posix()) for line in entries() for number in neighbours)
    assert {line.split()[0] for line in entries()} >= {"content/one.md", "content/two.md"}
    assert findings() == [] and "no longer" not in run("check").stdout


def reports(*args: str) -> dict[str, str]:
    """The run in every format there is, each as its consumer takes it."""
    Path("out").mkdir(exist_ok=True)
    done = run("check", "content", *args, *(arg for name in FORMATS for arg in ("--output", f"{name}=out/{name}")))
    assert done.exit_code == 1, done.output
    told = {name: Path("out", name).read_bytes().decode() for name in FORMATS}
    for name, check in CHECKS.items():
        check(told[name])
    return told


def test_each_format_tells_the_new_finding_and_no_known_one(branch: str) -> None:
    append(42, "Our new tea heals gout overnight.")
    for name, report in reports().items():
        assert "claims/cures" in report and path(42).as_posix() in report, name
        assert "heals gout" in report and "“cures anxiety”" not in report, name
    assert json.loads(reports("--no-baseline")["json"])["summary"]["known"] == 0


def sarif(*args: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run("check", "--format", "sarif", *args).stdout)
    jsonschema.Draft7Validator(SCHEMA).validate(told)
    return told


def marks(told: dict[str, Any]) -> dict[str, int]:
    """By fingerprint and draft: the line."""
    return {
        f"{place['artifactLocation']['uri']} {result['partialFingerprints']['healthlint/v1']}": place["region"][
            "startLine"
        ]
        for result in told["runs"][0]["results"]
        for place in [result["locations"][0]["physicalLocation"]]
    }


def test_fingerprints_stay_when_lines_move(branch: str) -> None:
    append(42, "Our new tea heals gout overnight.")
    before, every = marks(sarif()), marks(sarif("--no-baseline"))
    assert len(before) == 1 and len(every) == len(entries()) + 1
    for number in range(POSTS):
        edit(number, "\n# ", "\nAn opening line.\n\n# ")
    moved = marks(sarif("--no-baseline"))
    assert moved.keys() == every.keys()
    assert sum(moved[mark] > every[mark] for mark in every) > 3 * POSTS
    after = marks(sarif())
    assert after.keys() == before.keys()
    assert [*after.values()] > [*before.values()]


def test_the_same_day_gives_the_same_bytes(branch: str) -> None:
    append(42, "Our new tea heals gout overnight.")
    assert len({run("check", "--format", "json", *how).stdout for how in ([], ["--no-cache"], ["--jobs", "2"])}) == 1
    assert str(date.today()) not in Path(BASELINE).read_text(encoding="utf-8")
