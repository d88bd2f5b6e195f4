"""The report in a browser as it is written: its parts, its numbers, and that a draft stays text whatever it says."""

import base64
import hashlib
import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from healthlint.finding import Citable, Edit, Finding, Fix, LetGo, Linted, RuleInfo
from healthlint.model import Document, Severity, Span
from healthlint.report import FORMATS, Law, Provenance, Run
from healthlint.report.html import draft as draft_page
from healthlint.report.html import page as whole_page
from healthlint.report.html.passages import LONGEST, Marked, passages

LAW = Citable(name="us-law", cite="21 CFR 101.93(g)", url="https://example.org/law", kind="law")
GUIDE = Citable(name="guide", cite="A guide", url="https://example.org/guide", kind="guidance")
HOUSE = Citable(name="house", cite="House style", url="", kind="house")
CURE = RuleInfo(
    id="disease-claim/cure",
    title="Cure claimed",
    severity="error",
    advice="Report what studies found.",
    authority=(GUIDE, LAW),
    why="Readers may put off treatment.",
)
SAFE = RuleInfo(id="safety/absolute", title="Absolute safety", severity="warning", advice="Name harms.", authority=())
PLAIN = RuleInfo(id="tone/plain", title="Plain words", severity="info", advice="", authority=(HOUSE,))
RULES = {rule.id: rule for rule in (SAFE, PLAIN, CURE)}

MADE = Provenance(
    version="9.9",
    rulebook=("ab12" * 10,),
    profiles=("article",),
    jurisdictions=("us",),
    law=(Law("2026-01-02", "2027-01-02", "authority", "us-law"), Law("2025-03-04", "2026-03-04", "rule", "x/y")),
)
VOID = {"br", "hr", "input", "link", "meta"}


class Tree(HTMLParser):
    """What a browser would see: elements with their attributes, and that each is closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, name: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            attributes
            for tag, attributes in self.elements
            if tag == name and all(attributes.get(key.rstrip("_")) == value for key, value in wanted.items())
        ]


def page(text: str, path: str = "posts/kava.md", skipped: str = "") -> Document:
    """A document whose blocks do not matter."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return Document(
        path=path,
        text=text,
        prose=text,
        front_matter={},
        blocks=(),
        sentences=(),
        sections=(),
        links=(),
        citations=(),
        quotes=(),
        directives=(),
        faults=(),
        lines=tuple(starts),
        skipped=skipped,
    )


def finding(rule: RuleInfo, span: Span, message: str = "It says too much.", **more: object) -> Finding:
    made = Finding(
        rule=rule.id,
        severity=rule.severity,
        message=message,
        span=span,
        advice=rule.advice,
        authority=rule.authority,
    )
    return replace(made, **more)


def at(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def linted(text: str, *findings: Finding, path: str = "posts/kava.md", let_go: tuple[LetGo, ...] = ()) -> Linted:
    return Linted(document=page(text, path), findings=findings, let_go=let_go)


def run(*drafts: Linted, why: bool = False, notes: tuple[str, ...] = ()) -> Run:
    return Run(
        linted=drafts,
        rules=RULES,
        profile="article",
        jurisdictions=("us",),
        why=why,
        notes=notes,
        provenance=MADE,
    )


def told(*drafts: Linted, why: bool = False, notes: tuple[str, ...] = ()) -> str:
    return "\n".join(FORMATS["html"](run(*drafts, why=why, notes=notes)))


def content(element: str, text: str) -> str:
    found = re.search(rf"<{element}[^>]*>(.*?)</{element}>", text, re.DOTALL)
    assert found
    return found[1]


def body(text: str) -> str:
    """What stands in the page itself, without its script and looks."""
    return re.sub(r"<(script|style)>.*?</\1>", "", text, flags=re.DOTALL)


def words(text: str) -> str:
    """All that is read, with blanks as typed."""
    return unescape(re.sub(r"<[^>]*>", "", body(text)))


def typed(text: str) -> list[str]:
    """The lines of the draft as shown, without the numbers of findings."""
    lines = re.findall(r'<span class="typed">(.*?)</span></div>', body(text), re.DOTALL)
    return [unescape(re.sub(r"<a .*?</a>|<[^>]*>", "", line, flags=re.DOTALL)) for line in lines]


def marks(text: str) -> list[tuple[str, str, str]]:
    """Each stretch that is marked: how, for which findings, its words."""
    found = re.findall(r'<mark class="([^"]*)" data-n="([^"]*)">(.*?)</mark>', body(text), re.DOTALL)
    return [(look, numbers, unescape(inner)) for look, numbers, inner in found]


KAVA = "# Kava\n\nKava  cures anxiety in days\nand is completely safe.\n\n\tTabs stay.\n"


def kava() -> Linted:
    edit = Edit(span=at(KAVA, "completely safe"), replacement="not without risk")
    return linted(
        KAVA,
        finding(PLAIN, Span(0, 0), "The page names no reviewer."),
        finding(CURE, at(KAVA, "cures anxiety"), related=(at(KAVA, "completely safe"),)),
        finding(SAFE, at(KAVA, "completely safe"), fixes=(Fix(edits=(edit,), safe=False),)),
    )


# The page and its parts.


def test_it_is_one_page_with_landmarks_and_headings_in_order() -> None:
    report = told(kava(), linted("Fine.", path="posts/fine.md"))
    tree = Tree(report)
    for landmark in ("header", "main", "footer", "nav"):
        assert len(tree.all(landmark)) == 1, landmark
    assert tree.all("a", href="#content", class_="skip") and tree.all("main", id="content")
    assert tree.all("html") == [{"lang": "en"}]
    levels = [int(tag[1]) for tag, _ in tree.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))


