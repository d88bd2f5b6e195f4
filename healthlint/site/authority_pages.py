"""The laws, codes and standards that rules rest on: on the page of a rule, and all of them on one page."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from healthlint.rulebook.catalogue import Entry, in_order
from healthlint.rulebook.files import Authority
from healthlint.rulebook.schema import as_list
from healthlint.shown import counted
from healthlint.site import addresses
from healthlint.site.html import HTTPS, Child, Html, listed, outside, tag
from healthlint.site.shell import Desk, day, jump, section
from healthlint.site.words import COPY, place

CHECKED = {"primary": "Read in the issuer’s own text", "secondary": "Known from a secondary source"}


def card(desk: Desk, name: str, *, heading: str = "h3", rules: Iterable[Entry] = (), marked: bool = False) -> Html:
    """What there is to know of an authority; on the page of them all, with the rules that rest on it."""
    said = desk.book.authorities[name]
    here = [tag("li", desk.rule(one.id)) for one in rules]
    return tag(
        "article",
        tag(heading, outside(said.url, said.cite)),
        tag("p", place(said.in_), " · ", said.kind, " · ", said.issuer, class_="meta"),
        tag("p", said.says),
        tag("blockquote", tag("p", said.quote)) if said.quote else None,
        tag(
            "p",
            tag("span", CHECKED[said.checked], ", ", day(said.as_of), "; due again by ", day(said.review_by)),
            " ",
            tag("span", "for ", listed(COPY.get(one, one) for one in as_list(said.for_))),
            " ",
            _address(said),
            " ",
            None if marked else tag("span", desk.to(addresses.of_authority(name), "its rules"), class_="its-rules"),
            class_="meta where-read",
        ),
        tag("details", tag("summary", counted(len(here), "rule")), tag("ul", here)) if here else None,
        class_="authority",
        id=addresses.mark(name) if marked else None,
    )


def _address(said: Authority) -> list[Child]:
    """Where the link leads, for whoever wants to know before going there; in print all of it."""
    if not said.url:
        return []
    host = urlsplit(said.url).hostname if HTTPS.fullmatch(said.url) else None
    return [tag("span", host or said.url, class_="host"), " ", tag("span", said.url, class_="url") if host else None]


def index(desk: Desk) -> str:
    """The page of all authorities, by jurisdiction."""
    book = desk.book
    resting: dict[str, list[Entry]] = {name: [] for name in book.authorities}
    for entry in book.rules.values():
        for name in entry.authorities:
            resting[name].append(entry)
    by_place: dict[str, list[str]] = {}
    for name in sorted(book.authorities, key=lambda name: (book.authorities[name].cite.casefold(), name)):
        by_place.setdefault(book.authorities[name].in_, []).append(name)
    codes = in_order(set(by_place))
    primary = sum(said.checked == "primary" for said in book.authorities.values())
    return desk.page(
        "Authorities",
        tag("h1", "Authorities"),
        tag(
            "p",
            f"What the rules rest on: {counted(len(book.authorities), 'text')}, of which {primary} were read in the "
            "issuer’s own words.",
            class_="lead",
        ),
        jump("By jurisdiction", [(place(code), f"in-{addresses.slug(code)}") for code in codes]),
        [
            section(
                place(code),
                [card(desk, name, rules=resting[name], marked=True) for name in by_place[code]],
                id_=f"in-{addresses.slug(code)}",
            )
            for code in codes
        ],
    )
