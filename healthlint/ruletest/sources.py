"""Runs the examples of the classes of sources: each address is put into a draft as a link, and its class asked."""

from collections.abc import Iterator

from healthlint.rulebook import Library
from healthlint.ruletest.example import Result, document, quoted


def test_source(library: Library, name: str, *, mutate: bool = False) -> Iterator[Result]:
    """The examples of a class of sources; it has no mutants."""
    del mutate
    for loaded in library.packs.sources[name]:
        tests = loaded.said.tests
        for kind, texts in (("holds", tests.holds), ("lacks", tests.lacks)):
            for index, target in enumerate(texts):
                (link,) = document(library, f"[This]({target}).").links
                held = library.names.sources.of_link(link.host, link.target)
                ok = (held == name) == (kind == "holds")
                detail = "" if ok else f"{quoted(target)} is {f'of the class {held}' if held else 'of no class'}"
                yield Result(f"sources/{name}", f"{kind} {index + 1}", ok, detail)
