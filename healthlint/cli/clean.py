"""The command `clean`: what is kept from one run to the next is removed."""

import click

from healthlint import store
from healthlint.cli.faults import Fault
from healthlint.shown import counted, shown


@click.command()
def clean() -> None:
    """Remove what earlier runs kept to be faster the next time. Nothing else is lost, and no draft is touched."""
    folder = store.home()
    removed = store.Store(folder).clear()
    if removed.left and folder:
        raise Fault(f"{counted(removed.left, 'file')} in {shown(folder)} could not be removed")
    if folder is None or not removed.entries:
        click.echo("Nothing is kept." if folder is None else f"Nothing is kept in {shown(folder)}.")
    else:
        size = f"{removed.size / 1e6:,.1f} MB"
        click.echo(f"Removed {counted(removed.entries, 'file')}, {size}, from {shown(folder)}.")
