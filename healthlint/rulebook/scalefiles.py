"""The file of a scale becomes a scale that can be read off."""

from healthlint.rulebook import files
from healthlint.rulebook.elements import Phrase
from healthlint.rulebook.naming import Names
from healthlint.rulebook.pack import Loaded
from healthlint.rulebook.scales import Grade, Scale


def compile_scale(name: str, loaded: Loaded[files.Scale], names: Names) -> Scale:
    """A scale as the last pack that has it says."""
    said = loaded.said
    grades: list[Grade] = []
    phrases: list[tuple[Phrase, Grade]] = []
    for index, one in enumerate(said.grades):
        grade = Grade(one.about, one.weight, names.cue_sets(one.unless, loaded.source, "grades", index, "unless"))
        grades.append(grade)
        for number, text in enumerate(one.phrases):
            if phrase := names.phrase(text, loaded.source, "grades", index, "phrases", number):
                phrases.append((phrase, grade))
    return Scale(name, said.least, said.most, said.plain, tuple(grades), names.shared(phrases))
