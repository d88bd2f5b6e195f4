"""What several test modules share: English, the shipped library, and small packs made on the spot."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from healthlint import engine
from healthlint.draft import parse
from healthlint.finding import Linted
from healthlint.language import Language
from healthlint.rulebook import Library, load
from healthlint.rulebook.faults import Source
from healthlint.rulebook.files import Tongue
from healthlint.rulebook.library import assemble
from healthlint.rulebook.naming import language
from healthlint.rulebook.pack import Loaded, Packs
from healthlint.yamlfile import read

RULES = Path(__file__).parent.parent / "rules"
ENGLISH = RULES / "languages" / "en.yaml"

TODAY = date(2026, 6, 1)

HOUSE = """\
in: international
for: all
kind: house
issuer: The house
cite: House style
says: So we write.
checked: primary
as_of: 2026-01-01
review_by: 2030-01-01
"""

RULE = """\
title: A rule
severity: info
message: “<match>” is found.
authority: house
tests: {bad: [one, two], good: [three, four]}
"""


@pytest.fixture(scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders that are not there yet, a new one each time."""
    base = tmp_path_factory.mktemp("caches")
    return (base / str(number) for number in count())


@pytest.fixture(autouse=True)
def cache(caches: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a test keeps from one run to the next is neither the developer's nor another test's."""
    folder = next(caches)
    monkeypatch.setenv("HEALTHLINT_CACHE_DIR", str(folder))
    monkeypatch.delenv("HEALTHLINT_NO_CACHE", raising=False)
    return folder


@pytest.fixture(scope="session")
def english() -> Language:
    """English as the shipped pack describes it."""
    tongue = Loaded(read(ENGLISH, Tongue), Source(ENGLISH))
    return language(Packs(languages={"en": [tongue]}))


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped library."""
    return load([])


@pytest.fixture
def pack(tmp_path: Path) -> Callable[[Mapping[str, str]], Library]:
    """Makes a library of nothing but English and the files given. A rule's file says only what matters."""

    def make(files: Mapping[str, str]) -> Library:
        folder = tmp_path / "pack"
        every = {"authorities/house.yaml": HOUSE, **files}
        for name, text in every.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(completed(name, text), encoding="utf-8")
        (folder / "languages").mkdir(exist_ok=True)
        shutil.copy(ENGLISH, folder / "languages" / "en.yaml")
        return assemble([folder])

    return make


@pytest.fixture
def lint() -> Callable[[Library, str], Linted]:
    """Runs every rule of a library over a draft, wherever the rule applies."""

    def run(library: Library, text: str, today: date = TODAY) -> Linted:
        rules = sorted(library.packs.rules.items())
        checks = library.compile(rules, where=frozenset(["international"]), copy="editorial", today=today)
        return engine.lint(parse(text, "draft.md", library.language), checks)

    return run


@pytest.fixture
def flag(
    pack: Callable[[Mapping[str, str]], Library], lint: Callable[[Library, str], Linted]
) -> Callable[[Mapping[str, str], str], list[str]]:
    """The words that the rules of a small pack flag in a draft, in order."""

    def flagged(files: Mapping[str, str], text: str) -> list[str]:
        found = lint(pack(files), text)
        return [text[finding.span.start : finding.span.end] for finding in found.findings]

    return flagged


def completed(name: str, text: str) -> str:
    """A file with the keys that every file of its kind must have and that the test does not speak of."""
    kind = name.partition("/")[0]
    if kind in ("authorities", "texts", "tables", "scales", "profiles", "languages"):
        return text
    whole = RULE
    if kind in ("lexicons", "frames", "sources"):
        whole = "about: Some terms.\ntests: {holds: [], lacks: []}\n"
    elif kind == "cues":
        whole = "about: Some cues.\nsays: excuses it\ntests: {governed: [], free: []}\n"
    own = {line.partition(":")[0] for line in text.splitlines()}
    kept = [line for line in whole.splitlines() if line.partition(":")[0] not in own]
    return "\n".join([*kept, text])
