"""A run as SARIF 2.1.0, which code-scanning services and editors read."""

from __future__ import annotations

import json as wire
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from urllib.parse import quote

from healthlint.finding import Finding, Fix, Linted, RuleInfo
from healthlint.fingerprint import marks
from healthlint.model import Document, Severity, Span
from healthlint.report.json import Json, provenance
from healthlint.report.places import place
from healthlint.report.printable import one_line
from healthlint.report.run import Run, described, summary
from healthlint.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
URL = "/:?#@!$&'()*+,;=%~"
"""What stays as it is in a URL besides letters and digits."""

FAILED = "draft/internal-error"
"""The rule under which a failure of the linter itself is reported."""


def sarif(run: Run) -> Iterator[str]:
    yield wire.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(run)]}, indent=2)


def _run(run: Run) -> Json:
    rules = described(run)
    index = {name: number for number, name in enumerate(rules)}
    return {
        "tool": {
            "driver": {
                "name": "healthlint",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in rules.values()],
                "properties": {"rulebook": list(run.provenance.rulebook)},
            }
        },
        "invocations": [
            {
                "executionSuccessful": all(finding.rule != FAILED for finding in run.findings),
                "toolExecutionNotifications": [*_notifications(run)],
                **({"endTimeUtc": run.provenance.time} if run.provenance.time else {}),
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [result for linted in run.linted for result in _results(linted, index)],
        "properties": {
            "profile": run.profile,
            "jurisdictions": list(run.jurisdictions),
            "summary": summary(run),
            "provenance": provenance(run.provenance),
        },
    }


def _rule(rule: RuleInfo) -> Json:
    links = [source.url for source in rule.authority if source.url.startswith("https://")]
    help_uri = {"helpUri": quote(links[0], safe=URL)} if links else {}
    return {
        "id": rule.id,
        "shortDescription": {"text": _said(rule.title)},
        "fullDescription": {"text": _said(rule.why or rule.title)},
        "help": {"text": _help(rule), "markdown": _markdown(rule)},
        **help_uri,
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": sorted({"health", rule.id.split("/")[0]})},
    }


def _help(rule: RuleInfo) -> str:
    sources = [f"{source.cite}: {source.url}" for source in rule.authority]
    return "\n".join(_said(line) for line in (rule.title + ".", rule.why, rule.advice, *sources) if line)


def _markdown(rule: RuleInfo) -> str:
    sources = [f"- {one_line(source.cite)}: <{quote(source.url, safe=URL)}>" for source in rule.authority]
    told = (f"**{one_line(rule.title)}**", one_line(rule.why), one_line(rule.advice), "\n".join(sources))
    return "\n\n".join(part for part in told if part)


def _results(linted: Linted, index: Mapping[str, int]) -> Iterator[Json]:
    for finding, mark in zip(linted.findings, marks(linted), strict=True):
        yield _result(linted.document, finding, mark, index[finding.rule])


def _result(document: Document, finding: Finding, mark: str, index: int) -> Json:
    result: dict[str, Json] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": _said(f"{finding.message} {finding.advice}".strip())},
        "locations": [_location(document, finding.span)],
        "partialFingerprints": {"healthlint/v1": mark},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(document, span)} for number, span in enumerate(finding.related, 1)
        ]
    if fixes := [_fix(document, fix) for fix in dict.fromkeys(finding.fixes) if fix.edits]:
        result["fixes"] = fixes
    return result


def _fix(document: Document, fix: Fix) -> Json:
    return {
        "description": {"text": "Can be applied as it is." if fix.safe else "Needs an editor's eye."},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(document.path),
                "replacements": [
                    {
                        "deletedRegion": _region(document, edit.span),
                        "insertedContent": {"text": edit.replacement},
                    }
                    for edit in fix.edits
                ],
            }
        ],
    }


def _location(document: Document, span: Span) -> dict[str, Json]:
    region = _region(document, span)
    if words := place(document, span).words:
        region["snippet"] = {"text": words}
    return {"physicalLocation": {"artifactLocation": _artifact(document.path), "region": region}}


def _region(document: Document, span: Span) -> dict[str, Json]:
    """Without character offsets: whether these count a byte order mark differs between readers."""
    spot = place(document, span)
    return {
        "startLine": spot.start.line,
        "startColumn": spot.start.column,
        "endLine": spot.end.line,
        "endColumn": spot.end.column,
    }


def _artifact(path: str) -> Json:
    """A relative path counts from the root of the repository; its first part cannot be read as a scheme."""
    if PurePath(path).is_absolute():
        return {"uri": "file://" + quote(path)}
    return {"uri": quote(path.removeprefix("./")), "uriBaseId": "%SRCROOT%"}


def _notifications(run: Run) -> Iterator[Json]:
    for linted in run.linted:
        if linted.document.skipped:
            yield {
                "level": "note",
                "message": {"text": _said(f"Skipped: {linted.document.skipped}")},
                "locations": [{"physicalLocation": {"artifactLocation": _artifact(linted.document.path)}}],
            }
    for note in run.notes:
        yield {"level": "note", "message": {"text": _said(note)}}


def _said(text: str) -> str:
    """No `[words](target)`: viewers would turn what a stranger's draft says into a link of the report's."""
    return one_line(text).replace("](", "] (")
