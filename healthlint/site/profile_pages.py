"""The page of a profile: for whom it is, where, and which rules run in it, as grave as they are there."""

import json

from healthlint.rulebook.catalogue import Entry, by_family
from healthlint.rulebook.files import Profile
from healthlint.rulebook.schema import as_list
from healthlint.shown import counted
from healthlint.site import addresses
from healthlint.site.html import Child, Html, joined, listed, tag
from healthlint.site.shell import Desk, facts, section, table
from healthlint.site.words import COPY, GRAVEST_FIRST, place, spoken


def page(desk: Desk, name: str, profile: Profile) -> str:
    runs = desk.book.runs_in(name)
    force = [entry for entry in runs if not entry.preview]
    trial = [entry for entry in runs if entry.preview]
    body = tag(
        "div",
        tag("p", profile.about, class_="lead"),
        section("To choose it", _choice(name), id_="choose"),
        section(counted(len(force), "rule"), _families(desk, name, force), id_="rules"),
        section("On trial, with --preview", _entries(desk, name, trial) if trial else None, id_="preview"),
        section("What it changes in rules", _changes(desk, profile), id_="changes"),
        section("Rules that do not run here", _left_out(desk, name), id_="left-out"),
        class_="body",
    )
    title = tag("div", tag("h1", spoken(name)), tag("p", tag("code", name), class_="meta"), class_="title")
    return desk.page(
        f"Profile {name}",
        tag("div", title, body, _facts(desk, name, profile, force), class_="with-facts"),
        trail=[("Profiles", addresses.PROFILES)],
        about=profile.about,
        width="wide",
    )


def index(desk: Desk) -> str:
    return desk.page(
        "Profiles",
        tag("h1", "Profiles"),
        tag(
            "p",
            "A profile says what a kind of text is held to: which rules run, and how grave each is there.",
            class_="lead",
        ),
        overview(desk),
    )


def overview(desk: Desk) -> Html:
    rows = [
        tag(
            "tr",
            tag("th", desk.to(addresses.of_profile(name), tag("code", name)), scope="row"),
            tag("td", said.about),
            tag("td", listed(map(place, as_list(said.jurisdiction)))),
            tag("td", str(sum(not entry.preview for entry in desk.book.runs_in(name))), class_="number"),
        )
        for name, said in desk.book.profiles.items()
    ]
    return table(("Profile", "For", "Where", "Rules"), rows, class_="profiles")


def _facts(desk: Desk, name: str, profile: Profile, force: list[Entry]) -> Html:
    grave = [entry.profiles[name] for entry in force]
    told = facts(
        [
            ("Kind of text", COPY[profile.copy]),
            ("Jurisdictions", desk.places(as_list(profile.jurisdiction))),
            ("Rules chosen", "all" if profile.rules == ["*"] else listed(tag("code", one) for one in profile.rules)),
            ("Except", listed(tag("code", pattern) for pattern in profile.except_)),
            ("As grave as", listed(counted(grave.count(one), one) for one in GRAVEST_FIRST[:2]) if grave else None),
        ]
    )
    return tag("aside", told, aria_label="At a glance")


def _choice(name: str) -> list[Child]:
    return [
        tag("pre", tag("code", f"healthlint check content/ --profile {name}")),
        tag("p", "or in ", tag("code", ".healthlint.yaml"), ":"),
        tag("pre", tag("code", f"profile: {name}")),
    ]


def _families(desk: Desk, name: str, entries: list[Entry]) -> Html:
    families = by_family(entries).items()
    return joined([[tag("h3", spoken(family)), _entries(desk, name, ours)] for family, ours in families])


def _entries(desk: Desk, name: str, entries: list[Entry]) -> Html:
    return tag("ul", [desk.entry(entry, entry.profiles[name]) for entry in entries], class_="entries")


def _changes(desk: Desk, profile: Profile) -> Html | None:
    if not profile.override:
        return None
    rows = [
        tag("li", desk.rule(id_), ": ", tag("code", json.dumps(change, ensure_ascii=False, default=str)))
        for id_, change in sorted(profile.override.items())
    ]
    return tag("ul", rows)


def _left_out(desk: Desk, name: str) -> Html | None:
    others = [entry for entry in desk.book.rules.values() if name not in entry.profiles]
    if not others:
        return None
    return tag(
        "details",
        tag(
            "summary",
            f"{counted(len(others), 'rule')}: no authority of theirs holds here, or the profile leaves them out",
        ),
        tag("ul", [tag("li", desk.rule(entry.id)) for entry in others]),
    )
