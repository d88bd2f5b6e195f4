"""Worker processes that share one loaded rulebook: what each is given, what it tells, and its end."""

import multiprocessing
import signal
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import NamedTuple

from msgspec.structs import replace

from healthlint import discover
from healthlint.cli import linting
from healthlint.cli.faults import Fault
from healthlint.cli.session import Session
from healthlint.finding import Linted
from healthlint.stats.facts import Facts

Portion = range
"""Which of the drafts."""


class Told(NamedTuple):
    """What a worker tells of a draft. The checks and the settings are known at the other end."""

    linted: Linted
    profile: str
    """The profile that the draft itself named, or empty."""
    crashed: bool
    mark: bytes
    facts: Facts


@dataclass(slots=True)
class Worker:
    """A process, the pipe to it, and what it is at work on."""

    process: BaseProcess
    pipe: Connection
    idle: bool = True
    portion: int = 0
    """The number of its latest portion."""

    def give(self, number: int, portion: Portion) -> None:
        self.idle, self.portion = False, number
        with self._alive():
            self.pipe.send(portion)

    def take(self) -> list[Told]:
        with self._alive():
            told: list[Told] = self.pipe.recv()
        self.idle = True
        return told

    @contextmanager
    def _alive(self) -> Iterator[None]:
        """A worker that has died took the findings of its portion along: the run is at fault, not a draft."""
        try:
            yield
        except (EOFError, OSError) as error:
            self.process.join(5)
            code = self.process.exitcode or 0
            how = f"was killed (signal {-code})" if code < 0 else f"ended (exit code {code})"
            raise Fault(f"a worker process {how} before its drafts were linted; --jobs 1 works without any") from error


def told(
    session: Session, drafts: Sequence[discover.Draft], portions: Sequence[Portion], jobs: int
) -> Generator[Told, None, None]:
    """What the workers tell, in the order of the drafts, whoever is done first."""
    done: dict[int, list[Told]] = {}
    numbers = iter(range(len(portions)))
    with hired(session, drafts, jobs) as crew:
        for due in range(len(portions)):
            while due not in done:
                for worker, number in zip([one for one in crew if one.idle], numbers, strict=False):
                    worker.give(number, portions[number])
                for worker in _ready(crew):
                    number = worker.portion
                    done[number] = worker.take()
            yield from done.pop(due)


def _ready(crew: Sequence[Worker]) -> list[Worker]:
    """Those that have something to tell, or have died; waits for the first."""
    busy = {worker.pipe: worker for worker in crew if not worker.idle}
    ready = wait(list(busy))
    return [worker for pipe, worker in busy.items() if pipe in ready]


@contextmanager
def hired(session: Session, drafts: Sequence[discover.Draft], jobs: int) -> Iterator[list[Worker]]:
    """The workers, who are gone afterwards whatever happens. They only read, so they may be killed at any time.

    Ctrl-C reaches every process of a terminal, and only this one is to heed it: the workers are born with it blocked.
    """
    crew: list[Worker] = []
    try:
        heeded = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            for _ in range(jobs):
                crew.append(_one(session, drafts))
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, heeded)
        yield crew
    finally:
        for worker in crew:
            worker.process.kill()
        for worker in crew:
            worker.process.join()
            worker.pipe.close()


def _one(session: Session, drafts: Sequence[discover.Draft]) -> Worker:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(session, drafts, ours, theirs), daemon=True)
    process.start()
    theirs.close()  # so that its death is the end of what can be read
    return Worker(process, ours)


def _work(session: Session, drafts: Sequence[discover.Draft], ours: Connection, theirs: Connection) -> None:
    """The life of a worker: it ends when the other process closes the pipe, or is no more."""
    ours.close()
    with suppress(EOFError, ConnectionError):
        while True:
            portion: Portion = theirs.recv()
            theirs.send([_linted(session, drafts[index]) for index in portion])


def _linted(session: Session, draft: discover.Draft) -> Told:
    session.crashed = False
    checked = linting.lint(session, draft)
    own = checked.picked is not session.picked(draft.config, draft.path)
    return Told(
        _light(checked.linted), checked.picked.profile if own else "", session.crashed, checked.mark, checked.facts
    )


def _light(linted: Linted) -> Linted:
    """Without the parts of the document that no report asks for."""
    document = replace(
        linted.document, front_matter={}, sections=(), links=(), citations=(), quotes=(), directives=(), faults=()
    )
    return replace(linted, document=document)
