"""The page of a substance: its standing by jurisdiction, and what a page about it must warn of."""

from healthlint.rulebook.catalogue import SUBSTANCE, Facts, Substance
from healthlint.shown import counted
from healthlint.site import addresses
from healthlint.site.authority_pages import CHECKED, card
from healthlint.site.html import Child, Html, listed, tag
from healthlint.site.shell import Desk, day, facts, section, table
from healthlint.site.words import place, spoken, started


def page(desk: Desk, substance: Substance) -> str:
    body = tag(
        "div",
        section("Standing", _status(desk, substance), id_="status"),
        section("Warnings a page must give", _warnings(substance), id_="warnings"),
        [section(spoken(key), _further(told), id_=f"further-{addresses.slug(key)}") for key, told in _more(substance)],
        section("Sources", _sources(desk, substance), id_="sources"),
        section("Rules that ask for it", _rules(desk), id_="rules"),
        class_="body",
    )
    title = tag("div", tag("h1", spoken_name(substance)), _latin(substance), class_="title")
    return desk.page(
        spoken_name(substance),
        tag("div", title, body, _facts(substance), class_="with-facts"),
        trail=[("Substances", addresses.SUBSTANCES)],
        about=f"What the rulebook knows of {substance.name}: standing, warnings, sources.",
        width="wide",
    )


def index(desk: Desk) -> str:
    rows = [
        tag(
            "li",
            tag("div", desk.to(addresses.of_substance(one.key), spoken_name(one), class_="name"), class_="what"),
            tag(
                "div",
                [[_lawful(facts), " "] for facts in one.status],
                tag("span", counted(len(one.warnings), "warning"), class_="where"),
                class_="about",
            ),
        )
        for one in desk.book.substances
    ]
    return desk.page(
        "Substances",
        tag("h1", "Substances"),
        tag(
            "p",
            "What regulators have said of substances, dated and with its source. A page about one of them is asked for "
            "the warnings that it owes its readers.",
            class_="lead",
        ),
        tag("ul", rows, class_="entries") if rows else tag("p", "No pack lists a substance."),
    )


def spoken_name(substance: Substance) -> str:
    return started(substance.key)


def _latin(substance: Substance) -> Html | None:
    if not substance.latin:
        return None
    return tag("p", listed(tag("i", name, lang="la") for name in substance.latin), class_="meta")


def _facts(substance: Substance) -> Html:
    shown = [name for name in substance.names if name.casefold() not in {one.casefold() for one in substance.latin}]
    told = facts(
        [
            ("Also called", ", ".join(shown)),
            ("Checked", f"{CHECKED[substance.checked]}." if substance.checked in CHECKED else substance.checked),
            ("Remark", substance.note),
            ("Read", day(substance.as_of)),
            ("To be reviewed by", day(substance.review_by)),
        ]
    )
    return tag("aside", told, aria_label="At a glance")


def _lawful(facts: Facts) -> Html:
    code, lawful = facts.get("in", ""), facts.get("lawful", "")
    said = {"yes": "lawful", "no": "not lawful"}.get(lawful, lawful)
    return tag("span", f"{place(code)}: {said}", class_=f"badge {'stop' if lawful == 'no' else 'plain'}")


def _status(desk: Desk, substance: Substance) -> Html | None:
    if not substance.status:
        return None
    known = {said.in_ for said in desk.book.authorities.values()}
    rows = []
    for told in substance.status:
        code, lawful, sold_as = told.get("in", ""), told.get("lawful", ""), told.get("as", "")
        standing = {"yes": "Lawful", "no": "Not lawful"}.get(lawful, spoken(lawful) or "Unsettled")
        where = desk.to(addresses.of_jurisdiction(code), place(code)) if code in known else place(code)
        rows.append(
            tag(
                "tr",
                tag("th", where, scope="row"),
                tag("td", tag("strong", standing), f" as {sold_as}" if sold_as else None),
                tag("td", told.get("says", "")),
            )
        )
    return table(("Where", "Standing", "What is said"), rows)


def _warnings(substance: Substance) -> Html:
    if not substance.warnings:
        return tag("p", "None is recorded.")
    return tag("ul", [tag("li", started(name)) for name in substance.warnings], class_="warnings")


def _more(substance: Substance) -> list[tuple[str, tuple[Facts, ...]]]:
    """Interactions first: they are what is looked for."""
    return sorted(substance.further.items(), key=lambda item: (item[0] != "interactions", item[0]))


def _further(told: tuple[Facts, ...]) -> Html:
    """Whatever else a row lists: the name of each thing, then what is said of it."""
    items: list[Child] = []
    for said in told:
        lead = said.get("name") or said.get("with")
        rest = [(key, value) for key, value in said.items() if value != lead]
        only = rest[0][1] if len(rest) == 1 and rest[0][0] == "says" else None
        items.append(
            tag(
                "li",
                tag("strong", started(lead)) if lead else None,
                f": {only}" if only and lead else only,
                None if only or not rest else facts([(spoken(key), value) for key, value in rest]),
            )
        )
    return tag("ul", items)


def _sources(desk: Desk, substance: Substance) -> list[Child]:
    known = [name for name in substance.sources if name in desk.book.authorities]
    others = [name for name in substance.sources if name not in desk.book.authorities]
    return [
        [card(desk, name) for name in known],
        tag("ul", [tag("li", name) for name in others]) if others else None,
    ]


def _rules(desk: Desk) -> Html | None:
    using = desk.book.over(SUBSTANCE)
    return desk.entries(using) if using else None
