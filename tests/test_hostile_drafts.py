"""Whatever the draft: no fault, places that hold, and no input that takes long."""

import time
from html.entities import html5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from healthlint.draft import parse
from healthlint.language import Language
from healthlint.model import JOINER, OPAQUE, Document

FRAGMENTS = st.sampled_from(
    """
# |## |- |* |1. |> |>> |  |    |\t|\n|\n\n|\r\n|\r|**|*|_|__|~~|`|```|~~~|[|]|](|(|)|![|<b>|</b>|<div>|</div>
|<p>|<ul><li>|</li>|</ul>|<table><tr><td>|</table>|<script>|</script>|<!-- |-->|<br>|<img alt="Kava cures">
|<a href="http://a.b">|</a>|<sup>1</sup>|&amp;|&eacute;|&|;|\\|kava|cures|Cancer.|e.g. |Dr. |“|”|"|'|é|😀|ß|İ
|\u00a0|\u00ad|\u200b|\0|\ufeff|中。|---|\n---\n|+++|title: |a = "b"|{{|}}|{{<|>}}|{%|%}|{#|#}|{/*|*/}|{|}|{x}`
|[[|]]|$|$$|\\(|\\)|:::|:::note|import |export |[^1]|[^1]: |[1]|http://a.b/c|www.a.b|<http://a.b>|(Adams, 2020)
|10.1000/a|NCT01234567|<!-- healthlint-disable a/b: why until 2027-01-01 -->|**Bold**|Title Of It|<A x={1}>|</A>
|\n: |\n| a | b |\n|-|-|\n|
""".split("|")
)
DRAFTS = st.one_of(
    st.lists(FRAGMENTS, max_size=40).map("".join),
    st.text(max_size=60),
    st.lists(st.one_of(FRAGMENTS, st.text(max_size=5)), max_size=30).map("".join),
    st.lists(FRAGMENTS, max_size=15).map(lambda parts: "---\n" + "".join(parts) + "\n---\n" + "".join(parts)),
    st.lists(FRAGMENTS, max_size=15).map(lambda parts: "+++\n" + "".join(parts) + "\n+++\n" + "".join(parts)),
)
DECODED = set("".join(html5.values()))


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=DRAFTS, path=st.sampled_from(["a.md", "a.mdx", "a.txt"]))
def test_whatever_the_draft(english: Language, text: str, path: str) -> None:
    document = parse(text, path, english)
    assert len(document.prose) == len(text)
    for typed, shown in zip(text, document.prose, strict=True):
        assert shown in (typed, " ", OPAQUE, JOINER) or shown in DECODED or "&#" in text or "\\" in text
    at = 0
    for block in document.blocks:
        assert at <= block.span.start < block.span.end
        at = block.span.end
        assert not block.group or block.group.holds(block.span)
    _check_sentences(document)
    assert [one.span for one in document.links] == sorted(one.span for one in document.links)
    assert all(0 <= section.span.start <= section.span.end <= len(text) for section in document.sections)


def _check_sentences(document: Document) -> None:
    at = 0
    for sentence in document.sentences:
        assert at <= sentence.start < sentence.end
        assert document.block_at(sentence)
        at = sentence.end
    covered = "".join(document.prose[sentence.start : sentence.end] for sentence in document.sentences)
    blocks = "".join(document.prose[block.span.start : block.span.end] for block in document.blocks)
    assert "".join(covered.split()).replace(JOINER, "") == "".join(blocks.split()).replace(JOINER, "")


HOSTILE = [
    "word ", ". ", ". A", '"w ', "'w ", "[", "](", "![", "`", "*a ", "_a ", "<a ", "<!-- ", "{{ ", "{% ", "{a} ",
    "$a ", "&a", "http://", "(Adams, ", "1, ", "[1, ", "|a|\n", "> ", "- ", "\n", "\r\n", "a\n\n", "**a**\n", "<b>",
    "<ul><li>a", "<td>x", ":::note\n", "```{note}\n", "\u200b", "\u00a0", "a<sup>1</sup> ", "![a](b) ", "---\na: b\n",
    "<!-- healthlint-", "The Big Title\n", "<A x={", "<a b=\"", "?!", "。", "=\n", "export ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("path", ["a.md", "a.mdx", "a.txt"])
def test_no_input_takes_long(english: Language, piece: str, path: str) -> None:
    text = (piece * 100_000)[:100_000]
    start = time.process_time()
    parse(text, path, english)
    assert time.process_time() - start < 4


@pytest.mark.parametrize("line", ["  " * 1, ">"])
def test_deep_nesting(english: Language, line: str) -> None:
    assert parse("\n".join(line * depth + "- a" for depth in range(500)), "a.md", english).blocks
