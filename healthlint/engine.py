"""A document meets the checks: what is found in it, and what is let go."""

from collections.abc import Iterator

from healthlint.finding import MEND_PATTERN, SLOW, Finding, LetGo, Linted
from healthlint.model import SEVERITIES, Document, Span
from healthlint.rulebook.checks import Check
from healthlint.rulebook.matching import Match
from healthlint.rulebook.page import Page
from healthlint.rulebook.patterns import SlowPattern
from healthlint.rulebook.running import Checks
from healthlint.voice import one_voice

MEND = "Mend the place; the rest of the draft was checked all the same."

Matches = dict[int, list[tuple[Match, tuple[str, ...]]]]
"""What was found for each check, with the replacements that go with it."""


def lint(document: Document, checks: Checks, page: Page | None = None) -> Linted:
    """Run every check over a document. Comments that silence findings are another filter's business.

    `page` is the document as seen before through the same vocabulary, where a caller keeps it.
    """
    if document.skipped:
        return Linted(document=document, findings=())
    findings: list[Finding] = list(_faults(document))
    let_go: list[LetGo] = []
    ran: list[Check] = []
    for said in _run(page or Page(document, checks.vocabulary), checks, ran):
        if isinstance(said, Finding):
            findings.append(said)
        else:
            let_go.append(said)
    covers = {check.id: check.covers for check in ran}
    wide = frozenset(check.id for check in ran if check.speaks_of_page)
    heard = one_voice(findings, covers, wide)
    return Linted(
        document=document,
        findings=tuple(sorted(heard, key=_by_place)),
        let_go=tuple(sorted(let_go, key=lambda one: (one.span, one.rule, one.reason))),
    )


def _run(page: Page, checks: Checks, ran: list[Check]) -> Iterator[Finding | LetGo]:
    """What the checks say that have anything to look at: they are entered among those that ran."""
    slow: dict[int, SlowPattern] = {}
    try:
        matches = _matches(page, checks, slow)
    except SlowPattern as everywhere:  # in a lexicon or a frame, of which any rule may speak
        yield _slow(SLOW, everywhere)
        return
    for index in sorted({*matches, *slow, *checks.standing}):
        check = checks.checks[index]
        ran.append(check)
        try:
            if index in slow:
                raise slow[index]
            yield from check.run(page, matches.get(index, ()), checks.today)
        except SlowPattern as pattern:
            yield _slow(check.id, pattern)


def _matches(page: Page, checks: Checks, slow: dict[int, SlowPattern]) -> Matches:
    """What is found for each check. A check with a slow pattern is entered among the slow and not tried again."""
    matches: Matches = {}
    for view in page.views():
        for number, sentences in checks.triggers.possible(view):
            index, replacements = checks.triggers.owners[number]
            try:
                found = () if index in slow else tuple(checks.triggers.matches(number, view, sentences))
            except SlowPattern as pattern:
                slow[index], found = pattern, ()
            for match in found:
                matches.setdefault(index, []).append((match, replacements))
    return matches


def _slow(rule: str, slow: SlowPattern) -> Finding:
    message = f"The pattern /{slow}/ takes too long on this draft, so it was not wholly checked."
    return Finding(rule=rule, severity="error", message=message, span=Span(0, 0), advice=MEND_PATTERN)


def _faults(document: Document) -> Iterator[Finding]:
    for fault in document.faults:
        yield Finding(rule=fault.rule, severity="error", message=fault.message, span=fault.span, advice=MEND)


def _by_place(finding: Finding) -> tuple[Span, int, str, str]:
    """By place, then gravity, then rule: the same input gives the same order."""
    return finding.span, -SEVERITIES.index(finding.severity), finding.rule, finding.message
