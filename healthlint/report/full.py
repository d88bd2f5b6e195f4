"""A run for people at a terminal: sentence by sentence, advice and authority once a rule."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from healthlint.finding import BINDING, Finding, Fix, Linted, RuleInfo
from healthlint.fingerprint import sentence_at
from healthlint.model import Document
from healthlint.report.excerpt import Mark, excerpt, lanes
from healthlint.report.paint import FAINT, PLACE, STYLES, Paint, painter
from healthlint.report.places import page_wide, place
from healthlint.report.printable import one_line, printable
from healthlint.report.run import Run, described
from healthlint.report.text import let_go_lines, notes

NARROWEST = 40
MOST_OFFERS = 5
"""How many of a finding's fixes and related places are shown."""
MOST_SOURCES = 2
"""How many authorities of a finding are shown, those that bind first; `explain` has them all."""


def full(run: Run) -> Iterator[str]:
    paint, rules, told = painter(run.color), described(run), set[str]()
    for linted in run.linted:
        for group in _groups(linted):
            yield from _excerpt(linted.document, group, run.width, paint)
            for finding in group:
                first = rules[finding.rule] if finding.rule not in told else None
                told.add(finding.rule)
                yield from _told(linted.document, finding, first, run.width, paint)
            yield ""
        if run.why and linted.let_go:
            yield from let_go_lines(linted)
            yield ""
    yield from notes(run)


def _groups(linted: Linted) -> Iterator[list[Finding]]:
    """Findings on the page as a whole first, then those of each sentence, in order of place."""
    findings = sorted(linted.findings, key=lambda finding: (not page_wide(finding.span), finding.span))
    document = linted.document
    for _, group in groupby(findings, key=lambda finding: _sentence_key(document, finding)):
        yield list(group)


def _sentence_key(document: Document, finding: Finding) -> tuple[int, int]:
    return (-1, -1) if page_wide(finding.span) else sentence_at(document, finding.span)


def _excerpt(document: Document, group: Sequence[Finding], width: int, paint: Paint) -> Iterator[str]:
    if page_wide(group[0].span):
        yield paint(printable(document.path), PLACE)
        return
    line, column = place(document, group[0].span).start
    yield paint(f"{printable(document.path)}:{line}:{column}", PLACE)
    last = max(document.position(finding.span.end - 1).line for finding in group)
    gutter = len(str(last))
    bar = paint("│", FAINT)
    room = max(width, NARROWEST) - gutter - 3
    for window in excerpt(document, sentence_at(document, group[0].span), group, room):
        yield f"{paint(f'{window.line:>{gutter}}', FAINT)} {bar} {window.text}"
        for lane in lanes(window.marks):
            yield f"{' ' * gutter} {bar} {_carets(lane, paint)}"


def _carets(lane: Sequence[Mark], paint: Paint) -> str:
    parts, at = [], 0
    for mark in lane:
        parts.append(" " * (mark.start - at) + paint("^" * (mark.end - mark.start), STYLES[mark.severity]))
        at = mark.end
    return "".join(parts)


def _told(document: Document, finding: Finding, first: RuleInfo | None, width: int, paint: Paint) -> Iterator[str]:
    """A finding; the first of its rule with why, advice and authority."""
    at = "page"
    if not page_wide(finding.span):
        line, column = place(document, finding.span).start
        at = f"{line}:{column}"
    opening, rest = f"  {at} ", f"{finding.severity}: {one_line(finding.message)}"
    lines = _wrapped(f"{rest} [{one_line(finding.rule)}]", opening, " " * 6, width)
    yield lines[0].replace(finding.severity, paint(finding.severity, STYLES[finding.severity]), 1)
    yield from lines[1:]
    for label, words in (*_offers(document, finding), *(_lesson(finding, first) if first else ())):
        yield from _wrapped(one_line(words), f"      {label}: ", " " * 8, width)


def _lesson(finding: Finding, rule: RuleInfo) -> Iterator[tuple[str, str]]:
    if rule.why:
        yield "why", rule.why
    if advice := finding.advice or rule.advice:
        yield "do", advice
    sources = sorted(finding.authority or rule.authority, key=lambda source: source.kind not in BINDING)
    for source in sources[:MOST_SOURCES]:
        yield "see", f"{source.cite}  {source.url}"
    if len(sources) > MOST_SOURCES:
        yield "see", f"{len(sources) - MOST_SOURCES} more: healthlint explain {rule.id}"


def _offers(document: Document, finding: Finding) -> Iterator[tuple[str, str]]:
    """What belongs to this very finding: other places that it speaks of, and ways to mend it."""
    for span in finding.related[:MOST_OFFERS]:
        spot = place(document, span)
        words = textwrap.shorten(spot.words, 80, placeholder="…")
        yield "also", f"{spot.start.line}:{spot.start.column} “{words}”"
    for fix in finding.fixes[:MOST_OFFERS]:
        yield "fix" if fix.safe else "perhaps", ", ".join(_changes(document, fix))


def _changes(document: Document, fix: Fix) -> Iterator[str]:
    for edit in fix.edits:
        old = document.text[edit.span.start : edit.span.end]
        if not old.strip():
            yield f"put in “{edit.replacement}”"
        elif edit.replacement.strip():
            yield f"“{old}” → “{edit.replacement}”"
        else:
            yield f"leave out “{old}”"


def _wrapped(words: str, opening: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(
        words,
        max(width, NARROWEST),
        initial_indent=opening,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
