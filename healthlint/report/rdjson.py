"""A run in the Reviewdog Diagnostic Format, with safe fixes as suggestions.

Its readers refuse keys that they do not know, and count columns in bytes of UTF-8.
"""

from __future__ import annotations

import json as wire
from collections.abc import Iterator, Mapping
from functools import reduce

from healthlint.finding import Edit, Finding, Fix, Linted
from healthlint.model import Document, Severity, Span
from healthlint.report.json import Json
from healthlint.report.places import place
from healthlint.report.printable import one_line
from healthlint.report.provenance import provenance_line
from healthlint.report.reasons import reason, where
from healthlint.report.run import Run

SEVERITIES: Mapping[Severity, str] = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}

SOURCE = {"name": "healthlint"}
"""Of each diagnostic, which a comment shows; that of the whole says whence it comes."""


def rdjson(run: Run) -> Iterator[str]:
    source = {"name": provenance_line(run.provenance)}
    told = [diagnostic for linted in run.linted for diagnostic in _diagnostics(linted)]
    yield wire.dumps({"source": source, "diagnostics": told}, indent=2)


def _diagnostics(linted: Linted) -> Iterator[Json]:
    document = linted.document
    for finding in linted.findings:
        yield _diagnostic(document, finding)
    if document.skipped:
        skipped = one_line(f"Skipped: {document.skipped}")
        yield {"message": skipped, "location": {"path": document.path}, "severity": "INFO", "source": SOURCE}


def _diagnostic(document: Document, finding: Finding) -> Json:
    links = [source.url for source in finding.authority if source.url.startswith("https://")]
    code: dict[str, Json] = {"value": finding.rule, **({"url": links[0]} if links else {})}
    told: dict[str, Json] = {
        "message": "\n".join(reason(finding)),
        "location": {"path": document.path, "range": _range(document, finding.span)},
        "severity": SEVERITIES[finding.severity],
        "source": SOURCE,
        "code": code,
        "original_output": one_line(
            f"{where(document, finding)}: {finding.severity}: {finding.message} [{finding.rule}]"
        ),
    }
    if suggestions := [_suggestion(document, fix) for fix in finding.fixes if fix.safe and fix.edits]:
        told["suggestions"] = suggestions
    return told


def _suggestion(document: Document, fix: Fix) -> Json:
    """One change of everything from its first edit to its last: each suggestion is taken or left by itself."""
    edits = sorted(fix.edits, key=lambda edit: edit.span)
    whole = Span(edits[0].span.start, edits[-1].span.end)
    words = reduce(_applied, reversed(edits), (document.text[whole.start : whole.end], whole.start))[0]
    return {"range": _range(document, whole), "text": words}


def _applied(said: tuple[str, int], edit: Edit) -> tuple[str, int]:
    words, start = said
    return words[: edit.span.start - start] + edit.replacement + words[edit.span.end - start :], start


def _range(document: Document, span: Span) -> Json:
    span = place(document, span).span
    return {"start": _position(document, span.start), "end": _position(document, span.end)}


def _position(document: Document, offset: int) -> Json:
    """A byte order mark counts, since it is in the line that the reader has."""
    line = document.position(offset).line
    before = document.text[document.line_span(line).start : offset]
    return {"line": line, "column": 1 + len(before.encode("utf-8", "surrogatepass"))}
