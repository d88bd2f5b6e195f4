"""A YAML text without faults as values, straight from the parser's events: nodes would take three times as long."""

from collections.abc import Callable

import yaml
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from healthlint.yamlfile.nodes import DEEPEST, Plain, parser

Next = Callable[[], Event]


class Odd(Exception):
    """The text has a fault, or may have one. The nodes tell what and where."""


def values(text: str) -> Plain:
    """What a single document says. Raises `Odd`, and `yaml.YAMLError`."""
    if yaml.reader.Reader.NON_PRINTABLE.search(text):
        raise Odd
    loader = parser()(text)
    try:
        following: Next = loader.get_event
        _expect(StreamStartEvent, following())
        _expect(DocumentStartEvent, following())
        said = _value(following(), following, 0)
        _expect(DocumentEndEvent, following())
        _expect(StreamEndEvent, following())
        return said
    finally:
        loader.dispose()


def _expect(kind: type[Event], event: Event) -> None:
    if not isinstance(event, kind):
        raise Odd


def _value(event: Event, following: Next, depth: int) -> Plain:
    """The value that starts with an event, as `nodes.plain` would have it. An anchor may be there twice."""
    if depth > DEEPEST or getattr(event, "anchor", None):
        raise Odd
    if isinstance(event, ScalarEvent):
        return str(event.value)
    if isinstance(event, SequenceStartEvent):
        return _list(following, depth + 1)
    if isinstance(event, MappingStartEvent):
        return _keys(following, depth + 1)
    raise Odd


def _list(following: Next, depth: int) -> list[Plain]:
    found: list[Plain] = []
    while not isinstance(event := following(), SequenceEndEvent):
        if isinstance(event, ScalarEvent) and not event.value and not event.style:
            raise Odd
        found.append(_value(event, following, depth))
    return found


def _keys(following: Next, depth: int) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    while not isinstance(event := following(), MappingEndEvent):
        name = _value(event, following, depth)
        if not isinstance(name, str) or name in found:
            raise Odd
        found[name] = _value(following(), following, depth)
    return found
