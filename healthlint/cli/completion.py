"""The command `completion`: a shell's name becomes the script that completes our commands in it."""

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes commands and options in SHELL.

    For bash: put `eval "$(healthlint completion bash)"` in ~/.bashrc.
    """
    found = get_completion_class(shell)
    root = context.find_root()
    assert found is not None
    click.echo(found(root.command, {}, "healthlint", "_HEALTHLINT_COMPLETE").source())
