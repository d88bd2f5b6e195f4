"""Finds the phrases, cues and terms of a library that stand in none of its examples."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from healthlint.rulebook import Library
from healthlint.rulebook.cuesets import entries, phrases
from healthlint.rulebook.elements import Phrase
from healthlint.rulebook.faults import Source
from healthlint.rulebook.lexicons import row_name
from healthlint.rulebook.schema import Fixed, Need, Rule, as_list, as_needs
from healthlint.ruletest.example import framed, page, quoted

NAMED = 3
"""How many of the terms that no example has are named."""

KINDS = {"rules": "phrases of rules", "frames": "phrases of frames", "cues": "phrases of cue sets"} | {
    "scales": "phrases of scales",
    "lexicons": "terms of lexicons",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A phrase in a file of a pack."""

    kind: str
    id: str
    text: str


@dataclass(slots=True)
class Coverage:
    """The phrases of a library, and those that some example has."""

    parts: list[Part] = field(default_factory=list)
    met: set[Part] = field(default_factory=set)

    def told(self, ids: tuple[str, ...] = ()) -> Iterator[str]:
        """A line for each phrase that no example has, and one for each lexicon with such terms; then the shares."""
        parts = [part for part in self.parts if not ids or part.id in ids]
        unmet: dict[str, list[str]] = {}
        for part in parts:
            if part not in self.met:
                unmet.setdefault(part.id, []).append(part.text)
        for id, texts in unmet.items():
            if id.startswith("lexicons/"):
                whole = sum(1 for part in parts if part.id == id)
                such = ", ".join(map(quoted, texts[:NAMED]))
                yield f"{id}: {len(texts)} of {whole} terms are in no example, such as {such}"
            else:
                yield from (f"{id}: no example has {quoted(text)}" for text in texts)
        for kind, called in KINDS.items():
            every = [part for part in parts if part.kind == kind]
            if every:
                share = 100 * len(self.met.intersection(every)) / len(every)
                yield f"{share:.1f} % of {len(every)} {called} are in an example"


def coverage(library: Library) -> Coverage:
    """Looks for every phrase in every example of a library."""
    found = Coverage()
    said = [(phrase, part) for part, phrase in _phrases(library)]
    found.parts = list(dict.fromkeys(part for _, part in said))
    book = library.names.bound(said)
    for text in dict.fromkeys(_texts(library)):
        for view in page(library, framed(text).text).views():
            for number, sentences in book.possible(view):
                part = book.owners[number]
                if part not in found.met and any(True for _ in book.matches(number, view, sentences)):
                    found.met.add(part)
    return found


def _texts(library: Library) -> Iterator[str]:
    for rule in library.rules.values():
        for one in (*rule.tests.bad, *rule.tests.good, *rule.tests.missed):
            yield one.text if isinstance(one, Fixed) else one
    for folder, kinds in (("lexicons", ("holds", "lacks")), ("frames", ("holds", "lacks"))):
        for files in getattr(library.packs, folder).values():
            for loaded in files:
                for kind in kinds:
                    yield from getattr(loaded.said.tests, kind)
    for cue_files in library.packs.cues.values():
        for cues in cue_files:
            yield from (*cues.said.tests.governed, *cues.said.tests.free)
    for scale_files in library.packs.scales.values():
        for texts in scale_files[-1].said.tests.rising:
            yield from texts


def _phrases(library: Library) -> Iterator[tuple[Part, Phrase]]:
    """Every phrase of a library, and whose it is."""
    names, packs = library.names, library.packs
    for id, rule in packs.rules.items():
        for text, phrase in _of_rule(library, rule.said, rule.source):
            yield Part("rules", id, text), phrase
    for folder, key in (("frames", "phrases"), ("lexicons", "terms")):
        for name, files in getattr(packs, folder).items():
            for loaded in files:
                for text in getattr(loaded.said, key):
                    if read := names.phrase(text, loaded.source, key):
                        yield Part(folder, f"{folder}/{name}", text), read
    for name, cue_files in packs.cues.items():
        for cues in cue_files:
            every = [*entries(cues, names), *phrases(cues, names, "stop"), *phrases(cues, names, "ignore")]
            yield from ((Part("cues", f"cues/{name}", phrase.source), phrase) for phrase, _ in every)
    for name in packs.scales:
        graded = names.scales[name].words.phrases
        yield from ((Part("scales", f"scales/{name}", phrase.source), phrase) for phrase, _ in graded)


def _of_rule(library: Library, rule: Rule, source: Source) -> Iterator[tuple[str, Phrase]]:
    rows = [row_name(rule.each, row.said) for row in library.packs.tables[rule.each]] if rule.each else [""]
    for text in (*rule.phrases, *_of_needs(rule.when), *_of_needs(rule.needs)):
        for row in rows if "<row." in text else [""]:
            if phrase := library.names.phrase(text, source, "find", row=row):
                yield text, phrase


def _of_needs(said: Need | list[Need]) -> Iterator[str]:
    for need in as_needs(said):
        yield from as_list(need.phrase)
        yield from _of_needs(need.any)
