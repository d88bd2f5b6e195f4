"""What the shipped pack says of itself: every example, every mutant, every name and every authority."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from healthlint import reading, ruletest
from healthlint.rulebook import Library, RuleErrors, load
from healthlint.rulebook.schema import as_list
from healthlint.ruletest import twice


@cache
def loaded() -> Library | None:
    """The shipped library; None where it cannot be loaded, which a test tells."""
    try:
        return load([])
    except RuleErrors:
        return None


@cache
def of_rule(name: str) -> tuple[ruletest.Result, ...]:
    """The examples and mutants of a rule, run once."""
    library = loaded()
    assert library is not None
    return tuple(ruletest.test_rule(library, name))


@cache
def of_names() -> tuple[ruletest.Result, ...]:
    library = loaded()
    assert library is not None
    return tuple(ruletest.test_names(library))


def examples() -> Iterator[object]:
    """Each example as `disease-claim/treat-cure-prevent: bad 2`, known without running any."""
    library = loaded()
    for name, rule in library.rules.items() if library else ():
        for kind in ("bad", "good", "missed"):
            for index in range(len(getattr(rule.tests, kind))):
                what = f"{kind} {index + 1}"
                yield pytest.param(name, what, id=f"{name}: {what}")


def named_examples() -> Iterator[object]:
    library = loaded()
    if library is None:
        return
    for folder, kinds in (
        ("lexicons", ("holds", "lacks")),
        ("frames", ("holds", "lacks")),
        ("cues", ("governed", "free")),
    ):
        for name, files in getattr(library.packs, folder).items():
            for file in files:
                for kind in kinds:
                    for index in range(len(getattr(file.said.tests, kind))):
                        owner, what = f"{folder}/{name}", f"{kind} {index + 1}"
                        yield pytest.param(owner, what, id=f"{owner}: {what}")


RULES = list(loaded().rules) if loaded() else []  # type: ignore[union-attr]


def test_the_shipped_pack_loads() -> None:
    library = load([])
    assert library.warnings == ()


@pytest.mark.parametrize(("name", "what"), list(examples()))
def test_example(name: str, what: str) -> None:
    (result,) = (one for one in of_rule(name) if one.what == what)
    assert result.ok, result.detail


@pytest.mark.parametrize("name", RULES)
def test_mutants(name: str) -> None:
    """Each clause of a rule is needed by one of its examples."""
    survivors = [one.what for one in of_rule(name) if not re.match(r"(bad|good|missed) \d+$", one.what) and not one.ok]
    assert survivors == []


def test_mutants_of_names() -> None:
    """Each phrase, cue, reach, stop, exception and grade of what rules share is needed by one of its examples."""
    examples = re.compile(r"(holds|lacks|governed|free|rising) \d+$")
    assert [f"{one.id}: {one.what}" for one in of_names() if not examples.match(one.what) and not one.ok] == []


@pytest.mark.parametrize(("owner", "what"), list(named_examples()))
def test_example_of_a_name(owner: str, what: str) -> None:
    (result,) = (one for one in of_names() if (one.id, one.what) == (owner, what))
    assert result.ok, result.detail


def repeated(values: list[str]) -> list[str]:
    return sorted(value for value, count in Counter(values).items() if count > 1)


def test_titles_are_unique(library: Library) -> None:
    assert repeated([rule.title.lower() for rule in library.rules.values()]) == []


def test_former_ids_are_unique(library: Library) -> None:
    former = [old for rule in library.rules.values() for old in as_list(rule.formerly)]
    assert repeated([*former, *library.rules]) == []


def test_no_phrase_in_two_rules(library: Library) -> None:
    """Two rules that find the same words would quarrel about who speaks."""
    results = twice.test_own_phrases(library, list(library.rules))
    assert [f"{one.id}: {one.detail}" for one in results if not one.ok] == []


def test_no_term_twice_in_a_lexicon(library: Library) -> None:
    twice = {
        name: again
        for name, files in library.packs.lexicons.items()
        if (
            again := repeated(
                [term.lower() if not term.isupper() else term for file in files for term in file.said.terms]
            )
        )
    }
    assert twice == {}


def test_each_authority_can_be_looked_up(library: Library) -> None:
    lacking = [
        name
        for name, files in library.packs.authorities.items()
        for file in files
        if file.said.kind != "house" and not (file.said.cite.strip() and file.said.url.startswith("https://"))
    ]
    assert lacking == []


def test_each_authority_has_its_dates(library: Library) -> None:
    for files in library.packs.authorities.values():
        for file in files:
            assert date.fromisoformat(file.said.as_of) < date.fromisoformat(file.said.review_by), file.source.shown


def test_each_row_has_known_sources_and_dates(library: Library) -> None:
    for table, rows in library.packs.tables.items():
        for row in rows:
            sources = row.said.get("sources")
            assert isinstance(sources, list) and sources, f"{table}: {row.source.shown} has no sources"
            unknown = [one for one in sources if one not in library.packs.authorities]
            assert unknown == [], row.source.shown
            assert date.fromisoformat(str(row.said.get("as_of"))) < date.fromisoformat(str(row.said.get("review_by")))


def test_every_rule_rests_on_a_text_that_was_read_or_is_of_the_house(library: Library) -> None:
    lacking = [
        name
        for name, rule in library.rules.items()
        if not any(library.packs.authorities[one][-1].said.checked == "primary" for one in as_list(rule.authority))
    ]
    assert lacking == []


def test_what_an_error_rests_on_is_quoted(library: Library) -> None:
    for name, rule in library.rules.items():
        if rule.severity == "error" and not rule.danger:
            cited = [library.packs.authorities[one][-1].said for one in as_list(rule.authority)]
            assert any(one.quote for one in cited if one.kind in ("law", "binding code")), name


def test_errors_rest_on_texts_that_were_read(library: Library) -> None:
    """An error cites at least one binding text that somebody read in the original, or names a danger."""
    lacking = [
        name
        for name, rule in library.rules.items()
        if rule.severity == "error"
        and not rule.danger
        and not any(_binding(library, one) for one in as_list(rule.authority))
    ]
    assert lacking == []


def _binding(library: Library, name: str) -> bool:
    said = library.packs.authorities[name][-1].said
    return said.kind in ("law", "binding code") and said.checked == "primary"


def test_messages_are_sentences(library: Library) -> None:
    wrong = [
        name for name, rule in library.rules.items() if not re.search(r"[.?]$", rule.message) or "!" in rule.message
    ]
    assert wrong == []


def test_no_message_pronounces_on_the_law(library: Library) -> None:
    """A linter finds what reads as a breach; whether it is one, a court says."""
    said = {name: f"{rule.message} {rule.advice}".lower() for name, rule in library.rules.items()}
    assert [name for name, text in said.items() if re.search(r"\b(illegal|unlawful|compliant)\b", text)] == []


def test_every_name_is_used(library: Library) -> None:
    """A lexicon, frame or cue set that neither a rule nor the reading of sentences speaks of is dead weight."""
    used = library.names.used | {f"cue:{name}" for name in reading.CUES} | {f"frame:{name}" for name in reading.FRAMES}
    packs = library.packs
    profiles = (
        [f"cue:{name}" for name in packs.cues] + [f"frame:{name}" for name in packs.frames] + list(packs.lexicons)
    )
    entities = {name for name, files in packs.lexicons.items() if any(file.said.entity for file in files)}
    assert sorted(name for name in profiles if name not in used and name not in entities) == []
