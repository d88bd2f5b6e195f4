"""Everything from A to Z on one page, which a script of its own narrows to what is looked for."""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from healthlint.rulebook.catalogue import Entry, Fact, Substance
from healthlint.rulebook.files import Authority, Profile, Verbatim
from healthlint.rulebook.schema import as_list
from healthlint.site import addresses
from healthlint.site.html import Child, Html, tag
from healthlint.site.list_pages import jurisdictions
from healthlint.site.shell import Desk, badge, trial
from healthlint.site.substance_pages import spoken_name
from healthlint.site.words import GRAVEST_FIRST, place, plain, short, spoken, started

SCRIPT = files("healthlint.site").joinpath("search.js").read_text(encoding="utf-8")
KINDS = ("rule", "substance", "profile", "authority", "reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the list, and the words by which it is found."""

    name: str
    kind: str
    address: str
    code: str
    places: tuple[str, ...]
    words: str
    severity: str = ""
    preview: bool = False


def page(desk: Desk) -> str:
    items = sorted(_items(desk), key=lambda item: (item.name.casefold(), item.kind, item.code))
    index = [[item.name, item.code, item.kind, item.severity, list(item.places), item.words] for item in items]
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    return desk.page(
        "Search",
        tag("h1", "Search"),
        tag(
            "noscript",
            tag("p", "The search needs JavaScript. Without it, this is the list of everything, A to Z.", class_="note"),
        ),
        _form(desk),
        tag("p", f"{len(items)} entries.", id="count", role="status"),
        tag("ul", [_row(desk, item) for item in items], class_="entries", id="found"),
        tag("script", data(index), id="index", type="application/json"),
        tag("script", Html(SCRIPT)),
        scripts=f"script-src 'sha256-{digest}'",
        about="Search the rulebook of healthlint.",
    )


def data(value: object) -> Html:
    """JSON that no text in it can end or turn into markup."""
    said = json.dumps(value, separators=(",", ":"))
    return Html(said.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _form(desk: Desk) -> Html:
    severities: list[tuple[str, str]] = [(one, spoken(one)) for one in GRAVEST_FIRST]
    return tag(
        "form",
        tag(
            "div",
            tag("label", "Words", for_="q"),
            tag("input", type="search", id="q", name="q", autocomplete="off", autofocus=True),
            class_="words",
        ),
        _choice("kind", "Kind", [(one, spoken(one)) for one in KINDS]),
        _choice("severity", "Severity", severities),
        _choice("place", "Holds in", [(code, place(code)) for code in jurisdictions(desk)]),
        role="search",
        id="search",
        class_="finder",
        hidden=True,
    )


def _choice(name: str, label: str, options: list[tuple[str, str]]) -> Html:
    every: list[Child] = [tag("option", "Any", value="")]
    every += [tag("option", shown, value=value) for value, shown in options]
    return tag("div", tag("label", label, for_=name), tag("select", every, id=name, name=name))


def _row(desk: Desk, item: Item) -> Html:
    return tag(
        "li",
        tag("div", desk.to(item.address, item.name, class_="name"), class_="what"),
        tag(
            "div",
            badge(item.severity) if item.severity else tag("span", item.kind, class_="badge plain"),
            [" ", trial()] if item.preview else None,
            [" ", tag("code", item.code)] if item.code else None,
            " ",
            tag("span", ", ".join(map(short, item.places)), class_="where"),
            class_="about",
        ),
    )


def _items(desk: Desk) -> Iterator[Item]:
    book = desk.book
    yield from (_of_rule(desk, entry) for entry in book.rules.values())
    yield from (_of_substance(one) for one in book.substances)
    for table, rows in book.tables.items():
        yield from (_of_row(table, row) for row in rows)
    yield from (_of_text(name, said) for name, said in book.texts.items())
    yield from (_of_profile(name, said) for name, said in book.profiles.items())
    yield from (_of_authority(name, said) for name, said in book.authorities.items())


def _of_rule(desk: Desk, entry: Entry) -> Item:
    rule = entry.rule
    cited = [desk.book.authorities[name].cite for name in entry.authorities]
    return Item(
        name=rule.title,
        kind="rule",
        address=addresses.of_rule(entry.id),
        code=entry.id,
        places=entry.jurisdictions,
        words=" ".join([plain(rule.message), plain(rule.advice), rule.why, rule.danger, *entry.formerly, *cited]),
        severity=rule.severity,
        preview=entry.preview,
    )


def _of_substance(one: Substance) -> Item:
    said = [facts.get("says", "") for facts in one.status]
    said += [facts.get("name", "") for told in one.further.values() for facts in told]
    return Item(
        name=spoken_name(one),
        kind="substance",
        address=addresses.of_substance(one.key),
        code="",
        places=tuple(dict.fromkeys(facts["in"] for facts in one.status if "in" in facts)),
        words=" ".join([*one.names, *one.latin, *one.warnings, *said]),
    )


def _of_row(table: str, row: Fact) -> Item:
    return Item(
        name=started(row.name),
        kind="reference",
        address=addresses.of_table(table),
        code="",
        places=(),
        words=" ".join([spoken(table), *row.says.values()]),
    )


def _of_text(name: str, said: Verbatim) -> Item:
    return Item(
        name=spoken(name),
        kind="reference",
        address=addresses.of_text(name),
        code="",
        places=(),
        words=" ".join([said.about, said.text, *said.variants]),
    )


def _of_profile(name: str, said: Profile) -> Item:
    return Item(
        name=spoken(name),
        kind="profile",
        address=addresses.of_profile(name),
        code=name,
        places=tuple(as_list(said.jurisdiction)),
        words=said.about,
    )


def _of_authority(name: str, said: Authority) -> Item:
    return Item(
        name=said.cite,
        kind="authority",
        address=addresses.of_authority(name),
        code="",
        places=(said.in_,),
        words=" ".join([name, said.issuer, said.kind, said.says, said.quote]),
    )
