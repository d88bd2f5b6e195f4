"""A run as Checkstyle XML, which many plugins of build servers and editors read.

The form has no place for where a finding ends, so the message says it; and none for whence the report comes, so that
is in a comment.
"""

from collections.abc import Iterator
from itertools import groupby

from healthlint.finding import Finding
from healthlint.model import Document
from healthlint.report.elements import DECLARATION, comment, element
from healthlint.report.places import place
from healthlint.report.provenance import provenance_line
from healthlint.report.reasons import reason, stretch, told_beside
from healthlint.report.run import Run, summary

VERSION = "4.3"
"""Of Checkstyle, whose form this is."""


def checkstyle(run: Run) -> Iterator[str]:
    yield DECLARATION
    for words in (provenance_line(run.provenance), summary(run), *told_beside(run.linted, run.notes)):
        yield comment(words)
    files = []
    # A reader takes each file for one: a draft that was named twice is told once.
    for path, drafts in groupby(run.linted, key=lambda linted: linted.document.path):
        errors = [_error(linted.document, finding) for linted in drafts for finding in linted.findings]
        files.append(element("file", {"name": path}, (line for error in errors for line in error)))
    yield from element("checkstyle", {"version": VERSION}, (line for file in files for line in file))


def _error(document: Document, finding: Finding) -> list[str]:
    line, column = place(document, finding.span).start
    ends = stretch(document, finding)
    attributes = {
        "line": line,
        "column": column,
        "severity": finding.severity,
        "message": " ".join([*reason(finding), *([f"({ends})"] if ends else [])]),
        "source": f"healthlint.{finding.rule}",
    }
    return element("error", attributes)
