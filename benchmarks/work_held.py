"""Counts of work against those of old: what has risen or fallen too far, and what to do about it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

HELD = Path(__file__).parent / "work.json"
"""Where the counts of old are kept."""
COMMAND = "python benchmarks/work.py"

RISEN, FALLEN = 1.10, 0.75
"""Times the figure of old: above the one it fails, below the other it should be made the new one."""
SLACK = 1.0
"""Per 1,000 words: a rare thing that happens once more is no rise."""

Rates = Mapping[str, Mapping[str, float]]
"""What was done per 1,000 words, by what was run and what is counted."""


class Held(Struct, frozen=True):
    """The counts, with what they were made of."""

    drafts: int
    words: int
    per_1000_words: Rates


def load(path: Path = HELD) -> Held:
    said = json.loads(path.read_text(encoding="utf-8"))
    return Held(said["drafts"], said["words"], said["per_1000_words"])


def save(held: Held, path: Path = HELD) -> None:
    said = {"drafts": held.drafts, "words": held.words, "per_1000_words": held.per_1000_words}
    path.write_text(json.dumps(said, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def faults(old: Held, new: Held) -> Iterator[str]:
    """A line for each count that is off."""
    if (old.drafts, old.words) != (new.drafts, new.words):
        yield (
            f"The made drafts are others ({old.drafts} of {old.words} words before, {new.drafts} of {new.words} now), "
            f"so nothing can be compared. Accept the new ones: {COMMAND} --update"
        )
        return
    for run in sorted(old.per_1000_words.keys() | new.per_1000_words.keys()):
        before, now = old.per_1000_words.get(run, {}), new.per_1000_words.get(run, {})
        for name in dict.fromkeys([*before, *now]):
            if said := _fault(before.get(name), now.get(name)):
                yield f"{run}: {name}: {said}"


def _fault(before: float | None, now: float | None) -> str | None:
    update = f"{COMMAND} --update"
    if before is None or now is None:
        return f"counted {'now' if before is None else 'before'} alone. Keep what is counted now: {update}"
    figures = f"{before:.1f} before, {now:.1f} now per 1,000 words"
    if now > before * RISEN + SLACK:
        more = f"{now / before:.2f} times" if before else "none before"
        return (
            f"{figures} ({more}). The same drafts take more work. If that is not meant, find out why: "
            f"{COMMAND} --calls shows the functions. If it is (more rules, say), accept it: {update}"
        )
    if not now and before > SLACK:
        return (
            f"{figures}. If the function has another name now, say so in benchmarks/work_counts.py; "
            f"if it is not needed any more, take it out there. Then: {update}"
        )
    if now < before * FALLEN - SLACK:
        return f"{figures}: much less work. Well done; hold it: {update}"
    return None
