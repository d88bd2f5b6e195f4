"""Where the rules that come with healthlint lie, and how large a file of any pack may be."""

from pathlib import Path

LARGEST = 2_000_000
"""Bytes of a pack's file: the largest shipped one is a fiftieth of it."""


def shipped() -> Path:
    """The rules that come with healthlint: in the wheel beside this package, in a checkout at its top."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "_rules"
    return packed if packed.is_dir() else package.parent / "rules"
