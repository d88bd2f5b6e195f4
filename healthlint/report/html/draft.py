"""One draft of the report: what is found on the page as a whole, then its text with the findings in the margin."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from healthlint.finding import Finding, Linted, RuleInfo
from healthlint.model import SEVERITIES, Document, Severity
from healthlint.report.html.elements import Child, Html, as_typed, counted, lines_named, section, tag, unseen
from healthlint.report.html.notes import Desk
from healthlint.report.html.passages import Marked, Passage, Piece, Segment, passages
from healthlint.report.html.rules import Cards
from healthlint.report.places import page_wide, place
from healthlint.report.text import let_go_lines

MOST = 500
"""So many findings of one draft are shown; whoever has more does not read on."""
LONG = 100_000
"""Of a draft with more characters than this only the parts around its findings are shown."""
MOST_LET_GO = 500


def draft(linted: Linted, name: str, title: str, rules: Mapping[str, RuleInfo], cards: Cards, why: bool) -> Html:
    """The section of a draft. `name` opens the addresses of whatever stands in it."""
    desk = Desk(linted.document, name, rules, cards)
    shown = shown_of(linted)
    wide = [finding for finding in shown if page_wide(finding.span)]
    in_words = shown[len(wide) :]
    return section(
        title,
        tag("p", _counts(linted), class_="counts"),
        _left_out(linted, len(shown)),
        _on_the_page(desk, wide),
        _text(desk, in_words, len(wide) + 1),
        _let_go(linted) if why else None,
        id_=name,
        class_="draft",
    )


def shown_of(linted: Linted) -> list[Finding]:
    """The findings that are shown, in the order of their numbers: on the page as a whole, then by place."""
    gravest_first = sorted(linted.findings, key=lambda one: -SEVERITIES.index(one.severity))
    return sorted(gravest_first[:MOST], key=lambda one: (not page_wide(one.span), one.span.start, -one.span.end))


def _counts(linted: Linted) -> str:
    found = Counter(finding.severity for finding in linted.findings)
    told = ", ".join(counted(found[severity], severity) for severity in reversed(SEVERITIES) if found[severity])
    asides = [
        (linted.suppressed, "silenced by comments"),
        (linted.known, "known and not shown"),
        (linted.unchanged, "on unchanged lines and not shown"),
    ]
    return "; ".join([told, *(f"{number:,} {why}" for number, why in asides if number)])


def _left_out(linted: Linted, shown: int) -> Html | None:
    if shown == len(linted.findings):
        return None
    told = f"The {shown} gravest findings are shown. {len(linted.findings) - shown:,} more are counted but not shown."
    return tag("p", told, class_="aside")


def _on_the_page(desk: Desk, findings: Sequence[Finding]) -> Html | None:
    if not findings:
        return None
    notes = [desk.note(number, finding) for number, finding in enumerate(findings, 1)]
    title = tag("h3", "On the page as a whole")
    return tag("div", title, tag("ol", notes, class_="notes", role="list"), class_="page-wide")


def _text(desk: Desk, findings: Sequence[Finding], first: int) -> Html | None:
    """The text as typed. Where nothing stands in the words, the reader needs no text."""
    if not findings:
        return None
    document = desk.document
    marked = Marked([place(document, finding.span).span for finding in findings], first)
    by_number = dict(enumerate(findings, first))
    told: list[Child] = []
    for passage in _near(document, list(passages(document, marked)), findings):
        told.append(_passage(desk, passage, marked, by_number) if isinstance(passage, Passage) else passage)
    return tag("div", tag("h3", "In the text"), told, class_="text")


def _near(document: Document, whole: Sequence[Passage], findings: Sequence[Finding]) -> Iterator[Passage | Html]:
    """All passages, or of a long draft those around findings and a word on each gap."""
    if len(document.text) <= LONG and len(document.lines) <= LONG // 20:
        yield from whole
        return
    spoken_of = {document.position(span.start).line for finding in findings for span in finding.related}
    held = {at for at, one in enumerate(whole) if one.numbers or any(piece.line in spoken_of for piece in one.pieces)}
    kept = {near for at in held for near in (at - 1, at, at + 1)}
    gap: list[Passage] = []
    for at, passage in enumerate(whole):
        if at not in kept:
            gap.append(passage)
            continue
        yield from _gap(gap)
        gap = []
        yield passage
    yield from _gap(gap)


def _gap(left_out: Sequence[Passage]) -> Iterator[Html]:
    if left_out:
        told = lines_named(left_out[0].first, left_out[-1].last)
        yield tag("p", f"Left out: {told}, where no finding that is shown starts.", class_="aside")


def _passage(desk: Desk, passage: Passage, marked: Marked, findings: Mapping[int, Finding]) -> Html:
    text = tag("div", [_piece(desk, piece, marked, findings) for piece in passage.pieces], class_="said")
    notes = [desk.note(number, findings[number]) for number in passage.numbers]
    if not notes:
        return tag("div", text, class_="passage")
    label = f"Findings in {lines_named(passage.first, passage.last)}"
    margin = tag("ol", notes, class_="notes", role="list", aria_label=label)
    return tag("div", text, margin, class_="passage noted")


def _piece(desk: Desk, piece: Piece, marked: Marked, findings: Mapping[int, Finding]) -> Html:
    """A line with its number. The number of a finding stands before its first word."""
    starts = list(marked.starting(type(piece.span)(piece.span.start, piece.until)))
    parts: list[Child] = []
    for segment in marked.within(piece.span):
        while starts and starts[0][0] <= segment.start:
            parts.append(_reference(desk, starts.pop(0)[1], findings))
        parts.append(_segment(desk, segment, findings))
    parts += [_reference(desk, number, findings) for _, number in starts]
    number = tag("span", str(piece.line), id=f"{desk.name}-l{piece.line}", class_="no", aria_hidden="true")
    return tag("div", number if piece.opens else None, tag("span", parts, class_="typed"), class_="line")


def _reference(desk: Desk, number: int, findings: Mapping[int, Finding]) -> Html:
    label = [unseen("Finding "), str(number), unseen(f", {findings[number].severity}: ")]
    target, own = f"{desk.name}-f{number}", f"{desk.name}-m{number}"
    return tag("a", label, href=f"#{target}", id=own, class_=f"ref {findings[number].severity}", data_n=str(number))


def _segment(desk: Desk, segment: Segment, findings: Mapping[int, Finding]) -> Html:
    typed = as_typed(desk.document.text[segment.start : segment.end])
    if not segment.numbers:
        return typed
    gravest = max((findings[number].severity for number in segment.numbers), key=SEVERITIES.index)
    return tag("mark", typed, class_=_look(gravest, len(segment.numbers)), data_n=" ".join(map(str, segment.numbers)))


def _look(severity: Severity, depth: int) -> str:
    return severity if depth == 1 else f"{severity} several"


def _let_go(linted: Linted) -> Html | None:
    lines = list(let_go_lines(linted))
    if not lines:
        return None
    more = len(lines) - MOST_LET_GO
    items = [tag("li", line) for line in lines[:MOST_LET_GO]]
    rest = tag("p", f"{more:,} more are not shown.", class_="aside") if more > 0 else None
    return tag(
        "details", tag("summary", f"What was let go, and why ({len(lines):,})"), tag("ul", items), rest, class_="let-go"
    )
