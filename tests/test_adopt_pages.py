"""The pages on adopting healthlint: each command in them is one, and each place that they lead to is there."""

import re
import shlex
from pathlib import Path

import click
import pytest

from healthlint.cli import healthlint

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {name: (DOCS / name).read_text(encoding="utf-8") for name in ("adopt.md", "ci.md", "pre-commit.md")}
COMMANDS = sorted(
    {
        told.strip()
        for text in PAGES.values()
        for told in re.findall(r"(?m)(?:^ *(?:- (?:run: )?|run: )?|`)(healthlint [a-z][^`\n]*)", text)
    }
)


@pytest.mark.parametrize("told", COMMANDS)
def test_each_command_is_one(told: str) -> None:
    """As far as its arguments go: nothing is run."""
    args = [word for word in shlex.split(told)[1:] if not word.startswith("<")]
    with click.Context(healthlint) as above:
        name, command, rest = healthlint.resolve_command(above, args)
        assert command and name
        command.make_context(name, list(rest), parent=above)


def test_there_are_commands() -> None:
    assert {"healthlint init", "healthlint baseline", "healthlint check"} <= set(COMMANDS)


@pytest.mark.parametrize("page", PAGES)
def test_each_link_leads_somewhere(page: str) -> None:
    for place in re.findall(r"\]\(([^)#]+)", PAGES[page]):
        assert place.startswith("https://") or (DOCS / place).exists(), place
