"""What the margin says of a finding, with the remedy on demand and a way to the rule."""

import textwrap
from collections.abc import Iterator, Mapping

from healthlint.finding import Finding, Fix, RuleInfo
from healthlint.model import Document
from healthlint.report.html.elements import Child, Html, badge, joined, tag, unseen
from healthlint.report.html.rules import Cards, family
from healthlint.report.places import page_wide, place
from healthlint.report.printable import one_line

MOST_OFFERS = 5
"""How many of a finding's fixes and related places are shown."""
LONGEST = 160
"""Longer words are cropped where they are quoted."""
LONGEST_MESSAGE = 1000
"""So is a longer message, which can only be one that quotes at length."""


class Desk:
    """Where the notes of one draft are made: each finding has its number there, each rule its card."""

    def __init__(self, document: Document, name: str, rules: Mapping[str, RuleInfo], cards: Cards) -> None:
        self.document = document
        self.name = name
        """By which the anchors of this draft begin."""
        self.rules = rules
        self.cards = cards

    def note(self, number: int, finding: Finding) -> Html:
        return tag(
            "li",
            tag(
                "p",
                self._number(number, finding),
                " ",
                badge(finding.severity),
                " ",
                tag("span", _cropped(finding.message, LONGEST_MESSAGE), class_="said"),
            ),
            tag("p", self._where(finding), self._rule(finding), class_="meta"),
            self._remedy(number, finding),
            id=f"{self.name}-f{number}",
            class_=f"note {finding.severity}",
            data_n=str(number),
            data_severity=finding.severity,
            data_family=family(finding.rule),
        )

    def _number(self, number: int, finding: Finding) -> Html:
        """On a finding with words it leads there; on one about the page it stands alone."""
        if page_wide(finding.span):
            return tag("span", unseen("Finding "), str(number), class_="number")
        label = [unseen("Finding "), str(number), unseen(", to its words")]
        return tag("a", label, href=f"#{self.name}-m{number}", class_="number")

    def _where(self, finding: Finding) -> Child:
        if page_wide(finding.span):
            return None
        spot = place(self.document, finding.span)
        return f"Line {spot.start.line} · "

    def _rule(self, finding: Finding) -> Html:
        title = one_line(self.rules[finding.rule].title)
        return tag("a", unseen("Rule and law: "), title, href=f"#{self.cards.id_of(finding)}", class_="rule")

    def _remedy(self, number: int, finding: Finding) -> Html | None:
        parts: list[Child] = []
        if advice := one_line(finding.advice or self.rules[finding.rule].advice):
            parts.append(tag("p", advice))
        parts += [tag("p", self._offer(fix)) for fix in finding.fixes[:MOST_OFFERS] if fix.edits]
        if left := len(finding.fixes) - MOST_OFFERS:
            parts += [tag("p", f"{left} more ways are not shown.")] if left > 0 else []
        related = [self._related(finding, at) for at in range(min(len(finding.related), MOST_OFFERS))]
        if not parts and not related:
            return None
        summary = tag("summary", "What to do", unseen(f" about finding {number}"))
        return tag("details", summary, parts, related)

    def _related(self, finding: Finding, at: int) -> Html:
        spot = place(self.document, finding.related[at])
        line = spot.start.line
        link = tag("a", f"line {line}", href=f"#{self.name}-l{line}")
        return tag("p", "See also ", link, f": “{textwrap.shorten(spot.words, LONGEST, placeholder='…')}”")

    def _offer(self, fix: Fix) -> Html:
        opening = "Can be applied as it is: " if fix.safe else "Perhaps: "
        changes = [part for change in self._changes(fix) for part in (", ", change)][1:]
        return joined([opening, changes, "."])

    def _changes(self, fix: Fix) -> Iterator[Child]:
        for edit in fix.edits:
            old = _cropped(self.document.text[edit.span.start : edit.span.end])
            new = _cropped(edit.replacement)
            if not old:
                yield ["put in ", tag("ins", new)]
            elif new:
                yield [tag("del", old), " → ", tag("ins", new)]
            else:
                yield ["leave out ", tag("del", old)]


def _cropped(words: str, most: int = LONGEST) -> str:
    words = one_line(words)
    return words if len(words) <= most else words[:most] + "…"
