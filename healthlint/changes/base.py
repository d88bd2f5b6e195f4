"""From which commit on something counts as changed: the last that the work at hand shares with a reference."""

import re
import shlex
from typing import NamedTuple

from healthlint.changes.git import Git, GitError

DEPTH = 1000
"""How many commits a message proposes to fetch."""


class Base(NamedTuple):
    """A commit to compare with."""

    commit: str
    note: str = ""
    """What a reader ought to know of how it was found."""


def base(git: Git, ref: str) -> Base:
    """Where the history of HEAD leaves that of `ref`. Raises `GitError` where the reference is not there."""
    if not ref.strip() or "\0" in ref:
        raise GitError("--since wants a branch, a tag or a commit, such as origin/main")
    if ref.startswith("-"):
        raise GitError(f"--since wants a branch, a tag or a commit, and “{ref}” is an option")
    commit = _commit(git, ref)
    if commit is None:
        raise GitError(_missing(git, ref))
    shared = git.line("merge-base", commit, "HEAD")
    if shared:
        return Base(shared.splitlines()[0])
    return Base(commit, _no_shared(git, ref))


def _commit(git: Git, ref: str) -> str | None:
    return git.line("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}") or None


def _is_shallow(git: Git) -> bool:
    return git.line("rev-parse", "--is-shallow-repository") == "true"


def _no_shared(git: Git, ref: str) -> str:
    if _is_shallow(git):
        return (
            f"this clone is too shallow to tell where the work at hand leaves {ref}, so it is compared with {ref} "
            f"itself; “git fetch --deepen={DEPTH}” would fetch more"
        )
    return f"the work at hand and {ref} share no commit, so it is compared with {ref} itself"


def _missing(git: Git, ref: str) -> str:
    """Why a reference may not be there, and what to type."""
    told = f"there is no commit “{ref}” in this repository"
    if _commit(git, f"origin/{ref}"):
        return f"{told}, but there is one for origin/{ref}: --since origin/{ref}"
    if _is_shallow(git):
        return f"{told}, which is a shallow clone; fetch it first: {_fetch(ref, f'--depth={DEPTH} ')}"
    return f"{told}; if the server has it, fetch it first: {_fetch(ref, '')}"


def _fetch(ref: str, depth: str) -> str:
    """A command that makes the reference known, and under which name. A depth would cut a whole clone short."""
    if ref.startswith("HEAD") or any(mark in ref for mark in "~^@:"):
        return f"git fetch {f'--deepen={DEPTH} ' if depth else ''}origin"
    branch = ref.removeprefix("refs/remotes/").removeprefix("origin/")
    if branch != ref:
        return f"git fetch {depth}origin {shlex.quote(f'+refs/heads/{branch}:refs/remotes/origin/{branch}')}"
    if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", ref):
        return f"git fetch {depth}origin {ref}"
    return f"git fetch {depth}origin {shlex.quote(ref)}, and then --since FETCH_HEAD"
