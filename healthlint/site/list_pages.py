"""The ways into the rulebook: the first page, all rules, and rules by family, jurisdiction and severity."""

from collections.abc import Iterable, Iterator, Sequence

from healthlint.model import Severity
from healthlint.rulebook.catalogue import Entry, by_family, in_order
from healthlint.shown import counted
from healthlint.site import addresses
from healthlint.site.html import Child, Html, tag
from healthlint.site.profile_pages import overview
from healthlint.site.shell import Desk, jump, section
from healthlint.site.words import GRAVEST_FIRST, SEVERITIES, place, spoken


def families(desk: Desk) -> dict[str, list[Entry]]:
    return by_family(desk.book.rules.values())


def jurisdictions(desk: Desk) -> tuple[str, ...]:
    """All that an authority or a profile names, so that each link leads somewhere."""
    named = {code for entry in desk.book.rules.values() for code in entry.jurisdictions}
    return in_order(named | {said.in_ for said in desk.book.authorities.values()})


def home(desk: Desk) -> str:
    book = desk.book
    trial = sum(entry.preview for entry in book.rules.values())
    numbers = [
        (len(book.rules), "rule", addresses.RULES),
        (len(book.substances), "substance", addresses.SUBSTANCES),
        (len(book.profiles), "profile", addresses.PROFILES),
        (len(book.authorities), "authority", addresses.AUTHORITIES),
    ]
    plural = {"authority": "authorities"}
    return desk.page(
        "healthlint rulebook",
        tag(
            "div",
            tag("h1", "The rulebook"),
            tag(
                "p",
                "What healthlint asks of copy about health: each rule with its reason, the text it rests on, "
                "and sentences that it catches and lets go.",
                class_="lead",
            ),
            desk.search_form("Search rules, substances, profiles and authorities", big=True),
            tag(
                "ul",
                [
                    tag("li", desk.to(there, tag("strong", str(n)), " ", one if n == 1 else plural.get(one, one + "s")))
                    for n, one, there in numbers
                ],
                class_="numbers",
            ),
            tag("p", f"{counted(trial, 'rule is', 'rules are')} on trial.", class_="meta") if trial else None,
            class_="hero",
        ),
        section("By family", _tiles(_families(desk)), id_="families"),
        section("By severity", _severities(desk), id_="severities"),
        section("By jurisdiction", _tiles(_places(desk)), id_="jurisdictions"),
        section("By profile", overview(desk), id_="profiles"),
        about="What healthlint asks of copy about health, rule by rule, with the law behind each.",
        width="wide",
    )


def _tiles(counts: Iterable[tuple[Html, int]]) -> Html:
    """Links, each with how many rules it leads to."""
    tiles = [
        tag("li", link, " ", tag("span", str(number), tag("span", " rules", class_="unseen"), class_="number"))
        for link, number in counts
    ]
    return tag("ul", tiles, class_="tiles")


def _families(desk: Desk) -> Iterator[tuple[Html, int]]:
    for family, entries in families(desk).items():
        yield desk.to(addresses.of_family(family), spoken(family)), len(entries)


def _severities(desk: Desk) -> Html:
    rows: list[Child] = []
    for severity in GRAVEST_FIRST:
        number = len(_as_grave(desk, severity))
        name = tag("dt", desk.to(addresses.of_severity(severity), spoken(severity)), f" ({number})")
        rows.append(tag("div", name, tag("dd", SEVERITIES[severity])))
    return tag("dl", rows, class_="terms")


def _places(desk: Desk) -> Iterator[tuple[Html, int]]:
    for code in jurisdictions(desk):
        yield desk.to(addresses.of_jurisdiction(code), place(code)), len(_holding(desk, code))


def rules(desk: Desk) -> str:
    by_name = families(desk)
    marks = {one: addresses.slug(f"family-{one}") for one in by_name}
    return desk.page(
        "Rules",
        tag("h1", "Rules"),
        tag(
            "p",
            f"{counted(len(desk.book.rules), 'rule')} in {counted(len(by_name), 'family', 'families')}.",
            class_="lead",
        ),
        jump("Families", [(spoken(one), mark) for one, mark in marks.items()]),
        [section(spoken(family), desk.entries(entries), id_=marks[family]) for family, entries in by_name.items()],
    )


def family(desk: Desk, name: str, entries: Sequence[Entry]) -> str:
    return desk.page(
        spoken(name),
        tag("h1", spoken(name)),
        tag("p", f"{counted(len(entries), 'rule')}.", class_="lead"),
        desk.entries(entries),
        trail=[("Rules", addresses.RULES)],
    )


def severity(desk: Desk, name: Severity) -> str:
    entries = _as_grave(desk, name)
    return desk.page(
        f"Severity {name}",
        tag("h1", spoken(name)),
        tag("p", SEVERITIES[name], class_="lead"),
        tag("p", "Where no law behind an error holds for the text at hand, it is a warning there.")
        if name == "error"
        else None,
        desk.entries(entries) if entries else tag("p", "No rule."),
        trail=[("Rules", addresses.RULES)],
    )


def jurisdiction(desk: Desk, code: str) -> str:
    entries = _holding(desk, code)
    texts = [name for name, said in desk.book.authorities.items() if said.in_ == code]
    return desk.page(
        place(code),
        tag("h1", place(code)),
        tag(
            "p",
            f"{counted(len(entries), 'rule')} with an authority here. International authorities hold in every profile.",
            class_="lead",
        ),
        desk.entries(entries),
        section("Authorities", _cited(desk, texts), id_="authorities"),
        trail=[("Rules", addresses.RULES)],
    )


def _cited(desk: Desk, names: Iterable[str]) -> Html | None:
    by_cite = sorted(names, key=lambda name: (desk.book.authorities[name].cite.casefold(), name))
    rows = [tag("li", desk.to(addresses.of_authority(name), desk.book.authorities[name].cite)) for name in by_cite]
    return tag("ul", rows) if rows else None


def _as_grave(desk: Desk, severity: Severity) -> list[Entry]:
    return [entry for entry in desk.book.rules.values() if entry.rule.severity == severity]


def _holding(desk: Desk, code: str) -> list[Entry]:
    return [entry for entry in desk.book.rules.values() if code in entry.jurisdictions]
