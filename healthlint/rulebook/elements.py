"""What a phrase is made of, once it is read: words, slots, choices, gaps and patterns in a row."""

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct


class Words(Struct, frozen=True, tag="w", array_like=True):
    """One of several word sequences. An empty one makes the element optional."""

    forms: tuple[tuple[str, ...], ...]
    """The longest first. Words are folded, but for those typed in capitals, such as MS: they match capitals only."""
    head: bool = False

    @property
    def optional(self) -> bool:
        return not self.forms[-1]


class Slot(Struct, frozen=True, tag="s", array_like=True):
    """A term of a lexicon, a phrase of a frame, or a number."""

    name: str
    head: bool = False

    optional = False


class Choice(Struct, frozen=True, tag="c", array_like=True):
    """One of several phrases; an empty one makes it optional."""

    options: tuple["Phrase", ...]
    head: bool = False

    @property
    def optional(self) -> bool:
        return any(option.optional for option in self.options)


class Gap(Struct, frozen=True, tag="g", array_like=True):
    """Up to `width` words of any kind."""

    width: int
    head: bool = False

    optional = True


class Pattern(Struct, frozen=True, tag="p", array_like=True):
    """A regular expression from the start of a word to the end of one."""

    source: str
    head: bool = False

    optional = False


Element: TypeAlias = Words | Slot | Choice | Gap | Pattern


class Phrase(Struct, frozen=True, array_like=True):
    """Elements in a row."""

    elements: tuple[Element, ...]
    source: str = ""

    @property
    def optional(self) -> bool:
        """Can every part of it be absent?"""
        return all(element.optional for element in self.elements)

    def slots(self) -> Iterator[str]:
        """The names that the phrase speaks of."""
        for element in self.elements:
            if isinstance(element, Slot):
                yield element.name
            elif isinstance(element, Choice):
                for option in element.options:
                    yield from option.slots()

    def sequences(self) -> tuple[Words, ...] | None:
        """The phrase as plain words alone, or None where it has a slot, a gap or a pattern."""
        plain = tuple([element for element in self.elements if isinstance(element, Words)])
        return plain if len(plain) == len(self.elements) else None
