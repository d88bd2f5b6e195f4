"""Cue sets, as tables: a sentence, and the cue that governs the framed words in it, if any does."""

from collections.abc import Callable, Mapping

import pytest

from healthlint.draft import parse
from healthlint.finding import Linted
from healthlint.rulebook import Library, RuleErrors
from healthlint.rulebook.cues import CueSet
from healthlint.rulebook.page import Page
from healthlint.ruletest import framed

Make = Callable[[Mapping[str, str]], Library]


def governing(library: Library, cues: CueSet, text: str) -> str | None:
    """The words that govern the framed ones."""
    example = framed(text)
    page = Page(parse(example.text, "draft.md", library.language), library.names.vocabulary)
    (span,) = example.frames
    (view,) = page.views(span)
    by = cues.governing(page, view, view.words_in(span))
    return None if by is None else example.text[by.start : by.end]


DENIED = """\
before: [not, no longer, {phrase: without, reach: 3}, {phrase: it is a myth that, reach: sentence}, fail~ to]
after: [is a myth, {phrase: is untrue, reach: 4}, {phrase: nobody believes it, reach: block}]
around: [allegedly]
stop: [but, apart from, ", it"]
ignore: [not only, (does|do) not fail to]
"""

REACH = [
    # before and after
    ("It does not <<cure>> gout.", "not"),
    ("It <<cures>> gout, not colds.", None),
    ("That it <<cures>> gout is a myth.", "is a myth"),
    ("What is a myth, it <<cures>>.", None),
    ("It allegedly <<cures>> gout.", "allegedly"),
    ("It <<cures>> gout allegedly.", "allegedly"),
    ("It fails to <<cure>> gout.", "fails to"),
    # inside of what it governs, or right beside it
    ("It <<has not cured>> gout.", None),
    ("It <<has allegedly cured>> gout.", "allegedly"),
    ("Not <<curing>> gout.", "Not"),
    # in the middle of the words: the longest cue there
    ("It no longer <<cures>> gout.", "no longer"),
    # ends of its reach: the clause
    ("It is not cheap: it <<cures>> gout.", None),
    ("It is not cheap; it <<cures>> gout.", None),
    ("It is not cheap — it <<cures>> gout.", None),
    ("It is not cheap. It <<cures>> gout.", None),
    ("Is it not cheap? It <<cures>> gout.", None),
    ("It is not cheap, which <<cures>> gout.", None),
    ("It is not cheap although it <<cures>> gout.", None),
    ("It does not ease, soothe, or <<cure>> gout.", "not"),
    ("It does not, say what they will, <<cure>> gout.", "not"),
    ("It does not (or not yet) <<cure>> gout.", "not"),
    # its own number of words
    ("It works without <<curing>> gout.", "without"),
    ("It works without really ever quite <<curing>> gout.", "without"),
    ("It works without really ever quite fully <<curing>> gout.", None),
    ("It works without, really, ever (quite) <<curing>> gout.", "without"),
    ("It <<cures>>, which is untrue, gout.", None),
    ("That it <<cures>> is untrue.", "is untrue"),
    ("That it <<cures>> the gout of old men is untrue.", None),
    # the sentence, and the block
    ("It is a myth that aloe is old; it <<cures>> gout.", "It is a myth that"),
    ("It is a myth that aloe is old. It <<cures>> gout.", None),
    ("It <<cures>> gout. Aloe is old. Nobody believes it.", "Nobody believes it"),
    ("It <<cures>> gout.\n\nNobody believes it.", None),
    # stops
    ("It is not cheap but <<cures>> gout.", None),
    ("It is not cheap, it <<cures>> gout.", None),
    ("It does not help apart from <<curing>> gout.", None),
    ("It is a myth that aloe is old but it <<cures>> gout.", None),
    ("But it does not <<cure>> gout.", "not"),
    ("It does not <<cure>> gout but colds.", "not"),
    # what does not count
    ("It not only tastes, it <<cures>> gout.", None),
    ("It not only <<cures>> gout.", None),
    ("It does not fail to <<cure>> gout.", None),
    ("It not only does not <<cure>> gout.", "not"),
    # letter case, apostrophes, markup
    ("It does NOT <<cure>> gout.", "NOT"),
    ("It does **not** <<cure>> gout.", "not"),
    ("It does\nnot <<cure>> gout.", "not"),
    ("It does n**o**t <<cure>> gout.", "n**o**t"),
    ("It does `not` <<cure>> gout.", None),
    ("- It is not so.\n- It <<cures>> gout.", None),
]


@pytest.mark.parametrize(("sentence", "cue"), REACH)
def test_reach(pack: Make, sentence: str, cue: str | None) -> None:
    library = pack({"cues/denied.yaml": DENIED})
    assert governing(library, library.names.cues["denied"], sentence) == cue


FROM = """\
before: [myths, never if, {phrase: wrongly, from: [sentence]}]
after: [is false, {phrase: it fails, from: [next]}]
from: [lead-in, heading]
"""

