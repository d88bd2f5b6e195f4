"""YAML that knows its places: a text becomes plain values or typed structs, or a fault with line and column."""

from healthlint.yamlfile.nodes import DEEPEST, Plain, YamlFault, compose, inner, place, plain
from healthlint.yamlfile.reading import convert, did_you_mean, misfit, parse, read, values

__all__ = [
    "DEEPEST",
    "Plain",
    "YamlFault",
    "compose",
    "convert",
    "did_you_mean",
    "inner",
    "misfit",
    "parse",
    "place",
    "plain",
    "read",
    "values",
]
