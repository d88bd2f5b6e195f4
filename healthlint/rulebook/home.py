"""Where the rules that come with healthlint lie."""

from pathlib import Path


def shipped() -> Path:
    """The rules that come with healthlint: in the wheel beside this package, in a checkout at its top."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "_rules"
    return packed if packed.is_dir() else package.parent / "rules"
