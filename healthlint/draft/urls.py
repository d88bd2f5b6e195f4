"""Addresses: which host a link leads to, and the bare URLs that stand in running text."""

import re
from collections.abc import Iterator

from healthlint.draft.mask import Mask
from healthlint.later import later
from healthlint.model import Link, Span

_HOST = later(r"(?i)\s*(?:(?:https?|ftp):)?//(?:[^/?#@\s]*@)?([^/?#:\s\\]+)")
_BARE = later(r"(?i)(?<![\w/.@-])(?:https?://|www\.(?=[a-z0-9-]+\.[a-z]))[^\s<>\"“”«»|\ufffc\u2060]+")
_WWW = re.compile(r"[wW][wW][wW]\.")
_OVERHANG = ".,;:!?'’*_~…]}"


def host(target: str) -> str:
    """The host of an address, lower case and without `www.`; empty for one within the site."""
    match = _HOST.match(target)
    return match[1].lower().rstrip(".").removeprefix("www.") if match else ""


def link(span: Span, label: Span, target: str) -> Link:
    return Link(span=span, label=label, target=target, host=host(target))


def bare_urls(mask: Mask, prose: str) -> Iterator[Link]:
    """The URLs typed out in `prose`, each made opaque."""
    if "://" not in prose and not _WWW.search(prose):
        return
    for match in _BARE.finditer(prose):
        span = Span(match.start(), match.start() + len(_without_overhang(match[0])))
        target = prose[span.start : span.end]
        if host(target if "//" in target else f"//{target}"):
            mask.opaque(*span)
            yield link(span, Span(span.start, span.start), target if "//" in target else f"http://{target}")


def _without_overhang(url: str) -> str:
    """Without the punctuation of the sentence around it, and without a bracket that was opened before it."""
    end, depth = len(url), url.count(")") - url.count("(")
    while end and (url[end - 1] in _OVERHANG or (url[end - 1] == ")" and depth > 0)):
        depth -= url[end - 1] == ")"
        end -= 1
    return url[:end]
