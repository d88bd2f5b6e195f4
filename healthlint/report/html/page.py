"""The whole page: what was found, how to narrow it, the drafts, the rules, and how the report was made."""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from healthlint.finding import Linted
from healthlint.report.html import totals
from healthlint.report.html.draft import draft, shown_of
from healthlint.report.html.elements import Html, counted, listed, tag
from healthlint.report.html.provenance import provenance
from healthlint.report.html.rules import Cards
from healthlint.report.html.totals import GRAVEST_FIRST, LABELS, Row
from healthlint.report.printable import one_line
from healthlint.report.run import Run, described, summary

ROOM = 15_000_000
"""So many characters of drafts are written in full, the gravest first. Browsers still read such a page at ease."""

POLICY = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""What the page may do, should markup of a draft ever slip through: nothing but its own script and looks."""

ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16'"
    " rx='3' fill='%231f4e5f'/%3E%3Cpath d='M4 3.5v9M12 3.5v9M4 8h8' stroke='%23fff' stroke-width='2'/%3E%3C/svg%3E"
)


def html(run: Run) -> Iterator[str]:
    script, style = _packaged("script.js"), _packaged("style.css")
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield _head(run, script, style)
    yield "<body>"
    yield tag("a", "Skip to the findings", href="#content", class_="skip")
    yield from _body(run)
    yield tag("dialog", id="card", aria_labelledby="card-title")
    yield tag("script", Html(script))
    yield "</body>"
    yield "</html>"


def _head(run: Run, script: str, style: str) -> Html:
    policy = POLICY.format(script=_digest(script), style=_digest(style))
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", f"{_title(run)} · healthlint report"),
        tag("link", rel="icon", href=ICON),
        tag("style", Html(style)),
    )


def _body(run: Run) -> Iterator[str]:
    named = [(f"d{number}", linted) for number, linted in enumerate(run.linted, 1)]
    found = [(name, linted) for name, linted in named if linted.findings]
    rules = described(run)
    cards = Cards(rules, (finding for _, linted in found for finding in shown_of(linted)), run.provenance.law)
    written = _written(run, found, cards)
    families = totals.by_family(run.linted)
    yield tag("header", tag("div", tag("p", "healthlint ", tag("span", "report"), class_="brand"), _ways(run)))
    yield '<main id="content" tabindex="-1">'
    yield tag("h1", _title(run))
    yield tag("p", summary(run), class_="lead")
    yield listed([one_line(note) for note in run.notes], "asides")
    if found:
        yield _filters(run, families)
        yield totals.patterns()
        yield totals.families(families)
    if found and len(named) > 1:
        yield totals.drafts(totals.by_draft(found, frozenset(written)), _left_out(found, written))
    yield from _quiet(named)
    for name, _ in found:
        if name in written:
            yield written[name]
    yield cards.section()
    yield "</main>"
    yield tag("footer", tag("div", provenance(run)))


def _written(run: Run, found: Sequence[tuple[str, Linted]], cards: Cards) -> Mapping[str, Html]:
    """The sections of drafts by their names, the gravest first, as long as there is room."""
    rules = described(run)
    by_name = dict(found)
    written: dict[str, Html] = {}
    size = 0
    for row in totals.by_draft(found, frozenset()):
        linted = by_name[row.key]
        title = one_line(linted.document.path) if len(run.linted) > 1 else "The draft"
        told = draft(linted, row.key, title, rules, cards, run.why)
        size += len(told)
        if written and size > ROOM:
            break
        written[row.key] = told
    return written


def _title(run: Run) -> str:
    if len(run.linted) == 1:
        return one_line(run.linted[0].document.path)
    return counted(len(run.linted), "draft")


def _ways(run: Run) -> Html:
    ways = [("How it was made", "#made")]
    if run.findings:
        by_draft = ("Drafts", "#drafts") if len(run.linted) > 1 else ("Text", "#d1")
        ways = [("Families", "#families"), by_draft, ("Rules", "#rules"), *ways]
    return tag("nav", listed([tag("a", label, href=there) for label, there in ways]), aria_label="Report")


def _filters(run: Run, families: Sequence[Row]) -> Html:
    """Hidden until the script shows it: without the script it would do nothing."""
    present = {finding.severity for finding in run.findings}
    boxes = [
        tag(
            "label", tag("input", type="checkbox", name="severity", value=severity, checked=True), " ", LABELS[severity]
        )
        for severity in GRAVEST_FIRST
        if severity in present
    ]
    options = [tag("option", row.label, value=row.key) for row in sorted(families, key=lambda row: row.key)]
    choice = tag("select", tag("option", "All families", value=""), options, id="family", name="family")
    return tag(
        "form",
        tag("fieldset", tag("legend", "Severity"), boxes),
        tag("p", tag("label", "Rules ", for_="family"), choice),
        tag("p", id="shown", role="status"),
        id="filters",
        aria_label="Show findings",
        hidden=True,
    )


def _left_out(found: Sequence[tuple[str, Linted]], written: Mapping[str, Html]) -> Html | None:
    left = len(found) - len(written)
    if not left:
        return None
    told = counted(left, "draft")
    return tag(
        "p",
        f"{told} with the milder findings are counted here but not shown below: the page would grow too long for a ",
        "browser. Check them in a run of their own.",
        class_="aside",
    )


def _quiet(named: Sequence[tuple[str, Linted]]) -> Iterator[Html]:
    """Of several drafts those of which nothing is shown below, and why."""
    skipped = [linted.document for _, linted in named if linted.document.skipped]
    clean = [linted for _, linted in named if not (linted.findings or linted.document.skipped)]
    if clean and len(named) > 1:
        none = "No new findings" if any(linted.known or linted.unchanged for linted in clean) else "No findings"
        title = f"{none} in {counted(len(clean), 'draft')}. This is no legal clearance."
        paths = [one_line(linted.document.path) for linted in clean]
        yield tag("details", tag("summary", title), listed(paths), class_="quiet")
    if skipped:
        title = f"{counted(len(skipped), 'draft')} skipped"
        reasons = [f"{one_line(document.path)}: {one_line(document.skipped)}" for document in skipped]
        yield tag("details", tag("summary", title), listed(reasons), class_="quiet", open=len(named) == 1)


def _packaged(name: str) -> str:
    return files("healthlint.report.html").joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
