"""A cue set in which some entries reach as far as the others do, or from fewer places."""

from collections.abc import Iterator

import msgspec

from healthlint.mutants.phrases import shortened
from healthlint.rulebook.cues import Entry
from healthlint.rulebook.cuesets import entry_of, listed
from healthlint.rulebook.files import Cue, Cues


def of_cues(said: Cues) -> Iterator[tuple[str, dict[int, Entry]]]:
    """Each mutant of the reaches and places: what was done, and the entries that govern otherwise, by number."""
    for number, (side, _, cue) in enumerate(listed(said)):
        for what, changed in _of_entry(cue):
            if entry := entry_of(said, side, changed):
                yield f"{what} of {shortened(cue.phrase)}", {number: entry}
    if said.reach != "clause":
        yield f"without reach {said.reach}", _changed(said, msgspec.structs.replace(said, reach="clause"))
    for place in said.from_:
        rest = [one for one in said.from_ if one != place]
        yield f"without from {place}", _changed(said, msgspec.structs.replace(said, from_=rest))


def _of_entry(cue: Cue) -> Iterator[tuple[str, Cue]]:
    if cue.reach:
        yield f"without reach {cue.reach}", msgspec.structs.replace(cue, reach="")
    if cue.from_ == []:
        yield "without from []", msgspec.structs.replace(cue, from_=None)
    for place in cue.from_ or ():
        rest = [one for one in cue.from_ or () if one != place]
        yield f"without from {place}", msgspec.structs.replace(cue, from_=rest)


def _changed(said: Cues, mutant: Cues) -> dict[int, Entry]:
    """The entries that a change of the whole set changes."""
    changed: dict[int, Entry] = {}
    for number, (side, _, cue) in enumerate(listed(said)):
        entry = entry_of(mutant, side, cue)
        if entry and entry != entry_of(said, side, cue):
            changed[number] = entry
    return changed
