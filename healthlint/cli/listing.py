"""The list of rules, as text and as JSON, with what the rulebook has besides."""

import json
from collections.abc import Sequence

from healthlint.finding import RuleInfo
from healthlint.rulebook.catalogue import Catalogue, Entry, Substance
from healthlint.rulebook.files import Profile
from healthlint.rulebook.schema import as_list


def as_text(infos: Sequence[RuleInfo], book: Catalogue) -> str:
    wide = max((len(info.id) for info in infos), default=0)
    lines = [
        f"{info.id:<{wide}}  {info.severity:<7}  {info.title}{'  (preview)' if book.rules[info.id].preview else ''}"
        for info in infos
    ]
    counts = _counts(infos, book)
    trial = f"{counts['preview']} of them preview" if counts["preview"] else "none of them preview"
    rest = ", ".join(f"{counts[what]} {what}" for what in ("substances", "profiles", "authorities"))
    return "\n".join([*lines, f"{counts['rules']} rules, {trial}; {rest}"])


def as_json(infos: Sequence[RuleInfo], book: Catalogue) -> str:
    said = {
        "version": 1,
        "counts": _counts(infos, book),
        "rules": [_rule(info, book.rules[info.id]) for info in infos],
        "substances": [_substance(one) for one in book.substances],
        "profiles": [_profile(name, said, book) for name, said in book.profiles.items()],
    }
    return json.dumps(said, indent=2, ensure_ascii=False)


def _counts(infos: Sequence[RuleInfo], book: Catalogue) -> dict[str, int]:
    """How many rules are listed, how many of these are on trial, and what the rulebook has besides."""
    return {
        "rules": len(infos),
        "preview": sum(book.rules[info.id].preview for info in infos),
        "substances": len(book.substances),
        "profiles": len(book.profiles),
        "authorities": len(book.authorities),
    }


def _rule(info: RuleInfo, entry: Entry) -> dict[str, object]:
    dates = {key: date for key, date in (("as_of", entry.rule.as_of), ("review_by", entry.rule.review_by)) if date}
    return {
        "id": info.id,
        "title": info.title,
        "severity": info.severity,
        "status": entry.rule.status,
        "why": info.why,
        "advice": info.advice,
        "authority": [{"name": one.name, "cite": one.cite, "url": one.url, "kind": one.kind} for one in info.authority],
        "jurisdictions": list(entry.jurisdictions),
        "profiles": [] if entry.preview else list(entry.profiles),
        "preview_profiles": list(entry.profiles) if entry.preview else [],
        **dates,
    }


def _substance(one: Substance) -> dict[str, object]:
    return {
        "name": one.name,
        "names": list(one.names),
        "latin": list(one.latin),
        "status": list(one.status),
        "warnings": list(one.warnings),
        "interactions": [facts["name"] for facts in one.further.get("interactions", ()) if "name" in facts],
        "sources": list(one.sources),
        "checked": one.checked,
        "as_of": one.as_of,
        "review_by": one.review_by,
    }


def _profile(name: str, said: Profile, book: Catalogue) -> dict[str, object]:
    runs = book.runs_in(name)
    return {
        "name": name,
        "about": said.about,
        "copy": said.copy,
        "jurisdictions": as_list(said.jurisdiction),
        "rules": sum(not entry.preview for entry in runs),
        "preview": sum(entry.preview for entry in runs),
    }
