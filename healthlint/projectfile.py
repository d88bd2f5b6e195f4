"""The `[tool.healthlint]` table of a project file, which is TOML, read as the settings in YAML are."""

import json
import re
import tomllib
from typing import TypeVar

from healthlint import yamlfile

T = TypeVar("T")
_KEY = re.compile(r'\s*"([^"]+)": ')


def has_settings(text: str) -> bool:
    """Whether our table is there. A file that is no TOML has one if it names it."""
    try:
        return "healthlint" in tomllib.loads(text).get("tool", {})
    except tomllib.TOMLDecodeError:
        return "[tool.healthlint" in text


def settings(text: str, type_: type[T]) -> T:
    """Our table, through the same door as YAML: as JSON, which is YAML too. Raises `YamlFault`."""
    said = detour(text)
    try:
        return yamlfile.parse(said, type_)
    except yamlfile.YamlFault as fault:
        raise yamlfile.YamlFault(*place(text, said, fault.line), fault.message) from fault


def detour(text: str) -> str:
    """Our table as JSON, a key or a value to a line. Raises `YamlFault`."""
    try:
        table = tomllib.loads(text).get("tool", {}).get("healthlint", {})
    except tomllib.TOMLDecodeError as error:
        line, column = re.findall(r"(?:line|column) (\d+)", str(error)) or (1, 1)
        raise yamlfile.YamlFault(int(line), int(column), f"is no TOML: {error}") from error
    return json.dumps(table, indent=1, ensure_ascii=False, default=str)


def place(text: str, detour: str, line: int) -> tuple[int, int]:
    """Where the key of this line of the detour stands in the TOML: a value in a list has its key above.

    A key that stands there several times, as in several entries of a list, is counted: both have them in one order.
    """
    start = text.find("[tool.healthlint")
    keys = [key[1] for said in detour.splitlines()[:line] if (key := _KEY.match(said))]
    if keys:
        name = re.escape(keys[-1])
        typed = rf"(?:^[ \t\[\w.\"'-]*?|[{{,][ \t]*)[\"']?({name})[\"']?[ \t]*(?:=|\]|\.[\w\"'])"
        written = [found.start(1) for found in re.finditer(typed, text[start:], re.MULTILINE)]
        if written:
            start += written[min(keys.count(keys[-1]), len(written)) - 1]
    before = text[: max(start, 0)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
