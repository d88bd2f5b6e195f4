"""The files of a cue set become one set that can govern."""

from collections.abc import Iterator

from healthlint.rulebook import files
from healthlint.rulebook.cues import CueSet, Entry, Low, Reach, Side
from healthlint.rulebook.naming import Names
from healthlint.rulebook.pack import Loaded
from healthlint.rulebook.phrases import Phrase

NAMED_REACHES: tuple[Reach, ...] = ("clause", "sentence", "block")


def compile_cues(name: str, files: list[Loaded[files.Cues]], names: Names) -> CueSet:
    """A cue set of all packs: later packs add to it."""
    said = files[0].said
    entries: list[tuple[Phrase, Entry]] = []
    stops: list[tuple[Phrase, None]] = []
    ignored: list[tuple[Phrase, None]] = []
    for loaded in files:
        entries += _entries(loaded, names)
        stops += _phrases(loaded, names, "stop", loaded.said.stop)
        ignored += _phrases(loaded, names, "ignore", loaded.said.ignore)
    low = Low(names.scales, said.scale, said.below) if said.scale else None
    return CueSet(name, said.says, names.bound(entries), names.bound(stops), names.bound(ignored), low)


def _entries(loaded: Loaded[files.Cues], names: Names) -> Iterator[tuple[Phrase, Entry]]:
    sides: tuple[Side, ...] = ("before", "after", "around")
    for side in sides:
        entries: list[str | files.Cue] = getattr(loaded.said, side)
        for index, entry in enumerate(entries):
            own = files.Cue(phrase=entry) if isinstance(entry, str) else entry
            reach = _reach(own.reach or loaded.said.reach)
            if reach is None:
                fault = "“reach” is clause, sentence, block or a number of words"
                names.errors.append(loaded.source.error(fault, side, index))
            elif phrase := names.phrase(own.phrase, loaded.source, side, index):
                places = loaded.said.from_ if own.from_ is None else own.from_
                yield phrase, Entry(side, reach, tuple(one for one in places if (one == "next") == (side == "after")))


def _reach(text: str) -> Reach | None:
    if text.isdigit():
        return int(text)
    return next((known for known in NAMED_REACHES if known == text), None)


def _phrases(loaded: Loaded[files.Cues], names: Names, key: str, texts: list[str]) -> Iterator[tuple[Phrase, None]]:
    for index, text in enumerate(texts):
        if phrase := names.phrase(text, loaded.source, key, index):
            yield phrase, None
