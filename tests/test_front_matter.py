"""Front matter: fields, the texts in them, and what is broken in it."""

import pytest

from healthlint.draft import parse
from healthlint.language import Language
from healthlint.model import JOINER, Document


def seen(document: Document) -> list[str]:
    """What a reader sees of each block."""
    return [
        " ".join(document.prose[one.span.start : one.span.end].replace(JOINER, "").split()) for one in document.blocks
    ]


FRONT_MATTER = {
    "yaml": ("---\ntitle: Kava\ntags: [a-b, c]\nseo:\n  description: >-\n    Two\n    lines\n---\nBody", 4),
    "toml": ('+++\ntitle = "Kava"\ntags = ["a-b", "c"]\n[seo]\ndescription = "Two lines"\n+++\nBody', 4),
}


@pytest.mark.parametrize("name", FRONT_MATTER)
def test_front_matter(english: Language, name: str) -> None:
    document = parse(FRONT_MATTER[name][0], "a.md", english)
    assert {key: one.values for key, one in document.front_matter.items()} == {
        "title": ("Kava",),
        "tags": ("a-b", "c"),
        "seo.description": ("Two lines",),
    }
    assert seen(document) == ["Kava", "a-b", "c", "Two lines", "Body"]
    assert [block.field for block in document.blocks] == ["title", "tags", "tags", "seo.description", None]


def test_two_blocks_of_front_matter(english: Language) -> None:
    document = parse(
        "\ufeff---\r\ntitle: One\r\n---\r\n\r\n---\r\ntitle: Two\r\ndate: 2024-01-02\r\n---\r\nBody", "a.md", english
    )
    assert seen(document) == ["One", "Two", "Body"]
    assert document.front_matter["title"].values == ("One",)
    assert document.front_matter["date"].values == ("2024-01-02",)


@pytest.mark.parametrize(
    ("typed", "line", "said"),
    [
        ("---\ntitle: Kava: the root\nslug: kava\n---\nBody", 2, "YAML"),
        ("---\ntitle: 'Kava\n---\nBody", 3, "YAML"),
        ("---\na: &a [x]\nb: *a\n---\nBody", 3, "alias"),
        ("+++\ntitle = Kava\n+++\nBody", 2, "TOML"),
        ("---\ntitle: Kava\n\nBody", 1, "not closed"),
        ("---\na: " + "[" * 5000 + "\n---\nBody", 1, "deep"),
    ],
)
def test_broken_front_matter(english: Language, typed: str, line: int, said: str) -> None:
    document = parse(typed, "a.md", english)
    (fault,) = document.faults
    assert fault.rule == "draft/front-matter" and said in fault.message
    assert abs(document.position(fault.span.start).line - line) <= 1
    assert seen(document)[-1] == "Body"


def test_broken_front_matter_is_still_read(english: Language) -> None:
    document = parse("---\ntitle: Kava: the cure\nslug: kava\n---\nBody", "a.md", english)
    assert seen(document) == ["Kava: the cure", "kava", "Body"]


def test_rule_is_no_front_matter(english: Language) -> None:
    document = parse("---\nText here.\n\n---\nMore.", "a.md", english)
    assert not document.faults and not document.front_matter
    assert "More." in seen(document)


def test_quoted_values(english: Language) -> None:
    document = parse("---\ntitle: \"Kava \\\"root\\\" caf\\u00e9\"\nslug: 'it''s'\n---\n", "a.md", english)
    assert seen(document) == ['Kava "root" café', "it's"]


def test_persons_are_no_text(english: Language) -> None:
    assert not parse("---\nauthor:\n  title: Doctor of Cures\n---\n", "a.md", english).blocks
