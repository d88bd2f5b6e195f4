"""A path becomes what a reader sees of it: short, with forward slashes, printable on any terminal."""

from pathlib import Path


def shown(path: Path) -> str:
    """Relative where it lies below the working directory, else as given."""
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    name = path.as_posix().encode("utf-8", "backslashreplace").decode()
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in name)
