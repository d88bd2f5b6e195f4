"""What the speed benchmark says: rows of a median, a least and a most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from speed_runs import Run


@dataclass(frozen=True, slots=True)
class Reach:
    """What a figure is to come up to, whatever the machine."""

    bound: float
    at_most: bool

    def said(self, figure: float | None) -> str:
        met = "not measured"
        if figure is not None:
            met = "met" if (figure <= self.bound if self.at_most else figure >= self.bound) else "not met"
        return f"reach: at {'most' if self.at_most else 'least'} {self.bound:g}, {met}"


def at_most(bound: float) -> Reach:
    return Reach(bound, True)


def at_least(bound: float) -> Reach:
    return Reach(bound, False)


@dataclass(frozen=True, slots=True)
class Row:
    """A figure, measured once a round. A round that gave none has None."""

    about: str
    measure: str
    unit: str
    figures: Sequence[float | None]
    note: str = ""
    reach: Reach | None = None

    @property
    def known(self) -> list[float]:
        return [figure for figure in self.figures if figure is not None]

    @property
    def told(self) -> str:
        """The note, and whether the median is what it should be."""
        reach = self.reach.said(median(self.known) if self.known else None) if self.reach else ""
        return "; ".join(filter(None, [self.note, reach]))


HEAD = ("about", "measure", "median", "min", "max", "unit", "")


def seconds(about: str, measure: str, runs: Sequence[Run], note: str = "", reach: Reach | None = None) -> Row:
    return Row(about, measure, "s", [run.seconds for run in runs], note, reach)


def megabytes(about: str, measure: str, runs: Sequence[Run], reach: Reach | None = None) -> Row:
    """The most that was held at a time."""
    return Row(about, measure, "MB", [run.memory for run in runs], reach=reach)


def rate(
    about: str,
    measure: str,
    size: float,
    runs: Sequence[Run],
    less: Sequence[Run] = (),
    note: str = "",
    reach: Reach | None = None,
) -> Row:
    """MB/s of so many MB; with the time of other runs in the same rounds left out, where they are given."""
    return Row(about, measure, "MB/s", [_over(size, one) for one in net(runs, less)], note, reach)


def ratio(
    about: str,
    measure: str,
    of: Iterable[float | None],
    to: Iterable[float | None],
    note: str = "",
    reach: Reach | None = None,
) -> Row:
    """Of each round its own ratio."""
    return Row(about, measure, "times", [_over(one, other) for one, other in zip(of, to, strict=True)], note, reach)


def net(runs: Sequence[Run], less: Sequence[Run] = ()) -> list[float]:
    """The seconds of each round that are left without those of other runs in it."""
    return [run.seconds - (less[index].seconds if less else 0.0) for index, run in enumerate(runs)]


def _over(one: float | None, other: float | None) -> float | None:
    """A quotient; none where noise is all that is left to divide."""
    return one / other if one is not None and other is not None and one > 0 and other > 0 else None


def rendered(rows: Sequence[Row]) -> list[str]:
    lines, above = [HEAD], ""
    for row in rows:
        known = row.known
        figures = [_number(one) for one in (median(known), min(known), max(known))] if known else ["-"] * 3
        about, above = ("" if row.about == above else row.about), row.about
        lines.append((about, row.measure, figures[0], figures[1], figures[2], row.unit, row.told))
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return [
        "  ".join(_cell(*one) for one in zip(line, widths, range(len(HEAD)), strict=True)).rstrip() for line in lines
    ]


def _cell(text: str, width: int, column: int) -> str:
    return text.rjust(width) if column in (2, 3, 4) else text.ljust(width)


def _number(figure: float) -> str:
    """Three figures that count, and no power of ten."""
    return f"{figure:#.3g}" if figure < 100 else f"{figure:.0f}"