ELSEWHERE = [
    ("Myths:\n\n- Kava <<cures>> gout.", "Myths"),
    ("Myths:\n\n- Teas\n  - Kava <<cures>> gout.", None),
    ("Some say:\n\n- Myths\n  - Kava <<cures>> gout.", "Myths"),
    ("- Kava <<cures>> gout.\n\nMyths:", None),
    ("This is false:\n\n- Kava <<cures>> gout.", None),
    ("Myths:\n\nKava <<cures>> gout.", None),
    ("# Myths\n\nKava <<cures>> gout.", "Myths"),
    ("# Myths\n\nOne.\n\nKava <<cures>> gout.", "Myths"),
    ("# Myths\n\n## Kava\n\nKava <<cures>> gout.", None),
    ("## Myths\n\n# Kava\n\nKava <<cures>> gout.", None),
    ("# Facts\n\nKava <<cures>> gout.", None),
    ("# Myths that kava <<cures>>", "Myths"),
    ("People wrongly hope. It <<cures>> gout.", "wrongly"),
    ("People wrongly hope. It is old. It <<cures>> gout.", None),
    ("People wrongly hope.\n\nIt <<cures>> gout.", None),
    ("Myths abound. It <<cures>> gout.", None),
    ("# People wrongly hope\n\nIt <<cures>> gout.", None),
    ("Kava <<cures>> gout. But it fails.", "it fails"),
    ("Kava <<cures>> gout. It is old. It fails.", None),
    ("It fails. Kava <<cures>> gout.", None),
    ("Kava <<cures>> gout.\n\nIt fails.", None),
    ("Kava <<cures>> gout. That is false.", None),
]


@pytest.mark.parametrize(("text", "cue"), ELSEWHERE)
def test_cues_of_another_place(pack: Make, text: str, cue: str | None) -> None:
    library = pack({"cues/told.yaml": FROM})
    assert governing(library, library.names.cues["told"], text) == cue


def test_a_later_pack_adds_to_a_set(pack: Make) -> None:
    files = {"cues/denied.yaml": "before: [not]", "cues/more/denied.yaml": "before: [no way]"}
    library = pack(files)
    assert governing(library, library.names.cues["denied"], "It does not <<cure>> gout.") == "not"
    assert governing(library, library.names.cues["denied"], "It is no way <<cured>>.") is None
    assert governing(library, library.names.cues["more/denied"], "It is no way <<cured>>.") == "no way"


@pytest.mark.parametrize("reach", ["page", "-1", "", "3 words"])
def test_an_unknown_reach(pack: Make, reach: str) -> None:
    with pytest.raises(RuleErrors) as caught:
        pack({"cues/denied.yaml": f"before: [not]\nreach: '{reach}'"})
    (error,) = caught.value.errors
    assert error.message == "“reach” is clause, sentence, block or a number of words"


# The constructions that NegEx and ConText were built for, in sentences of our own, against the shipped set.
NEGATED = [
    ("No <<tumour>> was seen.", True),
    ("There was no <<swelling>> of the knee.", True),
    ("She denies <<wheezing>>.", True),
    ("He denied any <<chest>> pain.", True),
    ("The scan was negative for <<stroke>>.", True),
    ("Not <<known>> to be allergic.", True),
    ("The walk was taken without <<breathlessness>>.", True),
    ("An <<infection>> was ruled out.", True),
    ("They ruled out <<pneumonia>>.", True),
    ("Neither <<fever>> nor rash appeared.", True),
    ("Neither fever nor <<rash>> appeared.", True),
    ("No fever, chills, or <<sweats>>.", True),
    ("The <<pain>> is absent.", True),
    ("<<Meningitis>> is unlikely.", True),
    ("She no longer <<smokes>>.", True),
    ("There is no evidence of <<harm>>.", True),
    ("It failed to <<lower>> cholesterol.", True),
    ("She never <<fainted>>.", True),
    # the cue stands after a stop, or is none
    ("She had no fever but was <<wheezing>>.", False),
    ("He had no rash; the <<cough>> went on.", False),
    ("No fever was seen. The <<cough>> went on.", False),
    ("She did not come because of <<pain>>.", False),
    ("There is no doubt about the <<stroke>>.", False),
    ("Gram negative <<sepsis>> was found.", False),
    ("Not only <<fever>> but chills came.", False),
    ("The <<cough>> went on, with no fever.", False),
    ("It cannot be overstated that <<smoking>> kills.", False),
]


@pytest.mark.parametrize(("sentence", "governed"), NEGATED)
def test_negex(library: Library, sentence: str, governed: bool) -> None:
    assert (governing(library, library.names.cues["negated"], sentence) is not None) == governed


def test_a_mark_beside_a_cue_is_not_quoted(pack: Make, lint: Callable[[Library, str], Linted]) -> None:
    library = pack({"cues/denied.yaml": 'before: [", not"]', "demo/cure.yaml": "find: cure~\nunless: denied"})
    (let_go,) = lint(library, "It is said to, not truly, cure gout.").let_go
    assert let_go.reason == "“not” excuses it (denied)"


def test_why_a_match_was_let_go(pack: Make, lint: Callable[[Library, str], Linted]) -> None:
    library = pack({"cues/denied.yaml": DENIED, "demo/cure.yaml": "find: cure~\nunless: denied"})
    text = "It does not cure gout. It cures colds."
    linted = lint(library, text)
    assert [text[one.span.start : one.span.end] for one in linted.findings] == ["cures"]
    (let_go,) = linted.let_go
    assert let_go.rule == "demo/cure"
    assert text[let_go.span.start : let_go.span.end] == "cure"
    assert let_go.reason == "“not” excuses it (denied)"
    assert let_go.by is not None
    assert text[let_go.by.start : let_go.by.end] == "not"
