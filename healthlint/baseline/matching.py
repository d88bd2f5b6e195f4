"""Which findings of today are those of a list: by their words, never by their lines."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import count
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from healthlint.finding import Linted
from healthlint.fingerprint import fingerprint, fingerprints


class Entry(NamedTuple):
    """A finding that is known."""

    path: str
    """From the folder of the file, with `/`."""
    mark: str
    rule: str


class Baseline:
    """The entries of a file, by draft."""

    def __init__(self, file: Path, entries: Iterable[Entry] = ()) -> None:
        self.file = file
        self.drafts: dict[str, dict[str, Entry]] = {}
        for entry in entries:
            self.drafts.setdefault(entry.path, {})[entry.mark] = entry
        self._real = cache(os.path.realpath)
        self._root = self._real(file.parent)

    @property
    def entries(self) -> frozenset[Entry]:
        return frozenset(entry for held in self.drafts.values() for entry in held.values())

    def place(self, draft: Path) -> str:
        """What the file calls a draft. Its folder may have been reached by way of a link."""
        whole = os.path.join(self._real(draft.parent), draft.name)  # noqa: PTH118
        try:
            return os.path.relpath(whole, self._root).replace(os.sep, "/")
        except ValueError:  # another drive
            return whole.replace(os.sep, "/")

    def lies_in(self, path: str, folder: Path) -> bool:
        """Whether what the file calls a draft would lie in a folder."""
        whole = os.path.normpath(os.path.join(self._root, path))  # noqa: PTH118
        return whole.startswith(os.path.join(self._real(folder), ""))  # noqa: PTH118

    @cached_property
    def gone(self) -> frozenset[str]:
        """The drafts that are no more."""
        return frozenset(path for path in self.drafts if not _is_there(os.path.join(self._root, path)))  # noqa: PTH118

    def former_name(self, linted: Linted, draft: Path, taken: Collection[str]) -> str | None:
        """What a draft without entries was called before: a draft that is no more, and most of whose findings it has.

        One of them at least must be of words: that a page lacks something is said of many pages.
        """
        marks = fingerprints(linted.document, linted.findings)
        said = [mark for mark, one in zip(marks, linted.findings, strict=True) if one.about == "words"]
        likely = {path for mark in said for path in self._gone_with.get(mark, ()) if path not in taken}
        common = {path: len(self.drafts[path].keys() & {*marks}) for path in likely}
        alike = [path for path in likely if 2 * common[path] >= len(self.drafts[path])]
        return max(alike, key=lambda path: (common[path], _last(path) == draft.name, path), default=None)

    @cached_property
    def _gone_with(self) -> dict[str, list[str]]:
        """By fingerprint: the drafts that are no more and had it."""
        found: dict[str, list[str]] = {}
        for path in self.gone:
            for mark in self.drafts[path]:
                found.setdefault(mark, []).append(path)
        return found


def matched(linted: Linted, held: Mapping[str, Entry], formerly: Mapping[str, str]) -> tuple[Entry | None, ...]:
    """The entry of each finding of a draft, in order; None for one that is new. No entry stands for two findings.

    What a page lacks is told at the first words that ask for it. These may be others now: it is known all the same, as
    long as the rule has no more to tell than it had.
    """
    found = [*_by_words(linted, held, formerly)]
    left: dict[str, list[Entry]] = {}
    for entry in sorted({*held.values()}.difference(found), reverse=True):
        left.setdefault(formerly.get(entry.rule, entry.rule), []).append(entry)
    for index, finding in enumerate(linted.findings):
        if found[index] is None and finding.about != "words" and left.get(finding.rule):
            found[index] = left[finding.rule].pop()
    return tuple(found)


def _by_words(linted: Linted, held: Mapping[str, Entry], formerly: Mapping[str, str]) -> Iterator[Entry | None]:
    """The entry of each finding by its fingerprint, under its rule's present name or a former one."""
    document, used = linted.document, set[str]()
    former: dict[str, list[str]] = {}
    for old in {entry.rule for entry in held.values()} & formerly.keys():
        former.setdefault(formerly[old], []).append(old)
    for finding, mark in zip(linted.findings, fingerprints(document, linted.findings), strict=True):
        for old in () if mark in held else sorted(former.get(finding.rule, ())):
            known = (fingerprint(document, replace(finding, rule=old), number) for number in count())
            mark = next(mark for mark in known if mark not in used or mark not in held)
            if mark in held:
                break
        used.add(mark)
        yield held.get(mark)


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _is_there(path: str) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:  # no path at all
        return False
