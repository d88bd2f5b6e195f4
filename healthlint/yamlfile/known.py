"""What a type knows at a place in it: the keys of its structs, the words of its choices. For a did-you-mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, TypeGuard, get_args, get_origin

import msgspec

Steps = Sequence["str | int"]


def keys(type_: object, steps: Steps) -> list[str]:
    """The keys that may stand at this place."""
    return [key for one in _at(type_, steps) if _is_struct(one) for key in one.__struct_encode_fields__]


def all_keys(type_: object) -> set[str]:
    """Every key that a struct and the structs in it know."""
    return {key for one in _within(type_) if _is_struct(one) for key in one.__struct_encode_fields__}


def choices(type_: object, steps: Steps) -> list[str]:
    """The words that may stand at this place, or as a value of the mapping that stands there."""
    found = [*_at(type_, steps)]
    values = [alternative for one in found if get_origin(one) is dict for alternative in _flat(get_args(one)[1])]
    return [word for one in [*found, *values] if get_origin(one) is Literal for word in get_args(one)]


def _at(type_: object, steps: Steps) -> Iterator[object]:
    """Each type that a value at this place may have; none where the steps lead nowhere."""
    for one in _flat(type_):
        if not steps:
            yield one
            continue
        for inner in _inner(one, steps[0]):
            yield from _at(inner, steps[1:])


def _flat(type_: object) -> Iterator[object]:
    """The alternatives of a union, or the type itself."""
    args = get_args(type_)
    if args and get_origin(type_) not in (Literal, dict, list, tuple):
        for one in args:
            yield from _flat(one)
    else:
        yield type_


def _inner(type_: object, step: str | int) -> Iterator[object]:
    if _is_struct(type_):
        named = zip(type_.__struct_encode_fields__, msgspec.structs.fields(type_), strict=True)
        yield from (field.type for name, field in named if name == step)
    elif get_origin(type_) is dict:
        yield get_args(type_)[1]
    elif get_origin(type_) in (list, tuple) and isinstance(step, int):
        yield get_args(type_)[0]


def _within(type_: object) -> Iterator[object]:
    """A type and every type in it."""
    seen: set[object] = set()
    waiting = [type_]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        yield one
        waiting += getattr(one, "__args__", ())
        if _is_struct(one):
            waiting += [field.type for field in msgspec.structs.fields(one)]


def _is_struct(type_: object) -> TypeGuard[type[msgspec.Struct]]:
    return isinstance(type_, type) and issubclass(type_, msgspec.Struct)
