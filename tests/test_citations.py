"""What a draft points to: citations, links, and the stretches that it quotes."""

import pytest

from healthlint.draft import parse
from healthlint.language import Language

CITED = [
    ("[a](https://www.nih.gov/x)", "link", "https://www.nih.gov/x"),
    ("see https://nih.gov/x.", "link", "https://nih.gov/x"),
    ('<a href="https://nih.gov/x?a&amp;b">a</a>', "link", "https://nih.gov/x?a&b"),
    ("so [3].", "numbered", "[3]"),
    ("so [1, 4-6].", "numbered", "[1, 4-6]"),
    ("found<sup>1,2</sup>.", "numbered", "1,2"),
    ("found.¹", "numbered", "¹"),
    ("found [1](#ref-1)", "numbered", "1"),
    ("doi:10.1000/xyz.12", "doi", "doi:10.1000/xyz.12"),
    ("PMID: 1234567", "pmid", "PMID: 1234567"),
    ("NCT01234567", "registry", "NCT01234567"),
    ("ISRCTN12345678", "registry", "ISRCTN12345678"),
    ("as shown (Meyer et al., 2020).", "author-year", "(Meyer et al., 2020)"),
    ("as shown (Meyer & Lund 2019b).", "author-year", "(Meyer & Lund 2019b)"),
    ("Meyer et al. (2020) found", "author-year", "Meyer et al. (2020)"),
    ("as shown [@meyer2020]", "author-year", "[@meyer2020]"),
    ("as shown {cite}`meyer2020`", "author-year", "meyer2020"),
]


@pytest.mark.parametrize(("typed", "kind", "source"), CITED)
def test_citations(english: Language, typed: str, kind: str, source: str) -> None:
    assert [(one.kind, one.source) for one in parse(typed, "a.md", english).citations] == [(kind, source)]


@pytest.mark.parametrize(
    "typed",
    [
        "![a](https://nih.gov/x.png)",
        "[a](/within) and [b](#below)",
        "10<sup>6</sup> cells per m<sup>2</sup>",
        "since March (2020) it",
        "in (2020)",
        "`[1]` and <https:>",
        "[text](http://)",
    ],
)
def test_no_citations(english: Language, typed: str) -> None:
    assert parse(typed, "a.md", english).citations == ()


def test_links(english: Language) -> None:
    document = parse(
        "[Lüge](https://www.Ä.org/ü) <http://user@b.org:80/> [c](../c.md) www.d.org [e][r]\n\n[r]: //e.org",
        "a.md",
        english,
    )
    assert [link.host for link in document.links] == ["ä.org", "b.org", "", "d.org", "e.org"]
    first = document.links[0]
    assert first.target == "https://www.Ä.org/ü"
    assert document.text[first.label.start : first.label.end] == "Lüge"


@pytest.mark.parametrize(
    ("typed", "quoted"),
    [
        ("He said “it heals” today", ["“it heals”"]),
        ('He said "it heals" today', ['"it heals"']),
        ("Il dit « ça va » ici", ["« ça va »"]),
        ("He said 'it really heals' today", ["'it really heals'"]),
        ("He said ‘it’s a cure’ today", ["‘it’s a cure’"]),
        ("Don't say it's the writers' own", []),
        ('A 6" pot and a 7" pot', []),
        ("One “open\n\nand” closed", []),
    ],
)
def test_quotes(english: Language, typed: str, quoted: list[str]) -> None:
    document = parse(typed, "a.md", english)
    assert [typed[span.start : span.end] for span in document.quotes] == quoted
