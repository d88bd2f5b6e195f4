"""Finds phrases that stand in two rules of one profile: the two would quarrel about who speaks."""

import re
from collections.abc import Iterator

from healthlint.rulebook import Library
from healthlint.rulebook.schema import Rule
from healthlint.ruletest.example import Result, quoted

BARE = re.compile(r"<[\w.:-]+>")
"""A lexicon or a frame alone is no phrase of a rule's own: what the rule says of it, its clauses say."""


def test_own_phrases(library: Library, ids: list[str]) -> Iterator[Result]:
    """Whether each of these rules has its phrases to itself in every profile."""
    selected = {profile: frozenset(library.selected(profile, preview=True)) for profile in library.profiles}
    owners: dict[str, list[str]] = {}
    for name, rule in library.rules.items():
        for phrase in own_phrases(rule):
            owners.setdefault(phrase, []).append(name)
    for name in ids:
        details = [
            f"{quoted(phrase)} stands in {other}, too, and the profile {profile} has both"
            for phrase in own_phrases(library.rules[name])
            for other in owners[phrase]
            if other != name
            for profile in [one for one, names in selected.items() if {name, other} <= names][:1]
        ]
        yield Result(name, "no phrase in two rules", not details, "\n".join(details))


def own_phrases(rule: Rule) -> list[str]:
    """What a rule finds by words of its own, however it is typed."""
    normal = [" ".join(phrase.lower().replace("^", "").split()) for phrase in rule.phrases]
    return [phrase for phrase in dict.fromkeys(normal) if not BARE.fullmatch(phrase)]
