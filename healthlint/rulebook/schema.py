"""What the file of a rule may say: the structs that validate it, and whose docstrings are its reference."""

from typing import Literal, TypeAlias, TypeVar

import msgspec

from healthlint.model import BlockKind, Container, Scope, Severity

Texts: TypeAlias = str | list[str]
Scopes: TypeAlias = Scope | list[Scope]
Place: TypeAlias = BlockKind | Container


Said = TypeVar("Said", bound=str)


def as_list(value: Said | list[Said] | None) -> list[Said]:
    """One text or several, as several."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


class Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whatever a pack's file says. An unknown key is an error: it would be silently ignored."""


class LinkTrigger(Data, frozen=True, kw_only=True):
    """A link as trigger: URLs are masked from phrases. Any of the lists suffices."""

    host: Texts = []
    """Hosts; `shop.example` includes its subdomains."""
    path: Texts = []
    """Words of the path or the query as typed: `/go/`, `tag=`."""
    label: Texts = []
    """Phrases of the link's text."""
    source: Texts = []
    """Classes of sources, each a file of `sources/`, or `own-site` for a link within the site."""


class CitationTrigger(Data, frozen=True, kw_only=True):
    """A place that names a source as trigger. What is said must all fit."""

    older_than: str = ""
    """`10 years`: the latest year that the citation or its entry names lies further back."""
    undefined: bool = False
    """A reference to a footnote that the page does not have."""


class PlaceFind(Data, frozen=True, kw_only=True):
    """An entry of `find` that looks at links or citations instead of words."""

    link: LinkTrigger | None = None
    citation: CitationTrigger | None = None


class Need(Data, frozen=True, kw_only=True):
    """What must stand near a match (`needs`), or must stand there for the match to count (`when`)."""

    phrase: Texts = []
    citation: Texts = []
    """`any`, or classes of sources, of which one suffices: files of `sources/`, `named` (in words or by a number
    only) or `own-site`."""
    verbatim: str = ""
    """The name of a text of `texts/`, compared after normalising quotes, dashes and white space."""
    field: str = ""
    """A front-matter field that must be there."""
    matches: str = ""
    """A pattern that the field's value must fit."""
    newer_than: str = ""
    """`24 months` or `90 days`: the field's date must be younger."""
    of: str = ""
    """A field of the table's row that holds named lists of phrases: each is a need of its own."""
    topic: str = ""
    """A lexicon that the page must be about."""
    link: LinkTrigger | None = None
    scale: str = ""
    """A scale of `scales/` on which a sentence must stand above ..."""
    above: float = 0.0
    """... this."""
    any: list["Need"] = []
    """Alternatives: one of them suffices."""
    within: Scopes = "document"
    """Where; of several scopes any suffices."""
    unless: Texts = []
    """Cue sets under which a phrase does not count ("no need to ask your doctor" is no caveat)."""
    at_least: int = 1
    """How many matches of the phrase it takes."""
    same: Texts = []
    """Lexicons whose term must be the same here and in the match. The place here is reported as related."""
    says: str = ""
    """The message when this need is unmet; else the rule's."""
    does: str = "is what the rule asks for"
    """What the words of `phrase` do where they stand there, for `--why`: “small trials” weighs the evidence."""


def as_needs(said: Need | list[Need]) -> list[Need]:
    """One need or several, as several."""
    return [said] if isinstance(said, Need) else said


class Measure(Data, frozen=True, kw_only=True):
    """A number over prose that must not pass `max`."""

    metric: str = ""
    ratio: str = ""
    """A frame or lexicon to count, against `to`: `<frame:benefit>`."""
    to: str = ""
    per_words: int = 0
    """Count against so many words instead: `per_words: 100`."""
    count: Literal["sentences", "matches", "repeats"] = "sentences"
    """Sentences that hold one, each one, or only those of the wording that stands there most often."""
    max: float
    per: Literal["document", "section", "block", "sentence"] = "document"
    min_words: int = 0
    at_least: int = 1
    """How many of `ratio` it takes before the ratio says anything."""


class Fixed(Data, frozen=True, kw_only=True):
    """An example with what a fix makes of it, or one that stands at the head of a longer page."""

    text: str
    fixed: str = ""
    words: int = 0
    """How many words the page has: plain sentences follow until it has them."""
    profile: str = ""


class Tests(Data, frozen=True, kw_only=True):
    """The examples of a rule: they run as tests and show it to readers."""

    bad: list[str | Fixed]
    """Drafts with exactly the findings framed by `<<` and `>>`; without a frame, with at least one."""
    good: list[str | Fixed]
    """Drafts without a finding of this rule."""
    missed: list[str] = []
    """Drafts that the rule ought to catch and does not."""


class Rule(Data, frozen=True, kw_only=True):
    """One rule: find this, said of that, when there is such, unless so, and it needs the other."""

    title: str
    severity: Severity
    message: str
    advice: str = ""
    why: str = ""
    authority: Texts = []
    danger: str = ""
    """Why a reader is in direct danger: what makes an error without a law behind it."""
    find: str | list[str | PlaceFind] = []
    replace: dict[str, Texts] = {}
    measure: Measure | None = None
    subject: Texts = []
    """Whom the clause must speak of: lexicons, or `not <lexicon>` for whom it must not."""
    when: Need | list[Need] = []
    unless: Texts = []
    needs: Need | list[Need] = []
    each: str = ""
    """A table: the rule runs once for each row that is the page's topic."""
    anywhere: bool = False
    """A rule over a table looks at pages about other things, too."""
    exceeds: str = ""
    """A field of the row with a limit a day, in the row's `unit`: only words with an amount above it count."""
    per: Scope | Literal["match"] | None = None
    once: Scope | None = None
    """The same words are told once in this scope; where else they stand is reported as related."""
    covers: Texts = []
    only_in: list[Place] = []
    not_in: list[Place] = []
    safe: bool = False
    status: Literal["stable", "preview"] = "stable"
    tests: Tests
    formerly: Texts = []
    as_of: str = ""
    """When what the rule says of the law was last read, where its authorities do not say it all."""
    review_by: str = ""
    """When it is to be read again."""

    @property
    def phrases(self) -> list[str]:
        """What it finds in words: the phrases of `find`, or those that it replaces."""
        finds = [self.find] if isinstance(self.find, str) else self.find
        return [*(one for one in finds if isinstance(one, str)), *self.replace]
