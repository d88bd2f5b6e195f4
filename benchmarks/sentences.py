"""Scores on labelled sentences: each scorer yields its figures and, as cases, the rows that it got wrong."""

from collections.abc import Callable, Iterator

from bench import Bench, fits
from labelled import Counts, DataSet, Row, macro_f1, pearson
from mapping import (
    CAVEAT,
    CLAIM_RULES,
    COMMERCIAL,
    DIRECTIONS,
    DISCLAIMER,
    ELSEWHERE,
    HEDGED,
    LET_GO,
    PROFILES,
    STOP,
    SURE,
    UNCERTAIN,
)
from table import Case, Score

import healthlint
from healthlint.reading import RELATIONS
from healthlint.rulebook.verbatim import nearest

Scored = Iterator[Score | Case]


def claims(bench: Bench, data: DataSet) -> Scored:
    yield from _claims_under(bench, data, "commercial")
    yield from _claims_under(bench, data, "article")


def _profile(name: str, row: Row) -> str:
    return COMMERCIAL.get(row.get("jurisdiction", ""), ELSEWHERE) if name == "commercial" else name


def _claims_under(bench: Bench, data: DataSet, name: str) -> Scored:
    every = {kind: Counts() for kind in ("all", "unhedged", "hard")}
    stopped: dict[tuple[str, str], list[bool]] = {}
    for row in data.rows:
        document = bench.document(row["text"])
        found = bench.counting(document, _profile(name, row), row.get("tolerated", ()))
        wanted = row["label"] == STOP
        for kind, applies in (("all", True), ("unhedged", row["subtype"] != HEDGED), ("hard", bool(row.get("hard")))):
            if applies:
                every[kind].add(wanted, bool(found))
        stopped.setdefault((row["label"] if wanted else LET_GO, row["subtype"]), []).append(bool(found))
        if wanted != bool(found):
            said = ", ".join(f"{one.rule} “{document.text[slice(*one.span)]}”" for one in found)
            yield Case(data.name, name, row["id"], wanted, f"{row['subtype']}: {row['text']}", said)
    if name == "article":
        kept = sum(row["subtype"] != HEDGED for row in data.rows)
        yield Score(data.name, kept, "F1, article, hedged claims left out", every["unhedged"].f1)
    hard = sum(bool(row.get("hard")) for row in data.rows)
    kinds = ((name, len(data.rows), every["all"]), (f"{name}, hard rows", hard, every["hard"]))
    for measure, rows, counts in kinds if hard else kinds[:1]:
        yield Score(data.name, rows, f"precision, {measure}", counts.precision)
        yield Score(data.name, rows, f"recall, {measure}", counts.recall)
        yield Score(data.name, rows, f"F1, {measure}", counts.f1)
    let_go = [one for (label, _), flags in stopped.items() if label == LET_GO for one in flags]
    yield Score(data.name, len(let_go), f"let-go rows flagged, {name}", sum(let_go) / max(1, len(let_go)))
    for (label, subtype), flags in sorted(stopped.items()):
        what = "found" if label == STOP else "flagged"
        yield Score(data.name, len(flags), f"{what}, {name}: {subtype}", sum(flags) / len(flags), detail=True)


def negex(bench: Bench, data: DataSet) -> Scored:
    counts = Counts()
    for row in data.rows:
        text, concept = row["text"], row["concept"]
        start = text.find(concept.upper())
        start = text.lower().find(concept.lower()) if start < 0 else start
        span = healthlint.Span(max(0, start), max(0, start) + len(concept))
        text = text[: span.start] + text[slice(*span)].lower() + text[span.end :]
        by = healthlint.governed(bench.document(text, "row.txt"), bench.library, span, "negated")
        wanted = row["label"] == "Negated"
        counts.add(wanted, by is not None)
        if wanted != bool(by):
            yield Case(data.name, "", row["id"], wanted, row["text"], by.reason if by else "")
    yield Score(data.name, len(data.rows), "F1 of Negated", counts.f1)
    yield Score(data.name, len(data.rows), "precision of Negated", counts.precision)
    yield Score(data.name, len(data.rows), "recall of Negated", counts.recall)


def bioscope(bench: Bench, data: DataSet) -> Scored:
    counts = Counts()
    for row in data.rows:
        sentences = healthlint.readings(bench.document(row["text"], "row.txt"), bench.library)
        cues = [row["text"][slice(*cue.span)] for one in sentences for cue in one.cues if cue.name in UNCERTAIN]
        wanted = row["label"] == "uncertain"
        counts.add(wanted, bool(cues))
        if wanted != bool(cues):
            marked = ", ".join(
                row["text"][start:end] for kind, start, end in row.get("cues", ()) if kind == "speculation"
            )
            yield Case(data.name, "", row["id"], wanted, row["text"], ", ".join(cues) or f"(cue: {marked})")
    yield Score(data.name, len(data.rows), "F1 of uncertain", counts.f1)
    yield Score(data.name, len(data.rows), "precision of uncertain", counts.precision)
    yield Score(data.name, len(data.rows), "recall of uncertain", counts.recall)


