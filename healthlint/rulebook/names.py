"""All lexicons, frames, cue sets, scales and tables of the packs become one vocabulary for phrases."""

from healthlint.rulebook import files
from healthlint.rulebook.cues import CueSet, Phrases
from healthlint.rulebook.cuesets import compile_cues
from healthlint.rulebook.elements import Phrase
from healthlint.rulebook.index import Index
from healthlint.rulebook.lexicons import compile_lexicons, is_entity, sizes_of
from healthlint.rulebook.naming import FRAME, Names, language
from healthlint.rulebook.pack import Loaded, Packs
from healthlint.rulebook.phrases import parse
from healthlint.rulebook.scalefiles import compile_scale
from healthlint.rulebook.sources import Sources, sources
from healthlint.rulebook.terms import Terms
from healthlint.rulebook.vocabulary import Vocabulary
from healthlint.yamlfile import did_you_mean


def compile_names(packs: Packs) -> Names:
    """Compile every lexicon, frame, table, cue set and scale. Faults are collected in `errors`."""
    tongue = language(packs)
    finders: dict[str, Phrases] = {}
    entities = frozenset(name for name in packs.lexicons if is_entity(packs, name))
    vocabulary = Vocabulary(tongue, Index(tongue.common), Terms(), finders, entities)
    names = Names(vocabulary, {}, sizes_of(packs), [], set(), sources=_sources(packs))
    vocabulary.openers = names.shared([(parse(text, tongue), None) for text in tongue.openers])
    compile_lexicons(packs, names, finders)
    for kind, sets in packs.cues.items():
        names.cues[kind] = compile_cues(kind, sets, names)
    for kind, frames in packs.frames.items():
        finders[FRAME + kind] = _frame_finder(frames, names)
    for kind, scales in packs.scales.items():
        names.scales[kind] = compile_scale(kind, scales[-1], names)
    _check_scales(packs, names)
    return names


def _sources(packs: Packs) -> Sources:
    return sources({name: [host for one in files for host in one.said.hosts] for name, files in packs.sources.items()})


def _check_scales(packs: Packs, names: Names) -> None:
    """Cue sets name scales that are read after them."""
    for sets in packs.cues.values():
        for loaded in sets:
            if loaded.said.scale and loaded.said.scale not in names.scales:
                what = f"unknown scale “{loaded.said.scale}”{did_you_mean(loaded.said.scale, list(names.scales))}"
                names.errors.append(loaded.source.error(what, "scale"))


def _frame_finder(frames: list[Loaded[files.Frame]], names: Names) -> Phrases:
    phrases: list[tuple[Phrase, None]] = []
    cues: list[CueSet] = []
    for loaded in frames:
        for index, text in enumerate(loaded.said.phrases):
            if phrase := names.phrase(text, loaded.source, "phrases", index):
                phrases.append((phrase, None))
        cues += names.cue_sets(loaded.said.unless, loaded.source, "unless")
    return Phrases(names.shared(phrases), tuple(cues))
