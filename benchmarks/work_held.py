"""Counts of work against those of old: what has risen or fallen too far, and what to do about it."""

import json
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

HELD = Path(__file__).parent / "work.json"
"""Where the counts of old are kept."""
COMMAND = "python benchmarks/work.py"
UPDATE = f"`{COMMAND} --update`."

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


def faults(old: Held, new: Held) -> list[str]:
    """A line for each count that is off, and what to do about each sort of them."""
    if (old.drafts, old.words) != (new.drafts, new.words):
        made = f"{old.drafts} of {old.words} words before, {new.drafts} of {new.words} now"
        return [f"The made drafts are others ({made}), so nothing can be compared.", ADVICE["unlike"]]
    told: list[str] = []
    sorts: list[str] = []
    for run in dict.fromkeys([*old.per_1000_words, *new.per_1000_words]):
        before, now = old.per_1000_words.get(run, {}), new.per_1000_words.get(run, {})
        for name in dict.fromkeys([*before, *now]):
            if sort := _sort(before.get(name), now.get(name)):
                told.append(f"{run}: {name}: {sort}: {_figures(before.get(name), now.get(name))}")
                sorts.append(sort)
    return told + [ADVICE[sort] for sort in dict.fromkeys(sorts)]


ADVICE = {
    "risen": f"The same drafts take more work. If it is meant (more rules, say), accept it: {UPDATE} "
    f"If it is not, `{COMMAND} --calls` shows which functions are called most often.",
    "fallen": f"That is much less work. Hold it: {UPDATE}",
    "gone": "If a function has another name now, say so in benchmarks/work_counts.py; if nobody needs it any more, "
    f"take it out there. Then: {UPDATE}",
    "unlike": f"Keep what is counted now: {UPDATE}",
}
"""What to do, by what is the matter."""


def _sort(before: float | None, now: float | None) -> str | None:
    """What is the matter with a count, if anything."""
    if before is None or now is None:
        return "unlike"
    if now > before * RISEN + SLACK:
        return "risen"
    if before > SLACK and not now:
        return "gone"
    return "fallen" if now < before * FALLEN - SLACK else None


def _figures(before: float | None, now: float | None) -> str:
    if before is None or now is None:
        return f"counted {'now' if before is None else 'before'} alone"
    times = f" ({now / before:.2f} times)" if before else ""
    return f"{before:.1f} before, {now:.1f} now per 1,000 words{times}"
