"""Where sentences end."""

import pytest

from healthlint.draft import parse
from healthlint.language import Language
from healthlint.model import JOINER

ONE = [
    "It works, e.g. in Fiji.",
    "Kava vs. placebo was tested.",
    "See Dr. Smith or Prof. Lund.",
    "Take 2.5 mg at 9 p.m. with food.",
    "Version 1.2.3 costs 3.50 dollars.",
    "J. R. Smith et al. wrote it.",
    "It works (see Fig. 2) well.",
    "It is no. 5 on the list.",
    "“Does it work?” she asked.",
    "“It works.” she said.",
    "It works... or so they say.",
    "Herbs, roots, etc. are sold.",
    "John F. Kennedy drank it.",
    "It kills H. pylori and E. coli.",
    "In the U.S. kava is sold.",
    "Visit example.com today.",
    "1. Wash the root.",
    "It contains approx. 5 mg.",
    "Piper methysticum var. wichmannii grows there.",
]

TWO = [
    ("It works.", "It helps."),
    ("Does it work?", "No."),
    ("Does it?!", "Yes!"),
    ("It has vitamin C.", "Kava has none."),
    ("It is rich in vitamin D.", "The root is not."),
    ("He said “it works.”", "She did not."),
    ("(It works.)", "It helps."),
    ("It works…", "Perhaps."),
    ("It is sold in the U.S.", "The root is cheap."),
    ("Kava, hops, etc.", "They are sold."),
    ("It works.", "it also helps."),
    ("Is it safe? No.", ""),
    ("The dose was 5.", "The risk rose."),
    ("它很好。", "它很便宜。"),
    ("It costs $5.", "5 people bought it."),
    ("¿Funciona?", "¡Sí!"),
]


def cut(text: str, english: Language) -> list[str]:
    document = parse(text, "a.md", english)
    return [document.prose[span.start : span.end].replace(JOINER, "") for span in document.sentences]


@pytest.mark.parametrize("text", ONE)
def test_one_sentence(text: str, english: Language) -> None:
    assert len(cut(text.replace("1. ", "1\\. "), english)) == 1


@pytest.mark.parametrize(("first", "second"), TWO)
def test_two_sentences(first: str, second: str, english: Language) -> None:
    if second:
        assert cut(f"{first} {second}", english) == [first, second]
    else:
        assert len(cut(first, english)) == 2


def test_markup_hides_no_end(english: Language) -> None:
    assert cut("**It works.** *It helps.*", english) == ["It works.", "It helps."]
    assert cut("It works.[^1] It helps.<sup>2</sup> End.\n\n[^1]: Note.", english)[1].startswith("It helps.")


def test_visible_breaks_part_lines(english: Language) -> None:
    assert cut("Calms nerves<br>Heals wounds", english) == ["Calms nerves", "Heals wounds"]
    assert cut("Calms nerves  \nand heals wounds", english) == ["Calms nerves  \nand heals wounds"]
    assert cut("Calms the\nNerves", english) == ["Calms the\nNerves"]


def test_sentences_do_not_cross_blocks(english: Language) -> None:
    assert cut("- one\n- two\n\n| a | b |\n|-|-|\n", english) == ["one", "two", "a", "b"]


def test_forms_and_spellings(english: Language) -> None:
    assert {"cures", "cured", "curing"} <= set(english.inflect("cure"))
    assert {"stopped", "stopping", "stops"} <= set(english.inflect("stop"))
    assert {"prevented", "preventing"} <= set(english.inflect("prevent"))
    assert {"weaned", "weaning"} <= set(english.inflect("wean"))
    assert "preventted" not in english.inflect("prevent") and "weanned" not in english.inflect("wean")
    assert {"therapies"} <= set(english.inflect("therapy"))
    assert {"quitting"} <= set(english.inflect("quit"))
    assert {"viruses"} <= set(english.inflect("virus"))
    assert {"diagnoses"} <= set(english.inflect("diagnosis"))
    assert {"controlled"} <= set(english.inflect("control"))
    assert english.inflect("5") == ("5",)


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("anaemia", "anemia"), ("oestrogen", "estrogen"), ("diarrhoea", "diarrhea"), ("haemorrhage", "hemorrhage"),
        ("paediatric", "pediatric"), ("gynaecologist", "gynecologist"), ("leukaemia", "leukemia"), ("oedema", "edema"),
        ("oesophagus", "esophagus"), ("foetus", "fetus"), ("caesarean", "cesarean"), ("tumour", "tumor"),
        ("behavioural", "behavioral"), ("fibre", "fiber"), ("millilitres", "milliliters"), ("centre", "center"),
        ("programme", "program"), ("sulphate", "sulfate"), ("ageing", "aging"), ("minimise", "minimize"),
        ("normalising", "normalizing"), ("analysed", "analyzed"), ("orthopaedic", "orthopedic"),
        ("anaesthetic", "anesthetic"), ("labelled", "labeled"), ("coeliac", "celiac"), ("apnoea", "apnea"),
    ],
)  # fmt: skip
def test_spellings(english: Language, british: str, american: str) -> None:
    assert english.fold(british) == english.fold(american)


@pytest.mark.parametrize(
    "word", ["does", "shoe", "goes", "hour", "four", "your", "pour", "aerobic", "disease", "toe", "wise", "is"]
)
def test_words_that_stay(english: Language, word: str) -> None:
    assert english.fold(word) == word
