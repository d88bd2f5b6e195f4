"""Faults of a library that no single file shows: unknown authorities, errors without a law, empty rules."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from healthlint.finding import BINDING
from healthlint.rulebook import dated, overrides, schema
from healthlint.rulebook.compiling import Compiler
from healthlint.rulebook.faults import RuleError
from healthlint.rulebook.naming import Names
from healthlint.rulebook.pack import Loaded, Packs
from healthlint.rulebook.schema import as_list
from healthlint.rulebook.subjects import ENTITY, OTHER
from healthlint.rulebook.view import NUMBER
from healthlint.yamlfile import did_you_mean

LEAST_EXAMPLES = 2
RESERVED = frozenset([NUMBER, ENTITY, OTHER])
"""Names that lexicons cannot have: they mean something of their own."""
ALWAYS_FILLED = frozenset(["match", "replacement", "value", "max", "worst", "name"])


def faults(packs: Packs, names: Names) -> Iterator[RuleError]:
    """Every fault of every rule, in no order."""
    compiler = Compiler(names, packs)
    for name, loaded in packs.rules.items():
        yield from _authority_faults(loaded, packs)
        yield from _shape_faults(loaded)
        yield from _covers_faults(loaded, packs)
        yield from _row_faults(loaded, packs)
        for _ in compiler.checks(name, loaded, (), loaded.said.severity):
            pass
    yield from compiler.errors
    yield from _profile_faults(packs)
    yield from overrides.faults(packs)
    yield from _name_faults(packs)
    yield from dated.faults(packs)


def _authority_faults(loaded: Loaded[schema.Rule], packs: Packs) -> Iterator[RuleError]:
    rule = loaded.said
    kinds = []
    for name in as_list(rule.authority):
        if name not in packs.authorities:
            what = f"unknown authority “{name}”{did_you_mean(name, list(packs.authorities))}"
            yield loaded.source.error(what, "authority")
            return
        kinds.append(packs.authorities[name][-1].said.kind)
    if not kinds:
        yield loaded.source.error("a rule names its authority; house style is the authority “house”", "authority")
    elif rule.severity == "error" and not rule.danger and BINDING.isdisjoint(kinds):
        what = "an error rests on a law or a binding code, or says in “danger” how it endangers a reader"
        yield loaded.source.error(what, "severity")
    elif set(kinds) == {"house"} and rule.severity != "info" and not rule.danger:
        yield loaded.source.error("a rule of the house alone is info", "severity")


def _shape_faults(loaded: Loaded[schema.Rule]) -> Iterator[RuleError]:
    rule, source = loaded.said, loaded.source
    kinds = [key for key in ("find", "replace", "measure") if getattr(rule, key)]
    if len(kinds) > 1:
        yield source.error(f"a rule has one of find, replace and measure, not {' and '.join(kinds)}", kinds[1])
    if not kinds and not rule.needs:
        yield source.error("a rule without find, replace or measure needs something: it has no “needs”")
    for kind in ("bad", "good"):
        if len(getattr(rule.tests, kind)) < LEAST_EXAMPLES:
            yield source.error(f"a rule has at least {LEAST_EXAMPLES} {kind} examples", "tests", kind)
    slots = _slots(rule)
    for placeholder in re.findall(r"<([\w.:-]+)>", rule.message + rule.advice):
        if placeholder not in slots and not placeholder.startswith("row."):
            yield source.error(f"nothing fills “<{placeholder}>”: no phrase of the rule names it", "message")


def _row_faults(loaded: Loaded[schema.Rule], packs: Packs) -> Iterator[RuleError]:
    """What a rule over a table says of a row must be a text in every row."""
    rule = loaded.said
    said = " ".join([rule.message, rule.advice, *(need.says for need in schema.as_needs(rule.needs))])
    for key in dict.fromkeys(re.findall(r"<row\.([\w.:-]+)>", said)):
        lacking = [
            row.said["name"] for row in packs.tables.get(rule.each, []) if not isinstance(row.said.get(key), str)
        ]
        if lacking or not rule.each:
            where = f": it is no text in the row “{lacking[0]}”" if lacking else ": the rule has no “each”"
            yield loaded.source.error(f"nothing fills “<row.{key}>”{where}", "message")


def _slots(rule: schema.Rule) -> frozenset[str]:
    named = re.findall(r"<([\w.:-]+)>", " ".join(rule.phrases))
    return ALWAYS_FILLED | frozenset(named)


def _covers_faults(loaded: Loaded[schema.Rule], packs: Packs) -> Iterator[RuleError]:
    for name in as_list(loaded.said.covers):
        if name not in packs.rules:
            yield loaded.source.error(f"unknown rule “{name}”{did_you_mean(name, list(packs.rules))}", "covers")


def _profile_faults(packs: Packs) -> Iterator[RuleError]:
    known = [*packs.rules, *(old for rule in packs.rules.values() for old in as_list(rule.said.formerly))]
    for files in packs.profiles.values():
        for loaded in files:
            for key, patterns in (("rules", loaded.said.rules), ("except", loaded.said.except_)):
                for index, pattern in enumerate(patterns):
                    if not any(fnmatchcase(name, pattern) for name in known):
                        what = f"unknown rule “{pattern}”{did_you_mean(pattern, known)}"
                        yield loaded.source.error(what, key, index)


def _name_faults(packs: Packs) -> Iterator[RuleError]:
    for name in RESERVED & packs.lexicons.keys():
        yield from (loaded.source.error(f"the name “{name}” is taken") for loaded in packs.lexicons[name])
    for files in packs.texts.values():
        for loaded in files:
            name = loaded.said.authority
            if name not in packs.authorities:
                what = f"unknown authority “{name}”{did_you_mean(name, list(packs.authorities))}"
                yield loaded.source.error(what, "authority")
