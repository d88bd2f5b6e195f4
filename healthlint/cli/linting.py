"""A draft becomes what was found in it, by the rules that its settings or the draft itself pick."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from healthlint import discover, draft
from healthlint.cli import severities
from healthlint.cli.picked import Picked
from healthlint.cli.results import marked
from healthlint.cli.session import Session
from healthlint.cli.unread import internal_error, unreadable
from healthlint.config import Config
from healthlint.finding import MEND_PATTERN, Linted
from healthlint.model import Document, Fault
from healthlint.stats.facts import Facts, facts
from healthlint.yamlfile import did_you_mean

if TYPE_CHECKING:
    from healthlint.rulebook.ready import Ready

PROFILE_FIELD = "healthlint-profile"
"""The front-matter field by which a draft says what kind of text it is."""
UNKNOWN_PROFILE = "draft/unknown-profile"


class Checked(msgspec.Struct, frozen=True, eq=False):
    """A draft that was linted, and under which settings."""

    linted: Linted
    picked: Picked
    config: Config
    path: Path
    mark: bytes = b""
    """How the draft is known to be the same; empty if what was found holds for this run alone."""
    facts: Facts = Facts()


def lint(session: Session, named: discover.Draft, typed: bytes | None = None) -> Checked:
    """What was found in a draft, read from `typed` if given, else from where it lies.

    A draft that cannot be read is a finding, and so is a mistake of ours.
    """
    picked, mark, told = session.picked(named.config, named.path), b"", Facts()
    try:
        typed = named.content if typed is None else typed
        content = draft.content(named.path) if typed is None else typed
        text = draft.decode(content, named.shown)
        ready = session.ready(named.config, named.path)
        document, own = _as_it_says(session, draft.parse(text, named.shown, ready.checks.vocabulary.language), ready)
        if own:
            picked, ready = session.picked(named.config, named.path, own), session.ready(named.config, named.path, own)
        linted, whole = _linted(document, ready, session.today)
        linted = severities.of_comments(linted, named.config.selection(named.path).severity)
        mark, told = marked(named.shown, content) if whole else b"", facts(document)
    except draft.DraftError as error:
        linted = unreadable(named.shown, error)
    except Exception as error:
        if session.distrust():
            return lint(session, named, typed)
        if os.environ.get("HEALTHLINT_DEBUG"):
            raise
        session.crashed = True
        linted = internal_error(named.shown, error)
    return Checked(linted, picked, named.config, named.path, mark, told)


def _as_it_says(session: Session, document: Document, ready: "Ready") -> tuple[Document, str]:
    """The profile that the draft's front matter names, which outdoes the settings; the command line outdoes it."""
    field = document.front_matter.get(PROFILE_FIELD)
    if field is None or session.choice.profile:
        return document, ""
    name = " ".join(field.values).strip()
    profiles = ready.about.profiles
    if name in profiles:
        return document, name
    near = did_you_mean(name, list(profiles))
    message = f"The front matter names the profile “{name}”, which is not there{near}."
    fault = Fault(span=field.span, rule=UNKNOWN_PROFILE, message=message)
    return replace(document, faults=(*document.faults, fault)), ""


def _linted(document: Document, ready: "Ready", today: date) -> tuple[Linted, bool]:
    """What the rules find and comments do not silence, and whether every rule was run to its end."""
    from healthlint import engine, suppress  # a run that knows every draft needs neither

    checks, about = ready
    linted = engine.lint(document, checks)
    heeded = suppress.suppress(
        document,
        linted.findings,
        known_rules=about.rules,
        formerly=about.formerly,
        ran={info.id for info in about.running},
        today=today,
    )
    whole = all(finding.advice != MEND_PATTERN for finding in linted.findings)
    return replace(linted, findings=heeded.findings, suppressed=len(heeded.silenced)), whole
