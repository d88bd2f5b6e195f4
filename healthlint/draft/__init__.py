"""A draft is read once: bytes become text, text becomes a `Document`."""

from healthlint.draft.decoding import DraftError, decode, read
from healthlint.draft.document import parse

__all__ = ["DraftError", "decode", "parse", "read"]
