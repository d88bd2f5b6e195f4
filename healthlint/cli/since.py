"""`check --since`: of drafts that have changed since a commit, what the change has to do with."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from healthlint import discover, draft
from healthlint.cli import workers
from healthlint.cli.faults import Fault
from healthlint.cli.linting import Checked
from healthlint.cli.session import Session
from healthlint.cli.unread import INTERNAL_ERROR
from healthlint.shown import legible

if TYPE_CHECKING:
    from healthlint.changes import Change
    from healthlint.finding import Linted


class Narrowed(NamedTuple):
    """The drafts of a run, or those among them that have changed."""

    drafts: Sequence[discover.Draft]
    notes: list[str]
    changes: "Mapping[Path, Change] | None" = None
    """How each draft has changed; None where that was not asked."""


def narrowed(ref: str | None, drafts: Sequence[discover.Draft], notes: Sequence[str]) -> Narrowed:
    """Those drafts that have changed since the work at hand left `ref`; all of them if it is None."""
    if ref is None:
        return Narrowed(drafts, list(notes))
    from healthlint import changes  # few runs need it, and it brings much along

    try:
        since = changes.since(ref, Path.cwd())
        found = since.changes((named.path, _content(named)) for named in drafts)
    except changes.GitError as error:
        raise Fault(legible(str(error))) from error
    changed = [named for named in drafts if named.path in found]
    told = [since.note] if since.note else []
    if drafts and not changed:
        told.append(f"no draft has changed since {ref}")
    return Narrowed(changed, [*notes, *told], found)


def told(session: Session, run: Narrowed, checked: Sequence[Checked], jobs: int | None) -> list[Checked]:
    """The drafts of a run, linted, with what is to be told of them: all, or what their changes concern."""
    if run.changes is None:
        return list(checked)
    from healthlint import changes

    change = [run.changes[named.path] for named in run.drafts]
    unsure = [
        (named, how.old)
        for named, how, one in zip(run.drafts, change, checked, strict=True)
        if how.old is not None and changes.elsewhere(one.linted, how.lines.changed)
    ]
    old = dict(_as_they_were(session, unsure, jobs))
    return [
        one if how.old is None else replace(one, linted=changes.told(one.linted, how.lines, old.get(named.path)))
        for named, how, one in zip(run.drafts, change, checked, strict=True)
    ]


def _content(named: discover.Draft) -> bytes | None:
    if named.content is not None:
        return named.content
    try:
        return draft.content(named.path)
    except draft.DraftError:  # linting will tell
        return None


def _as_they_were(
    session: Session, drafts: Sequence[tuple[discover.Draft, str]], jobs: int | None
) -> "Iterator[tuple[Path, Linted]]":
    """What is found in earlier states of drafts, by the rules of today. Nothing is told of one that we fail on."""
    former = [replace(named, content=text.encode("utf-8"), former=True) for named, text in drafts]
    crashed = session.crashed
    with closing(workers.lint(session, former, jobs)) as checked:
        for named, one in zip(former, checked, strict=True):
            if all(finding.rule != INTERNAL_ERROR for finding in one.linted.findings):
                yield named.path, one.linted
    session.crashed = crashed  # a mistake in what is no more is none of this run
