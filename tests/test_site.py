"""The rulebook as a site: every rule has a page, every link leads somewhere, and no pack can smuggle markup in."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from click.testing import CliRunner

from healthlint import site
from healthlint.cli import healthlint
from healthlint.rulebook import Library
from healthlint.rulebook.catalogue import catalogue, readable
from healthlint.site import addresses
from healthlint.site.html import outside, tag

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;</p><!-- ]]> \u202e"

MakePack = Callable[[Mapping[str, str]], Library]


class Reader(HTMLParser):
    """What a browser would see of a page: its elements with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"an attribute twice in <{tag}>"
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for element, attributes in self.elements if element == name]

    def ids(self) -> list[str]:
        return [str(said["id"]) for _, said in self.elements if "id" in said]


@pytest.fixture(scope="module")
def files(library: Library) -> dict[str, str]:
    return site.files(library)


@pytest.fixture(scope="module")
def pages(files: dict[str, str]) -> dict[str, Reader]:
    return {name: Reader(text) for name, text in files.items() if name.endswith(".html")}


def broken(pages: Mapping[str, Reader], files: Mapping[str, str]) -> Iterator[str]:
    """The links within the site that lead nowhere."""
    for name, page in pages.items():
        for element, said in page.elements:
            address = said.get("href") if element in ("a", "link") else said.get("action")
            if address is None or address.startswith(("https:", "data:")):
                continue
            target, _, mark = address.partition("#")
            there = normpath(join(dirname(name), target)) if target else name
            if there not in files or (mark and mark not in pages[there].ids()):
                yield f"{name}: {address}"


def test_everything_has_a_page(library: Library, pages: dict[str, Reader]) -> None:
    book = catalogue(library)
    for entry in book.rules.values():
        page = pages[addresses.of_rule(entry.id)]
        words = " ".join(page.text.split())
        assert " ".join(entry.rule.title.split()) in words
        for name in entry.authorities:
            assert " ".join(book.authorities[name].quote.split()) in words
        assert f"<!-- healthlint-disable-next-line {entry.id}: " in page.text
        bad = [one if isinstance(one, str) else one.text for one in entry.rule.tests.bad]
        assert len(page.all("mark")) == sum(text.count("<<") for text in bad)
    assert all(addresses.of_substance(one.key) in pages for one in book.substances)
    assert all(addresses.of_profile(name) in pages for name in book.profiles)
    index = pages[addresses.AUTHORITIES].ids()
    assert all(addresses.mark(name) in index for name in book.authorities)


def test_links_lead_somewhere(files: dict[str, str], pages: dict[str, Reader]) -> None:
    assert list(broken(pages, files)) == []
    reached = {"index.html", "style.css"}
    for name, page in pages.items():
        links = [str(said["href"]).partition("#")[0] for said in page.all("a") if said.get("href")]
        reached |= {normpath(join(dirname(name), link)) for link in links if link and "://" not in link}
    assert files.keys() <= reached, "a page that nothing leads to"


def test_pages_are_fit_for_all_readers(pages: dict[str, Reader]) -> None:
    for name, page in pages.items():
        assert page.all("html")[0]["lang"] == "en", name
        for once in ("h1", "main", "header", "footer", "title"):
            assert len(page.all(once)) == 1, f"{name}: {once}"
        assert next(said for element, said in page.elements if element == "a")["href"] == "#content"
        assert all("aria-label" in said for said in page.all("nav"))
        labelled = {said["for"] for said in page.all("label")}
        fields = [*page.all("input"), *page.all("select")]
        assert {said["id"] for said in fields} == labelled, name
        assert len(page.ids()) == len(set(page.ids())), f"{name}: an id twice"
        assert all(said.get("scope") for said in page.all("th"))


def test_nothing_is_fetched(files: dict[str, str], pages: dict[str, Reader]) -> None:
    for name, page in pages.items():
        assert not [one for one, said in page.elements if "src" in said or "style" in said], name
        assert all(
            str(said["href"]).startswith(("https://", "data:image/svg+xml")) or "://" not in str(said["href"])
            for said in page.all("link")
        )
        assert bool(page.all("script")) == (name == addresses.SEARCH)
    assert "url(" not in files["style.css"] and "@import" not in files["style.css"]


