"""What no replacement that is made unasked may touch: what a text about health says."""

from collections.abc import Iterator, Mapping

from healthlint.model import Block, Document, Span
from healthlint.rulebook.faults import RuleError
from healthlint.rulebook.naming import FRAME, Names
from healthlint.rulebook.pack import Loaded, Packs
from healthlint.rulebook.page import Page
from healthlint.rulebook.phrases import forms, parse
from healthlint.rulebook.schema import Rule
from healthlint.rulebook.view import NUMBER, View

NAMED: Mapping[str, tuple[str, ...]] = {
    "a number": (NUMBER,),
    "a dose or its unit": ("dose-unit", "medicine-unit", "dose-frequency", FRAME + "dose"),
    "a medicine": ("approved-medicine", "taken-medicine", "prescription-brand", "generic-medicine", "drug-class-name"),
    "a remedy": ("substance", "remedy"),
    "an illness or a symptom": ("condition", "disease-or-germ", "symptom"),
    "what something does": ("cure-verb", "treat-verb", "relieve-verb", "harm", FRAME + "harm"),
    "how certain it is": ("certainty-verb",),
    "a caution": (FRAME + "advice-disclaimer", FRAME + "clinician-caveat", FRAME + "disclosure"),
}
"""What is the writer's to say, with the lexicons and frames that know it by its words."""
CERTAINTY = ("certainty", ("negated", "hedged"))
"""The scale and the cue sets whose words say how certain something is."""


def warnings(packs: Packs, names: Names) -> Iterator[RuleError]:
    """Rules that call a replacement safe which changes more than how something is said."""
    for loaded in packs.rules.values():
        if loaded.said.safe:
            yield from _of_rule(loaded, names)


def _of_rule(loaded: Loaded[Rule], names: Names) -> Iterator[RuleError]:
    for old, new in loaded.said.replace.items():
        if not isinstance(new, str):  # a choice is the writer's in any case
            continue
        touched = _touched(names, old) or _kind(names, new)
        if touched:
            what = f"“{old}” is replaced unasked (“safe”), and that touches {touched}: such words are the writer's"
            yield loaded.source.error(what, "replace", old)


def _touched(names: Names, phrase: str) -> str:
    """What is touched where this phrase stands."""
    known = forms(parse(phrase, names.language))
    if known is None:
        return "words that the rule does not know"
    return next((kind for words in known if (kind := _kind(names, " ".join(words)))), "") or _kind(names, phrase)


def _kind(names: Names, text: str) -> str:
    """What these words say that is not for us to change; nothing if it is only how something is said."""
    view = _view(names, text)
    whole = (0, len(view.tokens))
    for kind, lexicons in NAMED.items():
        if any(view.spans(name) for name in lexicons):
            return kind
    scale, cues = CERTAINTY
    if scale in names.scales and any(names.scales[scale].moving(view, whole)):
        return "how certain it is"
    if any(names.cues[cue].present(view, *whole) for cue in cues if cue in names.cues):
        return "how certain it is"
    return ""


def _view(names: Names, text: str) -> View:
    """A text by itself, as phrases see it."""
    span = Span(0, len(text))
    document = Document(
        path="",
        text=text,
        prose=text,
        front_matter={},
        blocks=(Block(kind="paragraph", span=span),),
        sentences=(span,),
        sections=(),
        links=(),
        citations=(),
        quotes=(),
        directives=(),
        faults=(),
        lines=(0,),
        starts=(0,),
    )
    return Page(document, names.vocabulary).view(0)
