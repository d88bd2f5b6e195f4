"""The phrase language, as a table: a phrase, a draft, and the words that it finds there."""

from collections.abc import Callable, Mapping

import pytest

from healthlint.draft import parse as parse_draft
from healthlint.language import Language
from healthlint.rulebook import Library
from healthlint.rulebook.matching import Match, find
from healthlint.rulebook.page import Page
from healthlint.rulebook.phrases import PhraseError, forms, parse
from healthlint.rulebook.tokens import split

Make = Callable[[Mapping[str, str]], Library]

FILES = {
    "lexicons/disease.yaml": "terms: [gout, heart disease, (type (1|2)|) diabetes, MS, the flu, <cancer>]",
    "lexicons/cancer.yaml": "terms: [cancer~, <organ> (tumour~|cancer~)]",
    "lexicons/organ.yaml": "terms: [skin, lung, colon]",
    "lexicons/herb.yaml": "entity: true\nterms: [kava, St John's wort, (our|the) blend]",
    "lexicons/remedy.yaml": "also: herb\nterms: [ice pack~]",
    "frames/claim.yaml": "phrases: [<herb> ^(cure~|treat~) ...3 <disease>]",
}


@pytest.fixture
def words(pack: Make) -> Callable[[str, str], list[Match]]:
    """Every match of a phrase in a draft."""
    library = pack(FILES)

    def found(phrase: str, text: str) -> list[Match]:
        page = Page(parse_draft(text, "draft.md", library.language), library.names.vocabulary)
        compiled = parse(phrase, library.language)
        return [match for view in page.views() for match in find(compiled, view)]

    return found