def test_the_same_rules_make_the_same_bytes(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "healthlint", "rules", "docs", "--no-config", "--out", str(tmp_path / seed)]
        root = Path(__file__).parent.parent
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
        subprocess.run(command, check=True, capture_output=True, env=environment)
    one, other = (
        {
            file.relative_to(tmp_path / seed): file.read_bytes()
            for file in (tmp_path / seed).rglob("*")
            if file.is_file()
        }
        for seed in ("1", "2")
    )
    assert one == other


HOSTILE = {
    "authorities/house.yaml": f"""\
in: {json.dumps(EVIL)}
for: {json.dumps([EVIL])}
kind: house
issuer: {json.dumps(EVIL)}
cite: {json.dumps(EVIL)}
url: "javascript:alert(3)"
says: {json.dumps(EVIL)}
quote: {json.dumps(EVIL)}
checked: primary
as_of: 2026-01-01
review_by: 2030-01-01
""",
    "authorities/Con.yaml": """\
in: us
for: all
kind: law
issuer: I
cite: C
url: "https://example.org/\\" onmouseover=\\"alert(4)"
says: S
checked: secondary
as_of: 2026-01-01
review_by: 2026-01-01
""",
    "we ird/<b>'na\"me.yaml": f"""\
title: {json.dumps(EVIL)}
message: {json.dumps("“<match>” " + EVIL.replace("<script>", "<script x>"))}
advice: {json.dumps(EVIL.replace("<script>", "<svg onload=x>"))}
why: {json.dumps(EVIL)}
authority: [house, Con]
formerly: {json.dumps([EVIL])}
find: word
tests:
  bad: {json.dumps(["a <<word>> " + EVIL, "<<word>>"])}
  good: ["three", "<!-- </li><script>alert(5)</script> -->"]
""",
    "topic/index.yaml": "find: [word]\nstatus: preview\n",
    "topic/INDEX.yaml": "find: [other]\n",
    "tables/substance/evil.yaml": f"""\
name: {json.dumps(EVIL)}
names: [evil weed]
latin: {json.dumps([EVIL])}
status: [{{in: {json.dumps(EVIL)}, lawful: {json.dumps(EVIL)}, says: {json.dumps(EVIL)}}}, {json.dumps(EVIL)}]
warnings: {json.dumps([EVIL, {"name": EVIL}])}
interactions: [{{with: warfarin, says: bleeding}}, {{name: {json.dumps(EVIL)}, grade: high, phrase: "x~"}}]
sources: {json.dumps([EVIL, "house"])}
""",
    "tables/substance/bare.yaml": "name: Twin\nnames: []\nstatus: odd\nwarnings: {a: b}\n",
    "tables/substance/twin.yaml": "name: twin\nnames: [(black|white) root~]\n",
    'profiles/"><script>.yaml': f"about: {json.dumps(EVIL)}\njurisdiction: us\ncopy: editorial\nrules: ['*']\n",
}


def test_a_hostile_pack_is_only_text(pack: MakePack) -> None:
    library = pack(HOSTILE)
    files = site.files(library)
    pages = {name: Reader(text) for name, text in files.items() if name.endswith(".html")}
    assert list(broken(pages, files)) == []
    for name, page in pages.items():
        assert re.fullmatch(r"[a-z0-9./-]+", name) and ".." not in name
        elements = {element for element, _ in page.elements}
        assert "img" not in elements and ("script" in elements) == (name == addresses.SEARCH)
        assert len(page.all("script")) in (0, 2)
        for _, said in page.elements:
            assert not [key for key in said if key.startswith("on") or key in ("src", "style", "srcdoc")]
            link = said.get("href") or ""
            assert ":" not in link.split("/")[0] or link.startswith(("https://", "data:image/svg+xml")), link
        assert len(page.ids()) == len(set(page.ids()))
        assert "\u202e" not in files[name]
    assert len({name.lower() for name in files}) == len(files)
    shown = next(page.text for name, page in pages.items() if "we-ird" in name and name.startswith("rules/"))
    assert "<script>alert(1)</script>" in shown and "<!-- </li><script>alert(5)</script> -->" in shown
    assert "javascript:alert(3)" in pages[addresses.AUTHORITIES].text


