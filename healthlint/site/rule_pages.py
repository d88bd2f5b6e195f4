"""The page of a rule: what it says and why, the law behind it, examples, and how to live with it."""

import json
import re
from collections.abc import Iterator, Sequence

from healthlint.rulebook.catalogue import Entry
from healthlint.rulebook.schema import Fixed, as_list, as_needs
from healthlint.rulebook.wording import PLACES
from healthlint.site import addresses
from healthlint.site.authority_pages import card
from healthlint.site.html import Child, Html, joined, listed, tag
from healthlint.site.shell import Desk, badge, day, facts, jump, section, table, trial
from healthlint.site.words import GRAVEST_FIRST, filled, spoken, standing

PLAIN_ID = re.compile(r"[a-z][a-z0-9-]*(?:/[a-z][a-z0-9-]*)+")


JUMPS = (
    ("What it rests on", "authority"),
    ("Caught", "caught"),
    ("Let go", "let-go"),
    ("Where it runs", "profiles"),
    ("To let it stand", "suppress"),
)

SHOWN = 8
"""How many examples stand open; the rest are folded away."""


def page(desk: Desk, entry: Entry) -> str:
    rule = entry.rule
    title = tag(
        "div",
        tag("h1", rule.title),
        tag(
            "p",
            badge(rule.severity),
            [" ", trial()] if entry.preview else None,
            " ",
            tag("code", entry.id),
            class_="meta",
        ),
        class_="title",
    )
    body = tag(
        "div",
        _trial(entry),
        tag("p", filled(rule.message), class_="lead"),
        jump("On this page", JUMPS),
        section("Why it matters", tag("p", rule.why) if rule.why else None, id_="why"),
        section("Direct danger", tag("p", rule.danger) if rule.danger else None, id_="danger"),
        section("What to do instead", tag("p", filled(rule.advice)) if rule.advice else None, id_="advice"),
        section("What it rests on", [card(desk, name) for name in entry.authorities], id_="authority"),
        section("Caught", _examples(rule.tests.bad, "caught"), id_="caught"),
        section("Let go", _examples(rule.tests.good, "free"), _lets_go(desk, entry), id_="let-go"),
        section("Known to slip through", _examples(rule.tests.missed, "free"), id_="missed"),
        section("Where it runs", _profiles(desk, entry), id_="profiles"),
        section("To let one finding stand", _suppression(entry.id), id_="suppress"),
        section("To switch it off or lower it", _settings(entry), id_="settings"),
        class_="body",
    )
    return desk.page(
        rule.title,
        tag("div", title, body, _facts(desk, entry), class_="with-facts"),
        trail=[("Rules", addresses.RULES), (spoken(entry.family), addresses.of_family(entry.family))],
        about=rule.why or rule.title,
        width="wide",
    )


def _trial(entry: Entry) -> Html | None:
    if not entry.preview:
        return None
    return tag("p", "This rule is on trial. It runs only with ", tag("code", "--preview"), ".", class_="note")


def _facts(desk: Desk, entry: Entry) -> Html:
    severity = entry.rule.severity
    covers = [tag("li", desk.rule(id_)) for id_ in entry.covers]
    covered = [tag("li", desk.rule(id_)) for id_ in entry.covered_by]
    told = facts(
        [
            ("Severity", desk.to(addresses.of_severity(severity), severity)),
            ("Standing", standing(entry)),
            ("Family", desk.to(addresses.of_family(entry.family), spoken(entry.family))),
            ("Holds in", desk.places(entry.jurisdictions)),
            ("Runs over", _runs_over(desk, entry.rule.each)),
            ("Silences about the same words", tag("ul", covers) if covers else None),
            ("Silent where these speak", tag("ul", covered) if covered else None),
            ("Formerly", listed(tag("code", old) for old in entry.formerly)),
            ("Read", day(entry.rule.as_of)),
            ("To be reviewed by", day(entry.rule.review_by)),
        ]
    )
    return tag("aside", told, aria_label="At a glance")


