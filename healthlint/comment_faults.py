"""What can be wrong with a comment that silences findings, each fault as a finding of its own."""

from collections.abc import Iterable, Mapping

from healthlint.finding import Finding, RuleInfo
from healthlint.model import Directive, Severity

ACTIONS = ("disable-next-line", "disable", "enable", "disable-file")

_SEVERITY: Severity = "warning"
_WHY = (
    "A comment that silences a finding is a decision that somebody may have to answer for: "
    "it names what it silences and why, and it goes when it is no longer needed."
)


def _rule(name: str, title: str, advice: str) -> RuleInfo:
    id_ = f"suppression/{name}"
    return RuleInfo(id=id_, title=title, severity=_SEVERITY, advice=advice, authority=(), why=_WHY)


UNUSED = _rule("unused", "Comment that silences nothing", "Delete the comment.")
UNKNOWN_RULE = _rule("unknown-rule", "Comment about an unknown rule", "Name rules by their exact ids.")
UNCLOSED = _rule(
    "unclosed",
    "Comment without its counterpart",
    "Let each healthlint-disable be followed by a healthlint-enable of the same rule; "
    "for a whole draft write healthlint-disable-file.",
)
LAPSED = _rule("lapsed", "Comment past its date", "Mend the draft, or decide anew and give a later date.")
NO_REASON = _rule("no-reason", "Comment without a reason", "Write the reason after the rule's id and a colon.")
UNKNOWN_ACTION = _rule("unknown-action", "Comment that asks for nothing known", "Name one of the actions.")
RULES: Mapping[str, RuleInfo] = {
    rule.id: rule for rule in (UNUSED, UNKNOWN_RULE, UNCLOSED, LAPSED, NO_REASON, UNKNOWN_ACTION)
}
"""By id, for `explain` and the reports."""


def unused(directive: Directive, typed: str) -> Finding:
    words = f"healthlint-{directive.action} {typed}"
    return _finding(UNUSED, directive, f"“{words}” silences nothing: that rule finds nothing there.")


def unknown_rule(directive: Directive, typed: str, known: Iterable[str]) -> Finding:
    told = f"“{typed}” is no rule, so nothing of it is silenced{_guess(typed, known)}"
    return _finding(UNKNOWN_RULE, directive, told)


def no_rule(directive: Directive) -> Finding:
    return _finding(UNKNOWN_RULE, directive, f"“{_words(directive)}” names no rule, so it silences nothing.")


def unclosed(directive: Directive, typed: str) -> Finding:
    told = f"“healthlint-disable {typed}” is never ended, so it silences nothing."
    return _finding(UNCLOSED, directive, told)


def unopened(directive: Directive, typed: str) -> Finding:
    told = f"“healthlint-enable {typed}” ends nothing: no healthlint-disable of it stands open."
    return _finding(UNCLOSED, directive, told)


def lapsed(directive: Directive) -> Finding:
    told = f"“{_words(directive)}” held until {directive.until} and silences nothing any more."
    return _finding(LAPSED, directive, told)


def no_date(directive: Directive) -> Finding:
    told = f"“{directive.until}” is no date such as 2027-03-01, so the comment silences nothing."
    return _finding(LAPSED, directive, told)


def no_reason(directive: Directive) -> Finding:
    return _finding(NO_REASON, directive, f"“{_words(directive)}” gives no reason, so it silences nothing.")


def unknown_action(directive: Directive) -> Finding:
    guess = _guess(directive.action, ACTIONS, "healthlint-")
    told = f"“healthlint-{directive.action}” is nothing that a comment can ask for{guess}"
    return _finding(UNKNOWN_ACTION, directive, told)


def _finding(rule: RuleInfo, directive: Directive, message: str) -> Finding:
    return Finding(rule=rule.id, severity=rule.severity, message=message, span=directive.span, advice=rule.advice)


def _words(directive: Directive) -> str:
    return " ".join([f"healthlint-{directive.action}", ", ".join(directive.rules)]).strip()


def _guess(typed: str, known: Iterable[str], prefix: str = "") -> str:
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(typed, sorted(known), n=1)
    return f"; did you mean “{prefix}{near[0]}”?" if near else "."
