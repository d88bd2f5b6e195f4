"""Steps of a GitHub workflow or action, run as its runner would, as far as that goes without it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent

UNREACHED = re.compile(
    r"No matching distribution found|Could not find a version|(?i:connection|name resolution|timed? ?out|network|proxy)"
)
"""What pip says where it cannot get what others wrote."""


class Ran(NamedTuple):
    """What became of a job."""

    code: int
    told: str
    summary: str
    outputs: str
    path: str
    """What later steps find before everything else on their PATH."""


class Runner:
    """A folder that is checked out, and the files by which steps speak to a runner."""

    def __init__(self, base: Path, env: Mapping[str, str] = {}) -> None:
        self.folder = base / "checkout"
        self.temp = base / "temp"
        for folder in (self.folder, self.temp, base / "bin"):
            folder.mkdir(exist_ok=True)
        program = base / "bin" / "healthlint"
        program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m healthlint "$@"\n')
        program.chmod(0o755)
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GIT", "RUNNER"))},
            "PATH": f"{base / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_WORKSPACE": str(self.folder),
            "GITHUB_ACTION_PATH": str(ROOT),
            **{f"GITHUB_{name}": str(self.temp / name) for name in ("STEP_SUMMARY", "OUTPUT", "PATH", "ENV")},
            **env,
        }

    def run(self, steps: Iterable[Mapping[str, Any]], known: Mapping[str, str] = {}) -> Ran:
        """Run the scripts among the steps. `known` says what expressions in their variables stand for."""
        code, told = 0, ""
        for step in steps:
            if "run" not in step or (code and not str(step.get("if", "")).startswith("always()")):
                continue
            assert "${{" not in step["run"], "a value that reaches a script as text is run as code"
            own = {name: _meant(str(value), known) for name, value in step.get("env", {}).items()}
            done = self.bash(step["run"], own)
            code, told = code or done.returncode, told + done.stdout + done.stderr
        return Ran(code, told, *(self._read(name) for name in ("STEP_SUMMARY", "OUTPUT", "PATH")))

    def bash(self, script: str, env: Mapping[str, str] = {}) -> subprocess.CompletedProcess[str]:
        file = self.temp / "script.sh"
        file.write_text(script, encoding="utf-8")
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(file)],
            cwd=self.folder,
            env={**self.env, **env},
            capture_output=True,
            encoding="utf-8",
        )

    def put(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def _read(self, name: str) -> str:
        file = self.temp / name
        return file.read_text(encoding="utf-8") if file.exists() else ""


def _meant(text: str, known: Mapping[str, str]) -> str:
    """A variable's text with each expression replaced by what it stands for."""
    return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", lambda told: known[told[1]], text)
