"""The files of a cue set become one set that can govern."""

from collections.abc import Iterator

from healthlint.rulebook import files
from healthlint.rulebook.cues import CueSet, Entry, Low, Reach, Side
from healthlint.rulebook.elements import Phrase
from healthlint.rulebook.naming import Names
from healthlint.rulebook.pack import Loaded

NAMED_REACHES: tuple[Reach, ...] = ("clause", "sentence", "block")


def compile_cues(name: str, files: list[Loaded[files.Cues]], names: Names) -> CueSet:
    """A cue set of all packs: later packs add to it."""
    said = files[0].said
    found: list[tuple[Phrase, Entry]] = []
    stops: list[tuple[Phrase, None]] = []
    ignored: list[tuple[Phrase, None]] = []
    for loaded in files:
        found += entries(loaded, names)
        stops += phrases(loaded, names, "stop")
        ignored += phrases(loaded, names, "ignore")
    low = Low(names.scales, said.scale, said.below) if said.scale else None
    return CueSet(name, said.says, names.shared(found), names.shared(stops), names.shared(ignored), low)


def entries(loaded: Loaded[files.Cues], names: Names) -> Iterator[tuple[Phrase, Entry]]:
    """The entries of a file, made ready; a fault for one whose reach or phrase cannot be read."""
    for side, index, cue in listed(loaded.said):
        entry = entry_of(loaded.said, side, cue)
        if entry is None:
            fault = "“reach” is clause, sentence, block or a number of words"
            names.errors.append(loaded.source.error(fault, side, index))
        elif phrase := names.phrase(cue.phrase, loaded.source, side, index):
            yield phrase, entry


def listed(said: files.Cues) -> Iterator[tuple[Side, int, files.Cue]]:
    """The entries of a file as they are said, with the list that each stands in and its place there."""
    sides: tuple[Side, ...] = ("before", "after", "around")
    for side in sides:
        said_here: list[str | files.Cue] = getattr(said, side)
        for index, one in enumerate(said_here):
            yield side, index, files.Cue(phrase=one) if isinstance(one, str) else one


def entry_of(said: files.Cues, side: Side, cue: files.Cue) -> Entry | None:
    """How an entry governs: as it says itself, else as its set does. None where the reach cannot be read."""
    reach = _reach(cue.reach or said.reach)
    places = said.from_ if cue.from_ is None else cue.from_
    here = tuple(one for one in places if (one == "next") == (side == "after"))
    return None if reach is None else Entry(side, reach, here)


def _reach(text: str) -> Reach | None:
    if text.isdigit():
        return int(text)
    return next((known for known in NAMED_REACHES if known == text), None)


def phrases(loaded: Loaded[files.Cues], names: Names, key: str) -> Iterator[tuple[Phrase, None]]:
    """The stops or the exceptions of a file."""
    for index, text in enumerate(getattr(loaded.said, key)):
        if phrase := names.phrase(text, loaded.source, key, index):
            yield phrase, None
