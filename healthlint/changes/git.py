"""The way to git: a few commands that read, none that runs a program of the repository or reaches the network."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

SAFE = (
    "--no-pager",
    "--no-optional-locks",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "core.quotePath=false",
    "-c",
    "color.ui=false",
)
"""What outdoes the settings of a repository that anybody may have written."""

KEPT = ("GIT_CONFIG", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH")
"""Variables of git that stay, by how they start. Hooks set others, which speak of another place or another index."""

OURS = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch what it lacks
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
}


class GitError(Exception):
    """What cannot be told of the past of a draft, and why."""


class Git:
    """git in one folder."""

    def __init__(self, folder: Path) -> None:
        folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
        # a git in the folder that is looked at may be anybody's
        program = shutil.which("git", path=os.pathsep.join(one for one in folders if Path(one).is_absolute()))
        if program is None:
            raise GitError("--since asks git what has changed, and there is no git on the PATH")
        self._command = (program, *SAFE)
        self._folder = folder

    def ask(self, *args: str, typed: bytes = b"") -> bytes:
        """What git answers. Raises `GitError` with its own words where it fails."""
        done = self._run(args, typed)
        if done.returncode:
            raise GitError(_last_words(done.stderr) or f"git {args[0]} failed (exit code {done.returncode})")
        return done.stdout

    def line(self, *args: str) -> str | None:
        """The answer as one line, without its end; None where there is none."""
        done = self._run(args)
        return os.fsdecode(done.stdout.removesuffix(b"\n").removesuffix(b"\r")) if not done.returncode else None

    def _run(self, args: Sequence[str], typed: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        try:
            return subprocess.run(
                [*self._command, *args],
                input=typed,
                capture_output=True,
                cwd=self._folder,
                env=_environment(os.environ),
                check=False,
            )
        except OSError as error:
            raise GitError(f"git cannot be run: {error.strerror or error}") from error


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in given.items() if not name.startswith("GIT_") or name.startswith(KEPT)}
    return {**kept, **OURS}


def _last_words(said: bytes) -> str:
    """What git says of a failure, on one line, with what it advises."""
    words = " ".join(said.decode("utf-8", "replace").split())
    return f"git says: {words}" if words else ""
