"""What the speed benchmark says: rows of a median, a least and a most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from speed_runs import Run


@dataclass(frozen=True, slots=True)
class Row:
    """A figure, measured once a round. A round that gave none has None."""

    about: str
    measure: str
    unit: str
    figures: Sequence[float | None]
    note: str = ""


HEAD = ("about", "measure", "median", "min", "max", "unit", "")


def seconds(about: str, measure: str, runs: Sequence[Run], note: str = "") -> Row:
    return Row(about, measure, "s", [run.seconds for run in runs], note)


def rate(about: str, measure: str, size: float, runs: Sequence[Run], less: Sequence[Run] = (), note: str = "") -> Row:
    """MB/s of so many MB; with the time of other runs in the same rounds left out, where they are given."""
    return Row(about, measure, "MB/s", [_over(size, one) for one in net(runs, less)], note)


def ratio(about: str, measure: str, of: Iterable[float | None], to: Iterable[float | None], note: str = "") -> Row:
    """Of each round its own ratio."""
    return Row(about, measure, "times", [_over(one, other) for one, other in zip(of, to, strict=True)], note)


def net(runs: Sequence[Run], less: Sequence[Run] = ()) -> list[float]:
    """The seconds of each round that are left without those of other runs in it."""
    return [run.seconds - (less[index].seconds if less else 0.0) for index, run in enumerate(runs)]


def _over(one: float | None, other: float | None) -> float | None:
    """A quotient; none where noise is all that is left to divide."""
    return one / other if one is not None and other is not None and one > 0 and other > 0 else None


def rendered(rows: Sequence[Row]) -> list[str]:
    lines, above = [HEAD], ""
    for row in rows:
        known = [figure for figure in row.figures if figure is not None]
        figures = [_number(one) for one in (median(known), min(known), max(known))] if known else ["-"] * 3
        about, above = ("" if row.about == above else row.about), row.about
        lines.append((about, row.measure, figures[0], figures[1], figures[2], row.unit, row.note))
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return [
        "  ".join(_cell(*one) for one in zip(line, widths, range(len(HEAD)), strict=True)).rstrip() for line in lines
    ]


def _cell(text: str, width: int, column: int) -> str:
    return text.rjust(width) if column in (2, 3, 4) else text.ljust(width)


def _number(figure: float) -> str:
    """Three figures that count, and no power of ten."""
    return f"{figure:#.3g}" if figure < 100 else f"{figure:.0f}"
