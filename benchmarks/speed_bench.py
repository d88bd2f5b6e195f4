"""What there is to measure with, and the command behind the name of each job, with the state its cache is in."""

import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

from speed_corpus import Corpus
from speed_packs import phrases, write_pack, write_vale
from speed_peers import PEERS
from speed_runs import Job

ROOT = Path(__file__).resolve().parent.parent
"""The copy of healthlint beside this folder is measured, not one installed elsewhere."""
HEALTHLINT = (sys.executable, "-m", "healthlint")

DRAFT = 5_000
FILE = 1_000_000
LARGE = 20_000_000
PACKS = (50, 200, 800)
PEER_PACK = 200
AT_ONCE = 2
"""Processes, where it is measured what more than one are good for."""

COLD, KEPT, SAME = "cold", "kept", "same"
"""A cache folder that is empty; one that holds the rulebook, but none of the drafts; one that holds them, too.

Jobs in these states share a folder, one for drafts and one for corpora, that is new in each round: so the cold job
comes first and leaves the rulebook to the others. Jobs without a state run with `--no-cache`: nothing is kept.
"""

UNUSUAL = re.compile(r"HEALTHLINT_.*|PYTHON(DONTWRITEBYTECODE|OPTIMIZE|PROFILEIMPORTTIME|HASHSEED)")
"""Variables of whoever measures that most users do not set."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A corpus, a profile, a folder to write in, and the peers that are there."""

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
        """The drafts that the commands name."""
        text = self.corpus.as_one(2 * DRAFT)
        self.draft.write_text(text[:DRAFT], encoding="utf-8")
        (self.work / "first.md").write_text(text[DRAFT : 2 * DRAFT], encoding="utf-8")
        for name, size in (("file", FILE), *([("large", LARGE)] if self.large else [])):
            (self.work / f"{name}.md").write_text(self.corpus.as_one(size), encoding="utf-8")

    def write_copies(self) -> None:
        """The corpus over again: drafts of which a cache that knows the rulebook knows nothing."""
        for name in ("copy", "copy-at-once"):
            copytree(self.corpus.folder, self.work / name)

    def write_packs(self, counts: Iterable[int]) -> None:
        for count in counts:
            write_pack(self.work / f"pack-{count}", phrases(self.corpus.texts(), count))

    def write_vale(self) -> None:
        """The phrases of the pack for peers, for Vale."""
        write_vale(self.work / "vale", phrases(self.corpus.texts(), PEER_PACK))

    def check(self, target: Path, *options: str, jobs: int = 1) -> list[str]:
        """The command that checks a draft or a folder, in as many processes as are told whatever the machine has."""
        chosen = ["--profile", self.profile, "--no-config", "--fail-on", "never", "--jobs", str(jobs), *options]
        return [*HEALTHLINT, "check", *chosen, str(target)]

    def job(self, name: str) -> Job:
        """What is run under a name: a state of the cache, if any, a pack, if any, and what is checked; or a peer."""
        if name == "import click":
            return Job(name, [sys.executable, "-c", name])
        kind, _, rest = name.partition(" ")
        if kind == "peer":
            peer, _, over = rest.partition(" ")
            target = self.draft if over == "draft" else self.corpus.folder
            return Job(name, PEERS[peer](self.peers[peer], self.work / "vale", target), may_exit=(0, 1))
        state = kind if kind in (COLD, KEPT, SAME) else ""
        return self._own(name, state, rest if state else name)

    def _own(self, name: str, state: str, rest: str) -> Job:
        options = [] if state else ["--no-cache"]
        jobs = AT_ONCE if rest.endswith(" at once") else 1
        rest = cache = rest.removesuffix(" at once")
        if pack := re.match(r"(pack \d+) ", rest):
            options += ["--pack", str(self.work / pack[1].replace(" ", "-")), "--rule", "speed/*"]
            cache, rest = pack[1], rest[pack.end() :]
        command = self.check(self._target(state, rest, jobs), *options, jobs=jobs)
        return Job(name, command, once=rest == "large", cache=cache if state else "")

    def _target(self, state: str, over: str, jobs: int) -> Path:
        """The drafts of the cold run are others than those of the kept one."""
        if over == "corpus":
            if state == KEPT:
                return self.work / ("copy" if jobs == 1 else "copy-at-once")
            return self.corpus.folder
        return self.work / ("first.md" if (state, over) == (COLD, "draft") else f"{over}.md")


def environment() -> dict[str, str]:
    """What every run gets: bytecode kept, as any user has it, and this copy of healthlint."""
    kept = {name: said for name, said in os.environ.items() if not UNUSUAL.fullmatch(name)}
    paths = [str(ROOT), *filter(None, [kept.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths)}
