"""How the work of a run is shared: by one process, or in portions by as many as it is worth.

Loading the rules takes longer than linting many a draft. So they are loaded once, and the workers are forked from the
process that has them. Where processes cannot be forked, one does all the work.
"""

import os
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path

from healthlint import discover
from healthlint.cli import earlier, linting
from healthlint.cli.linting import Checked
from healthlint.cli.session import Session

PORTION = 32_000
"""Bytes of drafts that a worker gets at a time: about half a second of work."""
SMALL = 4 * PORTION
"""Less work than this is done sooner by one process."""
LEAST = 500
"""What a draft counts at the least: an empty one takes time, too."""
ROUNDS = 4
"""How many portions each worker gets at the least, so that none is idle while another has much left."""


def lint(session: Session, drafts: Sequence[discover.Draft], jobs: int | None) -> Generator[Checked, None, None]:
    """Every draft, in order: as an earlier run found it, or linted now and kept for later ones."""
    known = [earlier.known(session, draft) for draft in drafts]
    unknown = [draft for draft, one in zip(drafts, known, strict=True) if one is None]
    with closing(_linted(session, unknown, jobs)) as fresh:
        try:
            for draft, one in zip(drafts, known, strict=True):
                if one is None:
                    one = next(fresh)
                    earlier.keep(session, draft, one)
                yield one
        finally:
            session.save()


def _linted(session: Session, drafts: Sequence[discover.Draft], jobs: int | None) -> Generator[Checked, None, None]:
    """By `jobs` processes or by as many as the work is worth."""
    sizes = [max(LEAST, _size(draft.path)) for draft in drafts]
    wanted = _wanted(sum(sizes)) if jobs is None else jobs
    portions = _portions(sizes, wanted)
    wanted = min(wanted, len(portions))
    if wanted < 2 or not _can_fork() or os.environ.get("HEALTHLINT_DEBUG"):  # a mistake is looked at in one process
        yield from (linting.lint(session, draft) for draft in drafts)
        return
    from healthlint.cli import crew  # few runs need it, and it brings much along

    for draft in drafts:
        session.ready(draft.config, draft.path)
    with closing(crew.told(session, drafts, portions, wanted)) as all_told:
        for draft, told in zip(drafts, all_told, strict=True):
            session.crashed |= told.crashed
            picked = session.picked(draft.config, draft.path, told.profile)
            yield Checked(told.linted, picked, draft.config, draft.path, told.mark, told.facts)


def usable_cpus() -> int:
    """How many processors this process may use, which may be fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _wanted(size: int) -> int:
    return 1 if size < SMALL else usable_cpus()


def _can_fork() -> bool:
    return hasattr(os, "fork")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # reading it will tell
        return 0


def _portions(sizes: Sequence[int], jobs: int) -> list[range]:
    """Which drafts go together: neighbours, up to a portion's size; a long draft is a portion of its own."""
    most = min(PORTION, sum(sizes) // (ROUNDS * jobs))
    portions: list[range] = []
    start = held = 0
    for index, size in enumerate(sizes):
        if held and held + size > most:
            portions.append(range(start, index))
            start, held = index, 0
        held += size
    return [*portions, range(start, len(sizes))] if sizes else []
