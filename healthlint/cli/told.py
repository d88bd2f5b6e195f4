"""What the report of a run receives: the drafts as they were checked, the rules that were picked, where all is from."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from healthlint import comment_faults, report
from healthlint.cli.linting import Checked
from healthlint.cli.output import width
from healthlint.cli.picked import Picked
from healthlint.cli.session import Session
from healthlint.finding import RuleInfo
from healthlint.version import __version__


def run_of(
    session: Session, checked: Sequence[Checked], notes: Iterable[str], *, why: bool, timestamp: bool
) -> report.Run:
    """The run without colour. Several profiles in one run are all named."""
    picked = [*dict.fromkeys([one.picked for one in checked] or [session.picked_here()])]
    provenance = provenance_of(picked, _now() if timestamp else "")
    return report.Run(
        linted=tuple(one.linted for one in checked),
        rules=dict(_infos(checked, picked)),
        profile=", ".join(provenance.profiles),
        jurisdictions=provenance.jurisdictions,
        width=width(),
        why=why,
        notes=tuple(notes),
        provenance=provenance,
    )


def _infos(checked: Sequence[Checked], picked: Sequence[Picked]) -> Iterator[tuple[str, RuleInfo]]:
    """What the report says of the rules that ran, and of those for comments where one has spoken."""
    for one in picked:
        yield from one.infos().items()
    spoken = {finding.rule for one in checked for finding in one.linted.findings}
    yield from ((id_, info) for id_, info in comment_faults.RULES.items() if id_ in spoken)


def provenance_of(picked: Sequence[Picked], time: str = "") -> report.Provenance:
    """What the numbers and findings of these rules rest on."""
    return report.Provenance(
        version=__version__,
        rulebook=tuple(sorted({one.edition for one in picked})),
        profiles=tuple(sorted({one.profile for one in picked})),
        jurisdictions=tuple(sorted({code for one in picked for code in one.jurisdictions})),
        law=tuple(sorted({law for one in picked for law in one.law})),
        time=time,
    )


def _now() -> str:
    """This second, in a form that does not depend on where the machine stands."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
