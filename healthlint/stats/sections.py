"""Which section of a site a draft belongs to: as it says itself, else by its folder."""

from collections.abc import Iterable
from pathlib import PurePosixPath


def common_folder(paths: Iterable[str]) -> str:
    """The folder that all drafts share: below it lie the sections."""
    folders = [PurePosixPath(path).parent.parts for path in paths]
    shared: list[str] = []
    for parts in zip(*folders, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return str(PurePosixPath(*shared)) if shared else "."


def section(path: str, root: str, named: str, category: str) -> str:
    """What front matter calls the section, else the first folder below the root, else the category; or nothing."""
    return named or folder_below(path, root) or category


def folder_below(path: str, root: str) -> str:
    """The first folder on the way from the root to a draft; empty if it lies in the root, or elsewhere."""
    place, home = PurePosixPath(path), PurePosixPath(root)
    if not place.is_relative_to(home):
        return ""
    parts = place.relative_to(home).parts
    return parts[0] if len(parts) > 1 else ""
