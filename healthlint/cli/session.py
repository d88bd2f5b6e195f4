"""One run: settings and rules become checks, each made once, and a draft becomes what was found in it."""

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import date
from functools import cached_property
from pathlib import Path

from msgspec.structs import replace

from healthlint import config, discover, draft, engine, rulebook, suppress
from healthlint.cli.faults import Fault, said
from healthlint.cli.options import Choice
from healthlint.cli.unread import internal_error, unreadable
from healthlint.config import Config, Configs, Selection
from healthlint.finding import Linted, RuleInfo
from healthlint.model import Document
from healthlint.model import Fault as DraftFault
from healthlint.shown import shown
from healthlint.yamlfile import did_you_mean

DEFAULT_PROFILE = "article"
PROFILE_FIELD = "healthlint-profile"
"""The front-matter field by which a draft says what kind of text it is."""
UNKNOWN_PROFILE = "draft/unknown-profile"


@dataclass(frozen=True, slots=True, eq=False)
class Picked:
    """The checks that hold for some drafts, and what they were picked by."""

    profile: str
    jurisdictions: tuple[str, ...]
    checks: rulebook.Checks
    library: rulebook.Library

    def infos(self) -> dict[str, RuleInfo]:
        """What a report says of these rules, as grave as the profile has them."""
        return {check.id: self.library.info(check.id, check.severity) for check in self.checks}


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft that was linted, and under which settings."""

    linted: Linted
    picked: Picked
    config: Config


class Session:
    """What one run needs, each part made once. Whatever is at fault with it is raised as `Fault`."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._libraries: dict[tuple[Path, ...], rulebook.Library] = {}
        self._picked: dict[tuple[Config, Selection], Picked] = {}
        self.today = date.today()
        self.crashed = False
        """Whether a draft met a mistake of ours."""

    @cached_property
    def configs(self) -> Configs:
        """Where settings come from: found by each draft, given for all, or none."""
        if self._choice.no_config:
            return Configs(Config())
        if self._choice.config:
            return Configs(config.load(Path(self._choice.config), Path.cwd()))
        return Configs()

    def find(self, paths: Sequence[str]) -> discover.Found:
        with said():
            return discover.drafts(paths, self.configs)

    def config_of(self, folder: Path) -> Config:
        with said():
            return self.configs.of(folder)

    def library(self, config: Config) -> rulebook.Library:
        """The shipped rules with the packs of these settings and of the command line."""
        packs = (*config.packs(), *self._choice.packs())
        if packs not in self._libraries:
            for pack in packs:
                if not pack.is_dir():
                    raise Fault(f"there is no pack in the folder {shown(pack)}")
            with said(), uncollected():
                self._libraries[packs] = rulebook.load(packs)
        return self._libraries[packs]

    def libraries(self) -> Iterator[rulebook.Library]:
        yield from self._libraries.values()

    def all_picked(self) -> Iterator[Picked]:
        """Every set of checks of this run so far."""
        yield from self._picked.values()

    def picked_here(self) -> Picked:
        """The checks that a draft in the working directory would get."""
        here = Path.cwd()
        return self.picked(self.config_of(here), here / "draft.md")

    def picked(self, config: Config, path: Path, profile: str = "") -> Picked:
        """The checks for a draft at this path, by the profile that the draft itself names, if any.

        None selected is a fault: nothing would be checked.
        """
        selection = self._selection(config, path)
        if profile:
            return self._picked_by(config, replace(selection, profile=profile))
        picked = self._picked_by(config, selection)
        if not len(picked.checks):
            with said(config.file):
                raise Fault("no rule is selected: nothing would be checked")
        return picked

    def _picked_by(self, config: Config, selection: Selection) -> Picked:
        if (config, selection) not in self._picked:
            with said(config.file), uncollected():
                self._picked[config, selection] = self._pick(config, selection)
        return self._picked[config, selection]

    def _pick(self, config: Config, selection: Selection) -> Picked:
        library = self.library(config)
        profile = selection.profile or DEFAULT_PROFILE
        checks = library.checks(
            profile,
            today=self.today,
            jurisdictions=selection.jurisdictions or None,
            only=selection.only,
            except_=selection.except_,
            override={library.current_id(name): said for name, said in config.overrides().items()},
            preview=selection.preview,
        )
        return Picked(profile, selection.jurisdictions, checks, library)

    def _selection(self, config: Config, path: Path) -> Selection:
        """The settings' choice, outdone by the command line's."""
        choice, settings = self._choice, config.selection(path)
        return Selection(
            choice.profile or settings.profile,
            choice.jurisdiction or settings.jurisdictions,
            choice.rule or settings.only,
            settings.except_ + choice.except_,
            choice.preview or settings.preview,
        )

    def lint(self, named: discover.Draft, typed: bytes | None = None) -> Checked:
        """What was found in a draft, read from `typed` if given.

        A draft that cannot be read is a finding, and so is a mistake of ours.
        """
        picked = self.picked(named.config, named.path)
        try:
            document, picked = self._as_it_says(read(named, typed, picked.library), named, picked)
            linted = self._heeding_comments(engine.lint(document, picked.checks), picked)
        except draft.DraftError as error:
            linted = unreadable(named.shown, error)
        except Exception as error:
            if os.environ.get("HEALTHLINT_DEBUG"):
                raise
            self.crashed = True
            linted = internal_error(named.shown, error)
        return Checked(linted, picked, named.config)

    def _as_it_says(self, document: Document, named: discover.Draft, picked: Picked) -> tuple[Document, Picked]:
        """The profile that the draft's front matter names outdoes the settings, and the command line outdoes it."""
        field = document.front_matter.get(PROFILE_FIELD)
        if field is None or self._choice.profile:
            return document, picked
        name = " ".join(field.values).strip()
        if name not in picked.library.profiles:
            near = did_you_mean(name, list(picked.library.profiles))
            message = f"The front matter names the profile “{name}”, which is not there{near}."
            fault = DraftFault(span=field.span, rule=UNKNOWN_PROFILE, message=message)
            return replaced(document, faults=(*document.faults, fault)), picked
        return document, self.picked(named.config, named.path, name)

    def _heeding_comments(self, linted: Linted, picked: Picked) -> Linted:
        """Without the findings that comments in the draft silence, with what is wrong with the comments."""
        heeded = suppress.suppress(
            linted.document,
            linted.findings,
            known_rules=picked.library.rules,
            formerly=picked.library.formerly,
            ran={check.id for check in picked.checks},
            today=self.today,
        )
        return replace(linted, findings=heeded.findings, suppressed=len(heeded.silenced))


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


def read(named: discover.Draft, typed: bytes | None, library: rulebook.Library) -> Document:
    text = draft.read(named.path) if typed is None else draft.decode(typed, named.shown)
    return draft.parse(text, named.shown, library.language)
