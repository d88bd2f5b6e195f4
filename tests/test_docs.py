"""The pages for readers pass healthlint themselves, lead where they say, and are all to be found from the README."""

import re
from pathlib import Path

import pytest

from healthlint import Library, engine
from healthlint.draft import parse
from tests.conftest import TODAY

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_has_no_claim_without_a_hedge(page: Path, library: Library) -> None:
    checks = library.checks("article", today=TODAY)
    document = parse(page.read_text(encoding="utf-8"), page.name, library.language)
    found = [one for one in engine.lint(document, checks).findings if one.severity != "info"]
    told = [f"{page.name}:{document.position(one.span.start).line}: {one.message} [{one.rule}]" for one in found]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    dead = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    assert not dead


def test_every_page_is_named_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES[2:] if f"docs/{page.name}" not in readme] == []
