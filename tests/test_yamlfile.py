"""YAML with places: what is read, and where a fault lies."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec
import pytest

from healthlint.yamlfile import DEEPEST, YamlFault, compose, did_you_mean, parse, place, plain, read, values


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    """A part of a page."""

    name: str
    size: int = 0


class Page(msgspec.Struct, forbid_unknown_fields=True):
    """A page."""

    title: str
    kind: Literal["a", "b"] = "a"
    words: str | list[str] = []
    parts: list[Inner] = []
    named: dict[str, Inner] = {}


def test_every_scalar_is_text() -> None:
    node = compose("[no, on, 1, 1.50, 2026-01-01, null, ~, 0x1f, 'q', \"d\"]")
    assert node is not None
    assert plain(node) == ["no", "on", "1", "1.50", "2026-01-01", "null", "~", "0x1f", "q", "d"]


def test_a_page_is_read() -> None:
    text = "title: No\nkind: b\nwords: [yes, no]\nparts:\n  - {name: one, size: 3}\nnamed: {x: {name: two}}\n"
    assert parse(text, Page) == Page("No", "b", ["yes", "no"], [Inner("one", 3)], {"x": Inner("two")})


def test_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbftitle: caf\xc3\xa9\r\nkind: b\r\n")
    assert read(tmp_path / "a.yaml", Page) == Page("café", "b")


BROKEN = [
    ("title: [a", 2),
    ("title: 'a", 2),
    ("title: a\n\tkind: b", 2),
    ("title: a: b", 1),
    ("title: a\n---\ntitle: b", 2),
    ("title: {a: b: c}", 1),
    ("title: @a", 1),
]


@pytest.mark.parametrize(("text", "line"), BROKEN)
def test_no_yaml(text: str, line: int) -> None:
    with pytest.raises(YamlFault) as caught:
        parse(text, Page)
    assert caught.value.message.startswith("is no YAML: ")
    assert caught.value.line in (line - 1, line)


FAULTS = [
    ("title: \x00", (1, 8, "is no YAML: the character U+0000 stands here")),
    ("title: a\nwords: b\x07c", (2, 9, "is no YAML: the character U+0007 stands here")),
    ("title: a\nkind: \ud800", (2, 7, "is no YAML: the character U+D800 stands here")),
    # nothing
    ("", (1, 1, "is empty")),
    ("# only a comment\n", (1, 1, "is empty")),
    # what would be silently lost, or is an attack
    ("title: a\ntitle: b", (2, 1, "the key “title” stands here twice")),
    ("title: a\nparts:\n  - name: b\n    name: c", (4, 5, "the key “name” stands here twice")),
    ("title: &a b\nwords: *a", (2, 8, "an alias (`*name`) is not allowed here; write the value out")),
    ("title: a\n<<: {kind: b}", (2, 1, "unknown key “<<”")),
    ("? [a]\n: b", (1, 3, "a key must be a word")),
    ("a: " + "[" * 41 + "]" * 41, (1, 43, "nested more than 40 levels deep")),
    # not what it should be
    ("title: a\nkid: b", (2, 1, "unknown key “kid”; did you mean “kind”?")),
    ("title: a\nxyz: b", (2, 1, "unknown key “xyz”")),
    ("title: a\nparts:\n  - {name: b, sise: 2}", (3, 15, "unknown key “sise”; did you mean “size”?")),
    ("title: a\nnamed:\n  x: {nam: b}", (3, 3, "unknown key “nam”; did you mean “name”?")),
    ("kind: b", (1, 1, "the key “title” is missing")),
    ("title: a\nparts:\n  - name: b\n  - size: 2", (4, 5, "the key “name” is missing")),
    ("title: a\nkind: c", (2, 7, "invalid enum value 'c'")),
    ("title: [a]", (1, 8, "expected text, got a list")),
    ("title: {a: b}", (1, 8, "expected text, got a set of keys")),
    ("title: a\nwords: {a: b}", (2, 8, "expected text or a list, got a set of keys")),
    ("title: a\nparts: b", (2, 8, "expected a list, got text")),
    ("title: a\nparts:\n  - name: b\n    size: c", (4, 11, "expected a whole number, got text")),
    ("title: a\nwords:\n  - b\n  - Note: c", (4, 5, "expected text, got a set of keys")),
    ("title: a\nwords:\n  - b\n  - # c\n", (4, 4, "an empty item; put it in double quotes if it starts with “#”")),
    ("- a\n- b", (1, 1, "expected a set of keys, got a list")),
    ("just a text", (1, 1, "expected a set of keys, got text")),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_fault(text: str, fault: tuple[int, int, str]) -> None:
    with pytest.raises(YamlFault) as caught:
        parse(text, Page)
    assert (caught.value.line, caught.value.column, caught.value.message) == fault


ODD = [
    "a: &x b\nc: d",
    "a: &x b\nc: &x d",
    "a: &x b\nc: *x",
    "a: AT&T",
    "a: 'b'\n...\n",
    "--- a\n--- b",
    "{a: 1, a: 2}",
    "- a\n-\n",
    "- a\n- ''\n",
    "a:\nb: ''",
    "a: !!int 1\nb: !own [c]",
    "? a\n: |\n  b\n  c\n",
    "a: 1\r\nb: >-\r\n  c\r\n  d\r\n",
    "",
    "a: \x07",
]


@pytest.mark.parametrize("text", ODD)
def test_what_is_read_at_once_is_what_the_nodes_say(text: str) -> None:
    def of_nodes() -> object:
        node = compose(text)
        return plain(node) if node else "1:1: is empty"

    def said(read: Callable[[], object]) -> object:
        try:
            return read()
        except YamlFault as fault:
            return str(fault)

    assert said(lambda: values(text)) == said(of_nodes)


def test_what_a_fault_says() -> None:
    assert str(YamlFault(3, 7, "is wrong")) == "3:7: is wrong"


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"title: caf\xe9\n")
    with pytest.raises(YamlFault) as caught:
        read(tmp_path / "a.yaml", Page)
    assert caught.value.message == "is not UTF-8 text (invalid continuation byte at byte 10)"


def test_aliases_cannot_grow_a_file() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    with pytest.raises(YamlFault) as caught:
        compose("\n".join(lines))
    assert (caught.value.line, caught.value.column) == (2, 10)


@pytest.mark.parametrize("bracket", ["[", "{a: "])
def test_nesting_cannot_break_the_parser(bracket: str) -> None:
    with pytest.raises(YamlFault):
        parse(bracket * 20_000, Page)
    with pytest.raises(YamlFault):
        parse(bracket * 200_000 + "x", Page)


def test_as_deep_as_may_be() -> None:
    node = compose("[" * DEEPEST + "x" + "]" * DEEPEST)
    assert node is not None
    value = plain(node)
    for _ in range(DEEPEST):
        assert isinstance(value, list)
        (value,) = value
    assert value == "x"


def test_place() -> None:
    node = compose("a:\n  - b: 1\n    c: [x, yy, z]\n")
    assert node is not None
    assert place(node, ["a", 0, "c", 1]) == (3, 12)
    assert place(node, ["a", 0, "c", 9]) == (3, 8)
    assert place(node, ["a", "none"]) == (2, 3)
    assert place(node, []) == (1, 1)


@pytest.mark.parametrize(
    ("name", "said"),
    [("unles", "; did you mean “unless”?"), ("subjet", "; did you mean “subject”?"), ("qqq", ""), ("", "")],
)
def test_did_you_mean(name: str, said: str) -> None:
    assert did_you_mean(name, ["find", "unless", "subject"]) == said
