"""A draft that could not be linted becomes a finding, so that it is neither lost nor the end of the run."""

from healthlint.draft import DraftError
from healthlint.finding import Finding, Linted
from healthlint.model import Document, Severity, Span

ERROR: Severity = "error"
UNREADABLE = "draft/unreadable"
INTERNAL_ERROR = "draft/internal-error"
NOT_LINTED = frozenset({UNREADABLE, INTERNAL_ERROR})


def unreadable(path: str, error: DraftError) -> Linted:
    """The one finding of a draft that cannot be read."""
    return _linted(path, UNREADABLE, f"The draft {error.message}.", "Save it as UTF-8 text.")


def internal_error(path: str, error: Exception) -> Linted:
    """The one finding of a draft that the linter stumbled over."""
    why = " ".join(f"{type(error).__name__}: {error}".split())
    return _linted(
        path,
        INTERNAL_ERROR,
        f"healthlint itself failed on this draft and did not check it ({why}).",
        "Report it with the draft; HEALTHLINT_DEBUG=1 shows where it failed.",
    )


def _linted(path: str, rule: str, message: str, advice: str) -> Linted:
    finding = Finding(rule=rule, severity=ERROR, message=message, span=Span(0, 0), advice=advice)
    return Linted(document=_empty(path), findings=(finding,))


def _empty(path: str) -> Document:
    return Document(
        path=path,
        text="",
        prose="",
        front_matter={},
        blocks=(),
        sentences=(),
        sections=(),
        links=(),
        citations=(),
        quotes=(),
        directives=(),
        faults=(),
        lines=(0,),
    )
