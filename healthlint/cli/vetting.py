"""Names in path entries are looked up even where no draft of the run is meant: a typo must not wait for one."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from healthlint import comment_faults, rulebook
from healthlint.cli.picked import Picked
from healthlint.config import Config, PathSettings


def vet(config: Config, picked: Picked) -> None:
    """Raises `UnknownName` for the first rule or profile that the rulebook does not have."""
    if not config.paths:
        return
    rules = {*picked.known, *picked.formerly}
    for _, entry in config.paths:
        if entry.profile and entry.profile not in picked.profiles:
            raise rulebook.UnknownName("profile", entry.profile, sorted(picked.profiles))
        for name, known in _rules(entry, rules):
            if name not in known and not any(fnmatchcase(rule, name) for rule in known):
                raise rulebook.UnknownName("rule", name, sorted(known))


def _rules(entry: PathSettings, rules: set[str]) -> Iterator[tuple[str, set[str]]]:
    """What an entry calls rules, each with the rules that it may mean."""
    yield from ((name, rules) for name in entry.except_)
    yield from ((name, {*rules, *comment_faults.RULES}) for name in entry.severity)
