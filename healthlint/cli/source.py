"""Where others get this healthlint from: an address of a git repository, and what of it."""

import json
import re
from importlib import metadata

import msgspec

from healthlint.cli.faults import Fault
from healthlint.version import __version__

PLACEHOLDER = "https://example.org/your-copy-of/healthlint"
ADDRESS = re.compile(r"(?:https?|ssh|git|file)://[\w.:/@~+-]+|[\w.-]+@[\w.-]+:[\w./~+-]+|/[\w./~+-]+")
"""No letter of it means anything to a shell, to YAML in quotes or to a workflow."""

RELEASE = re.compile(r"v?\d+(\.\d+)+[\w.-]*")


class Source(msgspec.Struct, frozen=True):
    """A git repository and a revision that stays what it is."""

    address: str
    revision: str

    @property
    def requirement(self) -> str:
        """The same for pip, which wants a protocol in front."""
        address = self.address
        if address.startswith("/"):
            address = f"file://{address}"
        elif "://" not in address:
            address = f"ssh://{address.replace(':', '/', 1)}"
        return f"git+{address}@{self.revision}"

    @property
    def known(self) -> bool:
        return self.address != PLACEHOLDER


def source(told: str) -> Source:
    """As told; else as pip noted when it installed this copy; else a placeholder."""
    release = f"v{__version__}"
    if told:
        if not ADDRESS.fullmatch(told):
            raise Fault(f"“{told}” is no address of a git repository, such as {PLACEHOLDER}")
        return Source(told, release)
    return _noted() or Source(PLACEHOLDER, release)


def _noted() -> Source | None:
    """What pip kept of a git address. A folder on this machine is of no use to others."""
    try:
        noted = json.loads(metadata.distribution("healthlint").read_text("direct_url.json") or "null")
        address, vcs = noted["url"], noted["vcs_info"]
        asked, commit = str(vcs.get("requested_revision", "")), str(vcs["commit_id"])
    except (metadata.PackageNotFoundError, OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if not isinstance(address, str) or not ADDRESS.fullmatch(address) or address.startswith(("file:", "/")):
        return None
    return Source(address, asked if RELEASE.fullmatch(asked) else commit) if commit.isalnum() else None
