"""Other linters of prose and Markdown that may be found on PATH: how each is run over a folder or a draft."""

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

Command = Callable[[str, Path, Path], list[str]]
"""From the program, the folder with the settings for Vale, and what is to be checked."""


def _vale(program: str, settings: Path, target: Path) -> list[str]:
    return [program, f"--config={settings / '.vale.ini'}", "--no-exit", "--output=line", str(target)]


def _proselint(program: str, _settings: Path, target: Path) -> list[str]:
    """Newer versions have a subcommand for what older ones did without a word."""
    told = subprocess.run([program, "--help"], capture_output=True, text=True, check=False).stdout
    subcommand = ["check"] if re.search(r"(?m)^\s*\{?check\b", told) else []
    return [program, *subcommand, str(target)]


def _rumdl(program: str, _settings: Path, target: Path) -> list[str]:
    return [program, "check", "--no-cache", "--isolated", str(target)]


PEERS: Mapping[str, Command] = {"vale": _vale, "proselint": _proselint, "rumdl": _rumdl}

DOES = {
    "vale": "the same 200 phrases",
    "proselint": "its own checks",
    "rumdl": "its own checks of Markdown",
}


def on_path() -> dict[str, str]:
    """The peers that are there, with where."""
    found = {name: shutil.which(name) for name in PEERS}
    return {name: program for name, program in found.items() if program}
