"""The figures that others reach on the same kinds of data, and the one to reach here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """Figures as text, empty where there is none."""

    naive: str = ""
    words: str = ""
    """A bag-of-words model trained on the development side."""
    published: str = ""
    reach: str = ""


_LET_GO = Reference(naive=".27", reach="< .05")
_PAGES = Reference(naive="5 to 6.5", reach="< .7")

REFERENCES = {
    "F1, commercial": Reference(".20", ".99 (two readings)", "none", ".90"),
    "F1, article, hedged claims left out": Reference(".20", ".99 (two readings)", "none", ".90"),
    "let-go rows flagged, commercial": _LET_GO,
    "let-go rows flagged, article": _LET_GO,
    "F1 of Negated": Reference(".92", ".90", ".947", ".95"),
    "F1 of uncertain": Reference(".73", ".80", ".864", ".87"),
    "Pearson r of certainty": Reference(".59", ".62", "~.63", ".65"),
    "macro-F1 of relation": Reference(".63", ".71", ".883", ".80"),
    "recall of claim wording": Reference(".94 / .82", "", "none", ".97"),
    "F1 of directions": Reference(".60", ".95", "none", ".95"),
    "recall of clinician caveat": Reference(".91", ".95", "none", ".95"),
    "F1 of disclaimer": Reference(".88", ".95", "none", ".95"),
    "cited rows flagged by sourcing": Reference(reach="< .02"),
    "findings per 1,000 words": _PAGES,
    "marked words found": Reference(published="none", reach=".80"),
}
"""By measure."""
