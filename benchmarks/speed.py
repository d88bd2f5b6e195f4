"""How fast healthlint is: start-up, throughput, the cost of more rules and of long files, memory, and its peers.

    python benchmarks/speed.py [CORPUS] [--files N] [--repeat N] [--only NAME] [--large] [--cpu] [--profile NAME]
    python benchmarks/speed.py [CORPUS] [--files N] [--profile NAME] --profile-run

Every figure comes of whole processes, run in turn and over again on this machine: each round runs every command once,
and a ratio is taken within its round. A time means nothing on another machine or another day, so none is stored and
none is compared with a stored one; the ratios are what can be compared. `without start-up` leaves out what the same
command takes for one draft of 5 KB. Every run is of one process, save where two are told.

Each row says in which state the cache is: empty; with the rulebook kept but the drafts new, which is the ordinary case;
with the drafts unchanged, too; or out of use (`--no-cache`), where throughput is measured. Where there is a figure to
come up to, the row says so, and whether it is met by the median.

Without CORPUS the drafts are made, the same ones each time. So are the packs: of 50, 200 and 800 phrases of two words,
made of words of the corpus; 20 of each pack stand in it, the same ones, and none of the others does.
"""

import io
import pstats
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click
from speed_bench import HEALTHLINT, PEER_PACK, ROOT, Bench, environment
from speed_corpus import corpus, write_corpus
from speed_measures import MEASURES, jobs, rows
from speed_packs import TooFewPhrases
from speed_peers import PEERS, on_path
from speed_runs import Job, RunFailed, cached_in, in_turn, run
from speed_table import rendered

PROFILED = """\
import cProfile, sys
profile = cProfile.Profile()
profile.enable()
try:
    from healthlint.cli import main
    main(sys.argv[2:])
finally:
    profile.dump_stats(sys.argv[1])
"""
"""A run that leaves its profile in the file that is named first."""
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
@click.option("--cpu", is_flag=True, help="Seconds of processors, not of the clock: for a busy machine.")
@click.option("--profile", default="us-supplement", show_default=True, help="Which rules of the shipped rulebook.")
@click.option("--profile-run", is_flag=True, help="Show instead which functions take the time.")
def main(
    drafts: Path | None,
    files: int,
    repeat: int,
    only: tuple[str, ...],
    large: bool,
    cpu: bool,
    profile: str,
    profile_run: bool,
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
                measure(bench, only or tuple(MEASURES), repeat, cpu)
        except (RunFailed, TooFewPhrases) as fault:
            raise click.ClickException(str(fault)) from fault


def measure(bench: Bench, names: tuple[str, ...], repeat: int, cpu: bool) -> None:
    chosen = [name for name in MEASURES if name in names]
    bench.write_packs({*(bench.packs if "rules" in chosen else ()), *([PEER_PACK] if "peers" in chosen else ())})
    if not {"corpus", "again", "processes", "memory", "peers"}.isdisjoint(chosen):
        bench.write_copies()
    if "peers" in chosen or "start-up" in chosen:
        bench = with_peers(bench)
    warm(bench)
    runs = in_turn(jobs(bench, chosen), repeat, environment(), tell)
    tell("")
    if cpu:
        runs = {name: [replace(run, seconds=run.busy or run.seconds) for run in each] for name, each in runs.items()}
    click.echo(f"rounds: {repeat}, seconds of {'processors' if cpu else 'the clock'}")
    for line in rendered(rows(bench, chosen, runs)):
        click.echo(line)


def warm(bench: Bench) -> None:
    """Have Python keep compiled whatever a user's Python has compiled long ago."""
    everything = [sys.executable, "-m", "compileall", "-q", str(ROOT / "healthlint")]
    run(Job("compiling", everything, may_exit=(0, 1)), environment())
    for name in ("import click", "cold draft", "kept draft", "same draft", "draft"):
        run(bench.job(name), {**environment(), **cached_in(bench.work / "warm")})


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
    """The functions that take the most, by themselves and with all that they call: at start-up and over the corpus."""
    warm(bench)
    kept = cached_in(bench.work / "warm")
    start = bench.job("kept draft").command
    bench.draft.write_text(f"{bench.draft.read_text(encoding='utf-8')}\nOne more line.\n", encoding="utf-8")
    return "\n\n".join(
        [
            f"start-up: one draft of 5 KB, rulebook kept, draft changed\n{_profile(bench, start, kept)}",
            f"the corpus, --no-cache\n{_profile(bench, bench.job('corpus').command, kept)}",
        ]
    )


def _profile(bench: Bench, command: Sequence[str], cache: Mapping[str, str]) -> str:
    kept = bench.work / "profile"
    options = command[len(HEALTHLINT) :]
    run(Job("profile run", [sys.executable, "-c", PROFILED, str(kept), *options]), {**environment(), **cache})
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