TABLE = [
    # plain words
    ("risk free", "A risk free way, RISK FREE, Risk\nfree.", ["risk free", "RISK FREE", "Risk\nfree"]),
    ("risk free", "A risky freedom; brisk free time.", []),
    ("risk free", "No risk. Free shipping.", []),
    ("risk free", "At risk, free of charge; risk: free.", []),
    ("a, b", "Say a, b or a b.", ["a, b"]),
    ("100 %", "It is 100% safe and 100 % pure.", ["100%", "100 %"]),
    ("side effects", 'It is “side” ‘effects’ "side effects".', ["side” ‘effects", "side effects"]),
    ("more more", "more more more more more", ["more more", "more more"]),
    # hyphens are blanks, and blanks of every kind are blanks
    (
        "risk-free",
        "risk free, risk-free, risk\u2011free, risk\u00a0free, risk\u2009free",
        ["risk free", "risk-free", "risk\u2011free", "risk\u00a0free", "risk\u2009free"],
    ),
    ("anti cancer", "An anti-cancer diet; anticancer.", ["anti-cancer"]),
    ("risk free", "risk — free, risk -- free, risk - free, risk—free", []),
    ("500 mg", "500mg, 500 mg, 500-mg, 500\u00a0mg, 5000mg, 500 mgs", ["500mg", "500 mg", "500-mg", "500\u00a0mg"]),
    ("500mg", "Take 500mg or 500 mg.", ["500mg", "500 mg"]),
    ("vitamin b12", "Vitamin B12, vitamin B-12, vitamin B 12.", ["Vitamin B12", "vitamin B-12", "vitamin B 12"]),
    # markup that a reader does not see
    ("cures gout", "It cu**re**s gout.", ["cu**re**s gout"]),
    ("cures gout", "It *cures* **gout**.", ["cures* **gout"]),
    ("cures gout", "It cures  \ngout.", ["cures  \ngout"]),
    ("cures gout", "It [cures](https://x.example/a) gout.", ["cures](https://x.example/a) gout"]),
    ("cures gout", "> It cures\n> gout.", ["cures\n> gout"]),
    ("cures gout", "It cu\u00adres gout, it cu\u200bres gout.", ["cu\u00adres gout", "cu\u200bres gout"]),
    ("cures gout", "It cures `x` gout.", []),
    ("cures gout", "`cures gout`", []),
    ("cures gout", "- cures\n- gout", []),
    ("cures gout", "It cures.\n\nGout.", []),
    ("cures gout", "It cures&nbsp;gout.", ["cures&nbsp;gout"]),
    ("cures gout", "# It cures gout", ["cures gout"]),
    ("cures gout", "| It cures gout | It cures |\n|---|---|\n| gout | cures gout |", ["cures gout", "cures gout"]),
    # slugs and addresses
    ("cures gout", "---\nslug: kava-cures-gout\n---\nText.", ["cures-gout"]),
    ("cures gout", "See https://x.example/cures-gout now.", []),
    # apostrophes and possessives
    ("doesn't work", "It doesn't work, it doesn’t work, it does not work.", ["doesn't work", "doesn’t work"]),
    (
        "(crohn's|crohns) disease",
        "Crohn's disease, Crohn’s disease, Crohns disease.",
        ["Crohn's disease", "Crohn’s disease", "Crohns disease"],
    ),
    (
        "<herb> is",
        "Kava is; Kava's is; kava’s is; our blend's is.",
        ["Kava is", "Kava's is", "kava’s is", "our blend's is"],
    ),
    ("<herb>", "Kava's taste.", ["Kava"]),
    ("<herb> taste", "St. John's wort taste, St John’s wort's taste", ["St John’s wort's taste"]),
    # spellings
    ("randomised trial", "A randomized trial, a Randomised trial.", ["randomized trial", "Randomised trial"]),
    ("oedema", "Edema, oedema, OEDEMA.", ["Edema", "oedema", "OEDEMA"]),
    ("tumor~", "Tumours, tumor, tumoured.", ["Tumours", "tumor", "tumoured"]),
    ("promise~", "Promises, promised, promising, promize.", ["Promises", "promised", "promising", "promize"]),
    ("wise", "Wize.", []),
    ("diet", "Diät, diet.", ["diet"]),
    ("café", "Cafe\u0301, café, cafe.", ["Cafe\u0301", "café"]),
    # inflection
    ("cure~", "Cure, cures, cured, curing; cur, curer, cureing, secure.", ["Cure", "cures", "cured", "curing"]),
    ("remedy~", "Remedy, remedies, remedied, remedying, remedys.", ["Remedy", "remedies", "remedied", "remedying"]),
    ("stop~", "Stop, stops, stopped, stopping, stoped.", ["Stop", "stops", "stopped", "stopping"]),
    ("prevent~", "Prevents, prevented, preventing, preventted.", ["Prevents", "prevented", "preventing"]),
    ("diagnosis~", "One diagnosis, two diagnoses.", ["diagnosis", "diagnoses"]),
    ("ache~", "Ache, aches, ached, aching.", ["Ache", "aches", "ached", "aching"]),
    ("free~", "Free, frees, freed, freeing.", ["Free", "frees", "freed", "freeing"]),
    ("side effect~", "A side effect, side effects.", ["side effect", "side effects"]),
    ("SSRI~", "SSRI, SSRIs, ssri, Ssri.", ["SSRI", "SSRIs"]),
    # capitals
    ("MS", "MS, ms, Ms.", ["MS"]),
    ("AIDS (kills|kill)", "AIDS kills, aids kill.", ["AIDS kills"]),
    ("A", "A plan, a plan.", ["A", "a"]),
    ("<disease>", "She has MS. Ms Gout.", ["MS", "Gout"]),
    # alternatives
    ("(studies|trials) show", "Studies show, trials show, reviews show.", ["Studies show", "trials show"]),
    ("(your|) doctor", "Ask your doctor, a doctor.", ["your doctor", "doctor"]),
    (
        "ask (your (own|) (doctor|nurse)|a pharmacist)",
        "Ask your own nurse. Ask your doctor. Ask a pharmacist. Ask a nurse.",
        ["Ask your own nurse", "Ask your doctor", "Ask a pharmacist"],
    ),
    ("(a|(b|(c|d))) e", "a e, b e, c e, d e, e e", ["a e", "b e", "c e", "d e"]),
    ("(very|) (very|) safe", "very very safe, very safe, safe", ["very very safe", "very safe", "safe"]),
    ("treat~ (<herb>|with care)", "Treat kava, treated with care, treats gout.", ["Treat kava", "treated with care"]),
    ("(<herb>|) capsules", "Kava capsules; fish capsules.", ["Kava capsules", "capsules"]),
    # slots
    ("cure~ <disease>", "It cures heart disease, type 2 diabetes, diabetes and gout.", ["cures heart disease"]),
    (
        "for <disease>",
        "For diabetes, for type 1 diabetes, for type 3 diabetes, for the flu.",
        ["For diabetes", "for type 1 diabetes", "for the flu"],
    ),
    ("<disease>", "Skin cancers, lung tumour, cancers of the colon.", ["Skin cancers", "lung tumour", "cancers"]),
    ("<cancer>", "Skin cancer and gout.", ["Skin cancer"]),
    ("use <remedy>", "Use kava, use ice packs, use nothing.", ["Use kava", "use ice packs"]),
    ("<entity> works", "Kava works. Gout works.", ["Kava works"]),
    (
        "<frame:claim>",
        "Kava cures gout. Kava treats a bad gout. Gout cures kava.",
        ["Kava cures gout", "Kava treats a bad gout"],
    ),
    (
        "take <number> pills",
        "Take 3 pills, take 1,000 pills, take 2.5 pills, take three pills, take some pills, take half pills.",
        ["Take 3 pills", "take 1,000 pills", "take 2.5 pills", "take three pills", "take half pills"],
    ),
    ("take <number>", "Take .5 g.", ["Take .5"]),
    # gaps: up to so many words; commas may be crossed; a stop, a dash or a new clause may not
    (
        "cure~ ... gout",
        "It cures gout, cures a gout, cures a b c d gout, cures a b c d e gout.",
        ["cures gout", "cures a gout", "cures a b c d gout"],
    ),
    ("cure~ ...2 gout", "It cures a b gout. It cures a b c gout.", ["cures a b gout"]),
    ("cure~ ...0 gout", "It cures gout. It cures a gout.", ["cures gout"]),
    ("cure~ ... gout", "It cures colds, aches, gout.", ["cures colds, aches, gout"]),
    ("cure~ ... gout", "It cures (or so) the gout.", ["cures (or so) the gout"]),
    ("cure~ ... gout", "It cures colds; gout stays.", []),
    ("cure~ ... gout", "It cures colds: gout too.", []),
    ("cure~ ... gout", "It cures colds. Gout stays.", []),
    ("cure~ ... gout", "It cures colds — gout stays.", []),
    ("cure~ ... gout", "It cures colds – gout stays.", []),
    ("cure~ ... gout", "It cures colds, but gout stays.", []),
    ("cure~ ... gout", "It cures colds although gout stays.", []),
    ("cure~ ... gout", "It cures colds, which gout is not.", []),
    ("cure~ ... gout", "It cures colds, and it eases gout.", []),
    ("cure~ ... gout", "It cures colds and gout.", ["cures colds and gout"]),
    ("cure~ ... gout ... pain", "It cures a gout of much pain.", ["cures a gout of much pain"]),
    ("cure~ ... gout", "Cures cure gout.", ["Cures cure gout"]),
    # the nearest end first
    ("cure~ ... gout", "It cures gout and more gout.", ["cures gout"]),
    # regular expressions: from a word's start to a word's end, within the sentence, in any letter case
    (r"take /\d+/ mg", "Take 50 mg. Take fifty mg. Take 50mg.", ["Take 50 mg", "Take 50mg"]),
    ("lose /[2-9]|[1-9][0-9]+/ pounds", "Lose 20 pounds. Lose 5 pounds.", ["Lose 20 pounds", "Lose 5 pounds"]),
    (r"/b[aeiou]g/", "A BAG, a big bug, a bagel.", ["BAG", "big", "bug"]),
    (r"/risk.free/", "A risk-free risk free week.", ["risk-free", "risk free"]),
    (r"/\w+itis/ pain", "Arthritis pain, nephritis\npain.", ["Arthritis pain", "nephritis\npain"]),
    (r"/km\/h/", "At 5 km/h.", ["km/h"]),
    (r"/gout.*pain/", "It is gout. It is pain.", []),
    ("and/or", "This and/or that.", ["and/or"]),
    # letters that grow when folded, and letters of other scripts
    ("istanbul", "İstanbul, ISTANBUL.", ["ISTANBUL"]),
    ("β carotene", "β-carotene and Β-Carotene.", ["β-carotene", "Β-Carotene"]),
    ("straße", "Straße, STRASSE.", ["Straße"]),
]


