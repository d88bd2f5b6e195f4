"""All that holds for one draft, as text and as JSON."""

import json
from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from healthlint import comment_faults, discover, draft
from healthlint.cli.linting import PROFILE_FIELD
from healthlint.cli.origins import Origins, Own, Value, deciding
from healthlint.cli.session import DEFAULT_PROFILE, Session
from healthlint.draft.decoding import line_starts
from healthlint.rulebook.schema import as_list
from healthlint.settingsplace import Place
from healthlint.shown import counted, legible, shown
from healthlint.yamlfile import did_you_mean

BY_RULE = ("severity", "override")
"""Keys whose values stand in a line each, even if they come from one place."""


class Holding(Struct, frozen=True, kw_only=True):
    """What holds for one draft."""

    file: str
    settings: str | None
    """The settings file."""
    excluded: Value | None
    """By which pattern it is kept out of every check."""
    values: tuple[Value, ...]
    decided: dict[str, list[str]]
    """By what `severity` names: the rules that run and are as grave as it says."""
    rules: int
    """How many run."""
    notes: tuple[str, ...]


def holding(session: Session, named: discover.Draft) -> Holding:
    """Raises `Fault` and `ConfigError` where a check would."""
    config, path = named.config, named.path
    notes: list[str] = []
    own = _own(session, named, notes)
    origins = Origins(config, session.choice, path)
    picked = session.picked(config, path, own.name)
    pattern = config.excluding(path)
    if pattern is None and not discover.looks_like_draft(path, session.configs):
        notes.append("a check of its folder passes over it, for its name; named itself, it is checked")
    jurisdictions = picked.jurisdictions or as_list(session.library(config).profile(picked.profile).jurisdiction)
    severities = origins.severities()
    return Holding(
        file=named.shown,
        settings=shown(config.file) if config.file else None,
        excluded=origins.exclusion(pattern) if pattern is not None else None,
        values=(
            origins.profile(own, DEFAULT_PROFILE),
            *origins.jurisdictions(jurisdictions),
            *origins.packs(),
            *origins.only(),
            *origins.excepted(),
            *severities,
            *origins.overrides(),
            *origins.rest(),
        ),
        decided=deciding(severities, [*picked.infos(), *comment_faults.RULES]),
        rules=len(picked.rules),
        notes=tuple(notes),
    )


def _own(session: Session, named: discover.Draft, notes: list[str]) -> Own:
    """The profile that the front matter names, if it is one."""
    from healthlint.draft import front_matter

    if not named.path.exists():
        notes.append("it is not there, so what its front matter will say is not known")
        return Own()
    try:
        text = draft.decode(draft.content(named.path), named.shown)
    except draft.DraftError as error:
        notes.append(f"it {error.message}")
        return Own()
    field = front_matter.read(text).fields.get(PROFILE_FIELD)
    if field is None:
        return Own()
    name = " ".join(field.values).strip()
    line = sum(start <= field.span.start for start in line_starts(text))
    if session.choice.profile:
        notes.append(f"its front matter names a profile in line {line}, which the command line outdoes")
        return Own()
    profiles = session.ready(named.config, named.path).about.profiles
    if name not in profiles:
        near = did_you_mean(name, profiles)
        notes.append(f"its front matter names the profile “{legible(name)}” in line {line}, which is not there{near}")
        return Own()
    return Own(name, Place(named.path, line, field.span.start - line_starts(text)[line - 1] + 1))


def as_text(held: Holding) -> Iterator[str]:
    """Each value in a line with where it comes from."""
    rows = [*_rows(held)]
    keys, values = (max(len(row[column]) for row in rows) for column in (0, 1))
    yield held.file
    last = ""
    for key, value, origin in rows:
        yield f"  {'' if key == last else key:<{keys}}  {value:<{values}}  {origin}".rstrip()
        last = key
    for note in held.notes:
        yield f"note: {note}"


def _rows(held: Holding) -> Iterator[tuple[str, str, str]]:
    if held.excluded:
        yield "checked", f"no, excluded by “{legible(str(held.excluded.value))}”", str(held.excluded.place)
    else:
        yield "checked", "yes", ""
    yield "settings", held.settings or "no file", ""
    for (key, origin), group in groupby(held.values, lambda value: (value.key, _origin(value))):
        if key in BY_RULE:
            yield from ((key, _shown(value, held), origin) for value in group)
        else:
            yield key, ", ".join(_shown(value, held) for value in group), origin
        if key == "profile":
            yield "rules", f"{held.rules} run", ""


def _shown(value: Value, held: Holding) -> str:
    if value.key == "severity":
        return f"{legible(value.rule)}: {value.value} ({_reach(value, held)})"
    if value.key == "override":
        return f"{legible(value.rule)}: {value.value}"
    if value.value is None:
        return "none"
    if isinstance(value.value, bool):
        return "yes" if value.value else "no"
    return legible(str(value.value))


def _reach(value: Value, held: Holding) -> str:
    """What a severity does here. Rules that are off are none that run."""
    if value.value == "off":
        return "not run"
    return counted(len(held.decided.get(value.rule, ())), "rule")


def _origin(value: Value) -> str:
    patterns = f" “{legible(', '.join(value.patterns))}”" if value.patterns else ""
    place = f", {value.place}" if value.place else ""
    return f"{value.origin}{patterns}{place}"


def as_json(held: Holding) -> Iterator[str]:
    yield json.dumps(
        {
            "version": 1,
            "file": held.file,
            "checked": held.excluded is None,
            "excluded_by": _said(held.excluded, held) if held.excluded else None,
            "settings": held.settings,
            "rules": held.rules,
            "values": [_said(value, held) for value in held.values],
            "notes": list(held.notes),
        },
        indent=2,
    )


def _said(value: Value, held: Holding) -> dict[str, object]:
    place = value.place
    said: dict[str, object] = {
        "key": value.key,
        "value": value.value,
        "origin": value.origin,
        "place": {"file": shown(place.file), "line": place.line, "column": place.column} if place else None,
        "patterns": list(value.patterns),
    }
    if value.rule:
        said["rule"] = value.rule
    if value.key == "severity":
        said["decides"] = held.decided.get(value.rule, [])
    return said
