"""What a profile or the settings change in a rule: merged into its YAML before it is validated anew."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from healthlint import yamlfile
from healthlint.rulebook.faults import RuleError, RuleErrors
from healthlint.rulebook.pack import Loaded, Packs
from healthlint.rulebook.schema import Rule


def overridden(packs: Packs, name: str, changes: Sequence[Mapping[str, object] | None]) -> Loaded[Rule]:
    """A rule with these changes, one over the other. Raises `RuleErrors` where they do not fit."""
    loaded = packs.rules[name]
    raw: object = packs.raw_rules[name]
    for change in filter(None, changes):
        raw = merge(raw, change)
    if raw is packs.raw_rules[name]:
        return loaded
    try:
        return Loaded(msgspec.convert(raw, Rule, strict=False), loaded.source)
    except msgspec.ValidationError as error:
        what = yamlfile.misfit(loaded.source.node, Rule, error).message
        raise RuleErrors((loaded.source.at(1, 1, f"an override of {name} does not fit: {what}"),)) from error


def faults(packs: Packs) -> Iterator[RuleError]:
    """The faults of the overrides in profiles, each at its place."""
    for files in packs.profiles.values():
        for loaded in files:
            for name, change in loaded.said.override.items():
                if name not in packs.rules:
                    what = f"unknown rule “{name}”{yamlfile.did_you_mean(name, list(packs.rules))}"
                    yield loaded.source.error(what, "override", name)
                    continue
                try:
                    msgspec.convert(merge(packs.raw_rules[name], change), Rule, strict=False)
                except msgspec.ValidationError as error:
                    whole = loaded.source.node
                    fault = yamlfile.misfit(whole and yamlfile.inner(whole, ["override", name]), Rule, error)
                    yield loaded.source.at(fault.line, fault.column, fault.message)


def merge(old: object, new: object) -> object:
    """`new` laid over `old`, key by key; lists and texts are replaced."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: merge(old.get(key, {}), value) for key, value in new.items()}}
    return new