@pytest.mark.parametrize(("phrase", "text", "expected"), TABLE)
def test_phrase(words: Callable[[str, str], list[Match]], phrase: str, text: str, expected: list[str]) -> None:
    assert [text[match.span.start : match.span.end] for match in words(phrase, text)] == expected


HEADS = [
    # marked
    ("<herb> ^(cure~|treat~) <disease>", "Kava cures gout.", "cures"),
    ("<herb> (can|) ^help", "Kava can help.", "help"),
    ("the cure for ^<disease>", "The cure for type 2 diabetes.", "type 2 diabetes"),
    ("(a ^cure|the remedy) for", "A cure for.", "cure"),
    ("(a ^cure|the remedy) for", "The remedy for.", "remedy"),
    ("(<herb> ^cure~|<herb> ^treat~) <disease>", "Kava treats gout.", "treats"),
    ("^(no risk|safe) for", "No risk for.", "No risk"),
    # else the first word that means something and is no entity
    ("cure~ <disease>", "Cures gout.", "Cures"),
    ("<herb> cure~ <disease>", "Kava cures gout.", "cures"),
    ("our blend cure~", "Our blend cures.", "cures"),
    ("it will soon cure", "It will soon cure.", "soon"),
    ("of the", "Of the.", "Of"),
    ("<herb>", "Kava.", "Kava"),
    # a frame's own head
    ("<frame:claim> daily", "Kava treats gout daily.", "treats"),
]


