"""Regular expressions that few drafts ask: each is compiled when it is first asked, and not before."""

import re
from typing import cast

_QUESTIONS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")


def later(source: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern like any other, but for when it is compiled."""
    return cast("re.Pattern[str]", _Later(source, flags))


class _Later:
    """Stands for a pattern, and from the first question on answers as quickly as the pattern itself."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> object:
        if name not in _QUESTIONS:
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        self.__dict__.update({question: getattr(compiled, question) for question in _QUESTIONS})
        return getattr(compiled, name)
