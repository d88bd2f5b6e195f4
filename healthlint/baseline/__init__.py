"""Findings that were there when a site began to check: a text file of them, and which of today's they are."""

from healthlint.baseline.file import HEADER, BaselineError, read, writable, write
from healthlint.baseline.matching import Baseline, Entry, matched

__all__ = ["HEADER", "Baseline", "BaselineError", "Entry", "matched", "read", "writable", "write"]
