"""The draft: what is prose and where it stands, for whatever a writer or a site generator may put in a file."""

import re
from collections.abc import Callable

import pytest

from healthlint.draft import parse
from healthlint.language import Language
from healthlint.model import JOINER, OPAQUE, Document

Parse = Callable[..., Document]


@pytest.fixture(name="draft", scope="session")
def _draft(english: Language) -> Parse:
    def parsed(text: str, path: str = "draft.md") -> Document:
        return parse(text, path, english)

    return parsed


def seen(document: Document, kind: str = "") -> list[str]:
    """What a reader sees of each block, blanks squeezed, code and addresses as one mark."""
    return [
        _plain(document.prose[block.span.start : block.span.end])
        for block in document.blocks
        if kind in ("", block.kind)
    ]


def _plain(prose: str) -> str:
    return " ".join(re.sub(f"{OPAQUE}+", "¤", prose.replace(JOINER, "")).split())


def kinds(document: Document) -> list[str]:
    return [block.kind + (str(block.level) if block.level else "") for block in document.blocks]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Kava cu**re**s all", ["Kava cures all"]),
        ("*Kava* __may__ ~~not~~ help", ["Kava may not help"]),
        ("re<b>li</b>ef and CO<sub>2</sub>", ["relief and CO2"]),
        ("anti\u00adoxi\u200bdant", ["antioxidant"]),
        ("tea &amp; caf&eacute; &#x26; &copy;", ["tea & café & ©"]),
        ("caf&bogus; stays", ["caf&bogus; stays"]),
        (r"5 \* 3 and \_x\_", ["5 * 3 and _x_"]),
        ("Take `code` now", ["Take ¤ now"]),
        ('See [the study](https://a.org/x_y "t") now', ["See the study now"]),
        ("[cures](https://a.org)x", ["curesx"]),
        ("See <https://a.org/b> now", ["See ¤ now"]),
        ("See https://a.org/b_c. Next", ["See ¤. Next"]),
        ("See www.a.org/b, next (https://b.org/c)", ["See ¤, next (¤)"]),
        ("one<br>two  \nthree\\\nfour", ["one two three four"]),
        ("a <span class='x' title='no'>b</span> <!-- c --> d", ["a b d"]),
        ("Text[^1] on\n\n[^1]: The note.", ["Text on", "The note."]),
        ("A [^none] B", ["A B"]),
        ("Eat well [1, 2]. Then", ["Eat well . Then"]),
        ("- [ ] open\n- [x] done", ["open", "done"]),
        ("    indented code\n\nText", ["Text"]),
        ("```\ncode\n```\nText", ["Text"]),
        ("Intro\n\n<script>\nvar a = 'x';\n\nlet b;\n</script>\n\nText", ["Intro", "Text"]),
        ("<style>\np {}\n\nq {}\n</style>\n\nText", ["Text"]),
        ("<!-- note\n\nstill note -->\n\nText", ["Text"]),
        ("Text <kbd>Ctrl</kbd> end", ["Text ¤ end"]),
        ("• one\n• two", ["one", "two"]),
        ("Term\n: What it means", ["Term", "What it means"]),
    ],
)
def test_inline(draft: Parse, typed: str, shown: list[str]) -> None:
    assert seen(draft(typed)) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('A {{< ref "x" >}} b', ["A b"]),
        ('{{< figure src="x.png" caption="A kava root" >}}', ["A kava root"]),
        ("{{% notice %}}\nMind this.\n{{% /notice %}}", ["Mind this."]),
        ("Hello {{ name }}s, {% if x %}yes{% endif %}", ["Hello ¤s, yes"]),
        ("{{#if a}}\nShown\n{{/if}}", ["Shown"]),
        ("{% highlight py %}\nx *y*\n{% endhighlight %}\n\nText", ["Text"]),
        ("{% comment %} hidden {% endcomment %}\n\nText", ["Text"]),
        ("A {# remark #} b", ["A b"]),
        ("A para\n{: .lead}\n\nNext one", ["A para", "Next one"]),
        ('[x](a.html){:target="_blank"} y', ["x y"]),
        ('[x]({{ site.url }}/a "t") y', ["x y"]),
        ("```{note} Mind\n:class: x\nBody **text**.\n```\n\nAfter", ["Mind", "Body text.", "After"]),
        ("```{code-block} py\nx\n```\n\nAfter", ["After"]),
        (":::warning Take care\nBody.\n:::\n\nAfter", ["Take care", "Body.", "After"]),
        ("::: {.note}\nBody.\n:::", ["Body."]),
        ("H{sub}`2`O, {ref}`the page <target>`, {code}`x`", ["H2O, the page, ¤"]),
        ("See [[Page|the label]] and [[notes/Kava root#Dose]]", ["See the label and Kava root"]),
        ("![[image.png]]\n\nText", ["Text"]),
        ("Costs $5 and $10 a day", ["Costs $5 and $10 a day"]),
        ("So $x^2$ and $$y = 1$$ and \\(a_b\\) end", ["So ¤ and ¤ and ¤ end"]),
        ("import X from './x'\n\nText", ["Text"]),
    ],
)
def test_templates(draft: Parse, typed: str, shown: list[str]) -> None:
    assert seen(draft(typed)) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("export const a = {\n  b: 1,\n\n  c: 2\n}\n\nText", ["Text"]),
        ("A {props.x} b {'said'} c", ["A ¤ b said c"]),
        ('<Card title="A title" on={() => go()}>\nBody *here*.\n</Card>', ["A title", "Body here."]),
        ("Text <Tag a={{b: 1}}>inside</Tag> end", ["Text inside end"]),
        ("A {/* remark */} b", ["A b"]),
        ("<>\nText\n</>", ["Text"]),
    ],
)
def test_mdx(draft: Parse, typed: str, shown: list[str]) -> None:
    assert seen(draft(typed, "draft.mdx")) == shown


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("# One\n\nTwo\n===\n\nText", ["heading1", "heading1", "paragraph"]),
        ("**All in bold**\n\nText.", ["heading3", "paragraph"]),
        ("**Bold** and not.\n\nText.", ["paragraph", "paragraph"]),
        ("- **Bold item**\n- two", ["item", "item"]),
        ("What Is Kava\n\nA root of the pepper family.", ["heading2", "paragraph"]),
        ("What is kava?\n\nA root of the pepper family, and a drink made of it.", ["heading2", "paragraph"]),
        ("Kava heals all\n\nYes.", ["paragraph", "paragraph"]),
        ("A whole sentence stands here.\n\nAnd another one below it.", ["paragraph", "paragraph"]),
        ("[Shop Now](https://a.org)\n\nThe longer text stands below that button.", ["paragraph", "paragraph"]),
        ("Turmeric Cures Cancer", ["paragraph"]),
        ("![A root](k.jpg)", ["alt"]),
        ("![A root](k.jpg)\nKava is a root.", ["alt", "paragraph"]),
        ("Kava ![icon](i.svg) is a root.", ["paragraph"]),
        ("<img src='a' alt='A root' title='From afar'>\n\nText", ["alt", "alt", "paragraph"]),
        ("<h2>Head</h2>\n<p>One</p><p>Two</p>", ["heading2", "paragraph", "paragraph"]),
        ("<ul><li>One<li>Two</ul>", ["item", "item"]),
        ("<table><tr><th>A<td>B</table>", ["cell", "cell"]),
    ],
)
def test_kinds(draft: Parse, typed: str, expected: list[str]) -> None:
    assert kinds(draft(typed)) == expected


