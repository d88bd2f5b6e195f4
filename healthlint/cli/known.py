"""What a baseline knows is left out of a run, and what it knows and is found no more is told."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, ParamSpec

import click
import msgspec
from msgspec.structs import replace

from healthlint.cli.faults import Fault
from healthlint.cli.linting import UNKNOWN_PROFILE, Checked
from healthlint.cli.session import Session
from healthlint.cli.unread import NOT_LINTED
from healthlint.config import BASELINE, Config
from healthlint.discover import Draft
from healthlint.finding import MEND_PATTERN, SLOW, Finding
from healthlint.shown import counted, legible, shown

if TYPE_CHECKING:
    from healthlint.baseline import Baseline, Entry

P = ParamSpec("P")


class Choice(msgspec.Struct, frozen=True):
    """Which baseline the command line asks for."""

    baseline: str | None = None
    """In place of all that settings name."""
    no_baseline: bool = False


class Look(NamedTuple):
    """A draft beside what its baseline knows of it."""

    baseline: "Baseline"
    checked: Checked
    place: str
    """What the baseline calls the draft."""
    entered: str
    """Under which name its entries stand: that of a draft which is gone if it was renamed."""
    entries: "tuple[Entry | None, ...]"
    """The entry of each finding; None for a new one."""
    stale: "frozenset[Entry]"
    """Those that no longer occur."""


def options(command: Callable[P, None]) -> Callable[..., None]:
    """A command that leaves out what is known; it receives the choice as `known_by`."""

    @wraps(command)
    def with_choice(*args: P.args, **given: P.kwargs) -> None:
        choice = msgspec.convert({name: given.pop(name) for name in ("baseline", "no_baseline")}, Choice)
        if choice.baseline and choice.no_baseline:
            raise click.UsageError("--baseline and --no-baseline exclude each other")
        given["known_by"] = choice
        command(*args, **given)

    wrapped: Callable[..., None] = with_choice
    wrapped = click.option("--no-baseline", is_flag=True, help="Report known findings, too.")(wrapped)
    return click.option("--baseline", metavar="FILE", help=f"Known findings to leave out. [{BASELINE}]")(wrapped)


def read(drafts: Iterable[Draft], choice: Choice, *, begun: bool = False) -> "Baselines":
    """The baselines of these drafts: read before the drafts are, since one that is damaged ends the run."""
    baselines = Baselines(choice, begun=begun)
    for config in dict.fromkeys(draft.config for draft in drafts):
        baselines.of(config)
    return baselines


def left_out(session: Session, checked: Sequence[Checked], notes: list[str], baselines: "Baselines") -> list[Checked]:
    """The drafts without the findings that are known. What is to be said of the baselines joins the notes."""
    seen = {id(look.checked): look for look in looks(session, checked, baselines)}
    notes += _notes([*seen.values()])
    return [_without_known(seen[id(one)]) if id(one) in seen else one for one in checked]


def looks(session: Session, checked: Iterable[Checked], baselines: "Baselines") -> Iterator[Look]:
    """Each draft that was checked and has a baseline. Those that go by their own name come first."""
    renamed, taken = [], set[tuple[Path, str]]()
    for one in checked:
        baseline = baselines.of(one.config)
        if baseline is None or not was_checked(one):
            continue
        place = baseline.place(one.path)
        if place in baseline.drafts:
            yield _look(session, baseline, one, place, place)
        else:
            renamed.append((baseline, one, place))
    for baseline, one, place in renamed:
        others = {name for file, name in taken if file == baseline.file}
        entered = baseline.former_name(one.linted, one.path, others) if one.linted.findings else None
        if entered is not None:
            taken.add((baseline.file, entered))
        yield _look(session, baseline, one, place, place if entered is None else entered)


def was_checked(one: Checked) -> bool:
    """Whether a draft was read and checked: of one that was not nobody knows what no longer occurs."""
    rules = {finding.rule for finding in one.linted.findings}
    return not (one.linted.document.skipped or rules & (NOT_LINTED | {SLOW}))


def can_be_known(finding: Finding) -> bool:
    """Whether it is a finding on the draft: what kept the draft from being checked is told every time."""
    return finding.rule not in NOT_LINTED | {SLOW, UNKNOWN_PROFILE} and finding.advice != MEND_PATTERN


class Baselines:
    """The baselines of a run, each read once."""

    def __init__(self, choice: Choice, *, begun: bool = False) -> None:
        self._choice = choice
        self._begun = begun
        """Whether one that is not there yet is an empty one."""
        self._of: dict[Config, Baseline | None] = {}
        self.files: dict[Path, Baseline] = {}

    def of(self, config: Config) -> "Baseline | None":
        """The baseline for the drafts under these settings, if there is one. Raises `Fault`."""
        if config not in self._of:
            self._of[config] = self._found(config)
        return self._of[config]

    def _found(self, config: Config) -> "Baseline | None":
        if self._choice.no_baseline:
            return None
        home, named = config.file.parent if config.file else config.root, config.settings.baseline
        file = Path(self._choice.baseline) if self._choice.baseline else home / (named or BASELINE)
        if file in self.files:
            return self.files[file]
        there = file.exists() or file.is_symlink()
        if not there and not self._begun:
            if not (named or self._choice.baseline):
                return None
            raise Fault(f"there is no baseline {shown(file)}{_named_in(config, self._choice)}; {BEGIN}")
        from healthlint import baseline  # few runs have one

        try:
            self.files[file] = baseline.read(file) if there else baseline.Baseline(file)
        except baseline.BaselineError as error:
            raise Fault(str(error)) from error
        return self.files[file]


BEGIN = "“healthlint baseline” writes it"


def _named_in(config: Config, choice: Choice) -> str:
    return f" (named in {shown(config.file)})" if config.file and not choice.baseline else ""


def _look(session: Session, baseline: "Baseline", one: Checked, place: str, entered: str) -> Look:
    from healthlint.baseline import matched

    held = baseline.drafts.get(entered, {})
    found = matched(one.linted, held, one.picked.formerly)
    entries = tuple(
        entry if can_be_known(finding) else None for entry, finding in zip(found, one.linted.findings, strict=True)
    )
    left = {*held.values()}.difference(entries)
    stale = frozenset(entry for entry in left if _ran(session, one, entry.rule))
    return Look(baseline, one, place, entered, entries, stale)


def _ran(session: Session, one: Checked, rule: str) -> bool:
    """Whether a finding of this rule would have been found again. That of a rule that is no more never will."""
    rule = one.picked.formerly.get(rule, rule)
    topic = rule.partition("/")[0]
    if topic == "draft":
        return True
    if topic == "suppression":  # whether a comment silences anything depends on which rules run
        choice = session.choice
        return not (choice.rule or choice.except_ or choice.profile or choice.jurisdiction)
    slow = any(finding.rule == rule and finding.advice == MEND_PATTERN for finding in one.linted.findings)
    return not slow and (rule in one.picked.infos() or rule not in one.picked.known)


def _without_known(look: Look) -> Checked:
    linted = look.checked.linted
    pairs = list(zip(linted.findings, look.entries, strict=True))
    known = tuple(finding for finding, entry in pairs if entry)
    findings = tuple(finding for finding, entry in pairs if not entry)
    told = replace(linted, findings=findings, known=len(known), left_out=(*linted.left_out, *known))
    return replace(look.checked, linted=told)


def _notes(seen: Sequence[Look]) -> Iterator[str]:
    for file, name in {look.baseline.file: shown(look.baseline.file) for look in seen}.items():
        ours = [look for look in seen if look.baseline.file == file]
        if stale := sum(len(look.stale) for look in ours):
            occur = "occurs" if stale == 1 else "occur"
            yield f"{counted(stale, 'entry', 'entries')} of {name} no longer {occur}: healthlint baseline --prune"
        renamed = [look for look in ours if look.entered != look.place]
        for look in renamed[:1]:
            now = f"{look.checked.linted.document.path} is taken for {legible(look.entered)}, which is gone"
            more = f", and {counted(len(renamed) - 1, 'more draft')} likewise" if len(renamed) > 1 else ""
            them = "the new name" if len(renamed) == 1 else "the new names"
            yield f"{now}{more}; healthlint baseline --prune enters {them} in {name}"