def _certainty(bench: Bench, row: Row) -> float:
    sentences = healthlint.readings(bench.document(row["text"], "row.txt"), bench.library)
    return sum(one.certainty for one in sentences) / max(1, len(sentences))


def certainty(bench: Bench, data: DataSet) -> Scored:
    pairs = [(_certainty(bench, row), float(row["label"])) for row in data.rows]
    for row, (ours, theirs) in zip(data.rows, pairs, strict=True):
        if abs(ours - theirs) > 1.2:
            yield Case(data.name, "", row["id"], ours < theirs, row["text"], f"{ours:.2f}, raters {theirs:.2f}")
    yield Score(data.name, len(pairs), "Pearson r of certainty", pearson(pairs))


def certainty_aspect(bench: Bench, data: DataSet) -> Scored:
    judged = [row for row in data.rows if row["label"] in ("Certain", "Uncertain")]
    pairs = [("Certain" if _certainty(bench, row) >= SURE else "Uncertain", row["label"]) for row in judged]
    agreed = sum(ours == theirs for ours, theirs in pairs) / max(1, len(pairs))
    yield Score(data.name, len(judged), "agreement on Probability", agreed)
    yield Score(data.name, len(judged), "macro-F1 on Probability", macro_f1(pairs, ("Certain", "Uncertain")))


def causal_pubmed(bench: Bench, data: DataSet) -> Scored:
    pairs: list[tuple[str, str]] = []
    for row in data.rows:
        sentences = healthlint.readings(bench.document(row["text"], "row.txt"), bench.library)
        found = max((one.relation for one in sentences), key=RELATIONS.index, default="none")
        pairs.append((row["label"], found))
        if row["label"] != found:
            more = RELATIONS.index(row["label"]) > RELATIONS.index(found)
            yield Case(data.name, "", row["id"], more, row["text"], f"{found}, labelled {row['label']}")
    yield Score(data.name, len(pairs), "macro-F1 of relation", macro_f1(pairs, RELATIONS))
    for relation in RELATIONS:
        yield Score(data.name, len(pairs), f"F1 of {relation}", macro_f1(pairs, [relation]), detail=True)


def eu_claims(bench: Bench, data: DataSet) -> Scored:
    found, skipped = 0, 0
    for row in data.rows:
        document = bench.document(row["text"], "row.txt")
        if document.skipped:
            skipped += 1
        elif bench.has(document, ("frame:claim", "frame:benefit")) or _claimed(bench, document):
            found += 1
        else:
            yield Case(data.name, "", row["id"], True, row["text"], "")
    read = len(data.rows) - skipped
    yield Score(data.name, read, "recall of claim wording", found / max(1, read))
    yield Score(data.name, skipped, "rows in other languages", skipped, detail=True)


def _claimed(bench: Bench, document: healthlint.Document) -> bool:
    return any(fits(one.rule, CLAIM_RULES) for profile in PROFILES for one in bench.findings(document, profile))


def dsld(bench: Bench, data: DataSet) -> Scored:
    texts = [text for one in bench.library.packs.texts[DISCLAIMER] for text in (one.said.text, *one.said.variants)]
    tests: dict[str, tuple[str, Callable[[healthlint.Document], bool]]] = {
        "directions": ("F1 of directions", lambda document: bench.has(document, DIRECTIONS)),
        "precaution_clinician": ("recall of clinician caveat", lambda document: bench.has(document, [CAVEAT])),
        "fda_disclaimer": (
            "F1 of disclaimer",
            lambda document: nearest(document.prose, healthlint.Span(0, len(document.prose)), texts) is not None,
        ),
    }
    documents = [bench.document(row["text"], "row.txt") for row in data.rows]
    for label, (measure, test) in tests.items():
        counts = Counts()
        for row, document in zip(data.rows, documents, strict=True):
            wanted, found = row["label"] == label, test(document)
            counts.add(wanted, found)
            if wanted != found and (wanted or measure.startswith("F1")):
                yield Case(data.name, label, row["id"], wanted, row["text"], f"labelled {row['label']}")
        figure = counts.f1 if measure.startswith("F1") else counts.recall
        yield Score(data.name, counts.hits + counts.missed, measure, figure)


def ods_citations(bench: Bench, data: DataSet) -> Scored:
    cited = [row for row in data.rows if row["label"] == "cited"]
    flagged = 0
    for row in cited:
        document = bench.document(row["text_raw"], "row.md")
        found = [one for one in bench.findings(document, "article") if fits(one.rule, ("sourcing/*",))]
        flagged += bool(found)
        if found:
            yield Case(data.name, "", row["id"], False, row["text_raw"], ", ".join(one.rule for one in found))
    yield Score(data.name, len(cited), "cited rows flagged by sourcing", flagged / max(1, len(cited)))
