"""Labelled rows as a folder holds them: which data set a file is, which part a row falls in, and the figures."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]

SIDES = re.compile(r"[._-](dev|test|train|heldout|held[-_]out|holdout|all)$")
"""What a file's name says about the side of a split, which is no part of the data set's name."""

RELATION_LABELS = {"none", "correlational", "conditional", "direct"}

KEYS = {
    "concept": "negex",
    "cues": "bioscope",
    "aspects": "certainty_aspect",
    "dsld_type": "dsld",
    "text_raw": "ods_citations",
    "subtype": "claims",
    "ingredient": "eu_claims",
}
"""A field that only one kind of data has, for files whose name says nothing."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """A file of labelled rows: its own name, what kind of data it is, and the rows."""

    name: str
    kind: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows whose source falls in these parts of so many."""

    numbers: frozenset[int]
    of: int

    @classmethod
    def said(cls, text: str) -> "Part":
        """`2/5` or `1-3/5`. Raises `ValueError`."""
        which, _, many = text.partition("/")
        first, _, last = which.partition("-")
        return cls(frozenset(range(int(first), int(last or first) + 1)), int(many))

    def holds(self, row: Row) -> bool:
        digest = hashlib.sha256(group(row).encode()).digest()
        return int.from_bytes(digest[:8], "big") % self.of + 1 in self.numbers


def group(row: Row) -> str:
    """What a row comes from: rows of one source never fall in two parts."""
    name = str(row["id"])
    if "subtype" in row:
        return str(row.get("source_url") or row.get("source") or row.get("family") or name)
    return name.partition("#")[0]


def read_rows(path: Path) -> list[Row]:
    """The rows of a file; none where it holds no rows with a text and a label."""
    try:
        rows = read_lines(path)
    except ValueError:
        return []
    known = all(isinstance(row, dict) and {"text", "label"} <= row.keys() for row in rows)
    return [{"id": f"{path.stem}#{index}"} | row for index, row in enumerate(rows)] if known else []


def read_lines(path: Path) -> list[Row]:
    """The rows of a file as they stand."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def recognise(path: Path, rows: Sequence[Row], kinds: Iterable[str]) -> DataSet | None:
    """The data set that a file holds, by its name, its rows' `dataset`, or what their labels and keys look like."""
    stem = path.stem
    while (shorter := SIDES.sub("", stem)) != stem:
        stem = shorter
    known = list(kinds)
    names = [stem, *(str(rows[0][key]) for key in ("dataset",) if key in rows[0])]
    kind = next((name for name in names if name in known), None) or _looks_like(rows)
    return DataSet(stem, kind, tuple(rows)) if kind in known else None


def _looks_like(rows: Sequence[Row]) -> str:
    labels = {str(row["label"]) for row in rows}
    if labels <= RELATION_LABELS:
        return "causal_pubmed"
    if labels == {"authority"}:
        return "pages"
    if all(isinstance(row["label"], int | float) for row in rows):
        return "certainty"
    return next((kind for key, kind in KEYS.items() if key in rows[0]), "")


@dataclass(slots=True)
class Counts:
    """Hits, false alarms and misses of one label."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def add(self, wanted: bool, found: bool) -> None:
        self.hits += wanted and found
        self.false += found and not wanted
        self.missed += wanted and not found

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.hits + self.false)

    @property
    def recall(self) -> float:
        return self.hits / max(1, self.hits + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(1, 2 * self.hits + self.false + self.missed)


def macro_f1(pairs: Sequence[tuple[str, str]], labels: Iterable[str]) -> float:
    """The mean over the labels of the F1 of each; pairs are what was wanted and what was found."""
    every = []
    for label in labels:
        counts = Counts()
        for wanted, found in pairs:
            counts.add(wanted == label, found == label)
        every.append(counts.f1)
    return sum(every) / max(1, len(every))


def pearson(pairs: Sequence[tuple[float, float]]) -> float:
    """How well two numbers go together, from -1 to 1; 0 where one of them never changes."""
    many = max(1, len(pairs))
    left, right = sum(a for a, _ in pairs) / many, sum(b for _, b in pairs) / many
    both = sum((a - left) * (b - right) for a, b in pairs)
    spread = sum((a - left) ** 2 for a, _ in pairs) * sum((b - right) ** 2 for _, b in pairs)
    return both / spread**0.5 if spread else 0.0