def test_each_id_is_given_once_and_each_link_within_leads_somewhere() -> None:
    tree = Tree(told(kava(), linted(KAVA, finding(CURE, at(KAVA, "days")), path="b.md")))
    ids = Counter(attributes["id"] for _, attributes in tree.elements if "id" in attributes)
    assert set(ids.values()) == {1}
    hrefs = [str(attributes["href"]) for attributes in tree.all("a")]
    assert {href[1:] for href in hrefs if href.startswith("#")} <= ids.keys()
    assert {href for href in hrefs if not href.startswith("#")} == {LAW.url, GUIDE.url}
    for _, attributes in tree.elements:
        for key in ("aria-labelledby", "for"):
            assert attributes.get(key, "card-title") in {*ids, "card-title"}


def test_its_policy_lets_its_own_script_and_looks_pass_and_nothing_else() -> None:
    report = told(kava())
    tree = Tree(report)
    (policy,) = tree.all("meta", **{"http-equiv": "Content-Security-Policy"})
    for element in ("script", "style"):
        digest = base64.b64encode(hashlib.sha256(content(element, report).encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}';" in str(policy["content"])
    assert str(policy["content"]).startswith("default-src 'none';")
    assert "unsafe" not in str(policy["content"])
    assert len(tree.all("script")) == len(tree.all("style")) == 1
    assert not any("style" in attributes or "src" in attributes for _, attributes in tree.elements)
    assert report.index("Content-Security-Policy") < report.index("<title>")


def test_the_same_run_gives_the_same_bytes() -> None:
    turned = replace(run(kava()), rules=dict(reversed(RULES.items())))
    assert "\n".join(FORMATS["html"](turned)) == told(kava())


def test_the_draft_stands_there_as_typed() -> None:
    assert typed(told(kava())) == KAVA.split("\n")
    assert re.findall(r'class="no"[^>]*>(\d+)<', told(kava())) == [str(number) for number in range(1, 8)]


def test_findings_are_marked_in_the_words_and_told_beside_them() -> None:
    report = told(kava())
    assert marks(report) == [("error", "2", "cures anxiety"), ("warning", "3", "completely safe")]
    tree = Tree(report)
    notes = [(note["id"], note["class"], note["data-family"]) for note in tree.all("li") if "data-family" in note]
    assert notes == [
        ("d1-f1", "note info", "tone"),
        ("d1-f2", "note error", "disease-claim"),
        ("d1-f3", "note warning", "safety"),
    ]
    assert tree.all("a", id="d1-m2", href="#d1-f2") and tree.all("a", href="#d1-m2", class_="number")
    passage = re.search(r'<div class="passage noted">.*?</ol></div>', report)
    assert passage and "cures anxiety" in passage[0] and 'id="d1-f2"' in passage[0] and 'id="d1-f3"' in passage[0]
    assert 'aria-label="Findings in lines 3 to 5"' in passage[0]


def test_a_finding_on_the_page_stands_at_the_head_of_its_draft() -> None:
    report = told(kava())
    assert report.index("On the page as a whole") < report.index("names no reviewer") < report.index("In the text")
    assert 'id="d1-m1"' not in report


def test_what_to_do_is_told_on_demand() -> None:
    said = words(told(kava()))
    assert "Report what studies found." in said
    assert "Perhaps: completely safe → not without risk." in said
    assert "See also line 4: “completely safe”" in said
    assert len(Tree(told(kava())).all("details")) == 2, "a finding with nothing to do about it has nothing to open"


def test_a_rule_is_told_with_why_and_its_law_that_which_binds_first() -> None:
    report = told(kava())
    card = report[report.index('<section id="rule-1"') :]
    card = card[: card.index("</section>")]
    said = words(card)
    for part in ("Cure claimed", "disease-claim/cure", "Readers may put off treatment.", "Report what studies found."):
        assert part in said
    assert "21 CFR 101.93(g) law, read on 2026-01-02, to be read again by 2027-01-02A guide guidance" in said
    assert "House style house style" in words(report) and 'href=""' not in report


def test_a_finding_that_rests_on_other_law_than_its_rule_has_a_card_of_its_own() -> None:
    text = "It cures. It heals. It cures."
    found = [finding(CURE, Span(3, 8)), finding(CURE, Span(13, 18), authority=(HOUSE,)), finding(CURE, Span(23, 28))]
    report = told(linted(text, *found))
    assert re.findall(r'<a href="#(rule-\d)" class="rule">', report) == ["rule-1", "rule-2", "rule-1"]


def test_the_foot_says_how_it_was_made() -> None:
    foot = words(content("footer", told(kava())))
    for part in ("healthlint 9.9", "ab12" * 10, "article", "US", "2025-03-04", "2026-03-04", "3"):
        assert part in foot
    assert "Time" not in foot
    timed = replace(run(kava()), provenance=replace(MADE, time="2026-05-06T07:08:09Z"))
    assert "2026-05-06T07:08:09Z" in words("\n".join(FORMATS["html"](timed)))


def test_a_clean_run_is_no_clearance() -> None:
    for drafts in ([linted("Fine.")], [linted("Fine."), linted("Fine.", path="b.md")]):
        said = words(told(*drafts))
        assert "No findings in" in said and "This is no legal clearance." in said
        assert not re.search(r"\b(compliant|illegal|passed)\b", said, re.IGNORECASE)
        assert "<form" not in told(*drafts) and "mark>" not in told(*drafts)


def test_what_is_left_out_of_a_draft_is_counted() -> None:
    known = replace(linted("It cures.", path="b.md"), known=2)
    said = words(told(replace(kava(), suppressed=1, known=3, unchanged=4), known))
    assert (
        "1 error, 1 warning, 1 info; 1 silenced by comments; 3 known and not shown; "
        "4 on unchanged lines and not shown" in said
    )
    assert "No new findings in 1 draft. This is no legal clearance." in said


def test_skipped_drafts_and_notes_are_told() -> None:
    skipped = Linted(document=page("Kawa", "posts/kawa.md", "reads as Polish"), findings=())
    said = words(told(kava(), skipped, linted("Fine.", path="fine.md"), notes=("The rule a/b is now a/c.",)))
    assert "posts/kawa.md: reads as Polish" in said and "1 draft skipped" in said
    assert "No findings in 1 draft. This is no legal clearance." in said and "fine.md" in said
    assert "The rule a/b is now a/c." in said


def test_what_was_let_go_is_told_only_when_asked_for() -> None:
    let_go = (LetGo(rule=CURE.id, span=at(KAVA, "cures"), reason="“not” denies it"),)
    one = replace(kava(), let_go=let_go)
    assert "denies it" in words(told(one, why=True)) and "denies it" not in told(one)


# Numbers.


def rows(text: str, table: str) -> list[list[str]]:
    part = text[text.index(f'<section id="{table}"') :]
    part = part[: part.index("</section>")]
    return [
        [unescape(re.sub("<[^>]*>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", part)
    ]


def test_totals_by_family_and_by_draft() -> None:
    other = linted(KAVA, finding(SAFE, at(KAVA, "safe")), finding(SAFE, at(KAVA, "days")), path="b.md")
    report = told(other, kava(), linted("Fine.", path="c.md"))
    assert rows(report, "families") == [
        ["Family", "Errors", "Warnings", "Infos", "All"],
        ["safety", "0", "3", "0", "3"],
        ["disease-claim", "1", "0", "0", "1"],
        ["tone", "0", "0", "1", "1"],
        ["All", "1", "3", "1", "5"],
    ]
    assert rows(report, "drafts") == [
        ["Draft", "Errors", "Warnings", "Infos", "All"],
        ["posts/kava.md", "1", "1", "1", "3"],
        ["b.md", "0", "2", "0", "2"],
        ["All", "1", "3", "1", "5"],
    ]
    assert re.findall(r'<svg class="bar"[^>]*>(.*?)</svg>', report)[:2] == [
        '<rect x="0.00%" width="100.00%" height="100%" class="warning"></rect>',
        '<rect x="0.00%" width="33.33%" height="100%" class="error"></rect>',
    ]


# Marks that overlap, and drafts of any length.


def test_nested_and_overlapping_findings() -> None:
    text = "It cures all and every ill."
    found = [
        finding(SAFE, at(text, "cures all and")),
        finding(CURE, at(text, "all")),
        finding(PLAIN, at(text, "and every")),
        finding(PLAIN, at(text, "and every")),
    ]
    report = told(linted(text, *found))
    assert marks(report) == [
        ("warning", "1", "cures "),
        ("error several", "1 2", "all"),
        ("warning", "1", " "),
        ("warning several", "1 3 4", "and"),
        ("info several", "3 4", " every"),
    ]
    assert typed(report) == [text]
    line = content("main", report)
    assert [line.index(f'id="d1-m{number}"') for number in range(1, 5)] == sorted(
        line.index(f'id="d1-m{number}"') for number in range(1, 5)
    )


def test_a_finding_over_lines_is_marked_on_each() -> None:
    text = "One\r\n\r\ntwo\r\nthree"
    assert marks(told(linted(text, finding(SAFE, Span(0, len(text)))))) == [
        ("warning", "1", "One"),
        ("warning", "1", "two"),
        ("warning", "1", "three"),
    ]


def test_a_byte_order_mark_is_not_shown() -> None:
    text = "\ufeffIt cures."
    report = told(linted(text, finding(CURE, Span(0, 3))))
    assert typed(report) == ["It cures."] and marks(report) == [("error", "1", "It")]
    assert 'id="d1-m1"' in report


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(st.sampled_from("ab .\n\r\t<&\ufeff"), min_size=1, max_size=80),
    places=st.lists(st.tuples(st.integers(0, 80), st.integers(1, 30)), max_size=6),
)
def test_any_text_and_any_places_keep_the_words(text: str, places: list[tuple[int, int]]) -> None:
    spans = [Span(start, min(len(text), start + length)) for start, length in places if start < len(text)]
    report = told(linted(text, *(finding(SAFE, span) for span in spans)))
    tree = Tree(report)
    if spans:
        shown = [line.replace("\ufffd", "\r") for line in typed(report)]
        assert shown == [line.rstrip("\r") for line in text.removeprefix("\ufeff").split("\n")]
    for number in range(1, len(spans) + 1):
        assert len(tree.all("a", id=f"d1-m{number}")) == len(tree.all("li", id=f"d1-f{number}")) == 1


def test_a_long_line_with_many_findings_is_parted_between_sentences() -> None:
    text = "It cures all of it, says the shop. " * 100
    spans = [Span(*match.span()) for match in re.finditer("cures", text)]
    document = page(text)
    parts = list(passages(document, Marked(spans, 1)))
    assert len(parts) > 4
    said = [text[slice(*piece.span)] for part in parts for piece in part.pieces]
    assert "".join(said) == text and all(part.endswith("shop. ") for part in said)
    assert [number for part in parts for number in part.numbers] == list(range(1, 101))
    assert [piece.opens for part in parts for piece in part.pieces].count(True) == 1


def test_a_long_line_without_a_blank_is_parted_all_the_same() -> None:
    text = "x" * 10 * LONGEST
    pieces = [piece for part in passages(page(text), Marked([], 1)) for piece in part.pieces]
    assert max(piece.span.end - piece.span.start for piece in pieces) <= LONGEST
    assert "".join(text[slice(*piece.span)] for piece in pieces) == text


def test_of_a_long_draft_only_the_parts_around_findings_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_page, "LONG", 200)
    text = "".join(f"Paragraph {number} says nothing.\n\n" for number in range(40)) + "It cures."
    report = told(linted(text, finding(CURE, at(text, "cures"), related=(at(text, "Paragraph 20 "),))))
    shown = [line for line in typed(report) if line]
    assert shown[-1] == "It cures." and "Paragraph 20 says nothing." in shown and len(shown) < 10
    assert "Left out: lines 1 to 38, where no finding that is shown starts." in words(report)
    Tree(report)


def test_of_a_draft_with_very_many_findings_the_gravest_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_page, "MOST", 3)
    found = [finding(SAFE, Span(at, at + 1)) for at in range(0, 18, 2)]
    report = told(linted("a " * 10, *found, finding(CURE, Span(18, 19))))
    notes = [str(note["class"]) for note in Tree(report).all("li") if "data-family" in note]
    assert notes == ["note warning", "note warning", "note error"]
    assert "The 3 gravest findings are shown. 7 more are counted but not shown." in words(report)
    assert rows(report, "families")[1] == ["safety", "0", "9", "0", "9"]


