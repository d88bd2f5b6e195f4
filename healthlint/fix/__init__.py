"""Fixes: which of them can be applied together, what that changes, and how a draft is written anew."""

from healthlint.fix.applying import Choose, Fixed, Overlap, apply, moved, unasked
from healthlint.fix.diffing import diff
from healthlint.fix.writing import Changed, other_names, write

__all__ = ["Changed", "Choose", "Fixed", "Overlap", "apply", "diff", "moved", "other_names", "unasked", "write"]
