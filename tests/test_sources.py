"""What kind of source a draft names, of what year, and whether its footnotes are there."""

from collections.abc import Callable, Mapping

import pytest

from healthlint.rulebook import Library, RuleErrors

Make = Callable[[Mapping[str, str]], Library]
Flag = Callable[[Mapping[str, str], str], list[str]]

RULE = "demo/source.yaml"
CLASSES = {
    "sources/scholarly.yaml": "hosts: [journal.example, shared.example/paper]",
    "sources/agency.yaml": "hosts: [gov]",
    "sources/vendor.yaml": "hosts: [shop.example, deals.gov]",
}


def rule(said: str) -> dict[str, str]:
    return {**CLASSES, RULE: said}


GOOD = "find: heals\nneeds: {citation: [scholarly, agency], within: sentence}"

NEEDS = [
    ("It heals ([a trial](https://journal.example/1)).", []),
    ("It heals ([a trial](https://www.journal.example/1)).", []),
    ("It heals ([a page](https://health.state.gov/1)).", []),
    ("It heals ([a shop](https://deals.gov/1)).", ["heals"]),
    ("It heals ([a paper](https://shared.example/paper/1)).", []),
    ("It heals ([a post](https://shared.example/blog/1)).", ["heals"]),
    ("It heals ([a shop](https://shop.example/1)).", ["heals"]),
    ("It heals (doi:10.1000/182).", []),
    ("It heals (Smith et al., 2019).", ["heals"]),
    ("It heals.[^1]\n\n[^1]: A trial, https://journal.example/1.\n", []),
    ("It heals.[^1]\n\n[^1]: A shop, https://shop.example/1.\n[^2]: doi:10.1000/182\n", ["heals"]),
    ("It heals [2].\n\n1. One. https://shop.example/1\n2. Two. doi:10.1000/182\n", []),
    ("It heals [1].\n\n1. One. https://shop.example/1\n2. Two. doi:10.1000/182\n", ["heals"]),
    ("It heals [3].\n\n1. One. https://shop.example/1\n", ["heals"]),
]


@pytest.mark.parametrize(("text", "expected"), NEEDS)
def test_needs_a_source_of_a_class(flag: Flag, text: str, expected: list[str]) -> None:
    assert flag(rule(GOOD), text) == expected


LINKS = [
    ("[a](https://shop.example/x)", "vendor", 1),
    ("[a](https://journal.example/x)", "vendor", 0),
    ("[a](/our/other-post)", "own-site", 1),
    ("[a](#below)", "own-site", 0),
    ("[a](mailto:me@shop.example)", "own-site", 0),
]


@pytest.mark.parametrize(("text", "source", "count"), LINKS)
def test_finds_links_to_a_class(flag: Flag, text: str, source: str, count: int) -> None:
    assert len(flag(rule(f"find: [{{link: {{source: {source}}}}}]"), text)) == count


AGES = [
    ("See Smith et al. (1998).", 1),
    ("See Smith et al. (2024).", 0),
    ("See [^1].\n\n[^1]: A journal, 1998;12:1990.\n", 1),
    ("See [^1].\n\n[^1]: A journal, 1998, reprinted 2024.\n", 0),
    ("See [^1].\n\n[^1]: A journal.\n", 0),
    ("See [1].\n\n1. A journal, 1998.\n", 1),
]


@pytest.mark.parametrize(("text", "count"), AGES)
def test_finds_old_sources(flag: Flag, text: str, count: int) -> None:
    assert len(flag(rule("find: [{citation: {older_than: 10 years}}]"), text)) == count


def test_finds_footnotes_without_an_entry(flag: Flag) -> None:
    text = "One[^1], two[^2].\n\n[^1]: Here.\n"
    assert len(flag(rule("find: [{citation: {undefined: true}}]"), text)) == 1


FAULTS = [
    ("find: heals\nneeds: {citation: scholary}", "unknown class of sources “scholary”"),
    ("find: [{link: {source: vendr}}]", "unknown class of sources “vendr”"),
    ("find: [{citation: {older_than: long}}]", "“long” is no age; write it as 24 months or 90 days"),
    ("find: [{citation: {}}]", "a citation is older than something, or undefined"),
    ("find: [{}]", "an entry of find is a phrase, a link or a citation"),
]


@pytest.mark.parametrize(("said", "fault"), FAULTS)
def test_faults(pack: Make, said: str, fault: str) -> None:
    with pytest.raises(RuleErrors) as raised:
        pack(rule(said))
    assert any(fault in str(error) for error in raised.value.errors)
