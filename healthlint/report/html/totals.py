"""How many findings there are, by family of rules and by draft: tables whose bars show the same numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from healthlint.finding import Finding, Linted
from healthlint.model import SEVERITIES, Severity
from healthlint.report.html.elements import Child, Html, section, tag
from healthlint.report.html.rules import family
from healthlint.report.printable import one_line

GRAVEST_FIRST: Sequence[Severity] = tuple(reversed(SEVERITIES))
LABELS: Mapping[Severity, str] = {"error": "Errors", "warning": "Warnings", "info": "Infos"}


class Row(NamedTuple):
    """A line of a table: what is counted, and how many findings of each severity there are."""

    label: Child
    key: str
    numbers: Counter[Severity]

    @property
    def total(self) -> int:
        return self.numbers.total()

    @property
    def gravity(self) -> tuple[int, ...]:
        return tuple(-self.numbers[severity] for severity in GRAVEST_FIRST)


def by_family(linted: Iterable[Linted]) -> list[Row]:
    """The families of rules with most findings first."""
    found: dict[str, Counter[Severity]] = {}
    for finding in (finding for one in linted for finding in one.findings):
        found.setdefault(family(finding.rule), Counter())[finding.severity] += 1
    rows = [Row(one_line(name), name, numbers) for name, numbers in sorted(found.items())]
    return sorted(rows, key=lambda row: -row.total)


def by_draft(linted: Iterable[tuple[str, Linted]], shown: frozenset[str]) -> list[Row]:
    """The drafts with findings, the gravest first; those that are shown in full are links."""
    rows = [Row(_link(name, one, name in shown), name, _counted(one.findings)) for name, one in linted if one.findings]
    return sorted(rows, key=lambda row: row.gravity)


def families(rows: Sequence[Row]) -> Html:
    return section(
        "Findings by family of rules", _table("Family", rows, "families-title"), id_="families", class_="totals"
    )


def drafts(rows: Sequence[Row], *asides: Child) -> Html:
    return section("Findings by draft", _table("Draft", rows, "drafts-title"), asides, id_="drafts", class_="totals")


def patterns() -> Html:
    """What bars are filled with: each severity has its own pattern, so that colour is not needed to tell them apart."""
    hatch = tag("rect", class_="ground", width="6", height="6")
    stripes = tag("path", d="M-1 7 7-1M-1 1 1-1M5 7 7 5", class_="stroke")
    dots = tag("circle", cx="3", cy="3", r="1", class_="dot")
    warning = tag("pattern", hatch, stripes, id="hatched", width="6", height="6", patternUnits="userSpaceOnUse")
    info = tag("pattern", hatch, dots, id="dotted", width="6", height="6", patternUnits="userSpaceOnUse")
    return tag("svg", tag("defs", warning, info), class_="patterns", width="0", height="0", aria_hidden="true")


def _link(name: str, linted: Linted, shown: bool) -> Child:
    path = one_line(linted.document.path)
    return tag("a", path, href=f"#{name}") if shown else path


def _counted(findings: Iterable[Finding]) -> Counter[Severity]:
    return Counter(finding.severity for finding in findings)


def _table(label: str, rows: Sequence[Row], heading: str) -> Html:
    longest = max((row.total for row in rows), default=0)
    heads = [tag("th", _swatch(severity), LABELS[severity], scope="col") for severity in GRAVEST_FIRST]
    head = tag("tr", tag("th", label, scope="col"), heads, tag("th", "All", scope="col"))
    total: Counter[Severity] = sum((row.numbers for row in rows), Counter())
    foot = tag("tr", tag("th", "All", scope="row"), _numbers(total), tag("td", f"{total.total():,}"))
    body = [
        tag(
            "tr",
            tag("th", tag("span", tag("span", row.label), _bar(row.numbers, longest)), scope="row"),
            _numbers(row.numbers),
            tag("td", f"{row.total:,}"),
            data_key=row.key,
        )
        for row in rows
    ]
    parts = [tag("thead", head), tag("tbody", body), tag("tfoot", foot) if len(rows) > 1 else None]
    return tag("table", parts, aria_labelledby=heading)


def _numbers(numbers: Counter[Severity]) -> list[Html]:
    """A zero is written faintly."""
    return [
        tag("td", f"{numbers[severity]:,}", class_=None if numbers[severity] else "none") for severity in GRAVEST_FIRST
    ]


def _bar(numbers: Counter[Severity], longest: int) -> Html:
    """As long as the number of findings, one part for each severity."""
    at, parts = 0.0, []
    for severity in GRAVEST_FIRST:
        if numbers[severity]:
            width = 100 * numbers[severity] / longest
            parts.append(tag("rect", x=f"{at:.2f}%", width=f"{width:.2f}%", height="100%", class_=severity))
            at += width
    return tag("svg", parts, class_="bar", aria_hidden="true", focusable="false")


def _swatch(severity: Severity) -> Html:
    inner = tag("rect", width="100%", height="100%", class_=severity)
    return tag("svg", inner, class_="swatch", aria_hidden="true", focusable="false")
