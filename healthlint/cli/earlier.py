"""Drafts that an earlier run has linted: taken as it left them, if nothing has changed that a finding rests on."""

from healthlint import discover, draft
from healthlint.cli.linting import Checked
from healthlint.cli.outline import filled_in, outlined
from healthlint.cli.results import marked
from healthlint.cli.session import Session
from healthlint.cli.unread import unreadable


def known(session: Session, named: discover.Draft) -> Checked | None:
    """What is found in a draft, if no rule is needed to tell; else it has to be linted."""
    if not session.results.kept or named.content is not None:
        return None
    picked = session.picked(named.config, named.path)
    try:
        content = draft.content(named.path)
        text = draft.decode(content, named.shown)
    except draft.DraftError as error:
        return Checked(unreadable(named.shown, error), picked, named.config, named.path)
    mark = marked(named.shown, content)
    outline = session.results.outline(session.terms(named.config, named.path), named.path, mark)
    if outline is None:
        return None
    if outline.profile:
        picked = session.picked(named.config, named.path, outline.profile)
    return Checked(filled_in(outline, text, named.shown), picked, named.config, named.path, facts=outline.facts)


def keep(session: Session, named: discover.Draft, checked: Checked) -> None:
    """Let later runs know what was found in a draft, once the session is saved."""
    if session.results.kept and checked.mark and named.content is None:
        own = checked.picked is not session.picked(named.config, named.path)
        outline = outlined(checked.linted, checked.picked.profile if own else "", checked.facts)
        if outline:
            session.results.keep(session.terms(named.config, named.path), named.path, checked.mark, outline)
