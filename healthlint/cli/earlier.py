"""Drafts that an earlier run has linted: taken as it left them, if nothing has changed that a finding rests on."""

from pathlib import Path

from healthlint import discover, draft
from healthlint.cli.linting import Checked
from healthlint.cli.outline import filled_in, outlined
from healthlint.cli.results import former_place, marked
from healthlint.cli.session import Session
from healthlint.cli.unread import unreadable


def known(session: Session, named: discover.Draft) -> Checked | None:
    """What is found in a draft, if no rule is needed to tell; else it has to be linted."""
    if not _may_keep(session, named):
        return None
    picked = session.picked(named.config, named.path)
    try:
        content = draft.content(named.path) if named.content is None else named.content
        text = draft.decode(content, named.shown)
    except draft.DraftError as error:
        return Checked(unreadable(named.shown, error), picked, named.config, named.path)
    mark = marked(named.shown, content)
    outline = session.results.outline(session.terms(named.config, named.path), _place(named), mark)
    if outline is None:
        return None
    if outline.profile:
        picked = session.picked(named.config, named.path, outline.profile)
    return Checked(filled_in(outline, text, named.shown), picked, named.config, named.path, facts=outline.facts)


def keep(session: Session, named: discover.Draft, checked: Checked) -> None:
    """Let later runs know what was found in a draft, once the session is saved."""
    if checked.mark and _may_keep(session, named):
        own = checked.picked is not session.picked(named.config, named.path)
        outline = outlined(checked.linted, checked.picked.profile if own else "", checked.facts)
        if outline:
            session.results.keep(session.terms(named.config, named.path), _place(named), checked.mark, outline)


def _may_keep(session: Session, named: discover.Draft) -> bool:
    """What lies on disk or in a repository may be kept; what is typed on standard input is not."""
    return session.results.kept and (named.content is None or named.former)


def _place(named: discover.Draft) -> Path:
    """Where the results of a draft stand: beside those of what it said before."""
    return former_place(named.path) if named.former else named.path
