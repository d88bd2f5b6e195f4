"""LaTeX between dollar signs or backslashed brackets, told from money and from escaped brackets."""

from healthlint.draft.scan import Scan
from healthlint.later import later

_REACH = 3000
_BETWEEN_DOLLARS = later(r"\$(?=\S)((?:[^$\r\n\\]|\\[^\r\n]){1,200})(?<!\s)\$(?![\w$])")
_TELLING = later(r"\\[a-zA-Z]+|[\^_{}=]")
_SYMBOL = later(r"[a-zA-Zα-ωΑ-Ω]['′]?")


def formula(found: Scan, start: int, opener: str) -> int:
    """Hide the formula that begins here; -1 where none does."""
    if opener == "$":
        return _inline(found, start)
    closer = {"$$": "$$", "\\[": "\\]", "\\(": "\\)"}[opener]
    end = found.closing(closer, start + 2, _REACH)
    if end < 0 or (opener != "$$" and not _TELLING.search(found.text, start + 2, end - 2)):
        return -1
    return found.hide(start, end, "opaque")


def _inline(found: Scan, start: int) -> int:
    if start and (found.text[start - 1].isalnum() or found.text[start - 1] == "\\"):
        return -1
    match = _BETWEEN_DOLLARS.match(found.text, start)
    if match and (_TELLING.search(match[1]) or _SYMBOL.fullmatch(match[1])):
        return found.hide(start, match.end(), "opaque")
    return -1
