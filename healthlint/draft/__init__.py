"""A draft is read once: bytes become text, text becomes a `Document`."""

from typing import TYPE_CHECKING

from healthlint.draft.decoding import DraftError, content, decode, read

if TYPE_CHECKING:
    from healthlint.draft.document import parse

__all__ = ["DraftError", "content", "decode", "parse", "read"]


def __getattr__(name: str) -> object:
    """`parse` when it is first asked for: a run that knows what is in every draft parses none."""
    if name != "parse":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from healthlint.draft import document

    return document.parse
