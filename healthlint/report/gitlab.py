"""A run as GitLab's code quality report, which a merge request shows beside its changes."""

from __future__ import annotations

import json as wire
from collections.abc import Iterator, Mapping
from hashlib import sha256

from healthlint.finding import Finding, Linted
from healthlint.fingerprint import marks
from healthlint.model import Document, Severity
from healthlint.report.json import Json
from healthlint.report.places import place
from healthlint.report.printable import one_line
from healthlint.report.provenance import provenance_line
from healthlint.report.reasons import reason
from healthlint.report.run import Run

SEVERITIES: Mapping[Severity, str] = {"error": "critical", "warning": "minor", "info": "info"}


def gitlab(run: Run) -> Iterator[str]:
    # The form is a list of issues and nothing else: where there is none, it cannot say whence it comes.
    source: dict[str, Json] = {"engine_name": "healthlint", "provenance": provenance_line(run.provenance)}
    issues = [{**issue, **source} for linted in run.linted for issue in _issues(linted)]
    yield wire.dumps(issues, indent=2)


def _issues(linted: Linted) -> Iterator[dict[str, Json]]:
    document = linted.document
    for finding, mark in zip(linted.findings, marks(linted), strict=True):
        yield {
            "type": "issue",
            "description": one_line(f"{finding.message} {finding.advice}"),
            "check_name": finding.rule,
            "fingerprint": _of_the_run(document.path, mark),
            "severity": SEVERITIES[finding.severity],
            "categories": ["Style"],
            "location": _location(document, finding),
            "content": {"body": "\n\n".join(reason(finding))},
        }


def _of_the_run(path: str, mark: str) -> str:
    """GitLab takes two issues of one fingerprint for the same, and the same sentence may stand in many drafts."""
    return sha256(f"{path}\0{mark}".encode("utf-8", "surrogatepass")).hexdigest()[:40]


def _location(document: Document, finding: Finding) -> Json:
    start, end = place(document, finding.span)[1:3]
    return {
        "path": document.path.removeprefix("./"),
        "lines": {"begin": start.line, "end": end.line},
        "positions": {
            "begin": {"line": start.line, "column": start.column},
            "end": {"line": end.line, "column": end.column},
        },
    }
