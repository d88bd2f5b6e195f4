"""The names that rules speak of, and how a phrase that speaks of them is compiled, or faulted at its place."""

import re
from dataclasses import dataclass, field

from healthlint.language import Language
from healthlint.rulebook import schema
from healthlint.rulebook.books import Book, Owner, book
from healthlint.rulebook.cues import CueSet
from healthlint.rulebook.elements import Phrase
from healthlint.rulebook.faults import RuleError, Source
from healthlint.rulebook.index import Index
from healthlint.rulebook.pack import Packs
from healthlint.rulebook.phrases import PhraseError, parse
from healthlint.rulebook.scales import Scale
from healthlint.rulebook.schema import as_list
from healthlint.rulebook.sources import NO_SOURCES, Sources
from healthlint.rulebook.vocabulary import Vocabulary
from healthlint.yamlfile import did_you_mean

FRAME = "frame:"


@dataclass(slots=True)
class Names:
    """The vocabulary with what else rules speak of by name, and how to compile more phrases for it."""

    vocabulary: Vocabulary
    cues: dict[str, CueSet]
    sizes: dict[str, int]
    """How many terms each name has."""
    errors: list[RuleError]
    used: set[str]
    """Names that some phrase speaks of."""
    scales: dict[str, Scale] = field(default_factory=dict)
    sources: Sources = NO_SOURCES

    @property
    def language(self) -> Language:
        return self.vocabulary.language

    def phrase(self, text: str, source: Source, *steps: str | int, row: str = "") -> Phrase | None:
        """A phrase of a file; a fault at its place where it cannot be read or speaks of what is not there."""
        try:
            phrase = parse(_of_row(text, row), self.language)
        except PhraseError as error:
            self.errors.append(source.error(str(error), *steps))
            return None
        for name in phrase.slots():
            self.used.add(name)
            if name not in self.sizes:
                kind = "frame" if name.startswith(FRAME) else "lexicon"
                what = f"unknown {kind} “{name}”{did_you_mean(name, list(self.sizes))}"
                self.errors.append(source.error(what, *steps))
                return None
        return phrase

    def book(
        self, texts: schema.Texts, index: Index, source: Source, *steps: str | int, row: str = ""
    ) -> Book[None] | None:
        """Phrases, entered in an index, as a book without owners; None where there are none."""
        alone = isinstance(texts, str)
        phrases = [
            phrase
            for index, text in enumerate(as_list(texts))
            if (phrase := self.phrase(text, source, *steps, *(() if alone else (index,)), row=row))
        ]
        return book(index, [(phrase, None) for phrase in phrases]) if phrases else None

    def index(self) -> Index:
        """A new index for phrases of this language."""
        return Index(self.language.common)

    def shared(self, phrases: list[tuple[Phrase, Owner]]) -> Book[Owner]:
        """Phrases with their owners as a book of the vocabulary, which all rules share."""
        return book(self.vocabulary.index, phrases)

    def bound(self, phrases: list[tuple[Phrase, Owner]]) -> Book[Owner]:
        """Phrases with their owners as a book by itself."""
        return book(self.index(), phrases)

    def cue_sets(
        self, names: schema.Texts, source: Source, *steps: str | int, scaled: bool = False
    ) -> tuple[CueSet, ...]:
        """Cue sets by name; those that rest on a scale only where they may, lest a scale rests on itself."""
        found = []
        for name in as_list(names):
            if name in self.cues and self.cues[name].low and not scaled:
                self.errors.append(source.error(f"“{name}” rests on a scale: only rules can name it", *steps))
            elif name in self.cues:
                found.append(self.cues[name])
                self.used.add(f"cue:{name}")
            else:
                self.errors.append(
                    source.error(f"unknown cue set “{name}”{did_you_mean(name, list(self.cues))}", *steps)
                )
        return tuple(found)


def _of_row(text: str, row: str) -> str:
    """A phrase of a rule that runs over a table, with `<row.names>` as the name that the row is found by."""
    return text.replace("<row.names>", f"<{row}>").replace("<row.", f"<{row}.") if row else text


def language(packs: Packs, name: str = "en") -> Language:
    """The language of the drafts. Raises `KeyError` where no pack has it."""
    said = packs.languages[name][-1].said
    return Language(
        name=said.name,
        abbreviations=frozenset(word.lower().rstrip(".") for word in said.abbreviations),
        common=frozenset(said.common),
        others={tongue: frozenset(words) for tongue, words in said.others.items()},
        spellings=tuple((re.compile(one.pattern), one.replacement) for one in said.spellings),
        inflections=tuple((re.compile(rf"(?:{one.pattern})\Z"), tuple(one.forms)) for one in said.inflections),
        variant=re.compile(_any_of([one.pattern for one in said.spellings])),
        numbers=frozenset(said.numbers),
        openers=tuple(said.openers),
        pronouns=frozenset(said.pronouns),
        asides=frozenset(said.asides),
        agents=frozenset(said.agents),
        possessors=frozenset(said.possessors),
    )


_OF_STARTS = re.compile(r"\^((?:[^\\|()\[\]^$]|\[[^\\\[\]]+\]|\([^\\()\[\]]*\))*\$?)")
"""A pattern that is plainly bound to the start of a word as a whole."""


def _any_of(patterns: list[str]) -> str:
    """A pattern that fits wherever one of these does. Those bound to the start of a word are tried there alone."""
    starts = [fits[1] for pattern in patterns if (fits := _OF_STARTS.fullmatch(pattern))]
    others = [f"(?:{pattern})" for pattern in patterns if not _OF_STARTS.fullmatch(pattern)]
    return "|".join([f"^(?:{'|'.join(starts)})", *others] if starts else others)
