"""The rulebook: folders of YAML, read, validated and compiled into checks."""

from healthlint.rulebook.faults import RuleError, RuleErrors, UnknownName
from healthlint.rulebook.library import Checks, Library, load, shipped

__all__ = ["Checks", "Library", "RuleError", "RuleErrors", "UnknownName", "load", "shipped"]
