"""The public names: what the package offers to whoever embeds it."""

import datetime

import pytest

import healthlint


def test_load_parse_lint() -> None:
    library = healthlint.load([])
    checks = library.checks("article", today=datetime.date(2026, 11, 23))
    document = healthlint.parse("Turmeric cures cancer.", "draft.md", library.language)
    linted = healthlint.lint(document, checks)
    assert [finding.rule for finding in linted.findings] == ["disease-claim/cure-of-serious-disease"]


@pytest.mark.parametrize("name", healthlint.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(healthlint, name) is not None


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(healthlint, "nothing")  # noqa: B009
