"""What is measured: the commands that each measure needs, and the rows that it makes of their runs."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

from speed_corpus import Corpus
from speed_packs import phrases, write_pack, write_vale
from speed_peers import DOES, PEERS
from speed_runs import Job, Run, Runs
from speed_table import Row, net, rate, ratio, seconds

ROOT = Path(__file__).resolve().parent.parent
"""The copy of healthlint beside this folder is measured, not one installed elsewhere."""

DRAFT = 5_000
FILE = 1_000_000
LARGE = 20_000_000
PACKS = (50, 200, 800)
PEER_PACK = 200


@dataclass(frozen=True, slots=True)
class Bench:
    """What there is to measure with: a corpus, a profile, a folder to write in, and the peers that are there."""

    corpus: Corpus
    work: Path
    profile: str
    large: bool = False
    peers: Mapping[str, str] = field(default_factory=dict)
    packs: Sequence[int] = PACKS

    @property
    def draft(self) -> Path:
        return self.work / "draft.md"

    @property
    def size(self) -> float:
        """The MB of the corpus beyond those of the one draft."""
        return self.corpus.megabytes - DRAFT / 1e6

    def write(self) -> None:
        """The drafts and packs that the commands name."""
        text = self.corpus.as_one(2 * DRAFT)
        self.draft.write_text(text[:DRAFT], encoding="utf-8")
        (self.work / "first.md").write_text(text[DRAFT : 2 * DRAFT], encoding="utf-8")
        for name, size in (("file", FILE), *([("large", LARGE)] if self.large else [])):
            (self.work / f"{name}.md").write_text(self.corpus.as_one(size), encoding="utf-8")

    def write_copy(self) -> None:
        """The corpus once more, of which no run of a round knows anything yet."""
        copytree(self.corpus.folder, self.work / "copy")

    def write_packs(self, counts: Iterable[int]) -> None:
        for count in counts:
            write_pack(self.work / f"pack-{count}", phrases(self.corpus.texts(), count))

    def write_vale(self) -> None:
        """The same phrases for Vale and for healthlint."""
        self.write_packs([PEER_PACK])
        write_vale(self.work / "vale", phrases(self.corpus.texts(), PEER_PACK))

    def check(self, target: Path, *options: str) -> list[str]:
        """The command that checks a draft or a folder with the shipped rulebook."""
        chosen = ["--profile", self.profile, "--no-config", "--fail-on", "never", *options]
        return [*HEALTHLINT, "check", *chosen, str(target)]

    def check_alone(self, target: Path, *options: str) -> list[str]:
        """The same in one process: what is compared must not hang on how many there are."""
        return self.check(target, "--jobs", "1", *options)

    def job(self, name: str) -> Job:
        """What is run under a name: of the shipped rulebook over a thing, of a pack over a thing, or of a peer."""
        kind, _, rest = name.partition(" ")
        targets = {"corpus": self.corpus.folder, "again": self.corpus.folder, "draft": self.draft}
        if name == "import click":
            return Job(name, [sys.executable, "-c", name])
        if kind == "peer":
            return Job(name, PEERS[rest](self.peers[rest], self.work / "vale", self.corpus.folder), may_exit=(0, 1))
        if kind == "pack":
            count, _, over = rest.partition(" ")
            options = ("--pack", str(self.work / f"pack-{count}"), "--rule", "speed/*")
            return Job(name, self.check_alone(targets[over], *options))
        if name == "processes":
            return Job(name, self.check(self.work / "copy"))
        return Job(name, self.check_alone(targets.get(name, self.work / f"{name}.md")), once=name == "large")


HEALTHLINT = (sys.executable, "-m", "healthlint")


def environment() -> dict[str, str]:
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def start_up(_: Bench, runs: Runs) -> Iterable[Row]:
    first, draft, click = runs["first"], runs["draft"], runs["import click"]
    yield seconds("start-up", "the first run of all, one draft", first)
    yield seconds("start-up", "one draft of 5 KB", draft)
    yield seconds("start-up", 'python -c "import click"', click)
    yield ratio("start-up", "the draft against the import", net(draft), net(click))


def corpus(bench: Bench, runs: Runs) -> Iterable[Row]:
    about = f"corpus, {bench.profile}"
    yield seconds(about, "whole process", runs["corpus"], summary(runs["corpus"]))
    yield rate(about, "whole process", bench.corpus.megabytes, runs["corpus"])
    yield rate(about, "without start-up", bench.size, runs["corpus"], runs["draft"])


def processes(bench: Bench, runs: Runs) -> Iterable[Row]:
    about = "processes"
    yield rate(about, "whole run, as many as it takes", bench.corpus.megabytes, runs["processes"])
    yield ratio(about, "cost against that of one", net(runs["processes"]), net(runs["corpus"]))


def rules(bench: Bench, runs: Runs) -> Iterable[Row]:
    costs = {}
    for count in bench.packs:
        whole, draft = runs[f"pack {count} corpus"], runs[f"pack {count} draft"]
        costs[count] = net(whole, draft)
        yield rate("rule count", f"{count} phrases, without start-up", bench.size, whole, draft, summary(whole))
    least, most = min(costs), max(costs)
    yield ratio("rule count", f"cost of {most} against {least}", costs[most], costs[least])


def file(bench: Bench, runs: Runs) -> Iterable[Row]:
    share = [one / bench.size for one in net(runs["corpus"], runs["draft"])]
    for name, size in (("file", FILE), ("large", LARGE)):
        if name in runs:
            about = f"one file of {size // 1_000_000} MB"
            cost = [one / ((size - DRAFT) / 1e6) for one in net(runs[name], runs["draft"])]
            yield seconds(about, "whole process", runs[name], summary(runs[name]))
            yield rate(about, "without start-up", (size - DRAFT) / 1e6, runs[name], runs["draft"])
            yield ratio(about, "cost against its share of the corpus", cost, share)


def again(_: Bench, runs: Runs) -> Iterable[Row]:
    yield seconds("second run", "the corpus unchanged", runs["again"])
    yield ratio("second run", "the second against the first", net(runs["again"]), net(runs["corpus"]))


def memory(_: Bench, runs: Runs) -> Iterable[Row]:
    names = {"draft": "one draft of 5 KB", "corpus": "the corpus", "file": "one file of 1 MB"}
    for name, measure in {**names, **({"large": "one file of 20 MB"} if "large" in runs else {})}.items():
        yield Row("peak memory", measure, "MB", [run.memory for run in runs[name]])


def peers(bench: Bench, runs: Runs) -> Iterable[Row]:
    for name in PEERS:
        if name not in bench.peers:
            yield Row(name, "missing: not on PATH, or it does not run", "", [])
            continue
        own = f"pack {PEER_PACK} corpus" if name == "vale" else "corpus"
        theirs = runs[f"peer {name}"]
        said = f"{PEER_PACK} phrases" if name == "vale" else bench.profile
        yield rate(name, f"whole process, {DOES[name]}", bench.corpus.megabytes, theirs)
        yield rate(name, f"healthlint, {said}", bench.corpus.megabytes, runs[own])
        yield ratio(name, "cost of healthlint against it", net(runs[own]), net(theirs))
        yield Row(name, "peak memory", "MB", [run.memory for run in theirs])


@dataclass(frozen=True, slots=True)
class Measure:
    """What one name after `--only` stands for."""

    rows: Callable[[Bench, Runs], Iterable[Row]]
    jobs: Callable[[Bench], Sequence[str]]


def _file_jobs(bench: Bench) -> Sequence[str]:
    return ("draft", "corpus", "file", *(["large"] if bench.large else []))


def _rule_jobs(bench: Bench) -> Sequence[str]:
    return [f"pack {count} {target}" for count in bench.packs for target in ("draft", "corpus")]


def _peer_jobs(bench: Bench) -> Sequence[str]:
    own = [f"pack {PEER_PACK} corpus"] if "vale" in bench.peers else []
    return [*(["corpus"] if set(bench.peers) - {"vale"} else []), *own, *(f"peer {name}" for name in bench.peers)]


MEASURES: Mapping[str, Measure] = {
    "start-up": Measure(start_up, lambda _: ("import click", "draft")),
    "corpus": Measure(corpus, lambda _: ("draft", "corpus")),
    "again": Measure(again, lambda _: ("corpus", "again")),
    "processes": Measure(processes, lambda _: ("corpus", "processes")),
    "file": Measure(file, _file_jobs),
    "memory": Measure(memory, _file_jobs),
    "rules": Measure(rules, _rule_jobs),
    "peers": Measure(peers, _peer_jobs),
}
"""In the order in which they are run and told."""


def jobs(bench: Bench, names: Iterable[str]) -> list[Job]:
    """Each command that the measures need, once, after one run that finds nothing kept."""
    needed = dict.fromkeys(["first"]) | dict.fromkeys(
        name for measure in names for name in MEASURES[measure].jobs(bench)
    )
    return [bench.job(name) for name in needed]


def rows(bench: Bench, names: Iterable[str], runs: Runs) -> list[Row]:
    return [row for measure in names for row in MEASURES[measure].rows(bench, runs)]


def summary(runs: Sequence[Run]) -> str:
    """What healthlint found: the counts out of its last line."""
    return runs[-1].said.partition(" in ")[0] if runs else ""
