"""Everything works where the network is shut, and nothing even tries to reach it."""

import os
import subprocess
import sys
from pathlib import Path

SHUT = """\
import socket

def shut(*args, **kwargs):
    raise SystemExit("the network was reached for")

socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = shut
socket.create_connection = socket.getaddrinfo = shut
"""

DRAFT = """\
---
title: Turmeric for arthritis
---

Turmeric cures arthritis, [they say](https://example.org/turmeric). Take 500 mg twice a day.

"""


def offline(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    (folder / "sitecustomize.py").write_text(SHUT, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(folder), "HOME": str(folder), "NLTK_DATA": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "healthlint", *args],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=environment,
        check=False,
    )


def test_a_full_check(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text(DRAFT + "It remains to be seen. " * 400, encoding="utf-8")
    for format_ in ["full", "json", "sarif"]:
        done = offline(tmp_path, "check", "--preview", "--format", format_, "draft.md")
        assert done.returncode == 1, done.stderr
        assert "the network was reached for" not in done.stdout + done.stderr


def test_the_shut_network_is_noticed(tmp_path: Path) -> None:
    call = "import urllib.request as r; r.urlopen('http://127.0.0.1:9')"
    (tmp_path / "sitecustomize.py").write_text(SHUT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", call],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        check=False,
    )
    assert "the network was reached for" in done.stderr
