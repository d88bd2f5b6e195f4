"""A run as JSON, in the form that `schemas/report.schema.json` documents."""

from __future__ import annotations

import json as wire
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import TypeAlias

from healthlint.finding import Citable, Edit, Finding, Fix, LetGo, Linted, RuleInfo
from healthlint.fingerprint import marks, sentence_at
from healthlint.model import Document, Span
from healthlint.report.places import place
from healthlint.report.provenance import Provenance
from healthlint.report.run import Run, counts, described, summary
from healthlint.version import __version__

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"

VERSION = 1
"""Of the form. It grows when a reader of the old one could misread the new one."""

LONGEST = 1000
"""A sentence is cropped to about this many characters."""


def json(run: Run) -> Iterator[str]:
    # ASCII only: whatever a draft holds, no terminal takes orders from it, and every console can print it.
    yield wire.dumps(report(run), indent=2)


def schema() -> str:
    """The JSON Schema of this format."""
    return (files("healthlint.report") / "schemas" / "report.schema.json").read_text(encoding="utf-8")


def report(run: Run) -> Json:
    return {
        "version": VERSION,
        "tool": {"name": "healthlint", "version": __version__},
        "profile": run.profile,
        "jurisdictions": list(run.jurisdictions),
        "provenance": provenance(run.provenance),
        "drafts": [_draft(linted) for linted in run.linted],
        "rules": {rule.id: _rule(rule) for rule in described(run).values()},
        "notes": list(run.notes),
        "summary": _summary(run),
    }


def provenance(told: Provenance) -> Json:
    """Whence a report comes, as each format of JSON tells it."""
    texts: list[Json] = [
        {"kind": one.kind, "name": one.name, "as_of": one.as_of, "review_by": one.review_by} for one in told.law
    ]
    return {
        "rulebook": list(told.rulebook),
        "profiles": list(told.profiles),
        "jurisdictions": list(told.jurisdictions),
        "law": {"as_of": told.as_of or None, "review_by": told.review_by or None, "texts": texts},
        "time": told.time or None,
    }


def _summary(run: Run) -> Json:
    numbers: dict[str, Json] = dict(counts(run).items())
    return {
        **numbers,
        "drafts": len(run.linted),
        "skipped": sum(1 for linted in run.linted if linted.document.skipped),
        "silenced": sum(linted.suppressed for linted in run.linted),
        "known": sum(linted.known for linted in run.linted),
        "unchanged": sum(linted.unchanged for linted in run.linted),
        "text": summary(run),
    }


def _draft(linted: Linted) -> Json:
    document = linted.document
    return {
        "path": document.path,
        "skipped": document.skipped or None,
        "silenced": linted.suppressed,
        "known": linted.known,
        "unchanged": linted.unchanged,
        "findings": [_finding(document, *pair) for pair in zip(linted.findings, marks(linted), strict=True)],
        "let_go": [_let_go(document, let_go) for let_go in linted.let_go],
    }


def _finding(document: Document, finding: Finding, mark: str) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "advice": finding.advice,
        **_place(document, finding.span),
        "sentence": _sentence(document, finding.span),
        "authority": [_authority(source) for source in finding.authority],
        "related": [_place(document, span) for span in finding.related],
        "fixes": [_fix(document, fix) for fix in finding.fixes],
        "fingerprint": mark,
    }


def _let_go(document: Document, let_go: LetGo) -> Json:
    return {
        "rule": let_go.rule,
        **_place(document, let_go.span),
        "reason": let_go.reason,
        "by": _place(document, let_go.by) if let_go.by else None,
    }


def _fix(document: Document, fix: Fix) -> Json:
    return {"safe": fix.safe, "edits": [_edit(document, edit) for edit in fix.edits]}


def _edit(document: Document, edit: Edit) -> Json:
    return {**_place(document, edit.span), "replacement": edit.replacement}


def _place(document: Document, span: Span) -> dict[str, Json]:
    spot = place(document, span)
    return {
        "line": spot.start.line,
        "column": spot.start.column,
        "end_line": spot.end.line,
        "end_column": spot.end.column,
        "offset": spot.span.start,
        "end_offset": spot.span.end,
        "match": spot.words,
    }


def _sentence(document: Document, span: Span) -> str:
    sentence = sentence_at(document, span)
    start = max(sentence.start, span.start - LONGEST // 2)
    end = min(sentence.end, start + LONGEST)
    cropped = document.text[start:end].removeprefix("\ufeff")
    return ("…" if start > sentence.start else "") + cropped + ("…" if end < sentence.end else "")


def _rule(rule: RuleInfo) -> Json:
    return {
        "title": rule.title,
        "severity": rule.severity,
        "advice": rule.advice,
        "why": rule.why,
        "authority": [_authority(source) for source in rule.authority],
    }


def _authority(source: Citable) -> Json:
    return {"name": source.name, "cite": source.cite, "url": source.url, "kind": source.kind}
