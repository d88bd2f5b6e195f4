"""Front matter: the blocks of settings before a draft, as fields, texts to check, and faults."""

import re
from collections.abc import Iterator

import msgspec

from healthlint.draft.setting import Broken, Setting
from healthlint.later import later
from healthlint.model import Fault, Field, Span

RULE = "draft/front-matter"

_OPENER = re.compile(r"\ufeff?(?:[ \t]*+(?:\r\n|\n|\r))*+(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
_CLOSERS = {
    "---": later(r"(?:^|(?<=[\r\n]))(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)"),
    "+++": later(r"(?:^|(?<=[\r\n]))\+\+\+[ \t]*(?=[\r\n]|\Z)"),
}
_REMARKS = r"(?:[ \t]*+(?:#[^\r\n]*+)?(?:\r\n|\n|\r))*+[ \t]*"
_KEY_LINES = {
    "---": later(_REMARKS + r"(?:['\"]?[\w@$.-][\w@$ .-]*['\"]?[ \t]*:(?:\s|\Z)|\{|[\w-]+:\S)"),
    "+++": later(_REMARKS + r"(?:\[|['\"]?[\w.-]+['\"]?[ \t]*=)"),
}
_BLANK_LINE = later(r"(?:\r\n|\n|\r)[ \t]*(?=[\r\n])|\Z")
_TEXTS = later(
    r"(?:(?:seo|meta|og|twitter|page|short|long|social|sub|nav|menu|link|image|hero|card|feature[d]?|cover|thumbnail|banner)*"
    r"(?:title|description|summary|excerpt|subtitle|heading|headline|caption|alt|alttext|slug|tags?|keywords?|categor(?:y|ies)"
    r"|topics?|abstract|intro|introduction|lead|lede|teaser|tagline|blurb|deck|hook|question|answer|quote|cta|ctatext|label"
    r"|keytakeaways?|takeaways?|highlights?|faqs?|tldr|text|button|standfirst))"
)
_PERSONS = later(r"(?:^|\.)(?:authors?|reviewers?|reviewed_?by|editors?|medical_?reviewer|contributors?|writer)\.")


class FrontMatter(msgspec.Struct, eq=False):
    """What stands before the body."""

    end: int = 0
    fields: dict[str, Field] = {}
    texts: list[Setting] = []
    """The values that a reader sees."""
    faults: list[Fault] = []


def read(text: str) -> FrontMatter:
    """Up to two blocks in a row. The first to name a field wins."""
    found = FrontMatter()
    for _ in range(2):
        opener = _OPENER.match(text, found.end)
        if opener is None or not _KEY_LINES[opener[1]].match(text, opener.end()):
            empty = opener and not found.end and _CLOSERS[opener[1]].match(text, opener.end())
            if empty:
                found.end = empty.end()
                continue
            break
        closer = _CLOSERS[opener[1]].search(text, opener.end())
        end = closer.start() if closer else _first_blank_line(text, opener.end())
        if closer is None and found.end:
            break
        _read_block(found, text, opener[1], Span(opener.end(), end))
        if closer is None:
            said = f"the front matter is not closed: no line of {opener[1]} follows"
            found.faults.append(Fault(span=Span(*opener.span(1)), rule=RULE, message=said))
        found.end = closer.end() if closer else end
    return found


def _first_blank_line(text: str, at: int) -> int:
    match = _BLANK_LINE.search(text, at)
    return match.start() if match else len(text)


def _read_block(found: FrontMatter, text: str, fence: str, span: Span) -> None:
    try:
        settings = _settings(text, fence, span)
    except Broken as broken:
        found.faults.append(Fault(span=broken.span, rule=RULE, message=f"the front matter {broken.message}"))
        settings = list(broken.salvaged)
    gathered: dict[str, list[Setting]] = {}
    for setting in settings:
        gathered.setdefault(setting.name, []).append(setting)
        if setting.shown and is_text(setting.name):
            found.texts.append(setting)
    for name, group in gathered.items():
        if name not in found.fields:
            span = Span(min(one.span.start for one in group), max(one.span.end for one in group))
            found.fields[name] = Field(values=tuple(one.value for one in group if one.holds), span=span)


def _settings(text: str, fence: str, span: Span) -> list[Setting]:
    """What a block sets. Its reader is imported here: many drafts have no front matter."""
    if fence == "+++":
        from healthlint.draft import toml_block

        return list(toml_block.settings(text, span))
    from healthlint.draft import yaml_block

    return list(yaml_block.settings(text, span))


def is_text(name: str) -> bool:
    """Whether a field of this name holds words that a reader sees."""
    if _PERSONS.search(name.lower()):
        return False
    last = re.sub(r"[^a-z]", "", name.rpartition(".")[2].lower())
    return _TEXTS.fullmatch(last) is not None


def texts(found: FrontMatter) -> Iterator[Setting]:
    """In the order of the file."""
    yield from sorted(found.texts, key=lambda setting: setting.span)
