"""The rulebooks of a run: as an earlier run compiled them where nothing has changed, else read from their files."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from healthlint import rulebook
from healthlint.cli import severities
from healthlint.cli.faults import said
from healthlint.config import Selection
from healthlint.store import Store

if TYPE_CHECKING:
    from healthlint.rulebook import Library
    from healthlint.rulebook.kept import KeptNames
    from healthlint.rulebook.ready import Ready


Packs = tuple[Path, ...]
Overrides = Mapping[str, Mapping[str, object]]


class Wanted(NamedTuple):
    """Which rules are to be made ready, and who asks for them."""

    packs: Packs
    selection: Selection
    overrides: Overrides
    settings: Path | None
    """The file that is at fault if they cannot be."""


class Rulebooks:
    """Makes rules ready, each choice of them once. Whatever is at fault with them is raised as `Fault`."""

    def __init__(self, store: Store, today: date, stamped: Callable[[Packs], str]) -> None:
        self._store, self._today = store, today
        self._stamped = stamped
        """By which files and which code the rules of some packs would be made now."""
        self._libraries: dict[Packs, Library] = {}
        self._names: dict[Packs, KeptNames] = {}
        self._trusted = store.folder is not None

    @property
    def read(self) -> Sequence[Packs]:
        """The packs whose files were read by this run."""
        return [*self._libraries]

    def library(self, packs: Packs) -> "Library":
        """The shipped rules with these packs."""
        if packs not in self._libraries:
            with said(), uncollected():
                self._libraries[packs] = rulebook.load(packs)
        return self._libraries[packs]

    def ready(self, wanted: Wanted, stamp: str) -> "Ready":
        """These rules; the stamp says by which files and which code they may have been compiled."""
        with uncollected():
            return (self._kept(wanted, stamp) if self._trusted else None) or self._compiled(wanted, stamp)

    def distrust(self) -> bool:
        """Use nothing any more that an earlier run compiled. False where nothing was in use."""
        in_use, self._trusted = self._trusted and bool(self._names), False
        self._names.clear()
        return in_use

    def _kept(self, wanted: Wanted, stamp: str) -> "Ready | None":
        from healthlint.rulebook import kept
        from healthlint.rulebook.packing import Unfit

        names, rules = self._content(names_key(wanted), stamp), self._content(rules_key(wanted), stamp)
        if names is None or rules is None:
            return None
        try:
            if wanted.packs not in self._names:
                self._names[wanted.packs] = kept.unpack_names(names)
            return kept.unpack_rules(rules, self._names[wanted.packs], self._today)
        except (Unfit, LookupError):  # it does not fit its form, or speaks of what it does not have
            return None

    def _content(self, key: str, stamp: str) -> memoryview | None:
        content, mark = self._store.get(key), _mark(stamp)
        return memoryview(content)[len(mark) :] if content is not None and content.startswith(mark) else None

    def _compiled(self, wanted: Wanted, stamp: str) -> "Ready":
        from healthlint.rulebook import kept
        from healthlint.rulebook.readying import made_ready

        library, selection = self.library(wanted.packs), wanted.selection
        with said(wanted.settings):
            checks = library.checks(
                selection.profile,
                today=self._today,
                jurisdictions=selection.jurisdictions or None,
                only=selection.only,
                except_=selection.except_,
                override={library.current_id(name): change for name, change in wanted.overrides.items()},
                preview=selection.preview,
                severity=severities.of_rules(selection.severity, library.packs.rules),
            )
        ready = made_ready(library, checks)
        if self._store.folder is not None and self._stamped(wanted.packs) == stamp:
            mark = _mark(stamp)
            self._store.put(names_key(wanted), mark + kept.pack_names(kept.names_of(library)))
            self._store.put(rules_key(wanted), mark + kept.pack_rules(ready))
        return ready


def _mark(stamp: str) -> bytes:
    """What stands at the head of what is kept, by which it is known to be of these files and this code."""
    return f"{stamp}\n".encode()


def names_key(wanted: Wanted) -> str:
    """Under which the names are kept that all rules of some packs share."""
    return f"names {[str(pack.absolute()) for pack in wanted.packs]}"


def rules_key(wanted: Wanted) -> str:
    """Under which a choice of rules is kept."""
    return f"ready {wanted.selection} {wanted.overrides} {names_key(wanted)}"


@contextmanager
def uncollected() -> Iterator[None]:
    """What is made in here lasts as long as the run: no garbage is looked for among it, now or later.

    A rulebook is half a million objects, and looking through them took a fourth of the time of loading.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()
