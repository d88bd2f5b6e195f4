"""One draft mended, change by change, until nothing is left that may be changed."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from healthlint import fix as remedy
from healthlint.finding import Edit, Finding, Fix, Linted
from healthlint.model import Span

ROUNDS = 200
"""A fix may make room for another, or for the next of its kind. Rules whose fixes never come to an end, end here ..."""
MOST = 4
"""... or where the draft has grown to so many times its length, and to some pages."""
PAGES = 4_000

Again = Callable[[str], Linted]
"""What is found in the text as it is now."""

Answer = Callable[[Linted, Finding], Fix | None]
"""What a writer says to a finding: which fix to apply, if any."""


class Endless(Exception):
    """The fixes of these rules undo each other, or make room for ever more."""

    def __init__(self, rules: Iterable[str]) -> None:
        named = " and ".join(sorted(set(rules)))
        super().__init__(f"the replacements of {named} never come to an end")


class Unlintable(Exception):
    """The draft as changed could not be linted."""

    def __init__(self, why: str) -> None:
        super().__init__(f"once mended it could not be checked: {why}")


class Left(NamedTuple):
    """A fix that was wanted and left, since another had changed its words."""

    rule: str
    span: Span
    words: str
    """What it would have changed, as the draft was then."""
    other: str
    """The rule whose fix changed them."""


class Mending:
    """A draft that is being mended."""

    def __init__(self, linted: Linted, again: Again, unsafe: bool) -> None:
        self.linted, self._again, self._unsafe = linted, again, unsafe
        self.fixed = 0
        self.left: list[Left] = []
        self._always: set[str] = set()
        self._refused: set[tuple[str, int]] = set()

    @property
    def text(self) -> str:
        return self.linted.document.text

    def always(self, rule: str) -> None:
        """From now on, apply the lone fixes of a rule without a question."""
        self._always.add(rule)

    def settle(self) -> None:
        """Apply what may be applied unasked. Raises `Endless`, and `Unlintable`."""
        seen, most = {self.text}, max(PAGES, MOST * len(self.text))
        while True:
            fixed = remedy.apply(self.text, self.linted.findings, choose=self._unasked)
            self._note(fixed.overlapping)
            if not fixed.applied:
                return
            if fixed.text in seen or len(seen) > ROUNDS or len(fixed.text) > most:
                raise Endless(finding.rule for finding in fixed.applied)
            seen.add(fixed.text)
            self._take(fixed)

    def ask(self, answer: Answer) -> None:
        """Put each finding that offers something to the writer, in order of place, in the text as it is then."""
        while (finding := self._open()) is not None:
            fixed = self._alone(finding, answer(self.linted, finding))
            if fixed.applied:
                self._take(fixed)
            else:
                self._refused.add((finding.rule, finding.span.start))
            self.settle()

    def _alone(self, finding: Finding, fix: Fix | None) -> remedy.Fixed:
        return remedy.apply(self.text, [finding], choose=lambda _: fix)

    def _unasked(self, finding: Finding) -> Fix | None:
        return remedy.unasked(finding, unsafe=self._unsafe or finding.rule in self._always)

    def _open(self) -> Finding | None:
        """The first finding that offers something and was not answered yet."""
        offers = [finding for finding in self.linted.findings if finding.fixes]
        fresh = [finding for finding in offers if (finding.rule, finding.span.start) not in self._refused]
        return min(fresh, key=lambda finding: finding.span, default=None)

    def _note(self, overlapping: Iterable[remedy.Overlap]) -> None:
        for finding, other in overlapping:
            words = self.text[finding.span.start : finding.span.end]
            one = Left(finding.rule, finding.span, words, other.rule)
            if one not in self.left:
                self.left.append(one)

    def _take(self, fixed: remedy.Fixed) -> None:
        """The text as fixed, with every place that is remembered moved along."""
        self.left = [_moved(one, fixed.edits) for one in self.left if not _done(one, fixed.applied)]
        self._refused = {(rule, remedy.moved(start, fixed.edits)) for rule, start in self._refused}
        self.fixed += len(fixed.applied)
        self.linted = self._again(fixed.text)


def _done(left: Left, applied: Iterable[Finding]) -> bool:
    """Whether what was left was found again and could be mended after all."""
    return any(finding.rule == left.rule and finding.span.overlaps(left.span) for finding in applied)


def _moved(left: Left, edits: Iterable[Edit]) -> Left:
    start, end = (remedy.moved(place, edits) for place in left.span)
    return left._replace(span=Span(start, end))
