"""How much work the engine does for made drafts, in calls and not in seconds: held, so that speed cannot rot unseen.

    python benchmarks/work.py                  # compares with benchmarks/work.json; exits 1 if a count is off
    python benchmarks/work.py --update         # the counts of now are right from now on
    python benchmarks/work.py --calls          # which functions are called most often, by profile
    python benchmarks/work.py --instructions   # instructions of the processor, where valgrind is there; takes minutes

The drafts are those of `speed_corpus.py`, always the same. They are linted with the shipped rulebook, by two profiles,
and with packs of 50, 200 and 800 phrases of which the same 20 stand in the drafts. What loading the rules takes is
counted apart. A count says nothing of what a call costs, and nothing of what is done inside of a regular expression or
of the parser: for that there is `speed.py`.
"""

import tempfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copy

import click
from speed_corpus import page
from speed_packs import phrases, write_pack
from work_counts import Calls, Work, calls, lint_work, words
from work_held import HELD, Held, faults, load, save
from work_loading import per_1000_words

import healthlint
from healthlint.rulebook import Checks, Library, shipped
from healthlint.rulebook.library import assemble

DRAFTS = 8
PROFILES = ("article", "us-supplement")
PACKS = (50, 200, 800)
LOADING = "loading the rules"
"""Per 1,000 words of their files."""
DAY = date(2026, 6, 1)
MOST = 30
"""How many functions `--calls` shows of each profile."""


@cache
def texts() -> tuple[str, ...]:
    """The drafts: enough of all that a page may hold, of which every fourth one sells."""
    return tuple(map(page, range(DRAFTS)))


def with_profile(library: Library, profile: str) -> Checks:
    return library.checks(profile, today=DAY)


def with_phrases(library: Library, count: int) -> Checks:
    """Checks of so many phrases alone, among all names of the library."""
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder)
        for name in ("languages/en.yaml", "authorities/house.yaml"):
            (pack / name).parent.mkdir()
            copy(shipped() / name, pack / name)
        write_pack(pack, phrases(texts(), count))
        rules = assemble([pack]).packs.rules
    return library.compile(sorted(rules.items()), where=frozenset(["international"]), copy="editorial", today=DAY)


def phrase_work(library: Library, count: int) -> Work:
    return lint_work(with_phrases(library, count), library.language, texts())


def counted(library: Library) -> Held:
    """All counts, per 1,000 words."""
    runs = {name: lint_work(with_profile(library, name), library.language, texts()) for name in PROFILES}
    runs |= {f"{count} phrases": phrase_work(library, count) for count in PACKS}
    whole = words(texts())
    rates = {run: {name: round(1000 * n / whole, 2) for name, n in work.items()} for run, work in runs.items()}
    return Held(DRAFTS, whole, {**rates, LOADING: {"calls in all": round(per_1000_words(), 2)}})


def often_called(library: Library, profile: str) -> Iterator[str]:
    """The functions that are called most often, per 1,000 words."""
    checks = with_profile(library, profile)
    for name, count in sorted(_calls(library, checks).items(), key=lambda item: (-item[1], item[0]))[:MOST]:
        yield f"{1000 * count / words(texts()):10.1f}  {name}"


def _calls(library: Library, checks: Checks) -> Calls:
    def lint() -> None:
        for text in texts():
            healthlint.lint(healthlint.parse(text, "draft.md", library.language), checks)

    lint()
    return calls(lint)


@click.command()
@click.option("--update", is_flag=True, help="Keep the counts of now as those to hold.")
@click.option("--calls", "functions", is_flag=True, help="Show which functions are called most often.")
@click.option("--instructions", is_flag=True, help="Count instructions with valgrind. Takes minutes.")
def main(update: bool, functions: bool, instructions: bool) -> None:
    """Count the work that made drafts take, and compare it with benchmarks/work.json."""
    if instructions:
        from work_instructions import told

        for line in told(texts()):
            click.echo(line)
        return
    library = healthlint.load([])
    if functions:
        for profile in PROFILES:
            click.echo("\n".join([f"{profile}, calls per 1,000 words:", *often_called(library, profile)]))
        return
    now = counted(library)
    if update:
        save(now)
        click.echo(f"kept in {HELD.name}")
        return
    before = load()
    for line in table(before, now):
        click.echo(line)
    if off := faults(before, now):
        raise click.ClickException("\n".join(["the work has changed", *off]))


def table(before: Held, now: Held) -> Iterator[str]:
    yield f"per 1,000 words of {now.drafts} drafts ({now.words} words): before, now"
    for run, work in now.per_1000_words.items():
        yield run
        for name, count in work.items():
            old = before.per_1000_words.get(run, {}).get(name, 0)
            yield f"  {name:32}{old:12.1f}{count:12.1f}"


if __name__ == "__main__":
    main()
