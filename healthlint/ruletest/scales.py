"""Runs the examples of scales, and looks whether each grade and each of its cue sets is needed for them."""

from collections.abc import Iterator

from msgspec.structs import replace

from healthlint.rulebook import Library
from healthlint.rulebook.elements import Phrase
from healthlint.rulebook.scales import Grade, Scale
from healthlint.ruletest.example import Result, Shown, fate, quoted, shown


def test_scale(library: Library, name: str, *, mutate: bool) -> Iterator[Result]:
    """The examples of a scale; and its mutants."""
    scale = library.names.scales[name]
    owner = f"scales/{name}"
    rising = [[shown(library, text) for text in texts] for texts in library.packs.scales[name][-1].said.tests.rising]
    falls = [_fall(scale, examples) for examples in rising]
    for index, detail in enumerate(falls):
        yield Result(owner, f"rising {index + 1}", not detail, detail)
    if mutate and not any(falls):
        for what, mutant in _mutants(library, scale):
            yield fate(owner, what, any(_fall(mutant, examples) for examples in rising))


def _fall(scale: Scale, examples: list[Shown]) -> str:
    """The first sentence that stands no higher than the one before it, told; empty where all rise."""
    values = []
    for example in examples:
        view = next(example.page.views())
        values.append(scale.value(view, (0, len(view.tokens))))
    falls = [n for n in range(1, len(values)) if values[n] <= values[n - 1]]
    if not falls:
        return ""
    return f"{quoted(examples[falls[0]].said)} stands no higher than {quoted(examples[falls[0] - 1].said)}"


def _mutants(library: Library, scale: Scale) -> Iterator[tuple[str, Scale]]:
    for grade in scale.grades:
        left = [(phrase, owner) for phrase, owner in scale.words.phrases if owner is not grade]
        yield f"without grade {quoted(grade.about)}", _of_words(library, scale, left)
        for cue in grade.unless:
            bare = replace(grade, unless=tuple(one for one in grade.unless if one is not cue))
            yield f"without unless {quoted(cue.name)} of {quoted(grade.about)}", _with(library, scale, grade, bare)


def _with(library: Library, scale: Scale, old: Grade, new: Grade) -> Scale:
    phrases = [(phrase, new if owner is old else owner) for phrase, owner in scale.words.phrases]
    return _of_words(library, scale, phrases)


def _of_words(library: Library, scale: Scale, phrases: list[tuple[Phrase, Grade]]) -> Scale:
    words = library.names.bound(phrases)
    return Scale(scale.name, scale.least, scale.most, scale.plain, scale.grades, words)
