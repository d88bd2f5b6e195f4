"""Inline comments that silence findings, read leniently: whether they are right is judged elsewhere."""

import re
from collections.abc import Iterator

from healthlint.draft.mask import Mask
from healthlint.later import later
from healthlint.model import Directive, Span

_COMMENT = later(r"<!--+\s*healthlint\b[-:\s]*|\{\s*/\*+\s*healthlint\b[-:\s]*", re.IGNORECASE)
_ACTION = later(r"disable-next-line|disable-file|disable|enable|[\w-]+", re.IGNORECASE)
_RULES = later(r"[\s,]*([\w*][\w*./-]*)")
_UNTIL = later(r"[\s,;(\[]*\buntil:?\s+(\S+?)[\s.,;)\]]*$", re.IGNORECASE)
_UNTIL_FIRST = later(r"^[\s,;]*until:?\s+(\d[\d-]*)[\s,;:]*", re.IGNORECASE)


def directives(text: str, mask: Mask) -> Iterator[Directive]:
    """The directives of a draft, in order. One that stands in code is no directive."""
    for opener in _COMMENT.finditer(text) if "<!--" in text or "/*" in text else ():
        if mask.is_opaque(opener.start()):
            continue
        closer = "-->" if text[opener.start()] == "<" else "*/"
        end = text.find(closer, opener.end())
        if end < 0:
            break
        stop = end + len(closer)
        if closer == "*/" and (brace := re.compile(r"\s*\}").match(text, stop)):
            stop = brace.end()
        yield _read(text[opener.end() : end], Span(opener.start(), stop))


def _read(said: str, span: Span) -> Directive:
    said = " ".join(said.rstrip("-").split())
    action = _ACTION.match(said)
    rest = said[action.end() :] if action else said
    rules, reason = _split(rest)
    until = ""
    for pattern in (_UNTIL, _UNTIL_FIRST):
        if not until and (found := pattern.search(reason)):
            until = found[1]
            reason = reason[: found.start()] + reason[found.end() :]
    return Directive(
        span=span,
        action=action[0].lower() if action else "",
        rules=rules,
        reason=reason.strip(" -–—:;,"),
        until=until,
    )


def _split(rest: str) -> tuple[tuple[str, ...], str]:
    """The rules' names and the reason. Names end at a colon, a dash, or the first word that is no name."""
    before, colon, after = rest.partition(":")
    if colon:
        names = re.split(r"[\s,]+", before.strip(" ,-–—"))
        return tuple(filter(None, names)), after.strip()
    names, at = [], 0
    while (name := _RULES.match(rest, at)) and ("/" in name[1] or (not names and name[1].lower() == "all")):
        names.append(name[1])
        at = name.end()
    return tuple(names), rest[at:].strip()
