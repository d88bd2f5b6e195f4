"""A draft is read once: bytes become text, text becomes a `Document`."""

from healthlint.draft.document import parse
from healthlint.draft.read import DraftError, decode, read

__all__ = ["DraftError", "decode", "parse", "read"]
