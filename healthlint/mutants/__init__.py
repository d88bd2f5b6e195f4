"""A rule with one clause taken away or loosened: some example must fail for each, or the clause is untested."""

from collections.abc import Iterator

import msgspec

from healthlint.model import Scope
from healthlint.mutants.phrases import of_phrase
from healthlint.rulebook.schema import LinkTrigger, Need, PlaceFind, Rule, as_list, as_needs

WIDER: dict[str, Scope] = {
    "sentence": "neighbour",
    "neighbour": "block",
    "block": "document",
    "lead-in": "document",
    "section": "document",
    "before": "document",
    "above": "before",
}
"""The scope that a narrower one is loosened to."""

Mutant = tuple[str, Rule]


def of_rule(rule: Rule) -> Iterator[Mutant]:
    """Each mutant with what was done to it."""
    yield from _without_finds(rule)
    for key in ("unless", "subject", "only_in", "not_in"):
        yield from _without_each(rule, key)
    for text in rule.replace:
        if len(rule.replace) > 1:
            rest = {key: value for key, value in rule.replace.items() if key != text}
            yield f"without replace “{text}”", msgspec.structs.replace(rule, replace=rest)
    for key in ("when", "needs"):
        yield from _of_needs(rule, key)
    if rule.once:
        yield "without once", msgspec.structs.replace(rule, once=None)
    if rule.measure and rule.measure.min_words:
        yield (
            "without min_words",
            msgspec.structs.replace(rule, measure=msgspec.structs.replace(rule.measure, min_words=0)),
        )
    yield from _of_triggers(rule)


def _of_triggers(rule: Rule) -> Iterator[Mutant]:
    """With less in a phrase, in a link or behind a limit."""
    if isinstance(rule.find, str):
        for what, text in of_phrase(rule.find):
            yield what, msgspec.structs.replace(rule, find=text)
    else:
        for index, one in enumerate(rule.find):
            rest = rule.find[:index], rule.find[index + 1 :]
            for what, changed in of_phrase(one) if isinstance(one, str) else _of_place(one):
                yield what, msgspec.structs.replace(rule, find=[*rest[0], changed, *rest[1]])
    for text in rule.replace:
        for what, changed_text in of_phrase(text):
            replaced = {(changed_text if key == text else key): value for key, value in rule.replace.items()}
            yield what, msgspec.structs.replace(rule, replace=replaced)
    if rule.measure:
        for limit in (rule.measure.max * 2, rule.measure.max / 2):
            measure = msgspec.structs.replace(rule.measure, max=limit)
            yield f"max {limit:g}, not {rule.measure.max:g}", msgspec.structs.replace(rule, measure=measure)


def _of_place(find: PlaceFind) -> Iterator[tuple[str, PlaceFind]]:
    for what, link in _of_link(find.link) if find.link else ():
        yield what, msgspec.structs.replace(find, link=link)
    if find.citation and find.citation.older_than and find.citation.undefined:
        for key, off in (("older_than", ""), ("undefined", False)):
            yield (
                f"without {key}",
                msgspec.structs.replace(find, citation=msgspec.structs.replace(find.citation, **{key: off})),
            )


def _of_link(link: LinkTrigger) -> Iterator[tuple[str, LinkTrigger]]:
    for key in ("host", "path", "label", "source"):
        values = as_list(getattr(link, key))
        for index, value in enumerate(values):
            left = msgspec.structs.replace(link, **{key: values[:index] + values[index + 1 :]})
            if left.host or left.path or left.label or left.source:
                yield f"without {key} “{value}”", left


def _without_finds(rule: Rule) -> Iterator[Mutant]:
    finds = [rule.find] if isinstance(rule.find, str) else list(rule.find)
    if len(finds) < 2:
        return
    for index, one in enumerate(finds):
        rest = finds[:index] + finds[index + 1 :]
        shown = f"“{one}”" if isinstance(one, str) else f"link {index + 1}"
        yield f"without find {shown}", msgspec.structs.replace(rule, find=rest)


def _without_each(rule: Rule, key: str) -> Iterator[Mutant]:
    values = as_list(getattr(rule, key))
    for index, value in enumerate(values):
        changed = {key: values[:index] + values[index + 1 :]}
        yield f"without {key} “{value}”", msgspec.structs.replace(rule, **changed)


def _of_needs(rule: Rule, key: str) -> Iterator[Mutant]:
    needs = as_needs(getattr(rule, key))
    for index, need in enumerate(needs):
        rest = needs[:index] + needs[index + 1 :]
        if rest or rule.find or rule.replace:
            yield f"without {key} {index + 1}", msgspec.structs.replace(rule, **{key: rest})
        for what, changed in _of_need(need):
            others = [*needs[:index], changed, *needs[index + 1 :]]
            yield f"{key} {index + 1} {what}", msgspec.structs.replace(rule, **{key: others})


def _of_need(need: Need) -> Iterator[tuple[str, Need]]:
    """A need with one of its phrases, scopes, cues or alternatives gone, or its one scope widened."""
    yield from _within_need(need)
    for key in ("phrase", "citation", "unless", "same", "any"):
        values = as_list(getattr(need, key))
        for index, value in enumerate(values):
            if len(values) > 1 or key in ("unless", "same"):
                shown = f"“{value}”" if isinstance(value, str) else str(index + 1)
                changed = {key: values[:index] + values[index + 1 :]}
                yield f"without {key} {shown}", msgspec.structs.replace(need, **changed)
    scopes = as_list(need.within)
    for index, scope in enumerate(scopes):
        if len(scopes) > 1:
            yield (
                f"not within {scope}",
                msgspec.structs.replace(need, within=scopes[:index] + scopes[index + 1 :]),
            )
        elif scope in WIDER and not need.field:
            yield f"within {WIDER[scope]}, not {scope}", msgspec.structs.replace(need, within=WIDER[scope])
    if need.at_least > 1:
        yield "at_least 1", msgspec.structs.replace(need, at_least=1)
    for key in ("matches", "newer_than"):
        if getattr(need, key):
            yield f"without {key}", msgspec.structs.replace(need, **{key: ""})


def _within_need(need: Need) -> Iterator[tuple[str, Need]]:
    """A need with less in a phrase, in its link, or in an alternative to it."""
    phrases = as_list(need.phrase)
    for index, text in enumerate(phrases):
        for what, changed in of_phrase(text):
            yield what, msgspec.structs.replace(need, phrase=[*phrases[:index], changed, *phrases[index + 1 :]])
    if need.link:
        for what, link in _of_link(need.link):
            yield what, msgspec.structs.replace(need, link=link)
    for index, one in enumerate(need.any):
        for what, other in _of_need(one):
            others = [*need.any[:index], other, *need.any[index + 1 :]]
            yield f"any {index + 1} {what}", msgspec.structs.replace(need, any=others)
