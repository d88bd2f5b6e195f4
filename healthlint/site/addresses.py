"""Where each page lies, by names that are safe on every file system, and how one page links to another."""

import hashlib
import re
from posixpath import dirname, relpath

SAFE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 80
RESERVED = frozenset(["index", "con", "prn", "aux", "nul"]) | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(10)
}
"""Names that mean something to a web server or to Windows."""

HOME = "index.html"
RULES = "rules/index.html"
SUBSTANCES = "substances/index.html"
PROFILES = "profiles/index.html"
AUTHORITIES = "authorities/index.html"
REFERENCE = "reference/index.html"
SEARCH = "search.html"
STYLE = "style.css"


def slug(name: str) -> str:
    """A part of an address: the name itself where that is safe, else what is left of it and a fingerprint."""
    if SAFE.fullmatch(name) and name not in RESERVED and len(name) <= LONGEST:
        return name
    rest = "-".join(re.findall(r"[a-z0-9]+", name.lower()))[: LONGEST // 2].rstrip("-")
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{rest}-{mark}" if rest else f"x-{mark}"


def of_rule(id_: str) -> str:
    return f"rules/{'/'.join(map(slug, id_.split('/')))}.html"


def of_family(family: str) -> str:
    return f"families/{slug(family)}.html"


def of_jurisdiction(code: str) -> str:
    return f"jurisdictions/{slug(code)}.html"


def of_severity(severity: str) -> str:
    return f"severities/{severity}.html"


def of_substance(name: str) -> str:
    return f"substances/{slug(name.lower().replace(' ', '-'))}.html"


def of_profile(name: str) -> str:
    return f"profiles/{slug(name)}.html"


def of_authority(name: str) -> str:
    return f"{AUTHORITIES}#{mark(name)}"


def of_table(name: str) -> str:
    return f"{REFERENCE}#{slug(f'table-{name}')}"


def of_text(name: str) -> str:
    return f"{REFERENCE}#{slug(f'text-{name}')}"


def mark(name: str) -> str:
    """The mark of an authority on the page of them all."""
    return f"authority-{slug(name)}"


def between(here: str, there: str) -> str:
    """The link from one page to another."""
    page, hash_, place = there.partition("#")
    return ("" if page == here else relpath(page, dirname(here) or ".")) + hash_ + place
