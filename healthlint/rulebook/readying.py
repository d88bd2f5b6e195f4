"""Checks of a library become rules that are ready, with all that a run is to know of the rulebook."""

from healthlint.rulebook.dated import dated
from healthlint.rulebook.library import Library
from healthlint.rulebook.ready import About, Ready
from healthlint.rulebook.running import Checks


def made_ready(library: Library, checks: Checks) -> Ready:
    """These checks, ready to be run without their library."""
    infos = {check.id: library.info(check.id, check.severity) for check in checks}
    about = About(
        rules=frozenset(library.rules),
        formerly=dict(library.formerly),
        profiles=tuple(library.profiles),
        running=tuple(infos.values()),
        dated=tuple((one.review_by, one.as_of, one.kind, one.name) for one in dated(library.packs, [*infos])),
        warnings=tuple(map(str, library.warnings)),
    )
    return Ready(checks, about)
