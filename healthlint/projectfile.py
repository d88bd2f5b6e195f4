"""The `[tool.healthlint]` table of a project file, which is TOML, read as the settings in YAML are."""

import json
import re
import tomllib
from typing import TypeVar

from healthlint import yamlfile

T = TypeVar("T")


def has_settings(text: str) -> bool:
    """Whether our table is there. A file that is no TOML has one if it names it."""
    try:
        return "healthlint" in tomllib.loads(text).get("tool", {})
    except tomllib.TOMLDecodeError:
        return "[tool.healthlint" in text


def settings(text: str, type_: type[T]) -> T:
    """Our table, through the same door as YAML: as JSON, which is YAML too. Raises `YamlFault`."""
    try:
        table = tomllib.loads(text).get("tool", {}).get("healthlint", {})
    except tomllib.TOMLDecodeError as error:
        line, column = re.findall(r"(?:line|column) (\d+)", str(error)) or (1, 1)
        raise yamlfile.YamlFault(int(line), int(column), f"is no TOML: {error}") from error
    detour = json.dumps(table, indent=1, ensure_ascii=False, default=str)
    try:
        return yamlfile.parse(detour, type_)
    except yamlfile.YamlFault as fault:
        raise yamlfile.YamlFault(*_place(text, detour, fault.line), fault.message) from fault


def _place(text: str, detour: str, line: int) -> tuple[int, int]:
    """Where the key of this line of the detour stands in the TOML: a value in a list has its key above."""
    start = text.find("[tool.healthlint")
    for said in reversed(detour.splitlines()[:line]):
        if key := re.match(r'\s*"([^"]+)": ', said):
            written = re.compile(rf"^[ \t\[\w.]*?[\"']?({re.escape(key[1])})\b", re.MULTILINE)
            found = written.search(text, start)
            start = found.start(1) if found else start
            break
    before = text[: max(start, 0)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
