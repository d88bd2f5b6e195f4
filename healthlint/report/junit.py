"""A run as JUnit XML, which CI servers read: a suite for each draft, a failed test for each finding.

What is only worth knowing fails nothing: an info is a test that passes, and says so in its output. The form is the one
that Jenkins, the strictest reader, has a schema of.
"""

from collections.abc import Iterator

from healthlint.finding import Finding, Linted
from healthlint.fingerprint import marks
from healthlint.model import Document
from healthlint.report.elements import DECLARATION, element
from healthlint.report.provenance import Provenance
from healthlint.report.reasons import NOT_CHECKED, reason, told_beside, where
from healthlint.report.run import Run, summary

ZERO = {"time": "0"}
"""No test takes any time, so that the same run gives the same report."""


def junit(run: Run) -> Iterator[str]:
    suites = [_own_suite(run), *map(_suite, run.linted)]
    totals = {"tests": len(run.linted) + 1 + sum(max(0, len(one.findings) - 1) for one in run.linted)}
    yield DECLARATION
    yield from element(
        "testsuites",
        {"name": "healthlint", **totals, "failures": _failures(run.findings), "errors": _errors(run.findings), **ZERO},
        (line for suite in suites for line in suite),
    )


def _own_suite(run: Run) -> list[str]:
    """A suite that is there in an empty run, too, and tells of the run as a whole."""
    beside = "\n".join([summary(run), *told_beside(run.linted, run.notes)])
    time = {"timestamp": run.provenance.time.removesuffix("Z")} if run.provenance.time else {}
    case = element("testcase", {"name": "run", "classname": "healthlint", **ZERO})
    content = [*_properties(run.provenance), *case, *element("system-out", {}, beside)]
    return element("testsuite", {"name": "healthlint", **_counts(1), **time}, content)


def _properties(told: Provenance) -> list[str]:
    values = {
        "version": told.version,
        "rulebook": ", ".join(told.rulebook),
        "profile": ", ".join(told.profiles),
        "jurisdictions": ", ".join(told.jurisdictions),
        "law_as_of": told.as_of,
        "law_review_by": told.review_by,
        "time": told.time,
    }
    each = [element("property", {"name": name, "value": value}) for name, value in values.items() if value]
    return element("properties", {}, (line for lines in each for line in lines))


def _suite(linted: Linted) -> list[str]:
    document, findings = linted.document, linted.findings
    tests = max(1, len(findings))
    counts = _counts(tests, _failures(findings), _errors(findings), 1 if document.skipped and not findings else 0)
    cases = [_case(document, *pair) for pair in zip(findings, marks(linted), strict=True)] or [_clean(document)]
    return element("testsuite", {"name": document.path, **counts}, (line for case in cases for line in case))


def _clean(document: Document) -> list[str]:
    """The one test of a draft without findings."""
    skipped = element("skipped", {"message": document.skipped}) if document.skipped else []
    return element("testcase", {"name": "no findings", "classname": document.path, **ZERO}, skipped)


def _case(document: Document, finding: Finding, mark: str) -> list[str]:
    """Its name stays when lines move, so that a server sees which are new."""
    at = where(document, finding)
    told = "\n".join([f"{at}: {finding.severity} [{finding.rule}]", *reason(finding)])
    if finding.severity == "info":
        content = element("system-out", {}, told)
    else:
        kind = "error" if finding.rule in NOT_CHECKED else "failure"
        content = element(kind, {"type": finding.severity, "message": f"{at}: {reason(finding)[0]}"}, told)
    return element("testcase", {"name": f"{finding.rule} {mark}", "classname": document.path, **ZERO}, content)


def _counts(tests: int, failures: int = 0, errors: int = 0, skipped: int = 0) -> dict[str, object]:
    return {"tests": tests, "failures": failures, "errors": errors, "skipped": skipped, **ZERO}


def _failures(findings: tuple[Finding, ...]) -> int:
    return sum(one.severity != "info" and one.rule not in NOT_CHECKED for one in findings)


def _errors(findings: tuple[Finding, ...]) -> int:
    return sum(one.severity != "info" and one.rule in NOT_CHECKED for one in findings)
