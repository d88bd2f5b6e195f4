"""What is measured: the jobs that each measure needs, and the rows that it makes of their runs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from speed_bench import AT_ONCE, DRAFT, FILE, LARGE, PEER_PACK, Bench
from speed_peers import DOES, PEERS
from speed_runs import Job, Run, Runs
from speed_table import Row, at_least, at_most, megabytes, net, rate, ratio, seconds

PHRASES = f"pack {PEER_PACK} corpus"
"""What peers of prose are compared with."""


def start_up(bench: Bench, runs: Runs) -> Iterable[Row]:
    about, click = "start-up, 5 KB", net(runs["import click"])
    yield seconds(about, "first start: empty cache", runs["cold draft"], reach=at_most(1.5))
    yield seconds(about, "rulebook kept, draft changed", runs["kept draft"])
    yield seconds(about, "draft unchanged", runs["same draft"])
    yield seconds(about, "--no-cache", runs["draft"])
    yield seconds(about, 'python -c "import click"', runs["import click"])
    yield ratio(about, "draft changed, against the import", net(runs["kept draft"]), click, reach=at_most(2.5))
    yield ratio(about, "draft unchanged, against the import", net(runs["same draft"]), click)
    if "vale" in bench.peers:
        measure, vale = f"draft changed, against Vale with {PEER_PACK} rules", net(runs["peer vale draft"])
        yield ratio(about, measure, net(runs["kept draft"]), vale, reach=at_most(0.5))


def corpus(bench: Bench, runs: Runs) -> Iterable[Row]:
    about, whole = f"corpus, {bench.profile}", bench.corpus.megabytes
    for measure, name in (("first start: empty cache", "cold"), ("rulebook kept, drafts new", "kept")):
        yield rate(about, f"{measure}, whole process", whole, runs[f"{name} corpus"])
    yield seconds(about, "--no-cache, whole process", runs["corpus"], summary(runs["corpus"]))
    yield rate(about, "--no-cache, whole process", whole, runs["corpus"])
    yield rate(about, "--no-cache, without start-up", bench.size, runs["corpus"], runs["draft"], reach=at_least(3))


def again(_: Bench, runs: Runs) -> Iterable[Row]:
    about, same = "second run", net(runs["same corpus"])
    yield seconds(about, "the corpus unchanged", runs["same corpus"])
    yield ratio(about, "against the first of all", same, net(runs["cold corpus"]), reach=at_most(0.25))
    yield ratio(about, "against rulebook kept, drafts new", same, net(runs["kept corpus"]), reach=at_most(0.25))


def processes(bench: Bench, runs: Runs) -> Iterable[Row]:
    about = f"{AT_ONCE} processes"
    for measure, name in (("rulebook kept, drafts new", "kept corpus"), ("--no-cache", "corpus")):
        more = runs[f"{name} at once"]
        yield rate(about, f"{measure}, whole process", bench.corpus.megabytes, more)
        yield ratio(about, f"{measure}, cost against that of one", net(more), net(runs[name]))


def rules(bench: Bench, runs: Runs) -> Iterable[Row]:
    about, costs = "rule count, --no-cache", {}
    for count in bench.packs:
        whole, draft = runs[f"pack {count} corpus"], runs[f"pack {count} draft"]
        costs[count] = net(whole, draft)
        yield rate(about, f"{count} phrases, without start-up", bench.size, whole, draft, summary(whole))
    least, most = min(costs), max(costs)
    yield ratio(about, f"cost of {most} against {least}", costs[most], costs[least], reach=at_most(1.6))


def file(bench: Bench, runs: Runs) -> Iterable[Row]:
    share = [one / bench.size for one in net(runs["corpus"], runs["draft"])]
    for name, size in (("file", FILE), ("large", LARGE)):
        if name in runs:
            about = f"one file of {size // 1_000_000} MB, --no-cache"
            cost = [one / ((size - DRAFT) / 1e6) for one in net(runs[name], runs["draft"])]
            yield seconds(about, "whole process", runs[name], summary(runs[name]))
            yield rate(about, "without start-up", (size - DRAFT) / 1e6, runs[name], runs["draft"])
            yield ratio(about, "cost against its share of the corpus", cost, share, reach=at_most(2))


def memory(_: Bench, runs: Runs) -> Iterable[Row]:
    for name, measure in HELD.items():
        if name in runs:
            reach = at_most(120) if "corpus" in name and "at once" not in name else None
            yield megabytes("peak memory", measure, runs[name], reach)


HELD = {
    "cold draft": "5 KB, empty cache",
    "kept draft": "5 KB, rulebook kept, draft changed",
    "same draft": "5 KB, draft unchanged",
    "draft": "5 KB, --no-cache",
    "cold corpus": "the corpus, empty cache",
    "kept corpus": "the corpus, rulebook kept, drafts new",
    "same corpus": "the corpus unchanged",
    "corpus": "the corpus, --no-cache",
    "corpus at once": f"the largest of {AT_ONCE} processes, --no-cache",
    "file": "one file of 1 MB, --no-cache",
    "large": "one file of 20 MB, --no-cache",
}
"""The jobs of which memory is told, and in which state their caches are."""


def peers(bench: Bench, runs: Runs) -> Iterable[Row]:
    whole = bench.corpus.megabytes
    for name in PEERS:
        if name not in bench.peers:
            yield Row(name, "missing: not on PATH, or it does not run", "", [])
            continue
        theirs = runs[f"peer {name}"]
        yield rate(name, f"whole process, {DOES[name]}", whole, theirs)
        if name == "rumdl":
            own = runs["kept corpus at once"]
            yield rate(name, f"healthlint, {bench.profile}, rulebook kept, {AT_ONCE} processes", whole, own)
            yield ratio(name, "its cost in healthlint", net(own), net(theirs), reach=at_most(5))
        else:
            own = runs[f"kept {PHRASES}"]
            yield rate(name, f"healthlint, {PEER_PACK} phrases, rulebook kept", whole, own)
            yield ratio(name, "its cost against healthlint's", net(theirs), net(own), reach=at_least(20))
        yield megabytes(name, "peak memory", theirs)


@dataclass(frozen=True, slots=True)
class Measure:
    """What one name after `--only` stands for."""

    rows: Callable[[Bench, Runs], Iterable[Row]]
    jobs: Callable[[Bench], Sequence[str]]


def _start_up_jobs(bench: Bench) -> Sequence[str]:
    vale = ["peer vale draft"] if "vale" in bench.peers else []
    return ["import click", "cold draft", "kept draft", "same draft", "draft", *vale]


def _file_jobs(bench: Bench) -> Sequence[str]:
    return ["draft", "corpus", "file", *(["large"] if bench.large else [])]


def _memory_jobs(bench: Bench) -> Sequence[str]:
    return [name for name in HELD if name != "large" or bench.large]


def _rule_jobs(bench: Bench) -> Sequence[str]:
    return [f"pack {count} {target}" for count in bench.packs for target in ("draft", "corpus")]


def _peer_jobs(bench: Bench) -> Sequence[str]:
    full = ["cold corpus", "kept corpus at once"] if "rumdl" in bench.peers else []
    packs = [f"cold pack {PEER_PACK} draft", f"kept {PHRASES}"] if set(bench.peers) - {"rumdl"} else []
    return [*full, *packs, *(f"peer {name}" for name in bench.peers)]


MEASURES: Mapping[str, Measure] = {
    "start-up": Measure(start_up, _start_up_jobs),
    "corpus": Measure(corpus, lambda _: ["draft", "cold corpus", "kept corpus", "corpus"]),
    "again": Measure(again, lambda _: ["cold corpus", "kept corpus", "same corpus"]),
    "processes": Measure(
        processes, lambda _: ["cold corpus", "kept corpus", "kept corpus at once", "corpus", "corpus at once"]
    ),
    "file": Measure(file, _file_jobs),
    "memory": Measure(memory, _memory_jobs),
    "rules": Measure(rules, _rule_jobs),
    "peers": Measure(peers, _peer_jobs),
}
"""In the order in which they are run and told."""


def jobs(bench: Bench, names: Iterable[str]) -> list[Job]:
    """Each command that the measures need, once. Of those that share a cache, the cold one comes first."""
    needed = dict.fromkeys(name for measure in names for name in MEASURES[measure].jobs(bench))
    return [bench.job(name) for name in needed]


def rows(bench: Bench, names: Iterable[str], runs: Runs) -> list[Row]:
    return [row for measure in names for row in MEASURES[measure].rows(bench, runs)]


def summary(runs: Sequence[Run]) -> str:
    """What healthlint found: the counts out of its last line."""
    return runs[-1].said.partition(" in ")[0] if runs else ""
