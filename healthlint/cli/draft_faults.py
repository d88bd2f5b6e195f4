"""What `explain` says of findings that no rule makes: they are about a draft that could not be read as meant."""

from collections.abc import Mapping

from healthlint.cli.unread import ERROR, INTERNAL_ERROR, UNREADABLE
from healthlint.finding import SLOW, RuleInfo


def _fault(id_: str, title: str, why: str, advice: str) -> tuple[str, RuleInfo]:
    return id_, RuleInfo(id=id_, title=title, severity=ERROR, why=why, advice=advice, authority=())


RULES: Mapping[str, RuleInfo] = dict(
    [
        _fault(
            UNREADABLE,
            "Draft that cannot be read",
            "Nothing was checked, which must not pass for a draft without findings.",
            "Save the draft as UTF-8 text, and see that you may read it.",
        ),
        _fault(
            INTERNAL_ERROR,
            "Mistake of healthlint",
            "healthlint stumbled over the draft and did not check it.",
            "Report it with the draft; HEALTHLINT_DEBUG=1 shows where it failed.",
        ),
        _fault(
            "draft/front-matter",
            "Front matter that is broken",
            "Title, description, date and author stand there, and a site generator reads them. Only what could be "
            "understood was checked.",
            "Mend the YAML or TOML at the place that is named.",
        ),
        _fault(
            "draft/unknown-profile",
            "Profile that is not there",
            "The draft says itself what kind of text it is, by a name that no profile has. It was checked as the "
            "settings have it.",
            "Write the name of a profile after healthlint-profile, or take the field out.",
        ),
        _fault(
            SLOW,
            "Pattern that took too long",
            "A pattern of a rule was given up on this draft, so that rule has not looked at all of it.",
            "Mend the pattern in the rule that is named.",
        ),
    ]
)
"""By id."""