def test_of_very_many_drafts_the_gravest_are_shown_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_page, "ROOM", 3000)
    mild = [linted("It is safe.", finding(SAFE, Span(3, 5)), path=f"{number}.md") for number in range(5)]
    report = told(*mild, linted("It cures.", finding(CURE, Span(3, 8)), path="grave.md"))
    shown = [attributes["id"] for attributes in Tree(report).all("section", class_="draft")]
    assert "d6" in shown and 1 <= len(shown) < 5
    assert f"{6 - len(shown)} drafts with the milder findings are counted here but not shown below" in words(report)
    assert len(rows(report, "drafts")) == 8
    assert 'href="#d5"' not in report


# Strangers.

HOSTILE = (
    "</span></div><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "<!-- --><style>*{}</style>",
    "[x](javascript:alert(1))",
    "&lt;script&gt; &amp; &#x3c;",
    "</script><script>alert(1)//",
    "<a href='https://evil.example'>x</a>",
    "\u202egnihtyna\u2066\u200f",
    "\x1b]0;owned\x07\x00\x9b\u2028",
)


@pytest.mark.parametrize("nasty", HOSTILE)
def test_a_draft_stays_text(nasty: str) -> None:
    text = f"It {nasty} cures."
    span = at(text, nasty)
    rule = RuleInfo(
        id=f"x{nasty}/y",
        title=nasty,
        severity="error",
        advice=nasty,
        why=nasty,
        authority=(
            Citable(name="a", cite=nasty, url=f"https://example.org/{nasty}", kind=nasty),
            Citable(name="b", cite="b", url="javascript:alert(1)", kind="law"),
        ),
    )
    edit = Edit(span=span, replacement=nasty)
    one = finding(rule, span, nasty, fixes=(Fix(edits=(edit,), safe=True),), related=(span,))
    wide = finding(rule, Span(0, 0), nasty)
    let_go = (LetGo(rule=rule.id, span=span, reason=nasty),)
    drafts = [
        linted(text, one, wide, path=f"a{nasty}.md", let_go=let_go),
        Linted(document=page(text, f"b{nasty}", nasty), findings=()),
        linted(text, path=f"c{nasty}"),
    ]
    made = replace(MADE, version=nasty, rulebook=(nasty,), law=(Law(nasty, nasty, "authority", "a"),), time=nasty)
    told_run = replace(run(*drafts, why=True, notes=(nasty,)), rules={rule.id: rule}, profile=nasty, provenance=made)
    report = "\n".join(FORMATS["html"](replace(told_run, jurisdictions=(nasty,))))
    tree = Tree(report)
    harmless = Tree("\n".join(FORMATS["html"](run(kava(), linted("Fine.", path="b.md")))))
    assert {tag for tag, _ in tree.elements} <= {tag for tag, _ in harmless.elements} | {"del", "ins", "span", "time"}
    assert len(tree.all("script")) == len(tree.all("style")) == 1
    for _, attributes in tree.elements:
        assert not any(key.startswith("on") for key in attributes)
        assert str(attributes.get("href", "#")).startswith(("#", "https://example.org/", "data:image/svg+xml,"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u202a-\u202e\u2066-\u2069]", report)
    report.encode("utf-8")


def test_half_a_pair_can_be_written() -> None:
    told(linted("It \ud800 cures.", finding(CURE, Span(3, 10)))).encode("utf-8")


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_severity_is_said_in_words_not_by_colour_alone(severity: Severity) -> None:
    rule = replace(CURE, severity=severity)
    report = told(linted("It cures.", finding(rule, Span(3, 8))))
    assert f'<span class="badge {severity}">{severity}</span>' in report
    assert f'<span class="unseen">, {severity}: </span>' in report
