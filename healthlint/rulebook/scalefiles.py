"""The file of a scale becomes a scale that can be read off."""

from healthlint.rulebook import files
from healthlint.rulebook.naming import Names
from healthlint.rulebook.pack import Loaded
from healthlint.rulebook.scales import Grade, Scale


def compile_scale(name: str, loaded: Loaded[files.Scale], names: Names) -> Scale:
    """A scale as the last pack that has it says."""
    said, grades = loaded.said, []
    for index, grade in enumerate(said.grades):
        words = names.book(grade.phrases, loaded.source, "grades", index, "phrases")
        unless = names.cue_sets(grade.unless, loaded.source, "grades", index, "unless")
        if words:
            grades.append(Grade(grade.about, grade.weight, words, unless))
    return Scale(name, said.least, said.most, said.plain, tuple(grades))
