"""Amounts over the limit in a table's row."""

from collections.abc import Callable, Mapping

import pytest

from healthlint.rulebook import Library, RuleErrors

Make = Callable[[Mapping[str, str]], Library]
Flag = Callable[[Mapping[str, str], str], list[str]]

TABLE = """\
rows:
  - {name: vitamin X, names: [vitamin X, exol], limit: 2, unit: mg, iu: 0.001}
  - {name: mineral Y, names: [mineral Y], limit: 300, unit: µg}
"""
RULE = """\
find: [<number> ...1 of <row.names>, <row.names> ...3 <number> ...2 daily, <row.names> ...3 <number> ...6 day]
each: limit
anywhere: true
exceeds: limit
message: “<match>” is above <row.limit> <row.unit>.
"""
FILES = {"tables/limit.yaml": TABLE, "demo/over.yaml": RULE}

AMOUNTS = [
    ("Take 3 mg of vitamin X.", True),
    ("Take 2 mg of vitamin X.", False),
    ("Take 2,001 µg of exol.", True),
    ("Take 2001 mcg of exol.", True),
    ("Take 1,900 micrograms of exol.", False),
    ("Take 0.003 g of exol.", True),
    ("Take 2500 IU of exol.", True),
    ("Take 1500 IU of exol.", False),
    ("Take exol, 1 mg three times a day.", True),
    ("Take exol, 1 mg twice daily.", False),
    ("Take 3 mg of mineral Y.", True),
    ("Take 5000 IU of mineral Y.", False),
    ("Take 3 spoons of exol.", False),
]


@pytest.mark.parametrize(("text", "over"), AMOUNTS)
def test_amount(flag: Flag, text: str, over: bool) -> None:
    assert bool(flag(FILES, text)) == over


def test_looks_wherever_the_row_is_named(flag: Flag) -> None:
    assert len(flag(FILES, "# On sleep\n\nSome take 3 mg of exol.\n")) == 1


FAULTS = [
    (
        {"tables/limit.yaml": TABLE.replace("unit: mg", "unit: pint")},
        "needs a number as “limit” and a unit of µg, mg, g",
    ),
    (
        {"tables/limit.yaml": TABLE.replace("limit: 2,", "limit: some,")},
        "the row “vitamin X” needs a number as “limit”",
    ),
    ({"demo/over.yaml": "find: takes\nexceeds: limit"}, "a limit stands in a row: the rule has no “each”"),
]


@pytest.mark.parametrize(("changed", "fault"), FAULTS)
def test_faults(pack: Make, changed: dict[str, str], fault: str) -> None:
    with pytest.raises(RuleErrors) as raised:
        pack({**FILES, **changed})
    assert any(fault in str(error) for error in raised.value.errors)
