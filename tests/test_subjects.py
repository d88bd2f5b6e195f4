"""Whom does a clause speak of? A draft with the framed words of a rule, and the words that name their subject."""

from collections.abc import Callable, Mapping

import pytest

from healthlint.draft import parse
from healthlint.finding import Linted
from healthlint.rulebook import Library
from healthlint.rulebook.matching import find
from healthlint.rulebook.page import Page
from healthlint.rulebook.phrases import parse as parse_phrase
from healthlint.rulebook.subjects import subject

Make = Callable[[Mapping[str, str]], Library]

FILES = {
    "lexicons/herb.yaml": "entity: true\nterms: [kava, valerian, insulin (tea|root), (our|this) blend, herb~]",
    "lexicons/medicine.yaml": "entity: true\nterms: [ibuprofen, insulin, opioid~]",
    "lexicons/disease.yaml": "terms: [gout, anxiety, insulin resistance, opioid withdrawal]",
}

PHRASE = "(<herb> ^heal~|(it|which) ^soothe~|^(relieve~|treat~|cure~) ...3 <disease>|<disease> ...3 ^treated|^effect~)"

TABLE = [
    # in the sentence, to the left: the nearest
    ("Kava relieves anxiety.", "Kava"),
    ("Kava, unlike rest, relieves anxiety.", "Kava"),
    ("Kava and valerian relieve anxiety.", "valerian"),
    ("Kava is a root that relieves anxiety.", "Kava"),
    ("Kava tastes bitter, but it relieves anxiety.", "Kava"),
    ("It relieves anxiety, kava.", None),
    # a comparison is no subject
    ("Unlike ibuprofen, kava relieves anxiety.", "kava"),
    ("Kava, unlike ibuprofen, relieves anxiety.", "Kava"),
    ("Kava relieves anxiety better than ibuprofen.", "Kava"),
    ("More than ibuprofen, this blend relieves anxiety.", "this blend"),
    ("Like ibuprofen, it relieves anxiety.", "ibuprofen"),
    # a part of a longer term is none
    ("Kava for insulin resistance relieves gout.", "Kava"),
    ("Insulin tea relieves gout.", "Insulin tea"),
    ("Insulin relieves gout.", "Insulin"),
    # named in the phrase itself
    ("Ibuprofen fails where kava heals.", "kava"),
    ("Of ibuprofen, kava heals.", "kava"),
    ("It treats opioid withdrawal.", None),
    # the agent, after a passive; the owner, after an effect
    ("Anxiety can be treated with kava.", "kava"),
    ("Anxiety can be treated with rest.", None),
    ("The effects of kava are mild.", "kava"),
    ("The effects are those of kava.", None),
    ("Its effects with kava are mild.", "kava"),
    # a pronoun in the phrase points back to what its sentence, or the one before, speaks of first
    ("Kava beats ibuprofen, and it soothes.", "Kava"),
    ("Kava is a root. Ibuprofen is a pill. It soothes.", "Ibuprofen"),
    ("Kava comes before ibuprofen. It soothes.", "Kava"),
    ("Kava is a root. It relieves anxiety.", "Kava"),
    ("Kava is a root. Rest relieves anxiety.", None),
    ("Kava is a root.\n\nIt relieves anxiety.", None),
    ("Kava is a root. Rest is good. It relieves anxiety.", None),
    # the lead-in of a list
    ("Kava:\n\n- relieves anxiety\n", "Kava"),
    ("What kava does better than ibuprofen:\n\n- relieves anxiety\n", "kava"),
    ("Kava:\n\n- Ibuprofen relieves gout\n", "Ibuprofen"),
    ("Rest:\n\n- relieves anxiety\n", None),
    # what the page is about
    ("# All about kava\n\nRest relieves anxiety.", "kava"),
    ("# All about kava\n\nIbuprofen relieves gout.", "Ibuprofen"),
    ("## All about kava\n\nRest relieves anxiety.", None),
    ("---\ntitle: Kava and ibuprofen\n---\nRest relieves anxiety.", "Kava"),
    ("---\nauthor: Kava\n---\nRest relieves anxiety.", None),
    ("# Kava relieves anxiety", "Kava"),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_subject(pack: Make, text: str, expected: str | None) -> None:
    library = pack(FILES)
    page = Page(parse(text, "draft.md", library.language), library.names.vocabulary)
    phrase = parse_phrase(PHRASE, library.language)
    *_, match = (match for view in page.views() for match in find(phrase, view))
    entity = subject(page, match)
    assert (entity and text[entity.span.start : entity.span.end]) == expected


FLAGGED = [
    ("herb", "Kava relieves anxiety. Ibuprofen relieves gout. Rest relieves anxiety.", ["relieves anxiety"]),
    ("<herb>", "Kava relieves anxiety.", ["relieves anxiety"]),
    (
        "[herb, medicine]",
        "Kava relieves anxiety. Ibuprofen relieves gout. Rest relieves anxiety.",
        ["relieves anxiety", "relieves gout"],
    ),
    (
        "not <medicine>",
        "Kava relieves anxiety. Ibuprofen relieves gout. Rest relieves anxiety.",
        ["relieves anxiety", "relieves anxiety"],
    ),
    (
        "[herb, not medicine]",
        "Kava relieves anxiety. Ibuprofen relieves gout. Rest relieves anxiety.",
        ["relieves anxiety"],
    ),
]


@pytest.mark.parametrize(("said", "text", "expected"), FLAGGED)
def test_rule_with_a_subject(
    flag: Callable[[Mapping[str, str], str], list[str]], said: str, text: str, expected: list[str]
) -> None:
    rule = f"find: relieve~ <disease>\nsubject: {said if said[0] == '[' else repr(said)}"
    assert flag({**FILES, "demo/claim.yaml": rule}, text) == expected


def test_why_an_unwanted_subject_is_let_go(pack: Make, lint: Callable[[Library, str], Linted]) -> None:
    library = pack({**FILES, "demo/claim.yaml": "find: relieve~ <disease>\nsubject: not medicine"})
    text = "Ibuprofen relieves gout."
    linted = lint(library, text)
    assert linted.findings == ()
    (let_go,) = linted.let_go
    assert let_go.reason == "it is said of “Ibuprofen” (medicine), which the rule leaves alone"
    assert let_go.by is not None
    assert text[let_go.by.start : let_go.by.end] == "Ibuprofen"
