"""Rows of words and numbers as a table: drawn on a terminal, aligned with blanks elsewhere."""

from collections.abc import Iterator, Sequence

from healthlint.report.cells import show
from healthlint.report.printable import one_line

Cells = Sequence[str]
GAP = "  "


def table(title: str, head: Cells, rows: Sequence[Cells], *, color: bool, width: int) -> Iterator[str]:
    """The first column holds names, the others numbers. Whatever a name holds, no terminal takes orders from it."""
    safe = [[*map(one_line, row)] for row in rows]
    yield from _drawn(title, head, safe, width) if color else _aligned(title, head, safe)


def _aligned(title: str, head: Cells, rows: Sequence[Cells]) -> Iterator[str]:
    every = [[title, *head], *rows]
    wide = [max(show(row[column]).width for row in every) for column in range(len(every[0]))]
    for name, *numbers in every:
        cells = [name + " " * (wide[0] - show(name).width)]
        cells += [" " * (room - show(number).width) + number for room, number in zip(wide[1:], numbers, strict=True)]
        yield GAP.join(cells).rstrip()


def _drawn(title: str, head: Cells, rows: Sequence[Cells], width: int) -> Iterator[str]:
    from io import StringIO

    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False)
    drawn.add_column(Text(title), overflow="fold")
    for name in head:
        drawn.add_column(Text(name), justify="right")
    for row in rows:
        drawn.add_row(*map(Text, row))
    page = StringIO()
    Console(file=page, force_terminal=True, color_system="standard", width=width, highlight=False).print(drawn)
    yield from filter(None, map(str.rstrip, page.getvalue().splitlines()))
