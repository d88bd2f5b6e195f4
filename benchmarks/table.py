"""What a benchmark says: figures beside the reference figures, and the rows that were got wrong."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import click
from references import REFERENCES, Reference


@dataclass(frozen=True, slots=True)
class Score:
    """A figure over the rows of a data set."""

    data: str
    rows: int
    measure: str
    figure: float
    detail: bool = False
    """It belongs to the figure above it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A row that was got wrong: missed, or a false alarm."""

    data: str
    under: str
    id: str
    missed: bool
    text: str
    said: str


HEAD = ("data", "rows", "measure", "figure", "naive", "words", "published", "reach")


def print_table(scores: Sequence[Score]) -> None:
    lines = [HEAD, *map(_line, scores)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _line(score: Score) -> tuple[str, ...]:
    known = REFERENCES.get(score.measure, Reference())
    measure = f"  {score.measure}" if score.detail else score.measure
    figures = (known.naive, known.words, known.published, known.reach)
    return (score.data, str(score.rows), measure, f"{score.figure:.3f}", *figures)


def print_cases(cases: Sequence[Case]) -> None:
    for case in cases:
        kind = "missed" if case.missed else "false alarm"
        under = f" ({case.under})" if case.under else ""
        click.echo(f"{kind}: {case.data}{under} {case.id}: {' '.join(case.text.split())}")
        if case.said:
            click.echo(f"    {' '.join(case.said.split())}")


def as_json(scores: Sequence[Score], cases: Sequence[Case]) -> str:
    figures = [{**asdict(score), "figure": round(score.figure, 3)} for score in scores]
    for figure, score in zip(figures, scores, strict=True):
        figure.update(asdict(REFERENCES.get(score.measure, Reference())))
    return json.dumps({"scores": figures, "cases": [asdict(case) for case in cases]}, ensure_ascii=False, indent=1)
