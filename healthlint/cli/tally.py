"""What became of all drafts that `fix` was given, in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from healthlint.finding import Finding
from healthlint.shown import counted


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of all drafts."""

    diff: bool
    """Whether it is only shown what would change."""
    asked: bool
    """Whether a writer was asked about what is not safe."""
    unsafe: bool = False
    """Whether replacements were made that are not safe."""
    fixed: int = 0
    left: int = 0
    offers: int = 0
    """Those of the findings left that have a replacement; where lone ones are made, those that have several."""
    overlapping: int = 0
    drafts: int = 0
    unread: int = 0
    unwritten: int = 0

    def add(self, left: Sequence[Finding], *, fixed: int = 0, overlapping: int = 0) -> None:
        """A draft with the findings that are left in it."""
        self.fixed += fixed
        self.overlapping += overlapping
        self.left += len(left)
        self.offers += sum(len(finding.fixes) > self.unsafe for finding in left)

    def exit_code(self) -> int:
        if self.unwritten:
            return 2
        return int(bool(self.unread or (self.diff and self.drafts)))

    def summary(self) -> str:
        """In one line."""
        done = "would be fixed" if self.diff else "fixed"
        told = [
            f"{counted(self.fixed, 'finding')} {done} in {counted(self.drafts, 'draft')}",
            f"{self.left} left for an editor{self._offers()}",
        ]
        if self.overlapping:
            told.append(f"{self.overlapping} left because of an overlap")
        if self.unread:
            told.append(f"{counted(self.unread, 'draft')} could not be read")
        if self.unwritten:
            told.append(f"{counted(self.unwritten, 'draft')} could not be written")
        return "; ".join(told) + "."

    def _offers(self) -> str:
        """How to get at what was left and has a replacement."""
        if not self.offers or self.asked:
            return ""
        if self.unsafe:
            return f" ({self.offers} with replacements to choose from: fix without --unsafe asks, at a terminal)"
        return (
            f" ({self.offers} with a replacement: fix asks about them at a terminal, --unsafe takes lone ones unasked)"
        )
