"""One span, one voice: where two rules speak of the same words, only the stronger is heard."""

from collections.abc import Iterable, Iterator, Mapping

from healthlint.finding import Finding
from healthlint.model import SEVERITIES, Span

SHELF = 8
"""Findings are shelved by stretches of 2 to this power characters, so that each meets only its neighbours."""


def one_voice(findings: Iterable[Finding], covers: Mapping[str, frozenset[str]], wide: frozenset[str]) -> list[Finding]:
    """Leave out what a stronger finding already says.

    A rule speaks before those that it `covers` and that are no graver; else the graver of two findings speaks,
    then the one that holds the other. Rules in `wide` speak of the page or a section: their findings only
    stand where they do to stand somewhere, and are neither silenced nor silence others.
    """
    shelves = _Shelves()
    for finding in sorted(findings, key=_loudness):
        if finding.rule in wide:
            shelves.alone.append(finding)
            continue
        neighbours = list(shelves.near(finding.span))
        if any(_silences(other, finding, covers) for other in neighbours):
            continue
        for other in neighbours:
            if _covers(finding, other, covers):
                shelves.silenced.add(id(other))
        shelves.put(finding)
    return shelves.heard()


class _Shelves:
    """The findings that are heard so far, by where they and their related places stand."""

    def __init__(self) -> None:
        self.alone: list[Finding] = []
        self.silenced: set[int] = set()
        self._all: list[Finding] = []
        self._shelves: dict[int, list[Finding]] = {}

    def put(self, finding: Finding) -> None:
        self._all.append(finding)
        for number in {number for place in (finding.span, *finding.related) for number in _numbers(place)}:
            self._shelves.setdefault(number, []).append(finding)

    def near(self, span: Span) -> Iterator[Finding]:
        """The findings on the shelves that a span touches, each once."""
        seen: set[int] = set()
        for number in _numbers(span):
            for finding in self._shelves.get(number, ()):
                if id(finding) not in seen and id(finding) not in self.silenced:
                    seen.add(id(finding))
                    yield finding

    def heard(self) -> list[Finding]:
        return self.alone + [finding for finding in self._all if id(finding) not in self.silenced]


def _numbers(span: Span) -> range:
    return range(span.start >> SHELF, (span.end >> SHELF) + 1)


def _silences(louder: Finding, other: Finding, covers: Mapping[str, frozenset[str]]) -> bool:
    if louder.rule == other.rule or _covers(other, louder, covers):
        return False
    if _covers(louder, other, covers) or other.span.holds(louder.span):
        return True
    return any(place.holds(other.span) for place in (louder.span, *louder.related))


def _covers(one: Finding, other: Finding, covers: Mapping[str, frozenset[str]]) -> bool:
    graver = SEVERITIES.index(other.severity) > SEVERITIES.index(one.severity)
    return not graver and other.rule in covers.get(one.rule, ()) and one.span.overlaps(other.span)


def _loudness(finding: Finding) -> tuple[int, int, str, Span]:
    """The gravest first, then the longest."""
    return (
        -SEVERITIES.index(finding.severity),
        finding.span.start - finding.span.end,
        finding.rule,
        finding.span,
    )
