"""Comments silence what they name, where they say, with a reason, and no longer than they say."""

import re
from datetime import date
from itertools import accumulate

import pytest

from healthlint.comment_faults import RULES
from healthlint.finding import Finding
from healthlint.model import Directive, Document, Span
from healthlint.suppress import Row, audit, suppress

TODAY = date(2026, 11, 23)
CURE, SAFE, OTHER = "disease-claim/cure", "safety/absolute", "style/other"
KNOWN = frozenset({CURE, SAFE, OTHER})

_COMMENT = re.compile(r"<!-- healthlint-(?P<action>[\w-]+)(?P<rules>[^:>]*?)(?::\s*(?P<reason>.*?))? -->", re.DOTALL)
_UNTIL = re.compile(r"\s*until (\S+)$")


def directive(match: re.Match[str]) -> Directive:
    rules, until = match["rules"].strip(), _UNTIL.search(match["rules"])
    if until:
        rules = rules[: -len(until[0].strip())]
    return Directive(
        span=Span(*match.span()),
        action=match["action"],
        rules=tuple(rule.strip() for rule in rules.split(",") if rule.strip()),
        reason=match["reason"] or "",
        until=until[1] if until else "",
    )


def page(text: str, skipped: str = "") -> Document:
    return Document(
        path="kava.md",
        text=text,
        prose=_COMMENT.sub(lambda match: re.sub(r"\S", " ", match[0]), text),
        front_matter={},
        blocks=(),
        sentences=(),
        sections=(),
        links=(),
        citations=(),
        quotes=(),
        directives=tuple(directive(match) for match in _COMMENT.finditer(text)),
        faults=(),
        lines=(0, *accumulate(len(line) + 1 for line in text.split("\n")[:-1])),
        skipped=skipped,
    )


def found(text: str) -> list[Finding]:
    """A finding for each `CURE` and each `SAFE` in the text."""
    rules = {"CURE": CURE, "SAFE": SAFE}
    return [
        Finding(rule=rules[match[0]], severity="error", message="No.", span=Span(*match.span()))
        for match in re.finditer("CURE|SAFE", text)
    ]


def left(text: str, ran: frozenset[str] = KNOWN) -> list[str]:
    """What is reported of a page: the words that are not silenced, and the faults of its comments."""
    document = page(text)
    result = suppress(document, found(text), known_rules=KNOWN, formerly={"old/cure": CURE}, ran=ran, today=TODAY)
    assert all(text[slice(*finding.span)].startswith("<!--") == (finding.rule in RULES) for finding in result.findings)
    return [
        finding.message if finding.rule in RULES else f"{text[slice(*finding.span)]} {line_of(document, finding)}"
        for finding in result.findings
    ]


def line_of(document: Document, finding: Finding) -> int:
    return document.position(finding.span.start).line


NEXT = f"<!-- healthlint-disable-next-line {CURE}: cleared -->"
NEXT_SAFE = f"<!-- healthlint-disable-next-line {SAFE}: cleared -->"
OFF = f"<!-- healthlint-disable {CURE}: glossary -->"
ON = f"<!-- healthlint-enable {CURE} -->"
FILE = f"<!-- healthlint-disable-file {CURE}: quiz -->"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{NEXT}\nCURE CURE\nCURE", ["CURE 3"]),
        (f"{NEXT}\nCURE SAFE", ["SAFE 2"]),
        (f"CURE {NEXT}\nCURE", ["CURE 1"]),
        (f"{NEXT}\n\n\nCURE", []),
        (f"{NEXT}\n{NEXT_SAFE}\n\nCURE SAFE", []),
        (f"{NEXT}\n<!-- a note -->\n> > CURE", []),
        (f"- one {NEXT}\n- CURE\n- CURE", ["CURE 3"]),
        (f"> {NEXT}\n>\n> CURE", []),
        (f"| a | b {NEXT} |\n|---|:-:|\n| CURE | CURE |\n| CURE | |", ["CURE 4", "CURE 4"][:1]),
        (f"{NEXT[:-4]}\nby legal -->\nCURE", []),
    ],
)
def test_next_line(text: str, expected: list[str]) -> None:
    text = text.replace("<!-- a note -->", "    ")
    assert left(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"CURE\n{OFF}\nCURE\n\nCURE SAFE\n{ON} CURE", ["CURE 1", "SAFE 5", "CURE 6"]),
        (f"a {OFF} CURE {ON} CURE", ["CURE 1"]),
        (f"{OFF} CURE {ON} CURE {OFF} CURE {ON}", ["CURE 1"]),
        (f"CURE\n\nCURE\n\n{FILE}", []),
    ],
)
def test_ranges_and_files(text: str, expected: list[str]) -> None:
    assert left(text) == expected


