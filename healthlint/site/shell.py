"""What all pages share: the head, the way around, the foot; and the forms in which things are listed and told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from healthlint.model import Severity
from healthlint.rulebook.catalogue import Catalogue, Entry
from healthlint.site import addresses
from healthlint.site.html import Child, Html, joined, listed, tag
from healthlint.site.words import place, short
from healthlint.version import __version__

NO_SCRIPT = "script-src 'none'"
POLICY = "object-src 'none'; connect-src 'none'; font-src 'none'; frame-src 'none'; base-uri 'none'; {scripts}"
"""What a page may do, should markup of a pack ever slip through: nothing. The search page runs its own script."""

ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16'"
    " rx='3' fill='%231f4e5f'/%3E%3Cpath d='M4 3.5v9M12 3.5v9M4 8h8' stroke='%23fff' stroke-width='2'/%3E%3C/svg%3E"
)

WAYS = (
    ("Rules", addresses.RULES),
    ("Substances", addresses.SUBSTANCES),
    ("Profiles", addresses.PROFILES),
    ("Authorities", addresses.AUTHORITIES),
    ("Reference", addresses.REFERENCE),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a page is made: what the rulebook has, and where the page lies."""

    book: Catalogue
    here: str

    def to(self, there: str, *label: Child, class_: str | None = None) -> Html:
        """A link to another page of the site."""
        return tag("a", label, href=addresses.between(self.here, there), class_=class_)

    def rule(self, id_: str) -> Html:
        return self.to(addresses.of_rule(id_), self.book.rules[id_].rule.title)

    def places(self, codes: Iterable[str]) -> Html:
        return listed(self.to(addresses.of_jurisdiction(code), place(code)) for code in codes)

    def entry(self, entry: Entry, severity: Severity | None = None) -> Html:
        """A rule in a list: its title, its id, how grave it is, where it holds."""
        return tag(
            "li",
            tag("div", self.to(addresses.of_rule(entry.id), entry.rule.title, class_="name"), class_="what"),
            tag(
                "div",
                badge(severity or entry.rule.severity),
                [" ", trial()] if entry.preview else None,
                " ",
                tag("code", entry.id),
                " ",
                tag("span", listed(map(short, entry.jurisdictions)), class_="where"),
                class_="about",
            ),
        )

    def entries(self, entries: Sequence[Entry]) -> Html:
        return tag("ul", [self.entry(one) for one in entries], class_="entries")

    def page(
        self,
        title: str,
        *body: Child,
        trail: Sequence[tuple[str, str]] = (),
        scripts: str = NO_SCRIPT,
        about: str = "",
        width: str = "",
    ) -> str:
        """A whole page. `trail` leads to it: pairs of a name and an address."""
        heading = title if self.here == addresses.HOME else f"{title} · healthlint rulebook"
        head = tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=POLICY.format(scripts=scripts)),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="color-scheme", content="light dark"),
            tag("meta", name="referrer", content="no-referrer"),
            tag("meta", name="description", content=about) if about else None,
            tag("title", heading),
            tag("link", rel="icon", href=ICON),
            tag("link", rel="stylesheet", href=addresses.between(self.here, addresses.STYLE)),
        )
        whole = tag(
            "body",
            tag("a", "Skip to the content", href="#content", class_="skip"),
            self._header(),
            tag("main", self._trail(trail), body, id="content", tabindex="-1", class_=width or None),
            self._footer(),
        )
        return f"<!doctype html>\n{tag('html', head, whole, lang='en')}\n"

    def _header(self) -> Html:
        folder = self.here.partition("/")[0]
        ways = [
            tag(
                "li",
                tag(
                    "a",
                    label,
                    href=addresses.between(self.here, there) or "#content",
                    aria_current="page" if here else ("true" if near else None),
                ),
            )
            for label, there in WAYS
            for here, near in [(there == self.here, there.partition("/")[0] == folder)]
        ]
        home = tag("a", "healthlint ", tag("span", "rulebook"), href=self._home(), class_="brand")
        search = None if self.here in (addresses.HOME, addresses.SEARCH) else self.search_form("Search the rulebook")
        return tag("header", tag("div", home, tag("nav", tag("ul", ways), aria_label="Rulebook"), search))

    def _home(self) -> str:
        return addresses.between(self.here, addresses.HOME) or "#content"

    def search_form(self, label: str, big: bool = False) -> Html:
        """A field that leads to the page of the search."""
        return tag(
            "form",
            tag("label", label, for_="q", class_=None if big else "unseen"),
            tag("input", type="search", id="q", name="q", autocomplete="off", placeholder=None if big else "Search"),
            tag("button", "Search", type="submit"),
            role="search",
            action=addresses.between(self.here, addresses.SEARCH),
            class_="search big" if big else "search",
        )

    def _trail(self, trail: Sequence[tuple[str, str]]) -> Html | None:
        if not trail:
            return None
        home = tag("li", self.to(addresses.HOME, "Rulebook"))
        steps = [tag("li", self.to(there, name)) for name, there in trail]
        return tag("nav", tag("ol", home, steps), aria_label="Where this page stands", class_="trail")

    def _footer(self) -> Html:
        return tag(
            "footer",
            tag(
                "div",
                tag(
                    "p",
                    "A rule says how words read under a named text, not what is lawful; a clean run is no legal ",
                    "clearance. Laws change: each authority says when it was last read.",
                ),
                tag("p", f"Written by healthlint {__version__}. ", self.to(addresses.SEARCH, "Everything, A to Z")),
            ),
        )


def badge(severity: str) -> Html:
    return tag("span", severity, class_=f"badge {severity}")


def trial() -> Html:
    return tag("span", "preview", class_="badge preview")


def section(title: str, *body: Child, id_: str) -> Html:
    """A part of a page with its heading; nothing where it has nothing to say."""
    inner = joined(body)
    if not inner:
        return inner
    return tag("section", tag("h2", title, id=id_), inner, aria_labelledby=id_)


def jump(label: str, ways: Iterable[tuple[str, str]]) -> Html:
    """Links to parts of the page: pairs of a name and a mark."""
    items = [tag("li", tag("a", name, href=f"#{mark}")) for name, mark in ways]
    return tag("nav", tag("ul", items), aria_label=label, class_="jump")


def table(labels: Iterable[str], rows: Sequence[Html], *, class_: str | None = None) -> Html:
    head = tag("tr", [tag("th", label, scope="col") for label in labels])
    return tag("table", tag("thead", head), tag("tbody", rows), class_=class_)


def facts(pairs: Iterable[tuple[str, Child]]) -> Html:
    """Names with what is said of them; a name of which nothing is said is left out."""
    told = [(name, inner) for name, said in pairs if (inner := joined(said))]
    return tag("dl", [tag("div", tag("dt", name), tag("dd", inner)) for name, inner in told], class_="facts")


def day(iso: str) -> Child:
    """A date as machines and readers know it."""
    return tag("time", iso, datetime=iso) if iso else None
