"""Inline comments that silence findings."""

import pytest

from healthlint.draft import parse
from healthlint.language import Language

READ = [
    ("<!-- healthlint-disable-next-line a/b: quoted law -->", ("disable-next-line", ("a/b",), "quoted law", "")),
    ("<!-- healthlint-disable a/b, c/d: why until 2027-03-01 -->", ("disable", ("a/b", "c/d"), "why", "2027-03-01")),
    ("<!-- healthlint-disable a/b c/d: why (until 2027-03-01) -->", ("disable", ("a/b", "c/d"), "why", "2027-03-01")),
    ("<!-- healthlint-disable a/b: until 2027-03-01, why -->", ("disable", ("a/b",), "why", "2027-03-01")),
    ("<!-- healthlint-disable a/b quoted law -->", ("disable", ("a/b",), "quoted law", "")),
    ("<!-- healthlint-disable a/b - quoted law -->", ("disable", ("a/b",), "quoted law", "")),
    ("<!-- healthlint-enable a/b -->", ("enable", ("a/b",), "", "")),
    ("<!-- healthlint-enable -->", ("enable", (), "", "")),
    ("<!--healthlint-disable-file a/b: old page-->", ("disable-file", ("a/b",), "old page", "")),
    ("<!-- healthlint-disable: why -->", ("disable", (), "why", "")),
    ("<!-- healthlint-ignore a/b: why -->", ("ignore", ("a/b",), "why", "")),
    ("<!-- healthlint disable a/b: why -->", ("disable", ("a/b",), "why", "")),
    ("<!-- healthlint-disable a/b: why until soon -->", ("disable", ("a/b",), "why", "soon")),
    ("<!-- healthlint-disable\n  a/b:\n  why -->", ("disable", ("a/b",), "why", "")),
    ("{/* healthlint-disable a/b: why */}", ("disable", ("a/b",), "why", "")),
]


@pytest.mark.parametrize(("typed", "expected"), READ)
def test_read(typed: str, expected: tuple[str, tuple[str, ...], str, str], english: Language) -> None:
    document = parse(f"Text.\n\n{typed}\n\nText.", "a.mdx", english)
    (one,) = document.directives
    assert (one.action, one.rules, one.reason, one.until) == expected
    assert document.text[one.span.start : one.span.end] == typed
    assert not document.prose[one.span.start : one.span.end].strip()


@pytest.mark.parametrize(
    "around",
    [
        "- one\n- two %s",
        "> %s\n> text",
        "| a |\n|---|\n| b %s |",
        "Text %s text",
        "<div>\n%s\n</div>",
        "1. a\n\n   %s\n",
        "# Head %s",
    ],
)
@pytest.mark.parametrize("comment", ["<!-- healthlint-disable a/b: why -->", "{/* healthlint-disable a/b: why */}"])
@pytest.mark.parametrize("path", ["a.md", "a.mdx", "a.txt"])
def test_anywhere(around: str, comment: str, path: str, english: Language) -> None:
    document = parse(around % comment, path, english)
    assert [one.rules for one in document.directives] == [("a/b",)]
    assert not any("healthlint" in document.prose[block.span.start : block.span.end] for block in document.blocks)


@pytest.mark.parametrize("typed", ["`%s`", "```\n%s\n```", "    %s", "~~~html\n%s\n~~~"])
def test_code_is_no_directive(typed: str, english: Language) -> None:
    assert parse(typed % "<!-- healthlint-disable a/b: why -->", "a.md", english).directives == ()


@pytest.mark.parametrize(
    "typed", ["<!-- healthlinted -->", "<!-- about healthlint -->", "<!-- healthlint-disable a/b: why"]
)
def test_other_comments(typed: str, english: Language) -> None:
    assert parse(typed, "a.md", english).directives == ()
