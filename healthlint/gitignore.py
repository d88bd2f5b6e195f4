"""Patterns as in `.gitignore`, and the `.gitignore` files in and above a folder: a yes or no for each path."""

from collections.abc import Iterable, Iterator
from pathlib import Path


class Patterns:
    """Patterns as in `.gitignore`. What reads them is imported with the first ones, and most runs have none."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Raises `ValueError` for a line that is no pattern."""
        from pathspec import GitIgnoreSpec

        self._lines = [line for line in lines if line]
        self._spec = GitIgnoreSpec.from_lines(self._lines)

    def match(self, place: str) -> bool:
        return self._spec.match_file(place)

    def deciding(self, place: str) -> str | None:
        """The pattern, as typed, that takes a place in; None if none does."""
        checked = self._spec.check_file(place)
        return self._lines[checked.index] if checked.include and checked.index is not None else None

    def verdict(self, place: str) -> bool | None:
        """Whether the last pattern to speak of a place takes it in or lets it be; None if no pattern does."""
        return self._spec.check_file(place).include


class Ignored:
    """What git would not see below a folder. A folder outside of any repository still heeds its own files."""

    def __init__(self, top: Path) -> None:
        top = top.absolute()
        self._root = next((folder for folder in [top, *top.parents] if (folder / ".git").exists()), top)
        self._heeded: dict[Path, list[tuple[Patterns, str]]] = {}
        if self._root != top and self.folder(top):
            self._root = top  # It was named, so what is said of it further up is overruled.
            self._heeded.clear()

    def file(self, folder: Path, name: str) -> bool:
        """Whether the file of this name in the folder is ignored."""
        return self._says(folder, name)

    def folder(self, path: Path) -> bool:
        return self._says(path.parent, f"{path.name}/")

    def _says(self, folder: Path, name: str) -> bool:
        """The nearest file with a word on this path decides, as in git."""
        for patterns, above in self._of(folder):
            verdict = patterns.verdict(above + name)
            if verdict is not None:
                return verdict
        return False

    def _of(self, folder: Path) -> list[tuple[Patterns, str]]:
        """The patterns that what lies in a folder heeds, nearest first, each with the way from them to the folder."""
        if folder not in self._heeded:
            self._heeded[folder] = list(self._heed(folder.absolute()))
        return self._heeded[folder]

    def _heed(self, folder: Path) -> Iterator[tuple[Patterns, str]]:
        if patterns := self._read(folder):
            yield patterns, ""
        if folder not in (self._root, folder.parent):
            for patterns, above in self._of(folder.parent):
                yield patterns, f"{above}{folder.name}/"

    def _read(self, folder: Path) -> Patterns | None:
        files = [folder / ".gitignore"]
        if folder == self._root:
            files.insert(0, folder / ".git" / "info" / "exclude")
        lines: list[str] = []
        for file in files:
            try:
                lines += file.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
            except OSError:
                continue
        return _sound(lines) if lines else None


def _sound(lines: list[str]) -> Patterns:
    """The lines that are patterns; git passes over the others in silence, and so must we."""
    good: list[str] = []
    for line in lines:
        try:
            Patterns([line])
        except ValueError:
            continue
        good.append(line)
    return Patterns(good)
