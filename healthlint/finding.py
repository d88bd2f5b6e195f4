"""What is found in a document, what is let go, and how it may be mended."""

from typing import Literal

import msgspec

from healthlint.model import Document, Severity, Span


class Edit(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """Put `replacement` where `span` stands."""

    span: Span
    replacement: str


class Fix(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A remedy. Only a lone safe one is applied unasked; several are a choice for the writer."""

    edits: tuple[Edit, ...]
    safe: bool


BINDING = frozenset(["law", "binding code"])
"""The kinds of authority that bind those who are held to them."""


SLOW = "draft/slow-pattern"
"""The rule under which a draft is reported that was not wholly checked, since what rules share took too long on it."""
MEND_PATTERN = "Mend the rule's pattern."
"""The advice of a finding that speaks of a rule which took too long, and of no words of the draft."""


class Citable(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """An authority as a report shows it."""

    name: str
    cite: str
    url: str
    kind: str


About = Literal["words", "around", "page"]
"""What a finding speaks of: the words where it stands; these, and what the section or the page around them says or
lacks; or the page or a section itself, so that it stands where it does only to stand somewhere."""


class Finding(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One breach, complete when made."""

    rule: str
    severity: Severity
    message: str
    span: Span
    advice: str = ""
    authority: tuple[Citable, ...] = ()
    related: tuple[Span, ...] = ()
    """Other places that it speaks of, such as the body that contradicts the conclusion."""
    fixes: tuple[Fix, ...] = ()
    about: About = "words"


class LetGo(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A match that was let go, and what let it go, in an editor's words."""

    rule: str
    span: Span
    reason: str
    by: Span | None = None
    """The words that let it go, where there are any."""


class RuleInfo(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a report says of a rule besides its findings."""

    id: str
    title: str
    severity: Severity
    advice: str
    authority: tuple[Citable, ...]
    why: str = ""


class Linted(msgspec.Struct, frozen=True, kw_only=True):
    """A draft with what was found in it: what reports receive."""

    document: Document
    findings: tuple[Finding, ...]
    let_go: tuple[LetGo, ...] = ()
    suppressed: int = 0
    """Findings that comments in the draft silence."""
    known: int = 0
    """Findings left out since a baseline has them."""
    unchanged: int = 0
    """Findings left out since no changed line has to do with them."""
    left_out: tuple[Finding, ...] = ()
    """Those left out: a fingerprint numbers equal findings of the whole draft, told or not."""
