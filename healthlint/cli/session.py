"""One run: what the command line and the settings choose becomes rules, each choice of them made ready once."""

import os
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from healthlint import config, discover, rulebook, store
from healthlint.build import build
from healthlint.cli.faults import Fault, said
from healthlint.cli.options import Choice
from healthlint.cli.picked import Picked, described
from healthlint.cli.results import Results, Terms
from healthlint.cli.rulebooks import Rulebooks, Wanted
from healthlint.cli.vetting import vet
from healthlint.config import Config, Configs, Selection
from healthlint.rulebook.edition import edition
from healthlint.shown import shown

if TYPE_CHECKING:
    from healthlint.rulebook import Library
    from healthlint.rulebook.ready import Ready

DEFAULT_PROFILE = "article"
NO_CACHE = "HEALTHLINT_NO_CACHE"
"""The variable that turns off what is kept from one run to the next."""


class Session:
    """What one run needs, each part made once. Whatever is at fault with it is raised as `Fault`."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        off = choice.no_cache or os.environ.get(NO_CACHE)
        self.store = store.Store(None if off else store.home())
        self.results = Results(self.store)
        self._editions: dict[tuple[Path, ...], str] = {}
        self._stamps: dict[tuple[Path, ...], str] = {}
        self._picked: dict[tuple[Config, Selection], Picked] = {}
        self._ready: dict[tuple[Config, Selection], Ready] = {}
        self.today = date.today()
        self.rulebooks = Rulebooks(self.store, self.today, self._stamped)
        self.crashed = False
        """Whether a draft met a mistake of ours."""

    @cached_property
    def configs(self) -> Configs:
        """Where settings come from: found by each draft, given for all, or none."""
        if self.choice.no_config:
            return Configs(Config())
        if self.choice.config:
            return Configs(config.load(Path(self.choice.config), Path.cwd()))
        return Configs()

    def find(self, paths: Sequence[str]) -> discover.Found:
        with said():
            return discover.drafts(paths, self.configs)

    def config_of(self, folder: Path) -> Config:
        with said():
            return self.configs.of(folder)

    def library(self, config: Config) -> "Library":
        """The shipped rules with the packs of these settings and of the command line."""
        return self.rulebooks.library(self._packs(config))

    def _packs(self, config: Config) -> tuple[Path, ...]:
        packs = (*config.packs(), *self.choice.packs())
        for pack in packs:
            if not pack.is_dir():
                raise Fault(f"there is no pack in the folder {shown(pack)}")
        return packs

    def all_picked(self) -> Iterator[Picked]:
        """Every choice of rules of this run so far."""
        yield from self._picked.values()

    def picked_here(self) -> Picked:
        """The rules that a draft in the working directory would get."""
        here = Path.cwd()
        return self.picked(self.config_of(here), here / "draft.md")

    def picked(self, config: Config, path: Path, profile: str = "") -> Picked:
        """The rules for a draft at this path, by the profile that the draft itself names, if any.

        None selected is a fault: nothing would be checked.
        """
        selection = self._selection(config, path, profile)
        if (config, selection) not in self._picked:
            self._picked[config, selection] = self._pick(config, selection)
            with said(config.file):
                vet(config, self._picked[config, selection])
        picked = self._picked[config, selection]
        if not picked.rules and not profile:
            with said(config.file):
                raise Fault("no rule is selected: nothing would be checked")
        return picked

    def _pick(self, config: Config, selection: Selection) -> Picked:
        terms = self._terms(config, selection)
        picked = self.results.picked(terms)
        if picked is None:
            edition = self._edition(self._packs(config))
            picked = described(selection, self._ready_by(config, selection).about, self.today, edition)
            self.results.describe(terms, picked)
        return picked

    def ready(self, config: Config, path: Path, profile: str = "") -> "Ready":
        """The same rules, ready to run."""
        return self._ready_by(config, self._selection(config, path, profile))

    def _ready_by(self, config: Config, selection: Selection) -> "Ready":
        if (config, selection) not in self._ready:
            packs = self._packs(config)
            wanted = Wanted(packs, selection, config.overrides(), config.file)
            self._ready[config, selection] = self.rulebooks.ready(wanted, self._stamp(packs))
        return self._ready[config, selection]

    def distrust(self) -> bool:
        """Have the rules compiled anew, lest what an earlier run compiled is to blame. False where it cannot be."""
        self._ready.clear()
        return self.rulebooks.distrust()

    def _selection(self, config: Config, path: Path, profile: str = "") -> Selection:
        """The settings' choice, outdone by the draft's own profile, and that by the command line."""
        choice, settings = self.choice, config.selection(path)
        return Selection(
            profile or choice.profile or settings.profile or DEFAULT_PROFILE,
            choice.jurisdiction or settings.jurisdictions,
            choice.rule or settings.only,
            settings.except_ + choice.except_,
            choice.preview or settings.preview,
            settings.severity,
        )

    def terms(self, config: Config, path: Path) -> Terms:
        """Under which terms what is found in a draft at this path may be kept."""
        return self._terms(config, self._selection(config, path))

    def _terms(self, config: Config, selection: Selection) -> Terms:
        packs = self._packs(config)
        choice = [str(Path.cwd()), [str(pack.absolute()) for pack in packs], selection, config.settings.override]
        return Terms(repr(choice), f"{self._stamp(packs)} {self.today}")

    def _stamp(self, packs: tuple[Path, ...]) -> str:
        """By which files and which code the rules of these packs are made, as this run met them."""
        if packs not in self._stamps:
            self._stamps[packs] = f"{self._edition(packs)} {build()}" if self.results.kept else ""
        return self._stamps[packs]

    def _edition(self, packs: tuple[Path, ...]) -> str:
        if packs not in self._editions:
            self._editions[packs] = edition([rulebook.shipped(), *packs], self.store)
        return self._editions[packs]

    def _stamped(self, packs: tuple[Path, ...]) -> str:
        """The same as it is now."""
        return f"{edition([rulebook.shipped(), *packs], self.store)} {build()}" if self.results.kept else ""

    def save(self) -> None:
        """Save what this run found for later ones, unless rules were changed before they were read."""
        read = [packs for packs in self.rulebooks.read if packs in self._stamps]
        if self.results.unsaved and all(self._stamped(packs) == self._stamps[packs] for packs in read):
            self.results.save()
