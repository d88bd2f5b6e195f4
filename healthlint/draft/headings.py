"""Lines that stand as headings without being marked as such."""

import re

from healthlint.language import Language
from healthlint.model import JOINER, OPAQUE

_LONGEST = 12
_LONGEST_IN_SENTENCE_CASE = 8
_STOPS = (".", "!", ":", ";", ",", "…", "—", "–", "-", "|", "*")
_WORD = re.compile(r"[^\W\d_][\w'’.&/-]*")
_INNER_STOP = re.compile(r"[.!?;]\s+\S")
_BYLINE = re.compile(r"(?i)(?:by|written by|reviewed by|posted by|updated?|published|tel|phone)\b")


def is_title(line: str, language: Language) -> bool:
    """A short line in Title Case or capitals, without end punctuation: a heading wherever it stands alone."""
    words = _words(line)
    telling = [word for word in words if len(word) > 3 or word.lower() not in language.common]
    capitals = sum(word[0].isupper() for word in telling)
    return bool(telling) and len(words) > 1 and capitals >= 0.75 * len(telling)


def is_sentence_case(line: str) -> bool:
    """A very short line, without end punctuation, that begins with a capital."""
    words = _words(line)
    return 1 <= len(words) <= _LONGEST_IN_SENTENCE_CASE and words[0][0].isupper()


def _words(line: str) -> list[str]:
    """The words of a line that could be a heading; none for any other line."""
    line = line.replace(JOINER, "").strip()
    if not line or len(line) > 150 or OPAQUE in line or line.endswith(_STOPS) or _INNER_STOP.search(line):
        return []
    if not (line[0].isupper() or line[0].isdigit() or line[0] in "“\"'‘¿¡") or _BYLINE.match(line):
        return []
    return _WORD.findall(line) if len(line.split()) <= _LONGEST else []
