"""The `.gitignore` files in and above a folder become a yes or no for each path."""

from collections.abc import Iterator
from pathlib import Path

from pathspec import GitIgnoreSpec


class Ignored:
    """What git would not see below a folder. A folder outside of any repository still heeds its own files."""

    def __init__(self, top: Path) -> None:
        top = top.absolute()
        self._root = next((folder for folder in [top, *top.parents] if (folder / ".git").exists()), top)
        self._specs: dict[Path, GitIgnoreSpec | None] = {}
        if self.folder(top):
            self._root = top  # It was named, so what is said of it further up is overruled.

    def file(self, path: Path) -> bool:
        return self._says(path.absolute(), "")

    def folder(self, path: Path) -> bool:
        return self._says(path.absolute(), "/")

    def _says(self, path: Path, end: str) -> bool:
        """The nearest file with a word on this path decides, as in git."""
        for folder in self._between(path):
            if spec := self._spec(folder):
                verdict = spec.check_file(path.relative_to(folder).as_posix() + end).include
                if verdict is not None:
                    return verdict
        return False

    def _between(self, path: Path) -> Iterator[Path]:
        for folder in path.parents:
            yield folder
            if folder == self._root:
                return

    def _spec(self, folder: Path) -> GitIgnoreSpec | None:
        if folder not in self._specs:
            self._specs[folder] = self._read(folder)
        return self._specs[folder]

    def _read(self, folder: Path) -> GitIgnoreSpec | None:
        files = [folder / ".gitignore"]
        if folder == self._root:
            files.insert(0, folder / ".git" / "info" / "exclude")
        lines: list[str] = []
        for file in files:
            try:
                lines += file.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
            except OSError:
                continue
        return _spec_of(lines) if lines else None


def _spec_of(lines: list[str]) -> GitIgnoreSpec:
    """The lines that are patterns; git passes over the others in silence, and so must we."""
    good: list[str] = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        good.append(line)
    return GitIgnoreSpec.from_lines(good)
