"""How fast healthlint is: start-up, throughput, the cost of more rules and of long files, memory, and its peers.

    python benchmarks/speed.py [CORPUS] [--files N] [--repeat N] [--only NAME] [--large] [--profile NAME]
    python benchmarks/speed.py [CORPUS] [--files N] [--profile NAME] --profile-run

Every figure comes of whole processes, run in turn and over again on this machine: each round runs every command once,
and a ratio is taken within its round. A time means nothing on another machine or another day, so none is stored and
none is compared with a stored one; the ratios are what can be compared. `without start-up` leaves out what the same
command takes for one draft of 5 KB. Every run is of one process, save that of the measure `processes`.

Without CORPUS the drafts are made, the same ones each time. So are the packs: of 50, 200 and 800 phrases of two words,
made of words of the corpus; 20 of each pack stand in it, the same ones, and none of the others does.
"""

import io
import pstats
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click
from speed_corpus import corpus, write_corpus
from speed_measures import MEASURES, ROOT, Bench, environment, jobs, rows
from speed_packs import TooFewPhrases
from speed_peers import PEERS, on_path
from speed_runs import Job, RunFailed, in_turn, run
from speed_table import rendered

NOTHING_KEPT = {"HEALTHLINT_NO_CACHE": "1"}
"""For runs outside of the rounds: they neither use nor fill the cache of whoever measures."""
FUNCTIONS = 25
"""How many of them the table of a profile run shows."""


@click.command()
@click.argument(
    "drafts", metavar="[CORPUS]", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False
)
@click.option("--files", type=click.IntRange(1), default=300, show_default=True, help="How many drafts to make.")
@click.option("--repeat", type=click.IntRange(1), default=3, show_default=True, help="How many rounds to run.")
@click.option("--only", multiple=True, type=click.Choice(list(MEASURES)), help="Only this measure. Repeatable.")
@click.option("--large", is_flag=True, help="Also one file of 20 MB, in the first round alone.")
@click.option("--profile", default="us-supplement", show_default=True, help="Which rules of the shipped rulebook.")
@click.option("--profile-run", is_flag=True, help="Show instead which functions take the time of one run.")
def main(
    drafts: Path | None, files: int, repeat: int, only: tuple[str, ...], large: bool, profile: str, profile_run: bool
) -> None:
    """Measure how fast healthlint checks CORPUS, a folder of drafts; one is made if none is given."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        measured = corpus(drafts.resolve()) if drafts else write_corpus(work / "corpus", files)
        if not measured.size:
            raise click.UsageError("there is no Markdown in the corpus")
        bench = Bench(measured, work, profile, large)
        try:
            bench.write()
            click.echo(f"corpus: {measured.files} drafts, {measured.megabytes:.2f} MB")
            if profile_run:
                click.echo(where_time_goes(bench))
            else:
                measure(bench, only or tuple(MEASURES), repeat)
        except (RunFailed, TooFewPhrases) as fault:
            raise click.ClickException(str(fault)) from fault


def measure(bench: Bench, names: tuple[str, ...], repeat: int) -> None:
    chosen = [name for name in MEASURES if name in names]
    bench.write_packs(bench.packs if "rules" in chosen else ())
    if "processes" in chosen:
        bench.write_copy()
    if "peers" in chosen:
        bench = with_peers(bench)
    run(bench.job("draft"), {**environment(), **NOTHING_KEPT})  # so that no round compiles what Python keeps compiled
    runs = in_turn(jobs(bench, chosen), repeat, environment(), tell)
    tell("")
    click.echo(f"rounds: {repeat}")
    for line in rendered(rows(bench, chosen, runs)):
        click.echo(line)


def with_peers(bench: Bench) -> Bench:
    """The bench with the peers that are there and can check one draft."""
    found, working = on_path(), {}
    if "vale" in found:
        bench.write_vale()
    for name, program in found.items():
        try:
            run(Job(name, PEERS[name](program, bench.work / "vale", bench.draft), may_exit=(0, 1)), environment())
            working[name] = program
        except RunFailed as fault:
            click.echo(str(fault), err=True)
    return replace(bench, peers=working)


def where_time_goes(bench: Bench) -> str:
    """The functions that take the most, by themselves and with all that they call, in one process over the corpus."""
    kept = bench.work / "profile"
    command = [sys.executable, "-m", "cProfile", "-o", str(kept), *bench.check_alone(bench.corpus.folder)[1:]]
    run(Job("profile run", command), {**environment(), **NOTHING_KEPT})
    told = io.StringIO()
    stats = pstats.Stats(str(kept), stream=told)
    for order in ("tottime", "cumulative"):
        stats.sort_stats(order).print_stats(FUNCTIONS)
    return told.getvalue().replace(f"{ROOT}/", "").replace(str(kept), "the profile").strip()


def tell(line: str) -> None:
    """How far it is, on a terminal alone."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{line}", nl=False, err=True)


if __name__ == "__main__":
    main()
