"""A compiled rulebook that is kept finds the same as one that is read from its files, and is never taken on trust."""

import os
import random
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from msgspec import msgpack

import healthlint as api
from healthlint import Library, engine
from healthlint.cli import healthlint
from healthlint.cli.rulebooks import Wanted, names_key, rules_key
from healthlint.config import Selection
from healthlint.draft import parse
from healthlint.finding import Linted
from healthlint.rulebook import kept
from healthlint.rulebook.packing import Unfit
from healthlint.rulebook.readying import made_ready
from healthlint.store import Store
from tests.conftest import TODAY

DRAFT = """---
title: Kava for calm
---

# Kava for calm

Kava cures anxiety. It may ease mild unease, but no study shows that it does. Studies show that it is 100% safe.
MS and AIDS are other matters: nobody says that kava treats AIDS.

- Take 400 mg a day.
- “It healed me”, says Jo, 42.

[Buy it](https://shop.example/kava?aff=1). Diabetics need not worry.
"""


@pytest.fixture(scope="module")
def packed(library: Library) -> tuple[bytes, dict[str, bytes]]:
    ready = {name: made_ready(library, library.checks(name, today=TODAY)) for name in library.profiles}
    return kept.pack_names(kept.names_of(library)), {name: kept.pack_rules(one) for name, one in ready.items()}


def drafts() -> list[str]:
    """A draft, and its lines in other orders."""
    lines = DRAFT.splitlines(keepends=True)
    shuffled = [random.Random(seed).sample(lines, len(lines)) for seed in range(12)]
    return [DRAFT, *map("".join, shuffled), ""]


def test_the_same_is_found(library: Library, packed: tuple[bytes, dict[str, bytes]]) -> None:
    names = kept.unpack_names(packed[0])
    for profile, content in packed[1].items():
        ready = kept.unpack_rules(content, names, TODAY)
        checks = library.checks(profile, today=TODAY)
        assert ready.about == made_ready(library, checks).about
        assert [one.id for one in ready.checks] == [one.id for one in checks]
        for text in drafts():
            document = parse(text, "draft.md", library.language)
            assert document == parse(text, "draft.md", ready.checks.vocabulary.language)
            assert engine.lint(document, ready.checks) == engine.lint(document, checks)


@pytest.mark.parametrize("damage", [lambda content: content[:-1], lambda _: b"", lambda _: msgpack.encode([1, "x"])])
def test_what_does_not_fit_is_told(damage: object, packed: tuple[bytes, dict[str, bytes]]) -> None:
    assert callable(damage)
    with pytest.raises(Unfit):
        kept.unpack_names(damage(packed[0]))
    with pytest.raises(Unfit):
        kept.unpack_rules(damage(packed[1]["article"]), kept.unpack_names(packed[0]), TODAY)


def check(*args: str) -> Result:
    result = CliRunner().invoke(healthlint, ["check", "--no-config", *args])
    assert result.exit_code in (0, 1), result.output
    return result


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("draft.md").write_text(DRAFT, encoding="utf-8")
    return Path("draft.md")


def touched(draft: Path) -> str:
    """The draft, with another last line, so that what was found in it before is of no use."""
    draft.write_text(f"{draft.read_text(encoding='utf-8')}\n", encoding="utf-8")
    return str(draft)


def test_entries_that_lie_in_every_byte_change_nothing(draft: Path, cache: Path) -> None:
    """Whole entries, but of wrong content: somebody else put them there."""
    fresh = check(touched(draft), "--no-cache").stdout
    assert check(touched(draft)).stdout == fresh
    store, seen = Store(cache), 0
    for key, content in kept_entries(store):
        for seed in range(3):
            store.put(key, scrambled(content, seed))
            assert check(touched(draft)).stdout == fresh, (key, seed)
            seen += 1
        store.put(key, content)
    assert seen == 6


def kept_entries(store: Store) -> list[tuple[str, bytes]]:
    wanted = Wanted((), Selection("article", (), (), (), False), {}, None)
    found = [(key, store.get(key)) for key in (names_key(wanted), rules_key(wanted))]
    return [(key, content) for key, content in found if content is not None]


def scrambled(content: bytes, seed: int) -> bytes:
    """The same stamp, and behind it bytes of the same kind in places where they do not belong."""
    stamp, _, rest = content.partition(b"\n")
    chance, changed = random.Random(seed), bytearray(rest)
    for _ in range(200):
        changed[chance.randrange(len(changed))] = changed[chance.randrange(len(changed))]
    return stamp + b"\n" + bytes(changed)


def test_a_mistake_with_a_kept_rulebook_is_tried_with_one_that_is_read(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = check(touched(draft)).stdout
    lint, calls = engine.lint, []

    def stumble(document: object, checks: object) -> Linted:
        calls.append(checks)
        if len(calls) == 1:
            raise msgspec.ValidationError("a list where a word is due")
        return lint(document, checks)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "lint", stumble)
    assert check(touched(draft)).stdout == fresh
    assert len(calls) == 2


def test_a_changed_draft_is_checked_without_reading_a_rule(draft: Path, cache: Path) -> None:
    draft.write_text("Kava cures anxiety.\n", encoding="utf-8")
    check(str(draft))
    script = (
        "import sys\nfrom healthlint.cli import main\n"
        "try:\n main()\nexcept SystemExit: pass\n"
        "print(sorted({'yaml', 'healthlint.rulebook.phrases', 'healthlint.rulebook.pack'} & sys.modules.keys()))"
    )
    ask = [sys.executable, "-c", script, "check", "--no-config", touched(draft), "-q"]
    environ = {**os.environ, "HEALTHLINT_CACHE_DIR": str(cache), "PYTHONPATH": str(Path(api.__file__).parent.parent)}
    said = subprocess.run(ask, capture_output=True, text=True, check=True, env=environ)
    assert said.stdout.splitlines()[-1] == "[]"
    assert "draft.md:1:6: warning" in said.stdout