def _runs_over(desk: Desk, table: str) -> Child:
    if table == "substance":
        return desk.to(addresses.SUBSTANCES, "each substance that the page is about")
    return ["each row of ", desk.to(addresses.of_table(table), spoken(table))] if table else None


def _examples(texts: Sequence[str | Fixed], kind: str) -> Html | None:
    if not texts:
        return None
    items = [tag("li", _example(text)) for text in texts]
    shown = items if len(items) <= SHOWN + 2 else items[:SHOWN]
    rest = items[len(shown) :]
    more = (
        tag("details", tag("summary", f"{len(rest)} more"), tag("ul", rest, class_=f"examples {kind}"))
        if rest
        else None
    )
    return joined([tag("ul", shown, class_=f"examples {kind}"), more])


def _example(said: str | Fixed) -> list[Child]:
    if isinstance(said, Fixed):
        mended = tag("p", "Mended: ", tag("span", said.fixed, class_="draft")) if said.fixed else None
        longer = tag("p", f"At the head of a page of {said.words:,} words.") if said.words else None
        return [_draft(said.text), longer, mended]
    return [_draft(said)]


def _draft(text: str) -> Html:
    """A draft as typed, with the flagged words marked."""
    parts: list[Child] = [
        tag("mark", part) if index % 2 else part for index, part in enumerate(re.split("<<|>>", text.strip("\n")))
    ]
    return tag("div", parts, class_="draft long" if "\n" in text.strip("\n") else "draft")


def _lets_go(desk: Desk, entry: Entry) -> Html | None:
    """The cue sets under which a match is let go, and what meets the rule's needs."""
    names = as_list(entry.rule.unless)
    reasons = [tag("li", tag("code", name), " ", desk.book.lets_go.get(name, "")) for name in dict.fromkeys(names)] + [
        tag("li", need) for need in _needs(entry)
    ]
    if not reasons:
        return None
    return joined([tag("h3", "What lets a match go"), tag("ul", reasons, class_="reasons")])


def _needs(entry: Entry) -> Iterator[str]:
    for need in as_needs(entry.rule.needs):
        where = " or ".join(PLACES[scope] for scope in as_list(need.within))
        if need.citation == "any":
            yield f"A source {where}."
        elif need.phrase and need.does != "is what the rule asks for":
            yield f"Something {where} that {need.does}."


def _profiles(desk: Desk, entry: Entry) -> Html:
    if not entry.profiles:
        return tag("p", "No profile runs it. ", tag("code", f"--rule {entry.id}"), " does.")
    rows = [
        tag(
            "tr",
            tag("th", desk.to(addresses.of_profile(name), tag("code", name)), scope="row"),
            tag("td", badge(severity)),
            tag("td", desk.book.profiles[name].about),
        )
        for name, severity in entry.profiles.items()
    ]
    return table(("Profile", "As", "For"), rows)


def _suppression(id_: str) -> list[Child]:
    return [
        tag("p", "In the draft, on the line above, with a reason:"),
        _code(f"<!-- healthlint-disable-next-line {id_}: why it may stand here -->"),
        tag("p", "In MDX:"),
        _code(f"{{/* healthlint-disable-next-line {id_}: why it may stand here */}}"),
    ]


def _settings(entry: Entry) -> list[Child]:
    key = entry.id if PLAIN_ID.fullmatch(entry.id) else json.dumps(entry.id)
    milder = GRAVEST_FIRST[GRAVEST_FIRST.index(entry.rule.severity) + 1 :]
    lowered: list[Child] = [
        tag("p", "To lower it:"),
        _code("override:\n" + f"  {key}: {{severity: {milder[0] if milder else ''}}}"),
    ]
    return [
        tag("p", "In ", tag("code", ".healthlint.yaml"), ", to switch it off:"),
        _code(f"except: [{key}]"),
        lowered if milder else None,
    ]


def _code(text: str) -> Html:
    return tag("pre", tag("code", text))
