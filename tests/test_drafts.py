"""A draft as a whole: its bytes, its places, its language, and plain text."""

import re
from pathlib import Path

import pytest

from healthlint.draft import DraftError, parse, read
from healthlint.language import Language
from healthlint.model import JOINER, OPAQUE, Document


def seen(document: Document) -> list[str]:
    """What a reader sees of each block; an address as one mark."""
    shown = (document.prose[one.span.start : one.span.end].replace(JOINER, "") for one in document.blocks)
    return [" ".join(re.sub(f"{OPAQUE}+", "¤", prose).split()) for prose in shown]


def test_places_count_characters(english: Language) -> None:
    document = parse("\ufeff# 😀 Ka\r\n\r\nÉte\u0301 **cures**\rlast", "a.md", english)
    start = document.text.index("cures")
    assert document.position(document.text.index("#")) == (1, 1)
    assert document.position(document.text.index("Ka")) == (1, 5)
    assert document.position(start) == (3, 8)
    assert document.position(document.text.index("last")) == (4, 1)
    assert document.prose[start : start + 5] == "cures"


def test_plain_text(english: Language) -> None:
    document = parse(
        "Kava Root\n\nKava *is* a root\nof the <b>Pacific</b>.\n\n- one\n- two\n\nSee https://a.org.", "a.txt", english
    )
    assert seen(document) == ["Kava Root", "Kava *is* a root of the <b>Pacific</b>.", "one", "two", "See ¤."]
    assert [one.kind for one in document.blocks] == ["heading", "paragraph", "item", "item", "paragraph"]
    assert document.citations[0].source == "https://a.org"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Le kava est une plante qui pousse dans les îles et que les gens boivent pour la détente. ", "French"),
        ("Die Kava ist eine Pflanze, die auf den Inseln wächst und nicht nur von Menschen getrunken wird. ", "German"),
        ("La kava es una planta que crece en las islas y que se bebe para la calma de los que viven allí. ", "Spanish"),
        ("Кава это растение которое растёт на островах и которое пьют люди. ", "Cyrillic"),
        ("Kava is a plant that grows on islands, and some people drink it for calm. ", ""),
    ],
)
def test_other_languages_are_skipped(english: Language, sentence: str, said: str) -> None:
    skipped = parse(sentence * 6, "a.md", english).skipped
    assert (said in skipped) if said else skipped == ""
    assert parse(" ".join(sentence.split()[:3]), "a.md", english).skipped == ""


def test_mixed_draft_is_not_skipped(english: Language) -> None:
    theirs = "Le kava est une plante qui pousse dans les îles. "
    ours = "Kava is a plant that grows on the islands, and it is drunk by the people of the place. "
    assert parse((theirs + ours) * 8, "a.md", english).skipped == ""


def test_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("\ufeffÄ\r\nb".encode())
    assert read(path) == "\ufeffÄ\r\nb"
    for data in (b"\xff\xfea\0", b"a\0b", b"caf\xe9"):
        path.write_bytes(data)
        with pytest.raises(DraftError, match=r"a\.md"):
            read(path)
    with pytest.raises(DraftError, match="cannot be opened"):
        read(tmp_path / "none.md")
