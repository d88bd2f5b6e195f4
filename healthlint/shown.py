"""What a reader sees of a path, short and printable on any terminal; and of a number of things."""

from pathlib import Path


def shown(path: Path) -> str:
    """Relative where it lies below the working directory, else as given."""
    if path.is_absolute() and path.is_relative_to(here := Path.cwd()):
        path = path.relative_to(here)
    return legible(path.as_posix())


def legible(name: str) -> str:
    """A name with an escape for each character that cannot be printed."""
    if name.isprintable():
        return name
    name = name.encode("utf-8", "backslashreplace").decode()
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in name)


def counted(number: int, one: str, many: str = "") -> str:
    """So many things: 1 draft, 2 drafts."""
    return f"{number} {one if number == 1 else many or one + 's'}"
