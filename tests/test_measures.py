"""Numbers over prose: reading grades without a network, and how often one thing stands against another."""

import re
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

import pyphen
import pytest

from healthlint.finding import Linted
from healthlint.rulebook import Library
from healthlint.rulebook.syllables import PATTERNS, Hyphens
from healthlint.ruletest.example import filled

Make = Callable[[Mapping[str, str]], Library]
Lint = Callable[..., Linted]

EASY = "Drink some water. Go for a walk. Eat an apple. Go to bed at ten."
HARD = (
    "Notwithstanding methodological heterogeneity, contemporaneous epidemiological investigations demonstrate "
    "statistically significant associations between micronutrient supplementation and inflammatory biomarkers."
)


def messages(pack: Make, lint: Lint, measure: str, text: str, more: Mapping[str, str] = {}) -> list[str]:
    said = f"measure: {{{measure}}}\nmessage: <value>, not <max>.\n"
    return [finding.message for finding in lint(pack({"demo/grade.yaml": said, **more}), text).findings]


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No socket can be opened."""

    def refuse(*args: object, **named: object) -> None:
        raise AssertionError("a measure opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def shipped_words() -> list[str]:
    """Every word of the shipped lexicons and whatever else stands in their files."""
    files = (Path(__file__).parent.parent / "rules" / "lexicons").glob("*.yaml")
    return sorted({word for file in files for word in re.findall(r"[\w’'-]+", file.read_text(encoding="utf-8"))})


TEXTSTAT = [
    ("metric: flesch_kincaid_grade, max: 8", HARD, True),
    ("metric: flesch_kincaid_grade, max: 8", EASY, False),
    ("metric: gunning_fog, max: 12", HARD, True),
    ("metric: gunning_fog, max: 12", EASY, False),
    ("metric: smog_index, max: 12", HARD, True),
    ("metric: smog_index, max: 12", EASY, False),
    ("metric: flesch_reading_ease, max: 80", EASY, True),
    ("metric: flesch_reading_ease, max: 80", HARD, False),
]


@pytest.mark.parametrize(("measure", "text", "over"), TEXTSTAT)
def test_reading_grades_need_no_network(
    offline: None, pack: Make, lint: Lint, measure: str, text: str, over: bool
) -> None:
    assert bool(messages(pack, lint, measure, text)) == over


WORDS = [
    # the mean, over all sentences
    ("max: 3", "One two three. One two three.", []),
    ("max: 3", "One two three. One two three four.", ["3.5, not 3."]),
    ("max: 2.5", "One two three.", ["3, not 2.5."]),
    # headings, cells, code and front matter are no sentences
    ("max: 3", "---\ntitle: one two three four\n---\n# One two three four\n\nOne.\n\n```\na b c d\n```\n", []),
    ("max: 3", "| One two three four |\n|---|\n| one two three four |\n", []),
    ("max: 3", "- one two three four\n", ["4, not 3."]),
    # the least number of words
    ("max: 3, min_words: 5", "One two three four.", []),
    ("max: 3, min_words: 4", "One two three four.", ["4, not 3."]),
    ("max: 3", "", []),
    # by section, block and sentence
    ("max: 3, per: block", "One.\n\nOne two three four.\n\nOne two three four five.", ["4, not 3.", "5, not 3."]),
    ("max: 3, per: sentence", "One. One two three four. One two three.", ["4, not 3."]),
    ("max: 3, per: section", "# A\n\nOne.\n\n# B\n\nOne two three four.\n", ["4, not 3."]),
]  # fmt: skip


@pytest.mark.parametrize(("said", "text", "expected"), WORDS)
def test_words_per_sentence(pack: Make, lint: Lint, said: str, text: str, expected: list[str]) -> None:
    assert messages(pack, lint, f"metric: words_per_sentence, {said}", text) == expected


def test_words_of_a_paragraph(pack: Make, lint: Lint) -> None:
    text = "# One two three four\n\nOne two.\n\nOne. Two three four five."
    assert messages(pack, lint, "metric: words, max: 4, per: block", text) == ["5, not 4."]


def test_where_a_measure_is_told(pack: Make, lint: Lint) -> None:
    library = pack({"demo/grade.yaml": "measure: {metric: words_per_sentence, max: 3, per: sentence}"})
    text = "One.\n\nOne two three four. One."
    assert [text[one.span.start : one.span.end] for one in lint(library, text).findings] == ["One two three four."]


NAMES = {
    "lexicons/benefit.yaml": "terms: [helps, eases]",
    "frames/harm.yaml": "phrases: [can ... harm]",
}
RATIO = "ratio: <benefit>, to: <frame:harm>, max: 2"

RATIOS = [
    ("", "It helps. It helps.", []),
    ("", "It helps. It helps. It helps.", ["3, not 2."]),
    ("", "It helps. It helps. It helps. It can do harm.", ["3, not 2."]),
    ("", "It helps. It helps. It helps. It can do harm. It can harm.", []),
    ("", "It helps. It helps. It helps. It helps. It eases. It can harm. It can harm.", ["2.5, not 2."]),
    # sentences are counted, or matches
    ("", "It helps and eases and helps.", []),
    (", count: matches", "It helps and eases and helps.", ["3, not 2."]),
    # the least number of the one
    (", at_least: 4", "It helps. It helps. It helps.", []),
    (", at_least: 3", "It helps. It helps. It helps.", ["3, not 2."]),
    (", per: block, count: matches", "It helps, eases, helps.\n\nIt helps.", ["3, not 2."]),
]


@pytest.mark.parametrize(("said", "text", "expected"), RATIOS)
def test_ratio(pack: Make, lint: Lint, said: str, text: str, expected: list[str]) -> None:
    assert messages(pack, lint, RATIO + said, text, NAMES) == expected


def test_a_measure_with_an_occasion(pack: Make, lint: Lint) -> None:
    said = "measure: {metric: words_per_sentence, max: 3}\nwhen: {topic: benefit}"
    library = pack({"demo/grade.yaml": said, **NAMES})
    assert len(lint(library, "# It helps\n\nOne two three four.").findings) == 1
    assert lint(library, "# It does\n\nOne two three four.").findings == ()


def test_the_worst_sentences_are_named(pack: Make, lint: Lint) -> None:
    said = "measure: {metric: words_per_sentence, max: 3}\nmessage: See <worst>."
    text = "One two. A b c d e f g h.\n\nB b c d e f g h i j.\n\nC b c d e f g h i.\n\nD b c d e f g h i j k.\n"
    [found] = lint(pack({"demo/grade.yaml": said}), text).findings
    assert found.message == "See line 7 (“D b c d e …”), line 3 (“B b c d e …”), line 5 (“C b c d e …”)."
    assert [text[place.start : place.end][0] for place in found.related] == ["D", "B", "C"]


def test_fragments_are_not_the_hardest_sentences(pack: Make, lint: Lint) -> None:
    said = "measure: {metric: flesch_kincaid_grade, max: 3}\nmessage: See <worst>."
    text = "Epidemiological heterogeneity notwithstanding.\n\n" + HARD
    [found] = lint(pack({"demo/grade.yaml": said}), text).findings
    assert (
        found.message
        == "See line 3 (“Notwithstanding methodological heterogeneity, contemporaneous epidemiological …”)."
    )


PER_WORDS = "ratio: <benefit>, per_words: 10, count: repeats, max: 2"

REPEATS = [
    # 3 of 12 words
    ("", "It helps, helps, helps one two three four five six seven eight.", ["2.5, not 2, of “helps”."]),
    ("", "It helps, helps, eases one two three four five six seven eight.", []),
    ("", "It helps, helps, helps " + "one " * 12, []),
    # the least number of words, and of terms
    (", min_words: 13", "It helps, helps, helps one two three four five six seven eight.", []),
    (", at_least: 4", "It helps, helps, helps one two three four five six seven eight.", []),
    # headings are not read as prose, and count as places only
    ("", "# It helps\n\nIt helps, helps one two three four five six seven eight.", ["2.7, not 2, of “helps”."]),
]


@pytest.mark.parametrize(("said", "text", "expected"), REPEATS)
def test_repeats_per_words(pack: Make, lint: Lint, said: str, text: str, expected: list[str]) -> None:
    rule = f"measure: {{{PER_WORDS}{said}}}\nmessage: <value>, not <max>, of “<match>”.\n"
    assert [one.message for one in lint(pack({"demo/stuffed.yaml": rule, **NAMES}), text).findings] == expected


def test_places_of_what_is_counted_are_related(pack: Make, lint: Lint) -> None:
    library = pack({"demo/stuffed.yaml": f"measure: {{{PER_WORDS}}}", **NAMES})
    text = "It helps, helps, helps one two three four five."
    [found] = lint(library, text).findings
    assert [text[place.start : place.end] for place in found.related] == ["helps"] * 3


@pytest.mark.parametrize(("words", "expected"), [(0, 2), (2, 2), (10, 10), (1000, 1000)])
def test_an_example_at_the_head_of_a_longer_page(words: int, expected: int) -> None:
    text = filled("Take it.\n", words)
    assert text.startswith("Take it.\n")
    assert len(text.split()) == expected


def test_words_are_hyphenated_as_by_pyphen_itself(shipped_words: list[str]) -> None:
    path = pyphen.LANGUAGES[PATTERNS]
    ours, theirs = Hyphens(path.read_bytes()), pyphen.HyphDict(path)
    for word in shipped_words:
        assert ours.positions(word) == theirs.positions(word), word


def test_every_pattern_is_read_as_by_pyphen_itself() -> None:
    path = pyphen.LANGUAGES[PATTERNS]
    ours, theirs = Hyphens(path.read_bytes()), pyphen.HyphDict(path)
    for key in ours._written:
        assert ours._pattern(key) == theirs.patterns.get(key), key
    assert theirs.patterns.keys() <= ours._written.keys()
