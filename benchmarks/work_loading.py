"""How many calls reading the shipped rules and making checks of them takes, in a process that starts with it."""

import os
import subprocess
import sys
import tempfile
from datetime import date

from work_counts import CODE, calls, words

from healthlint.rulebook import load, shipped

PROFILE = "us-supplement"
DAY = date(2026, 6, 1)


def per_1000_words() -> float:
    """Calls of functions of healthlint, for each 1,000 words of the files of rules."""
    with tempfile.TemporaryDirectory() as nothing_kept:
        told = subprocess.run(
            [sys.executable, __file__],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(CODE.parent), "HEALTHLINT_CACHE_DIR": nothing_kept},
            check=True,
        )
    return 1000 * int(told.stdout) / words(path.read_text(encoding="utf-8") for path in shipped().rglob("*.yaml"))


if __name__ == "__main__":
    print(sum(calls(lambda: load([]).checks(PROFILE, today=DAY)).values()))
