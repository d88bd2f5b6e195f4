"""Scores on whole drafts: findings per thousand words, and the lines that an editor marked."""

from collections.abc import Iterator
from pathlib import Path

from bench import Bench
from labelled import DataSet, Row, read_lines
from table import Case, Score

import healthlint
from healthlint.draft import DraftError, read

Scored = Iterator[Score | Case]


def pages(bench: Bench, data: DataSet) -> Scored:
    drafts = [(row["id"], bench.document(row["text"], "page.md")) for row in data.rows]
    yield from _per_thousand(bench, data.name, drafts)


def _per_thousand(
    bench: Bench, name: str, drafts: list[tuple[str, healthlint.Document]], *, careful: bool = True
) -> Scored:
    words, every, narrow = 0, 0, 0
    wide = bench.wide("article")
    for title, document in drafts:
        words += 0 if document.skipped else len(document.text.split())
        for one in bench.findings(document, "article"):
            if one.severity != "info":
                every += 1
                narrow += one.rule not in wide
                where = f"{title}:{document.position(one.span.start).line}"
                yield Case(name, "", where, False, document.text[slice(*one.span)], f"{one.rule}: {one.message}")
    measure = "findings per 1,000 words" if careful else "findings per 1,000 words of such drafts"
    yield Score(name, len(drafts), measure, 1000 * every / max(1, words))
    yield Score(name, len(drafts), "the same, without the page-wide", 1000 * narrow / max(1, words))


def own_documents(bench: Bench, folder: Path) -> Scored:
    """Drafts whose lines an editor marked: `labels.jsonl` has a row a draft, with its profile and its marks."""
    hits = {"stop": [0, 0], "fine": [0, 0]}
    strays, words = 0, 0
    for row in read_lines(folder / "labels.jsonl"):
        document = bench.document(read(folder / row["file"]), row["file"])
        findings = bench.counting(document, row["profile"])
        words += len(document.text.split())
        marked: set[int] = set()
        for mark in row["lines"]:
            touching = [one for one in findings if one.span.overlaps(_words(document, mark))]
            marked.add(mark["line"])
            hits[mark["mark"]][0] += bool(touching)
            hits[mark["mark"]][1] += 1
            if bool(touching) != (mark["mark"] == "stop"):
                yield _case(row["file"], mark["line"], mark["words"], touching, missed=not touching)
        for one in findings:
            line = document.position(one.span.start).line
            if line not in marked:
                strays += 1
                yield _case(row["file"], line, document.text[slice(*one.span)], [one], missed=False)
    found, flagged = hits["stop"], hits["fine"]
    yield Score("own-documents", found[1], "marked words found", found[0] / max(1, found[1]))
    yield Score("own-documents", flagged[1], "tempting words flagged", flagged[0] / max(1, flagged[1]))
    yield Score("own-documents", strays, "on unmarked lines, per 1,000 words", 1000 * strays / max(1, words))


def _words(document: healthlint.Document, mark: Row) -> healthlint.Span:
    """Where the marked words stand; the whole line where they do not stand there as typed."""
    line = document.line_span(mark["line"])
    start = document.text.find(mark["words"], *line)
    return healthlint.Span(start, start + len(mark["words"])) if start >= 0 else line


def _case(file: str, line: int, words: str, findings: list[healthlint.Finding], *, missed: bool) -> Case:
    return Case("own-documents", "", f"{file}:{line}", missed, words, ", ".join(one.rule for one in findings))


def corpus(bench: Bench, folder: Path) -> Scored:
    """Whole drafts by kind, a folder each."""
    for kind in sorted(one for one in folder.iterdir() if one.is_dir()):
        drafts = []
        for path in sorted([*kind.rglob("*.md"), *kind.rglob("*.mdx")]):
            try:
                drafts.append((path.relative_to(folder).as_posix(), bench.document(read(path), path.name)))
            except DraftError:
                continue
        yield from _per_thousand(bench, f"corpus/{kind.name}", drafts, careful=kind.name == "clean")