@pytest.mark.parametrize(("phrase", "text", "expected"), HEADS)
def test_head(words: Callable[[str, str], list[Match]], phrase: str, text: str, expected: str) -> None:
    assert [text[match.head_span.start : match.head_span.end] for match in words(phrase, text)] == [expected]


def test_slots_are_kept(words: Callable[[str, str], list[Match]]) -> None:
    (match,) = words("<herb> ... (cure~|ease~ <disease>)", "Kava's taste eases heart disease.")
    shown = [(name, match.view.prose[slice(*match.view.span(*bound))]) for name, bound in match.slots]
    assert shown == [("herb", "Kava"), ("disease", "heart disease")]


ERRORS = [
    ("(a|b", "“(a|b”: a “(” without its “)”"),
    ("a) b", "“a) b”: a “)” without its “(”"),
    ("a | b", "“a | b”: a “|” without its “(”"),
    ("", "“”: a phrase needs at least one word"),
    ("...", "“...”: a phrase needs at least one word"),
    ("(|)", "“(|)”: a phrase needs at least one word"),
    ("... a", "“... a”: “...” stands between words, not at the start or the end"),
    ("a ...3", "“a ...3”: “...” stands between words, not at the start or the end"),
    ("a < b", "“a < b”: “<” has no meaning in a phrase"),
    ("a ~ b", "“a ~ b”: “~” has no meaning in a phrase"),
    ("/a(/", "“/a(/” is no regular expression: missing ) at position 2"),
    ("a ^", "“a ^”: “^” stands before the words that it marks"),
    ("a ^...3 b", "“a ^...3 b”: “^” stands before the words that it marks"),
    ("(a ^|b) c", "“(a ^|b) c”: “^” stands before the words that it marks"),
    ("^^a", "“^^a”: “^” stands before the words that it marks"),
    (
        " ".join(["(a|b|c|d|e|f|g|h)"] * 5),
        f"“{' '.join(['(a|b|c|d|e|f|g|h)'] * 5)}”: its alternatives multiply to 32768; split it into several phrases",
    ),
]


@pytest.mark.parametrize(("phrase", "message"), ERRORS)
def test_error(english: Language, phrase: str, message: str) -> None:
    with pytest.raises(PhraseError) as caught:
        forms(parse(phrase, english))
    assert str(caught.value) == message


def test_forms_are_unrolled(english: Language) -> None:
    assert forms(parse("(our|) remedy~ (MS|)", english)) == [
        ("our", "remedied", "MS"),
        ("our", "remedied"),
        ("our", "remedies", "MS"),
        ("our", "remedies"),
        ("our", "remedy", "MS"),
        ("our", "remedy"),
        ("our", "remedying", "MS"),
        ("our", "remedying"),
        ("remedied", "MS"),
        ("remedied",),
        ("remedies", "MS"),
        ("remedies",),
        ("remedy", "MS"),
        ("remedy",),
        ("remedying", "MS"),
        ("remedying",),
    ]
    assert forms(parse("(a|) <herb>", english)) is None


def test_slots_of_a_phrase(english: Language) -> None:
    assert list(parse("(<a>|x <frame:b>) ... <c>", english).slots()) == ["a", "frame:b", "c"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It doesn’t work.", ["It", "doesn’t", "work", "."]),
        ("Kava's 2.5mg/day, 1,000.", ["Kava", "'s", "2.5", "mg", "/", "day", ",", "1,000", "."]),
        ("a-b – c—d... e", ["a", "b", "—", "c", "—", "d", "...", "e"]),
        ("“quoted” [x] {y} <z>", ["quoted", "x", "y", "z"]),
    ],
)
def test_words_of_a_phrase(text: str, words: list[str]) -> None:
    assert split(text) == words