def test_one_line_paragraphs_with_bare_headings(draft: Parse) -> None:
    long = "Kava is a root that people in the Pacific have drunk for ages. " * 5
    text = f"{long}\n- Where Kava Comes From\n- What Kava Does\nWhere Kava Comes From\n{long}\nWhat Kava Does\n{long}\n"
    document = draft(text)
    assert kinds(document) == ["paragraph", "item", "item", "heading2", "paragraph", "heading2", "paragraph"]
    assert [section.level for section in document.sections] == [0, 2, 2]
    assert not document.blocks[3].inside and not document.blocks[4].inside


def test_hard_wrapped_paragraph_is_one_block(draft: Parse) -> None:
    assert kinds(draft("Kava Kava\nis a root of the\nPacific Islands\nand a drink.")) == ["paragraph"]


def test_items_know_their_list(draft: Parse) -> None:
    document = draft("Kava may:\n\n- calm\n  - at night\n- harm\n\nEnd.")
    text, items = document.text, [block for block in document.blocks if block.kind == "item"]
    leads = [block.lead_in and text[block.lead_in.start : block.lead_in.end] for block in items]
    assert leads == ["Kava may:", "calm", "Kava may:"]
    assert items[0].group and text[items[0].group.start : items[0].group.end].endswith("- harm")
    assert items[0].inside == {"list"}


def test_list_without_introduction(draft: Parse) -> None:
    document = draft("- a\n- b\n\n> quoted\n\n- c")
    assert [block.lead_in for block in document.blocks] == [None] * 4


def test_cells_know_their_column(draft: Parse) -> None:
    document = draft("| Herb | Use |\n|---|---|\n| Kava |  |\n| Hops | sleep |")
    cells = {seen(document)[index]: block for index, block in enumerate(document.blocks)}
    assert list(cells) == ["Herb", "Use", "Kava", "Hops", "sleep"]
    assert cells["sleep"].lead_in == cells["Use"].span
    assert all(block.inside == {"table"} for block in document.blocks)


def test_comment_between_rows_ends_no_table(draft: Parse) -> None:
    document = draft("| Herb |\n|---|\n| a |\n<!-- healthlint-enable -->\n| b |\n")
    assert kinds(document) == ["cell"] * 3 and len(document.directives) == 1


@pytest.mark.parametrize(
    ("typed", "inside"),
    [
        ("> a", {"quote"}),
        ("> - a", {"quote", "list"}),
        ("<div>a</div>", {"html"}),
        ("<blockquote>a</blockquote>", {"html", "quote"}),
        ("x[^1]\n\n[^1]: a", {"footnote"}),
    ],
)
def test_inside(draft: Parse, typed: str, inside: set[str]) -> None:
    assert draft(typed).blocks[-1].inside == inside


def test_stray_tags_close_no_markdown(draft: Parse) -> None:
    document = draft("> - a </ul></li></blockquote> b\n> - c")
    assert {block.inside for block in document.blocks} == {frozenset({"quote", "list"})}