def test_a_finding_on_the_page_is_silenced_for_the_file_only() -> None:
    on_page = Finding(rule=CURE, severity="error", message="No.", span=Span(0, 0))
    for text, silenced in ((FILE, 1), (f"{NEXT}\na", 0), (f"{OFF} a {ON}", 0)):
        result = suppress(page(text), [on_page], known_rules=KNOWN, formerly={}, ran=KNOWN, today=TODAY)
        assert len(result.silenced) == silenced


UNUSED = f"“healthlint-disable-next-line {CURE}” silences nothing: that rule finds nothing there."


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        (NEXT, UNUSED),
        (
            f"<!-- healthlint-disable-line {CURE}: x -->",
            "“healthlint-disable-line” is nothing that a comment can ask for; did you mean “healthlint-disable-file”?",
        ),
        (
            "<!-- healthlint-disable-file disease-claim/cur: x -->",
            f"“disease-claim/cur” is no rule, so nothing of it is silenced; did you mean “{CURE}”?",
        ),
        (
            "<!-- healthlint-disable-file disease-claim/*: x -->",
            f"“disease-claim/*” is no rule, so nothing of it is silenced; did you mean “{CURE}”?",
        ),
        (
            "<!-- healthlint-disable-file: x -->",
            "“healthlint-disable-file” names no rule, so it silences nothing.",
        ),
        (
            f"<!-- healthlint-disable-file {CURE} -->",
            f"“healthlint-disable-file {CURE}” gives no reason, so it silences nothing.",
        ),
        (OFF, f"“healthlint-disable {CURE}” is never ended, so it silences nothing."),
        (ON, f"“healthlint-enable {CURE}” ends nothing: no healthlint-disable of it stands open."),
        (
            f"<!-- healthlint-disable-file {CURE} until 2026-11-22: x -->",
            f"“healthlint-disable-file {CURE}” held until 2026-11-22 and silences nothing any more.",
        ),
        (
            f"<!-- healthlint-disable-file {CURE} until March: x -->",
            "“March” is no date such as 2027-03-01, so the comment silences nothing.",
        ),
    ],
)
def test_a_comment_at_fault_is_told_and_silences_nothing(comment: str, message: str) -> None:
    # The words stand before the comment, so that not even a sound one for the next line would reach them.
    if comment in (NEXT, ON):
        assert left(f"CURE {comment}\nSAFE") == ["CURE 1", message, "SAFE 2"]
    else:
        assert left(f"{comment} CURE\nSAFE") == [message, "CURE 1", "SAFE 2"]


def test_it_holds_to_the_day_it_names() -> None:
    assert left(f"<!-- healthlint-disable-file {CURE} until 2026-11-23: x -->\nCURE") == []


def test_the_end_of_a_range_at_fault_is_no_second_fault() -> None:
    text = f"<!-- healthlint-disable {CURE} --> CURE {ON}"
    assert left(text) == [f"“healthlint-disable {CURE}” gives no reason, so it silences nothing.", "CURE 1"]


def test_one_wrong_id_does_not_undo_the_others() -> None:
    text = f"<!-- healthlint-disable-file {CURE}, no/such: x -->\nCURE SAFE"
    assert left(text) == ["“no/such” is no rule, so nothing of it is silenced.", "SAFE 2"]


def test_former_ids_hold() -> None:
    assert left("<!-- healthlint-disable-next-line old/cure: x -->\nCURE") == []


def test_each_rule_of_a_comment_must_be_used() -> None:
    text = f"<!-- healthlint-disable-next-line {CURE}, {SAFE}: x -->\nCURE"
    assert left(text) == [f"“healthlint-disable-next-line {SAFE}” silences nothing: that rule finds nothing there."]


def test_of_rules_that_did_not_run_nothing_is_told() -> None:
    assert left(NEXT, ran=frozenset({SAFE})) == []


def test_a_skipped_draft_says_nothing_of_its_comments() -> None:
    document = page(f"{NEXT}\nKawa", skipped="reads as Polish")
    assert suppress(document, [], known_rules=KNOWN, formerly={}, ran=KNOWN, today=TODAY) == ((), ())


def test_audit() -> None:
    text = f"{FILE}\n\n<!-- healthlint-disable {CURE}, x/y until 2026-01-01: old\nlabel --> a {ON}\n"
    row = Row("kava.md", 3, "disable", CURE, "old\nlabel", "2026-01-01", True)
    assert list(audit(page(text), TODAY)) == [
        Row("kava.md", 1, "disable-file", CURE, "quiz", "", False),
        row,
        Row("kava.md", 3, "disable", "x/y", "old\nlabel", "2026-01-01", True),
    ]


def test_what_this_module_finds_is_described() -> None:
    assert set(RULES) == {
        f"suppression/{name}"
        for name in ("unused", "unknown-rule", "unclosed", "lapsed", "no-reason", "unknown-action")
    }
    assert all(rule.title and rule.advice and rule.why for rule in RULES.values())
