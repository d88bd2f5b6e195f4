"""What codes are called for a reader, and what stands in a message where a finding fills in its words."""

import re

from healthlint.model import SEVERITIES as MILDEST_FIRST
from healthlint.model import Severity
from healthlint.rulebook.catalogue import Entry
from healthlint.rulebook.library import EVERYWHERE
from healthlint.site.html import Child, Html, joined, tag

GRAVEST_FIRST = tuple(reversed(MILDEST_FIRST))

JURISDICTIONS = {
    "au": "Australia",
    "br": "Brazil",
    "ca": "Canada",
    "ch": "Switzerland",
    "cn": "China",
    "de": "Germany",
    "es": "Spain",
    "eu": "European Union",
    "fr": "France",
    "ie": "Ireland",
    "in": "India",
    "it": "Italy",
    "jp": "Japan",
    "kr": "South Korea",
    "mx": "Mexico",
    "nl": "Netherlands",
    "nz": "New Zealand",
    "sg": "Singapore",
    "uk": "United Kingdom",
    "us": "United States",
    "za": "South Africa",
    EVERYWHERE: "International",
}

SEVERITIES: dict[Severity, str] = {
    "error": "Rests on a law or a binding code, or on direct danger to a reader.",
    "warning": "Rests on the guidance of a regulator or on a professional standard.",
    "info": "House style or craft.",
}

COPY = {
    "commercial": "copy that sells",
    "editorial": "copy that informs and sells nothing",
    "clinical": "copy by clinicians for clinicians",
    "all": "every kind of copy",
}

SLOTS = {
    "match": "the words found",
    "replacement": "what to write instead",
    "value": "the number found",
    "max": "the limit",
    "name": "the warning",
    "row.name": "the substance",
    "row.limit": "the limit",
    "row.unit": "its unit",
}
"""What stands in a message for what a finding fills in."""


CAPITALS = {"us", "uk", "eu", "au", "ca", "nz", "ie", "fda", "ftc", "nhs", "tga", "nhp", "otc", "cbd"}
"""Words of file names that are written in capitals."""


def place(code: str) -> str:
    return JURISDICTIONS.get(code, code.upper() if len(code) <= 3 else spoken(code))


def spoken(name: str) -> str:
    """A name of a file as a heading: `disease-claim` is “Disease claim”."""
    words = " ".join(word.upper() if word in CAPITALS else word for word in re.split("[-_ ]+", name.strip("-_ ")))
    return started(words)


def started(text: str) -> str:
    """A text as the start of a sentence."""
    return text[:1].upper() + text[1:]


def short(code: str) -> str:
    """A jurisdiction in a list: US, UK, EU, International."""
    return code.upper() if len(code) <= 3 else place(code)


def plain(message: str) -> str:
    """A message with each slot in words."""
    return re.sub(r"<([\w.:-]+)>", lambda slot: f"[{_slot(slot[1])}]", message)


def filled(message: str) -> Html:
    """A message with each slot marked as what it stands for."""
    parts: list[Child] = re.split(r"<([\w.:-]+)>", message)
    parts[1::2] = [tag("span", _slot(str(name)), class_="slot") for name in parts[1::2]]
    return joined(parts)


def _slot(name: str) -> str:
    return SLOTS.get(name, name.removeprefix("row.").rpartition(":")[2].replace("-", " "))


def standing(entry: Entry) -> str:
    return "on trial" if entry.preview else "in force"
