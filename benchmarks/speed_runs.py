"""Commands run as whole processes, in turn and over again, and what each run took."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TAIL = 2_000
"""How many bytes of what a command says are read."""


class RunFailed(Exception):
    """A command that could not be measured, with what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took."""

    seconds: float
    memory: float | None = None
    """The most it held at a time, in MB. None where the system does not tell of one child alone."""
    said: str = ""
    """The last line it wrote: a summary, as a rule."""
    busy: float | None = None
    """Seconds of all processors, with those of its own children: other programs of the machine hardly change it."""


@dataclass(frozen=True, slots=True)
class Job:
    """A command to be measured."""

    name: str
    command: Sequence[str]
    may_exit: tuple[int, ...] = (0,)
    once: bool = False
    """It is too long for more than one round."""
    cache: str = ""
    """Jobs of the same name here share a cache folder, which is empty at the start of a round. All others share one."""


Runs = Mapping[str, Sequence[Run]]
"""The runs of each job, by its name; the n-th run of each belongs to the n-th round."""


def in_turn(
    jobs: Sequence[Job], repeat: int, environment: Mapping[str, str], tell: Callable[[str], None] = lambda _: None
) -> dict[str, list[Run]]:
    """Every job once, then every job once more, and so on, so that a slow minute of the machine falls on all alike.

    Each round has cache folders of its own: no run finds anything kept from the rounds before.
    """
    runs: dict[str, list[Run]] = {job.name: [] for job in jobs}
    for number in range(repeat):
        with tempfile.TemporaryDirectory() as caches:
            for job in (job for job in jobs if not number or not job.once):
                tell(f"round {number + 1} of {repeat}: {job.name}")
                runs[job.name].append(run(job, {**environment, **cached_in(Path(caches) / (job.cache or "other"))}))
    return runs


def cached_in(folder: Path) -> dict[str, str]:
    """Where healthlint and the others keep what they keep: nowhere that belongs to whoever measures."""
    return {"HEALTHLINT_CACHE_DIR": str(folder), "XDG_CACHE_HOME": str(folder)}


def run(job: Job, environment: Mapping[str, str]) -> Run:
    """One run. The memory is that of `getrusage` for this child; no figure is less than what this process holds."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        child = subprocess.Popen(
            job.command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, env=environment
        )
        memory = busy = None
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = code = os.waitstatus_to_exitcode(status)
            memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
            busy = usage.ru_utime + usage.ru_stime
        else:
            code = child.wait()
        seconds = time.perf_counter() - start
        said.seek(max(0, said.seek(0, os.SEEK_END) - TAIL))
        told = said.read().decode(errors="replace").strip()
    if code not in job.may_exit:
        raise RunFailed(f"{job.name} ended with exit code {code}: {told}")
    return Run(seconds, memory, told.rpartition("\n")[2], busy)
