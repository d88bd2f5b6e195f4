"""The command `healthlint`: its arguments become calls, its faults an exit code."""

import io
import os
import sys

import click

from healthlint.cli.commands import Commands
from healthlint.version import __version__

COMPLETE = "_HEALTHLINT_COMPLETE"
"""The variable by which a shell asks for completions."""


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 nothing to mend, 1 findings, 2 the command, settings or rules are at fault.",
)
@click.version_option(__version__, "-V", "--version", message="healthlint %(version)s")
def healthlint() -> None:
    """Lint health content in Markdown drafts.

    `healthlint PATH` is short for `healthlint check PATH`. Nothing leaves this machine.
    """


def main(argv: list[str] | None = None, prog_name: str = "healthlint") -> None:
    """Run the command and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8")
    try:
        healthlint(argv, prog_name=prog_name, complete_var=COMPLETE, windows_expand_args=False)
    except Exception as error:
        if os.environ.get("HEALTHLINT_DEBUG"):
            raise
        why = " ".join(f"{type(error).__name__}: {error}".split())
        click.echo(f"Error: healthlint itself failed ({why}). HEALTHLINT_DEBUG=1 shows where.", err=True)
        sys.exit(2)
