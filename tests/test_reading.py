"""What the engine understands of a sentence: cues, claims and their standing, certainty, relation."""

import pytest

from healthlint import Document, Library, Reading, Span, governed, named, parse, readings


def document(text: str, library: Library) -> Document:
    return parse(text, "draft.md", library.language)


def read(text: str, library: Library) -> tuple[Reading, ...]:
    return readings(document(text, library), library)


def place(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def test_one_reading_a_sentence(library: Library) -> None:
    text = "# Kava\n\nKava relieves anxiety. It does not cure cancer.\n"
    found = read(text, library)
    assert [text[slice(*one.span)] for one in found] == ["Kava", "Kava relieves anxiety.", "It does not cure cancer."]


def test_a_claim_is_affirmed_or_says_what_governs_it(library: Library) -> None:
    affirmed, denied, hedged = read(
        "Kava relieves anxiety. Kava does not relieve anxiety. Kava may relieve anxiety.", library
    )
    assert affirmed.claims and all(claim.affirmed for claim in affirmed.claims)
    assert {by.reason for claim in denied.claims for by in claim.by} == {"“not” denies it (negated)"}
    assert {by.name for claim in hedged.claims for by in claim.by} == {"hedged"}
    assert not any(claim.affirmed for claim in hedged.claims)


def test_cues_are_told_wherever_they_stand(library: Library) -> None:
    (one,) = read("It may rain.", library)
    assert ("hedged", Span(3, 6)) in [(cue.name, cue.span) for cue in one.cues]
    assert not one.claims


def test_is_this_phrase_negated(library: Library) -> None:
    text = "She had a cough but no fever or chest pain."
    draft = document(text, library)
    by = governed(draft, library, place(text, "chest pain"), "negated")
    assert by and text[slice(*by.span)] == "no"
    assert by.reason == "“no” denies it (negated)"
    assert governed(draft, library, place(text, "cough"), "negated") is None


def test_an_unknown_cue_set_is_an_error(library: Library) -> None:
    with pytest.raises(KeyError):
        governed(document("Kava helps.", library), library, Span(0, 4), "nothing")


def test_where_a_frame_or_a_lexicon_stands(library: Library) -> None:
    text = "Take 500 mg of kava twice a day."
    draft = document(text, library)
    assert [text[slice(*span)] for span in named(draft, library, "substance")] == ["kava"]
    assert named(draft, library, "frame:dose-instruction")
    assert named(draft, library, "frame:disclosure") == ()


def test_certainty_rises_with_the_wording(library: Library) -> None:
    texts = [
        "Perhaps the drops might ease a cough.",
        "The drops could ease a cough.",
        "The drops ease a cough.",
        "The drops did not ease a cough in any child.",
    ]
    values = [read(text, library)[0].certainty for text in texts]
    assert values == sorted(values) and len(set(values)) == len(values)
    assert all(1.0 <= value <= 6.0 for value in values)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("The clinic opens at nine.", "none"),
        ("More trials are needed to see whether rest shortens a cold.", "none"),
        ("Patients should improve their posture.", "none"),
        ("Night work was associated with poor sleep.", "correlational"),
        ("Smokers were twice as likely to fall ill.", "correlational"),
        ("Smokers were more likely to fall ill.", "correlational"),
        ("Blood pressure was higher in the noisy ward than in the quiet one.", "correlational"),
        ("Noise was not linked to deafness.", "correlational"),
        ("Night work may cause poor sleep.", "conditional"),
        ("Honey appears to shorten a cough.", "conditional"),
        ("Honey shortened the cough.", "direct"),
        ("The results suggest that honey reduces coughing.", "direct"),
        ("The diet led to weight loss.", "direct"),
        ("The drops had no effect on pain.", "direct"),
        ("Zinc can prevent diarrhoea in infants.", "direct"),
    ],
)
def test_what_is_said_of_cause(library: Library, text: str, relation: str) -> None:
    assert read(text, library)[0].relation == relation


def test_a_draft_in_another_language_is_not_read(library: Library) -> None:
    text = "Der Tee ist nicht mit dem Rat der Ärzte zu trinken und das ist auch nicht zu empfehlen für die Kinder. " * 5
    assert read(text, library) == ()
