"""The program: `healthlint`, or `python -m healthlint`."""

import gc
import os
import sys

from healthlint.cli import main


def run(name: str = "healthlint") -> None:
    """Run the command and leave at once: Python would take a tenth of a short run to take itself apart.

    Nor is garbage looked for among what is imported. A run that lints looks for it once its rules are loaded.
    """
    gc.disable()
    try:
        main(prog_name=name)
    except SystemExit as end:
        if isinstance(end.code, str):
            raise
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code or 0)


if __name__ == "__main__":
    run("python -m healthlint")
