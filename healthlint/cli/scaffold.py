"""What was found out becomes the files that `init` writes: settings, a pre-commit entry, a check for each merge."""

import re
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path

import msgspec

from healthlint.cli.source import Source
from healthlint.cli.surroundings import Host, Surroundings
from healthlint.config import BASELINE

SETTINGS = ".healthlint.yaml"
PRE_COMMIT = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/healthlint.yml"
GITLAB = ".gitlab/healthlint.yml"
GITLAB_TOP = ".gitlab-ci.yml"
ATTRIBUTES = ".gitattributes"
UNION = f"{BASELINE} merge=union"
"""Two branches may change neighbouring lines of a baseline: git then keeps both, which it can be read with."""
INCLUDE = "include: [{local: .gitlab/healthlint.yml}]"

SELLERS: Mapping[str, str] = {"uk": "uk-ads", "eu": "eu-food", "ca": "ca-nhp", "au": "au-tga"}
"""By jurisdiction: the profile of copy that sells there, as an example. Elsewhere that of the US."""


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for, and what holds where nothing was."""

    profile: str
    jurisdiction: tuple[str, ...]
    host: Host
    pre_commit: bool
    source: Source


def settings(around: Surroundings, wishes: Wishes) -> str:
    """The commented settings."""
    where = around.content or ("content",)
    codes = ", ".join(wishes.jurisdiction)
    return _filled(
        "settings",
        PROFILE=wishes.profile,
        JURISDICTION=f"jurisdiction: [{codes}]" if codes else "# jurisdiction: [us]",
        EXCLUDE=_exclude(around),
        SHOP=_pattern(around.shops[0] if around.shops else f"{where[0]}/shop/"),
        SELLER=next((SELLERS[code] for code in wishes.jurisdiction if code in SELLERS), "us-supplement"),
        ARCHIVE=_pattern(f"{where[0]}/archive/"),
    )


def pre_commit(wishes: Wishes) -> str:
    """The settings of pre-commit; without a known address, for the healthlint that is installed."""
    return _filled(
        "pre-commit" if wishes.source.known else "pre-commit-local",
        SOURCE=_quoted(wishes.source.address),
        REVISION=_quoted(wishes.source.revision),
    )


def pre_commit_entry(wishes: Wishes) -> str:
    """The same for the list of repositories in settings that are there already."""
    return pre_commit(wishes).partition("repos:\n")[2].rstrip("\n")


def checks(around: Surroundings, wishes: Wishes) -> dict[str, str]:
    """The files of the service that checks each merge, by name. Settings of GitLab's own that are there stay."""
    said = {"REQUIREMENT": _quoted(wishes.source.requirement), "BRANCH": _quoted(around.branch)}
    if wishes.host == "github":
        return {WORKFLOW: _filled("github", **said)}
    if wishes.host == "gitlab":
        files = {GITLAB: _filled("gitlab", **said)}
        return files if (around.top / GITLAB_TOP).exists() else {**files, GITLAB_TOP: _filled("gitlab-ci")}
    return {}


def unites(baseline: Path) -> bool:
    """Whether git was told, beside a baseline, to keep the lines of both sides where two branches meet."""
    try:
        said = (baseline.parent / ATTRIBUTES).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return any(baseline.name in line and "merge=union" in line for line in said.splitlines())


def _exclude(around: Surroundings) -> str:
    lines = [f"  - {_pattern(name)}" for name in around.others]
    if around.built:
        lines += [f"  # Not written here, but by {around.generator} or for it:"]
        lines += [f"  - {_pattern(f'{name}/')}" for name in around.built]
    return "\n".join(["exclude:", *lines]) if lines else "# exclude: [/README.md, /drafts/]"


def _pattern(place: str) -> str:
    """A place as a pattern that means just it. A character that cannot be written may be any."""
    told = re.sub(r"([\\*?\[\]!#])", r"\\\1", place)
    told = "".join(letter if letter.isprintable() else "?" for letter in told)
    return _quoted(f"/{told}", plain=re.compile(r"[\w./-]+", re.ASCII))


def _quoted(text: str, plain: re.Pattern[str] = re.compile(r"(?!)")) -> str:
    """A string of YAML, in quotes unless it is plain."""
    if plain.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _filled(template: str, **said: str) -> str:
    """A file of `templates/` with its blanks filled in."""
    text = resources.files("healthlint.cli").joinpath("templates", f"{template}.yaml").read_text(encoding="utf-8")
    return re.sub(r"@([A-Z]+)@", lambda blank: said[blank[1]], text)


def listed(names: Iterable[str], most: int = 4) -> str:
    """A few names, and how many more there are."""
    every = list(names)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more
