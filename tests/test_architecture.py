"""Imports point down, three things must never be, and each dependency has one door."""

import ast
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "healthlint"

FLOORS = (
    {"build", "model", "finding", "language", "later", "store", "version", "yamlfile", "shown"},
    {"baseline", "comment_faults", "fingerprint", "gitignore", "config", "projectfile", "settingsplace"}
    | {"report", "fix", "suppress"}
    | {"draft", "rulebook"},
    {"changes", "voice"},
    {"discover", "engine", "mutants", "reading", "site", "stats"},
    {"ruletest"},
    {"cli"},
    {"__main__"},
)
"""From the ground up. A part imports from its own floor only within itself, or as NEIGHBOURS says."""

NEIGHBOURS = {
    ("build", "version"),
    ("baseline", "fingerprint"),
    ("finding", "model"),
    ("report", "fingerprint"),
    ("fix", "fingerprint"),
    ("suppress", "comment_faults"),
    ("config", "gitignore"),
    ("config", "projectfile"),
    ("settingsplace", "projectfile"),
}

NEVER = {
    "draft": {"rulebook", "config", "click"},
    "rulebook": {"draft", "config", "click"},
    "engine": {"config", "click"},
    "ruletest": {"config", "click"},
    "site": {"draft", "config", "click"},
}

DOORS = {
    "yaml": {"yamlfile", "draft", "rulebook"},
    "tomllib": {"projectfile", "draft"},
    "pyromark": {"draft"},
    "textstat": {"rulebook"},
    "regex": {"rulebook"},
    "rich": {"report"},
    "click": {"cli"},
    "pathspec": {"gitignore"},
}


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(file): file for file in sorted(ROOT.rglob("*.py"))}


def named(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        assert not node.level, "imports name the whole path"
        for alias in node.names:
            whole = f"{node.module}.{alias.name}"
            yield whole if whole in MODULES else str(node.module)


def imports(module: str) -> set[str]:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    return {name for node in ast.walk(tree) for name in named(node)}


def part(module: str) -> str:
    """`draft` of `healthlint.draft.markdown`; another package's own name for one that is not ours."""
    first, _, rest = module.partition(".")
    return rest.partition(".")[0] if first == "healthlint" else first


GRAPH: Mapping[str, set[str]] = {module: imports(module) for module in MODULES if module != "healthlint"}


def floor(name: str) -> int | None:
    return next((number for number, parts in enumerate(FLOORS) if name in parts), None)


def test_no_circles() -> None:
    TopologicalSorter({module: names & MODULES.keys() for module, names in GRAPH.items()}).prepare()


@pytest.mark.parametrize("module", GRAPH)
def test_imports_point_down(module: str) -> None:
    here = part(module)
    assert floor(here) is not None, "a new part needs a floor"
    for name in GRAPH[module]:
        there = part(name)
        if name in MODULES and there and there != here and (here, there) not in NEIGHBOURS:
            assert (floor(there) or 0) < (floor(here) or 0), f"{module} imports {name}"


@pytest.mark.parametrize("module", GRAPH)
def test_three_nevers(module: str) -> None:
    imported = {part(name) for name in GRAPH[module]}
    assert not imported & NEVER.get(part(module), set())
    if part(module) == "report":
        ours = {part(name) for name in GRAPH[module] if name.startswith("healthlint")}
        assert ours <= {"model", "finding", "fingerprint", "version", "report"}


@pytest.mark.parametrize("package", DOORS)
def test_each_dependency_has_one_door(package: str) -> None:
    users = {part(module) for module, names in GRAPH.items() if package in {part(name) for name in names}}
    assert users <= DOORS[package]


@pytest.mark.parametrize("file", MODULES.values(), ids=MODULES.keys())
def test_files_are_small_and_say_what_they_know(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= (300 if file.name == "model.py" else 260)
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring and docstring.endswith((".", "?"))
