"""The ways into the rulebook: the first page, all rules, and rules by family, jurisdiction and severity."""

from collections.abc import Iterable, Sequence

from healthlint.model import Severity
from healthlint.rulebook.catalogue import Entry, in_order
from healthlint.site import addresses
from healthlint.site.html import Child, Html, tag
from healthlint.site.profile_pages import table
from healthlint.site.shell import Desk, section
from healthlint.site.words import GRAVEST_FIRST, SEVERITIES, counted, place, spoken


def families(desk: Desk) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in desk.book.rules.values():
        found.setdefault(entry.family, []).append(entry)
    return dict(sorted(found.items()))


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
        section("By family", _tiles(desk, families(desk)), id_="families"),
        section("By severity", _severities(desk), id_="severities"),
        section("By jurisdiction", _places(desk), id_="jurisdictions"),
        section("By profile", table(desk), id_="profiles"),
        about="What healthlint asks of copy about health, rule by rule, with the law behind each.",
        width="wide",
    )


def _tiles(desk: Desk, by_family: dict[str, list[Entry]]) -> Html:
    tiles = [
        tag(
            "li",
            desk.to(addresses.of_family(family), spoken(family)),
            " ",
            tag("span", str(len(entries)), tag("span", " rules", class_="unseen"), class_="number"),
        )
        for family, entries in by_family.items()
    ]
    return tag("ul", tiles, class_="tiles")


def _severities(desk: Desk) -> Html:
    rows: list[Child] = []
    for severity in GRAVEST_FIRST:
        number = len(_as_grave(desk, severity))
        name = tag("dt", desk.to(addresses.of_severity(severity), spoken(severity)), f" ({number})")
        rows.append(tag("div", name, tag("dd", SEVERITIES[severity])))
    return tag("dl", rows, class_="terms")


def _places(desk: Desk) -> Html:
    tiles = [
        tag(
            "li",
            desk.to(addresses.of_jurisdiction(code), place(code)),
            " ",
            tag("span", str(len(_holding(desk, code))), tag("span", " rules", class_="unseen"), class_="number"),
        )
        for code in jurisdictions(desk)
    ]
    return tag("ul", tiles, class_="tiles")


def rules(desk: Desk) -> str:
    by_family = families(desk)
    jumps = [tag("li", tag("a", spoken(one), href=f"#{addresses.slug(f'family-{one}')}")) for one in by_family]
    return desk.page(
        "Rules",
        tag("h1", "Rules"),
        tag(
            "p",
            f"{counted(len(desk.book.rules), 'rule')} in {counted(len(by_family), 'family', 'families')}.",
            class_="lead",
        ),
        tag("nav", tag("ul", jumps), aria_label="Families", class_="jump"),
        [
            section(spoken(family), desk.entries(entries), id_=addresses.slug(f"family-{family}"))
            for family, entries in by_family.items()
        ],
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