def test_the_index_of_the_search_is_data(pack: MakePack) -> None:
    page = site.files(pack(HOSTILE))[addresses.SEARCH]
    found = re.search(r'<script id="index" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found and "<" not in found[1]
    kinds = [entry[2] for entry in json.loads(found[1])]
    assert kinds.count("rule") == 3 and kinds.count("substance") == 3
    assert len(Reader(page).all("li")) >= len(kinds)


def test_rows_of_a_pack_may_say_anything(pack: MakePack) -> None:
    book = catalogue(pack(HOSTILE))
    assert [one.key for one in book.substances][1:] == ["Twin", "twin (2)"]
    assert book.substances[2].names == ("black root", "white root")
    pages = site.files(pack(HOSTILE))
    evil = next(text for name, text in pages.items() if name.startswith("substances/script"))
    assert "<strong>Warfarin</strong>: bleeding" in evil and "x~" not in evil


@pytest.mark.parametrize(
    ("phrase", "forms"),
    [
        ("kavalactone~", ["kavalactone"]),
        ("(black|drawing) salve~", ["black salve", "drawing salve"]),
        ("(the|) pill", ["the pill", "pill"]),
        ("(a (b|c)|d)", ["a b", "d", "a c"]),
    ],
)
def test_phrases_become_readable(phrase: str, forms: list[str]) -> None:
    assert readable(phrase) == forms


@pytest.mark.parametrize("name", ["con", "index", "a" * 200, "../x", "A", "é", "", "a.b"])
def test_addresses_are_safe(name: str) -> None:
    made = addresses.slug(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made) and len(made) < 100 and made != name


@pytest.mark.parametrize("url", ["http://a.org", "javascript:x", "//a.org", "https://", "https://a.org/ b", "data:x"])
def test_only_https_leads_out(url: str) -> None:
    assert outside(url, "label") == "<span>label</span>"
    assert outside("https://a.org/?b=1&c", "x").startswith('<a href="https://a.org/?b=1&amp;c" rel="')


def test_what_is_no_element_is_escaped() -> None:
    inner = tag("b", "<i>")
    assert tag("p", inner, [f"{inner}"]) == "<p><b>&lt;i&gt;</b>&lt;b&gt;&amp;lt;i&amp;gt;&lt;/b&gt;</p>"


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(files: dict[str, str], scheme: str) -> None:
    schemes = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in files["style.css"].split("}")]
    colors = next(found for found in schemes if ("#14181b" in found.values()) == (scheme == "dark") and found)
    words = ["ink", "soft", "link", "link-over", "error", "warning", "info", "preview"]
    pairs = [(word, ground) for word in words for ground in ("paper", "sheet", "wash")]
    for front, back in [*pairs, ("mark-ink", "mark"), ("paper", "link"), ("paper", "link-over")]:
        lighter, darker = sorted((luminance(colors[front]), luminance(colors[back])), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (front, back)


def docs(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(healthlint, ["rules", "docs", "--no-config", *args])
    return result.exit_code, result.output


def test_a_folder_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = docs("--out", "new/site")
    assert code == 0 and "pages to new/site: open new/site/index.html" in said
    kept = tmp_path / "new/site/CNAME"
    kept.write_text("mine")
    stale = tmp_path / "new/site/rules/old/gone.html"
    stale.parent.mkdir()
    stale.write_text("old")
    manifest = tmp_path / "new/site/.healthlint-site.json"
    listed = json.loads(manifest.read_text())
    outer = tmp_path / "new/outer.html"
    outer.write_text("not of the site")
    listed["files"] += ["rules/old/gone.html", "../outer.html", "CNAME", str(outer)]
    manifest.write_text(json.dumps(listed))
    assert docs("--out", "new/site")[0] == 0
    assert kept.exists() and outer.exists() and not stale.parent.exists()


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    (tmp_path / "notes.md").write_text("mine")
    code, said = docs("--out", str(tmp_path))
    assert code == 2 and "nothing was written" in said and "--force" in said
    assert sorted(one.name for one in tmp_path.iterdir()) == ["index.html", "notes.md"]
    assert docs("--out", str(tmp_path), "--force")[0] == 0
    assert (tmp_path / "notes.md").read_text() == "mine"
    assert (tmp_path / "index.html").read_text() != "mine"
    assert docs("--out", str(tmp_path / "notes.md"))[0] == 2
