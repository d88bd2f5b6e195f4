"""Regular expressions, compiled: the only file that knows `regex`.

Whatever is sure to be quick is run by `re`, which compiles five times as fast and needs no clock. The rest is run by
`regex`, which can be stopped.
"""

import re
import warnings
from functools import cache, lru_cache

import regex

from healthlint.rulebook.lookbehinds import spelt_out

_FIGURES = re.compile("[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2189\u2460-\u249b]")
"""Raised figures, which may be the marks of notes, and fractions: to `re` they are a part of words, to `regex` not."""


class NoExpression(ValueError):
    """A text that is no regular expression."""


@cache
def stoppable(text: str) -> "regex.Pattern[str]":
    """An expression whose search takes a `timeout`. Raises `NoExpression`."""
    return _by_regex(text, regex.IGNORECASE)


@cache
def check(text: str) -> None:
    """Raises `NoExpression` where a text is none. Letter case changes nothing there, and takes twice as long.

    What `re` can read, `regex` can; and `re` takes a third of the time to say so.
    """
    if _by_re(text, 0) is None:
        _by_regex(text, 0)


@cache
def plain(text: str) -> re.Pattern[str] | None:
    """An expression as `re` has it; None for one that it cannot read, or would read otherwise one day."""
    spelt = spelt_out(text)
    return None if spelt is None else _by_re(spelt, re.IGNORECASE)


def _by_regex(text: str, flags: int) -> "regex.Pattern[str]":
    try:
        return regex.compile(text, flags | regex.VERSION0)
    except regex.error as error:
        raise NoExpression(str(error)) from error


def _by_re(text: str, flags: int) -> re.Pattern[str] | None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return re.compile(text, flags)
        except (re.error, FutureWarning, DeprecationWarning):
            return None


@lru_cache(maxsize=64)
def is_plain(text: str) -> bool:
    """Do `re` and `regex` see the same words in a text?"""
    return _FIGURES.search(text) is None
