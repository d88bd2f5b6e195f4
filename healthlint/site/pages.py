"""All files of the site, by their addresses."""

from collections.abc import Iterator
from importlib.resources import files as packaged

from healthlint.rulebook import Library
from healthlint.rulebook.catalogue import Catalogue, catalogue
from healthlint.site import (
    addresses,
    authority_pages,
    list_pages,
    profile_pages,
    reference_page,
    rule_pages,
    search_page,
    substance_pages,
)
from healthlint.site.shell import Desk
from healthlint.site.words import GRAVEST_FIRST


def files(library: Library) -> dict[str, str]:
    """The text of each file of the site. The same library makes the same texts."""
    return dict(sorted(_files(catalogue(library))))


def _files(book: Catalogue) -> Iterator[tuple[str, str]]:
    yield addresses.STYLE, packaged("healthlint.site").joinpath("style.css").read_text(encoding="utf-8")
    yield addresses.HOME, list_pages.home(Desk(book, addresses.HOME))
    yield addresses.RULES, list_pages.rules(Desk(book, addresses.RULES))
    yield addresses.SUBSTANCES, substance_pages.index(Desk(book, addresses.SUBSTANCES))
    yield addresses.PROFILES, profile_pages.index(Desk(book, addresses.PROFILES))
    yield addresses.AUTHORITIES, authority_pages.index(Desk(book, addresses.AUTHORITIES))
    yield addresses.REFERENCE, reference_page.page(Desk(book, addresses.REFERENCE))
    yield addresses.SEARCH, search_page.page(Desk(book, addresses.SEARCH))
    for entry in book.rules.values():
        here = addresses.of_rule(entry.id)
        yield here, rule_pages.page(Desk(book, here), entry)
    for substance in book.substances:
        here = addresses.of_substance(substance.key)
        yield here, substance_pages.page(Desk(book, here), substance)
    for name, profile in book.profiles.items():
        here = addresses.of_profile(name)
        yield here, profile_pages.page(Desk(book, here), name, profile)
    yield from _lists(book)


def _lists(book: Catalogue) -> Iterator[tuple[str, str]]:
    for family, entries in list_pages.families(Desk(book, "")).items():
        here = addresses.of_family(family)
        yield here, list_pages.family(Desk(book, here), family, entries)
    for code in list_pages.jurisdictions(Desk(book, "")):
        here = addresses.of_jurisdiction(code)
        yield here, list_pages.jurisdiction(Desk(book, here), code)
    for severity in GRAVEST_FIRST:
        here = addresses.of_severity(severity)
        yield here, list_pages.severity(Desk(book, here), severity)
