"""What rules look up besides substances: tables of dated facts, and wording that a law prescribes."""

from healthlint.rulebook.catalogue import Fact, Facts
from healthlint.rulebook.files import Verbatim
from healthlint.site import addresses
from healthlint.site.html import Child, Html, listed, tag
from healthlint.site.shell import Desk, day, jump, section, table
from healthlint.site.words import place, spoken, started


def page(desk: Desk) -> str:
    book = desk.book
    texts = [_text(desk, name, said) for name, said in book.texts.items()]
    jumps = [(spoken(name), addresses.slug(f"table-{name}")) for name in book.tables]
    jumps += [("Prescribed wording", "wording")] if texts else []
    return desk.page(
        "Reference",
        tag("h1", "Reference"),
        tag(
            "p", "What rules look up: dated facts with their sources, and wording that a law prescribes.", class_="lead"
        ),
        jump("On this page", jumps) if jumps else tag("p", "No pack has any."),
        [
            section(spoken(name), _rules(desk, name), _table(desk, rows), id_=addresses.slug(f"table-{name}"))
            for name, rows in book.tables.items()
        ],
        section("Prescribed wording", texts, id_="wording"),
        width="wide",
    )


def _rules(desk: Desk, table: str) -> Html | None:
    using = [desk.rule(entry.id) for entry in desk.book.over(table)]
    return tag("p", "Looked up by ", listed(using), ".", class_="meta") if using else None


def _table(desk: Desk, rows: tuple[Fact, ...]) -> Html:
    body = [
        tag(
            "tr",
            tag("th", started(row.name), scope="row"),
            tag("td", _value(row.says), [tag("br"), row.says["note"]] if "note" in row.says else None),
            tag("td", _sources(desk, row)),
        )
        for row in rows
    ]
    return table(("Name", "Says", "Source"), body, class_="reference")


def _value(says: Facts) -> list[Child]:
    """The number of a row first, then whatever else it says."""
    told = {"note", "checked", "as_of", "review_by", "source", "limit", "unit", "per", "number"}
    number = " ".join(says[key] for key in ("number", "limit", "unit") if key in says)
    parts: list[Child] = [tag("strong", f"{number} a {says['per']}" if "per" in says else number)] if number else []
    for key, value in says.items():
        if key == "in":
            parts.append(", ".join(map(place, value.split(", "))))
        elif key not in told:
            parts.append(f"{spoken(key).lower()}: {value}")
    return [listed(parts, "; ")]


def _sources(desk: Desk, row: Fact) -> list[Child]:
    known = [name for name in row.sources if name in desk.book.authorities]
    links = [desk.to(addresses.of_authority(name), desk.book.authorities[name].cite) for name in known]
    others = [name for name in row.sources if name not in known]
    read = row.says.get("as_of", "")
    return [listed([*links, *others], "; "), [", read ", day(read)] if read else None]


def _text(desk: Desk, name: str, said: Verbatim) -> Html:
    known = said.authority in desk.book.authorities
    return tag(
        "article",
        tag("h3", spoken(name)),
        tag("p", said.about),
        [tag("blockquote", tag("p", text)) for text in (said.text, *said.variants)],
        tag(
            "p",
            desk.to(addresses.of_authority(said.authority), desk.book.authorities[said.authority].cite),
            class_="meta",
        )
        if known
        else None,
        class_="authority",
        id=addresses.slug(f"text-{name}"),
    )
