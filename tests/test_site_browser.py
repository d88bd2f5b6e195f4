"""The site in a browser, where there is one: the search finds, and dark mode is dark."""

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from healthlint import site
from healthlint.rulebook import Library

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --hide-scrollbars --window-size=1280,900 --virtual-time-budget=2000
""".split()

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def folder(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("site")
    site.write(made, site.files(library))
    return made


def browse(tmp_path: Path, address: str, *flags: str) -> str:
    profile = tmp_path / "profile"
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", *flags, address]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=True)
    return done.stdout


def found(page: str) -> list[str]:
    """The kinds or severities and names of the lines that the search shows."""
    rows = re.findall(r"<li( hidden=\"\")?><div class=\"what\"><a [^>]*>(.*?)</a>", page)
    return [name for hidden, name in rows if not hidden]


def test_the_search_narrows_the_list(folder: Path, tmp_path: Path) -> None:
    page = browse(tmp_path, f"{(folder / 'search.html').as_uri()}?q=kava", "--dump-dom")
    names = found(page)
    assert names[0] == "Kava" and 1 <= len(names) < 40
    assert re.search(rf'id="count"[^>]*>{len(names)} entries of \d+\.', page)
    assert 'id="search" class="finder">' in page, "the form is shown where it works"


def test_the_search_heeds_its_lists(folder: Path, tmp_path: Path) -> None:
    query = "?q=Cures+DISEASE&kind=rule&severity=error&place=us"
    page = browse(tmp_path, f"{(folder / 'search.html').as_uri()}{query}", "--dump-dom")
    shown = re.findall(r"<li><div class=\"what\">.*?</li>", page)
    assert shown and all('class="badge error"' in row and "US" in row for row in shown)


def test_a_search_in_vain_says_so(folder: Path, tmp_path: Path) -> None:
    page = browse(tmp_path, f"{(folder / 'search.html').as_uri()}?q=%3Cscript%3Ezzqx", "--dump-dom")
    assert found(page) == [] and "Nothing is found." in page


@pytest.mark.parametrize(("flags", "dark"), [((), False), (("--force-dark-mode",), True)])
def test_light_and_dark(folder: Path, tmp_path: Path, flags: tuple[str, ...], dark: bool) -> None:
    picture = tmp_path / "shot.png"
    browse(tmp_path, (folder / "index.html").as_uri(), f"--screenshot={picture}", *flags)
    assert (sum(first_pixel(picture.read_bytes())) < 3 * 80) == dark


def first_pixel(png: bytes) -> bytes:
    """Red, green and blue of the corner: no filter of PNG changes the first pixel of the first row."""
    packed, at = b"", 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += 12 + length
    return zlib.decompress(packed)[1:4]
