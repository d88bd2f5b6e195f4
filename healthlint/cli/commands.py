"""The list of commands: each is imported when it is called, and a path stands for `check`."""

from importlib import import_module
from pathlib import Path

import click

SECTIONS = {
    "This repository": {
        "config": ("config", "Show which settings hold for a draft, and where each comes from."),
        "init": ("init", "Write settings, a pre-commit entry and a check for each merge."),
    },
    "Drafts": {
        "check": ("check", "Lint drafts and report findings."),
        "fix": ("fix", "Apply the replacements that need no editor's judgement."),
        "stats": ("stats", "Count findings by rule, section, author, and since a report."),
        "baseline": ("baseline", "Record today's findings, so that only new ones are reported."),
        "suppressions": ("suppressions", "List every finding that a comment silences, and why."),
    },
    "Rules": {
        "explain": ("explain", "Say what a rule asks for, on whose authority, with examples."),
        "rules": ("rules", "List, document, test and start rules."),
    },
    "This machine": {
        "clean": ("clean", "Remove what earlier runs kept to be faster the next time."),
        "completion": ("completion", "Print the script that completes commands in your shell."),
    },
}
"""By heading of the help: the command, the module that holds it, its short help."""

MODULES = {name: module for section in SECTIONS.values() for name, (module, _) in section.items()}

INTERRUPTED = 128 + 2
"""The exit code of a command that was ended with Ctrl-C, which is signal 2."""


class Commands(click.Group):
    """A group that knows its commands by name only."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        command = getattr(import_module(f"healthlint.cli.{MODULES[cmd_name]}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, commands in SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, short) for name, (_, short) in commands.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and self._means_check(ctx, args[0]):
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def _means_check(self, ctx: click.Context, first: str) -> bool:
        """Whether the first argument is a path, `-`, or an option that only `check` has."""
        if first in MODULES:
            return False
        if first.startswith("-") and first != "-":
            name = first.partition("=")[0]
            ours = {option for param in self.get_params(ctx) for option in param.opts}
            check = self.get_command(ctx, "check")
            theirs = {option for param in check.params for option in param.opts} if check else set()
            return name not in ours and name in theirs
        return first == "-" or _is_path(first)

    def invoke(self, ctx: click.Context) -> object:
        """Ctrl-C exits as shells expect; 1 would say that there are findings."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("\nInterrupted.", err=True)
            ctx.exit(INTERRUPTED)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in MODULES and not ctx.resilient_parsing:
            from difflib import get_close_matches  # only a mistake needs it

            near = get_close_matches(args[0], MODULES, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            ctx.fail(f"“{args[0]}” is neither a command nor a path.{hint}")
        return super().resolve_command(ctx, args)


def _is_path(text: str) -> bool:
    """Whether this can only be a path: it leads somewhere, or is written like one."""
    try:
        exists = Path(text).exists()
    except (OSError, ValueError):
        exists = False
    return exists or any(mark in text for mark in "*?[/\\") or Path(text).suffix != ""
