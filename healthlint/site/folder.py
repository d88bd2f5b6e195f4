"""Texts become files of a folder: an earlier site there is replaced, anything else is left alone."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

MANIFEST = ".healthlint-site.json"
"""Names the files of a site, so that the next one can tell them from others."""


class NotOurs(Exception):
    """A folder that holds something, and no earlier site."""


def write(folder: Path, texts: Mapping[str, str], *, force: bool = False) -> None:
    """Write a site. Pages of an earlier one that are no more are removed; other files are never touched.

    Raises `NotOurs` where the folder holds other things and no earlier site, unless with `force`, and `OSError`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / MANIFEST
    if not manifest.is_file() and not force and any(folder.iterdir()):
        raise NotOurs(folder)
    gone = [name for name in _written(manifest) if name not in texts]
    _put(manifest, json.dumps({"version": 1, "files": sorted({*texts, *gone})}, indent=1) + "\n")
    for name, text in texts.items():
        _put(folder / name, text)
    _remove(folder, gone)
    _put(manifest, json.dumps({"version": 1, "files": sorted(texts)}, indent=1) + "\n")


def _written(manifest: Path) -> list[str]:
    """The files of the earlier site; none where its list cannot be read."""
    try:
        said = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    names = said.get("files") if isinstance(said, dict) else None
    return [name for name in names if isinstance(name, str) and _below(name)] if isinstance(names, list) else []


def _below(name: str) -> bool:
    """Whether a name can only mean a page within the folder: a list may have been tampered with."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and path.suffix in (".html", ".css") and "\\" not in name


def _put(file: Path, text: str) -> None:
    """Write a file, unless it says the same already: its date then stays, and it is not uploaded again."""
    content = text.encode("utf-8", "backslashreplace")
    file.parent.mkdir(parents=True, exist_ok=True)
    if not (file.is_file() and file.read_bytes() == content):
        file.write_bytes(content)


def _remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files, and the folders that are empty then."""
    for name in names:
        file = folder / name
        if file.parent.resolve().is_relative_to(folder.resolve()):
            file.unlink(missing_ok=True)
            if file.parent != folder and file.parent.is_dir() and not any(file.parent.iterdir()):
                file.parent.rmdir()
