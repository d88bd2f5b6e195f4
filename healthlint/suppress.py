"""Comments in a draft silence findings: findings in, findings out, and what is wrong with the comments."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

import msgspec

from healthlint import comment_faults as faults
from healthlint.finding import Finding
from healthlint.model import OPAQUE, Directive, Document, Span


class Suppressed(NamedTuple):
    """A draft's findings after its comments were heard."""

    findings: tuple[Finding, ...]
    """Those not silenced, and those about the comments themselves, in order of place."""
    silenced: tuple[Finding, ...]


class Row(msgspec.Struct, frozen=True):
    """One rule silenced by one comment, for an audit."""

    path: str
    line: int
    action: str
    rule: str
    reason: str
    until: str
    lapsed: bool


class _Order(msgspec.Struct, frozen=True):
    """What a comment asks for one rule."""

    directive: Directive
    rule: str
    typed: str
    """The id in the comment, which may be a former one."""
    sound: bool
    """Whether the comment may silence anything; what is wrong with it otherwise is already told."""


class _Silence(NamedTuple):
    """An order, and where findings of its rule must start to be silenced by it."""

    order: _Order
    reach: Span

    def holds(self, finding: Finding) -> bool:
        return self.reach.start <= finding.span.start < self.reach.end


def suppress(
    document: Document,
    findings: Iterable[Finding],
    *,
    known_rules: Collection[str],
    formerly: Mapping[str, str],
    ran: Collection[str],
    today: date,
) -> Suppressed:
    """Hear the comments of a draft. `ran` are the rules of this run: of others nothing can be told unused.

    A draft that was skipped has no findings, so that nothing is known about its comments.
    """
    if document.skipped or not document.directives:
        return Suppressed(tuple(findings), ())
    orders, problems = _orders(document, known_rules, formerly, today)
    silences, unclosed = _silences(document, orders)
    problems += unclosed
    kept: list[Finding] = []
    silenced: list[Finding] = []
    used: set[_Silence] = set()
    for finding in findings:
        holding = [silence for silence in silences.get(finding.rule, ()) if silence.holds(finding)]
        used.update(holding)
        (silenced if holding else kept).append(finding)
    for silence in (silence for of_rule in silences.values() for silence in of_rule):
        if silence not in used and silence.order.rule in ran:
            problems.append(faults.unused(silence.order.directive, silence.order.typed))
    return Suppressed(tuple(sorted([*kept, *problems], key=_place)), tuple(silenced))


def audit(document: Document, today: date) -> Iterator[Row]:
    """All that the comments of a draft silence, sound or not, in the order of the file."""
    for directive in document.directives:
        if directive.action == "enable":
            continue
        until = _date(directive.until)
        for rule in directive.rules or ("",):
            yield Row(
                path=document.path,
                line=document.position(directive.span.start).line,
                action=directive.action,
                rule=rule,
                reason=directive.reason,
                until=directive.until,
                lapsed=until is not None and until < today,
            )


def _orders(
    document: Document, known_rules: Collection[str], formerly: Mapping[str, str], today: date
) -> tuple[list[_Order], list[Finding]]:
    orders: list[_Order] = []
    problems: list[Finding] = []
    for directive in document.directives:
        if directive.action not in faults.ACTIONS:
            problems.append(faults.unknown_action(directive))
            continue
        flaws = list(_flaws(directive, today))
        problems += flaws
        for typed in directive.rules:
            rule = formerly.get(typed, typed)
            if rule in known_rules:
                orders.append(_Order(directive, rule, typed, not flaws))
            else:
                problems.append(faults.unknown_rule(directive, typed, [*known_rules, *formerly]))
    return orders, problems


def _flaws(directive: Directive, today: date) -> Iterator[Finding]:
    """What keeps a comment as a whole from silencing anything. One that ends a range needs no reason."""
    if not directive.rules:
        yield faults.no_rule(directive)
    if not directive.reason.strip() and directive.action != "enable":
        yield faults.no_reason(directive)
    until = _date(directive.until)
    if directive.until and until is None:
        yield faults.no_date(directive)
    if until is not None and until < today:
        yield faults.lapsed(directive)


def _silences(document: Document, orders: Iterable[_Order]) -> tuple[dict[str, list[_Silence]], list[Finding]]:
    """What the sound orders silence, by rule, and the ranges that lack one end."""
    silences: dict[str, list[_Silence]] = {}
    opened: dict[str, list[_Order]] = {}
    problems: list[Finding] = []
    for order in orders:
        action, reach = order.directive.action, None
        if action == "disable":
            opened.setdefault(order.rule, []).append(order)
        elif action == "disable-file":
            reach = Span(0, len(document.text) + 1)
        elif action == "disable-next-line":
            reach = _next_line(document, order.directive)
        elif opened.get(order.rule):
            end = order.directive.span.start
            order = opened[order.rule].pop()
            reach = Span(order.directive.span.end, end)
        else:
            problems.append(faults.unopened(order.directive, order.typed))
        if reach and order.sound:
            silences.setdefault(order.rule, []).append(_Silence(order, reach))
    problems += [faults.unclosed(order.directive, order.typed) for left in opened.values() for order in left]
    return silences, problems


def _next_line(document: Document, directive: Directive) -> Span:
    """The next line that holds words: not a blank one, another comment, or the rule below a table's head."""
    last = document.position(max(directive.span.start, directive.span.end - 1)).line
    for line in range(last + 1, len(document.lines) + 1):
        span = document.line_span(line)
        if any(letter.isalnum() or letter == OPAQUE for letter in document.prose[span.start : span.end]):
            return Span(span.start, span.end + 1)
    return Span(len(document.text) + 1, len(document.text) + 1)


def _date(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if len(typed) == len("2027-03-01") else None
    except ValueError:
        return None


def _place(finding: Finding) -> tuple[Span, str]:
    return finding.span, finding.rule
