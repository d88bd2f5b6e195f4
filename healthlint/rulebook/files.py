"""What the other files of a pack may say: lexicons, frames, cues, scales, authorities, texts, sources, profiles ..."""

from typing import Literal, TypeAlias

import msgspec

from healthlint.rulebook.schema import Data, Texts


class Held(Data, frozen=True, kw_only=True):
    """The examples of a lexicon or a frame."""

    holds: list[str]
    """Texts in which it is found; `<<` and `>>` frame the words, without them the whole text is meant."""
    lacks: list[str]
    """Texts in which it is not found."""


class Lexicon(Data, frozen=True, kw_only=True):
    """A named list of terms; a term is a phrase."""

    about: str
    source: str = "own compilation"
    also: Texts = []
    entity: bool = False
    """A clause can speak of these: they are what `subject` looks for."""
    terms: list[str] = []
    tests: Held


class Frame(Data, frozen=True, kw_only=True):
    """A named list of phrases with slots and gaps, and the cues under which they do not count."""

    about: str
    source: str = "own compilation"
    phrases: list[str]
    unless: Texts = []
    tests: Held


Elsewhere: TypeAlias = Literal["lead-in", "heading", "sentence", "next"]


class Cue(Data, frozen=True, kw_only=True):
    """An entry of a cue set that reaches otherwise than its set."""

    phrase: str
    reach: str = ""
    from_: list[Elsewhere] | None = msgspec.field(default=None, name="from")


class CueTests(Data, frozen=True, kw_only=True):
    """Sentences whose framed words the cue set governs, and others whose framed words it leaves alone."""

    governed: list[str]
    free: list[str]


class Cues(Data, frozen=True, kw_only=True):
    """Words that change a claim's standing, after ConText: they govern what stands on their side."""

    about: str
    says: str
    """What the cue does to the claim, as a verb phrase: `denies it`."""
    source: str = "own compilation"
    before: list[str | Cue] = []
    after: list[str | Cue] = []
    around: list[str | Cue] = []
    """Cues that govern both sides."""
    scale: str = ""
    """A scale of `scales/`: the whole of a sentence that stands on it below `below` is governed."""
    below: float = 0.0
    stop: list[str] = []
    ignore: list[str] = []
    reach: str = "clause"
    """`clause`, `sentence`, `block`, or a number of words."""
    from_: list[Elsewhere] = msgspec.field(default=[], name="from")
    """Where else a cue may stand: the line that introduces the list, the heading of the section, the
    sentence before, or, for cues in `after`, the next sentence."""
    tests: CueTests


class Grade(Data, frozen=True, kw_only=True):
    """Words that move a statement up or down a scale, by how much and why."""

    about: str
    weight: float
    """What such words add; below 0, what they take away. Several of one grade count once."""
    phrases: list[str]
    unless: Texts = []
    """Cue sets under which the words do not count."""


class ScaleTests(Data, frozen=True, kw_only=True):
    """Lists of sentences, each of which stands higher on the scale than the one before it."""

    rising: list[list[str]]


class Scale(Data, frozen=True, kw_only=True):
    """A number that says how much of something a statement has, from the words it is made with."""

    about: str
    source: str = "own compilation"
    least: float
    most: float
    plain: float
    """Where a statement stands that has none of the words."""
    grades: list[Grade]
    tests: ScaleTests


class Authority(Data, frozen=True, kw_only=True):
    """The text that a rule rests on."""

    in_: str = msgspec.field(name="in")
    for_: Texts = msgspec.field(name="for")
    """`commercial`, `editorial`, `clinical`, or `all`: a blogger is not cited a labelling regulation."""
    kind: Literal["law", "binding code", "guidance", "professional standard", "house"]
    issuer: str
    cite: str
    url: str = ""
    says: str
    quote: str = ""
    checked: Literal["primary", "secondary"]
    as_of: str
    review_by: str


class Verbatim(Data, frozen=True, kw_only=True):
    """A statutory text, with its allowed variants."""

    about: str
    authority: str
    text: str
    variants: list[str] = []


class SourceClass(Data, frozen=True, kw_only=True):
    """A class of sources, such as journals or shops, by their addresses."""

    about: str
    source: str = "own compilation"
    hosts: list[str]
    """`nih.gov` with all below it, `gov` for a whole domain, `google.com/scholar` for what starts so."""
    tests: Held
    """Addresses of the class, and others."""


class Profile(Data, frozen=True, kw_only=True):
    """Which rules a kind of copy is held to, and how severely."""

    about: str
    jurisdiction: Texts
    copy: Literal["commercial", "editorial", "clinical"]
    rules: list[str]
    except_: list[str] = msgspec.field(default=[], name="except")
    override: dict[str, dict[str, object]] = {}


class Spelling(Data, frozen=True, kw_only=True):
    """A spelling variant: what fits the pattern is read as the replacement."""

    pattern: str
    replacement: str


class Inflection(Data, frozen=True, kw_only=True):
    """A word that fits the pattern has these forms."""

    pattern: str
    forms: list[str]


class Tongue(Data, frozen=True, kw_only=True):
    """What the linter must know of a language."""

    about: str
    name: str
    abbreviations: list[str]
    common: list[str]
    others: dict[str, list[str]] = {}
    spellings: list[Spelling] = []
    inflections: list[Inflection] = []
    numbers: list[str] = []
    openers: list[str] = []
    pronouns: list[str] = []
    asides: list[str] = []
    agents: list[str] = []
    possessors: list[str] = []
