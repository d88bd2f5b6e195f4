"""A file or a text of YAML as a typed struct; what does not fit is told in an editor's words, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from healthlint.yamlfile.nodes import Plain, YamlFault, compose, inner, is_mapping, place, plain

if TYPE_CHECKING:
    import yaml

T = TypeVar("T")


def read(path: Path, type_: type[T]) -> T:
    """The file at `path` as a `type_`. Raises `YamlFault`, and `OSError` where it cannot be opened."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise YamlFault(1, 1, f"is not UTF-8 text ({error.reason} at byte {error.start})") from error
    return parse(text, type_)


def parse(text: str, type_: type[T]) -> T:
    """A YAML text as a `type_`. Raises `YamlFault`."""
    return convert(values(text), type_, text)


def values(text: str) -> Plain:
    """What a text says, a single document. Raises `YamlFault`."""
    import yaml

    from healthlint.yamlfile import events

    try:
        return events.values(text)
    except (events.Odd, yaml.YAMLError):
        node = compose(text)
        if node is None:
            raise YamlFault(1, 1, "is empty") from None
        return plain(node)


def convert(said: Plain, type_: type[T], text: str) -> T:
    """The values of a text as a `type_`, with the place of whatever does not fit. Raises `YamlFault`."""
    try:
        return msgspec.convert(said, type_, strict=False)
    except msgspec.ValidationError as error:
        raise misfit(compose(text), type_, error) from error


def did_you_mean(name: str, known: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    """`; did you mean “...”?` for the nearest known name, else nothing."""
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean “{near[0]}”?" if near else ""


def misfit(node: yaml.Node | None, type_: object, error: msgspec.ValidationError) -> YamlFault:
    """msgspec's complaint, moved to the line it speaks of and put in an editor's words."""
    what, _, where = str(error).partition(" - at `")
    steps = _steps(where.rstrip("`"))
    if unknown := re.search(r"unknown field `(.+)`", what):
        return _unknown_key(node, steps, unknown[1], type_)
    if odd := re.search(r"[Ii]nvalid enum value '(.+)'", what):
        return _no_choice(node, steps, odd[1], what, type_)
    if missing := re.search(r"missing required field `(.+)`", what):
        return YamlFault(*place(node, steps), f"the key “{missing[1]}” is missing")
    return YamlFault(*place(node, steps), _plainly(what))


def _unknown_key(node: yaml.Node | None, steps: list[str | int], key: str, type_: object) -> YamlFault:
    line, column = _standing(node, steps, 0, key)
    from healthlint.yamlfile import known as knows  # only a mistake needs it

    here, anywhere = knows.keys(type_, steps), knows.all_keys(type_)
    if here and key in anywhere:
        return YamlFault(line, column, f"unknown key “{key}” here, where these may stand: {', '.join(here)}")
    return YamlFault(line, column, f"unknown key “{key}”{did_you_mean(key, here or sorted(anywhere))}")


def _no_choice(node: yaml.Node | None, steps: list[str | int], word: str, what: str, type_: object) -> YamlFault:
    """A word that is none of those that may stand there. In a mapping of any keys it is looked for."""
    from healthlint.yamlfile import known as knows  # only a mistake needs it

    line, column = _standing(node, steps, 1, word)
    return YamlFault(line, column, f"{_plainly(what)}{did_you_mean(word, knows.choices(type_, steps))}")


def _standing(node: yaml.Node | None, steps: list[str | int], part: int, text: str) -> tuple[int, int]:
    """Line and column of a key (part 0) or a value (1) of the mapping at these steps; else of the mapping itself."""
    holder = inner(node, steps) if node else None
    for pair in holder.value if holder and is_mapping(holder) else ():
        if pair[part].value == text:
            mark = pair[part].start_mark
            return mark.line + 1, mark.column + 1
    return place(node, steps)


def _steps(path: str) -> list[str | int]:
    """`$.needs[0].within` as ["needs", 0, "within"]. `[...]` names a value of unknown key: the path ends there."""
    steps: list[str | int] = []
    for name, index in re.findall(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]", path):
        if index == "...":
            break
        steps.append(int(index) if index else name)
    return steps


def _plainly(what: str) -> str:
    """msgspec's English as an editor would say it: ``Expected `str | array` `` as "expected text or a list"."""
    said = re.sub(r"`([a-z |]+)`", lambda found: " or ".join(map(_kind, found[1].split(" | "))), what)
    return said[0].lower() + said[1:]


def _kind(name: str) -> str:
    return {
        "object": "a set of keys",
        "array": "a list",
        "str": "text",
        "int": "a whole number",
        "float": "a number",
        "bool": "true or false",
    }.get(name, name)
