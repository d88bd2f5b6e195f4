"""What a run says of law that its rules rest on and that is due to be read again."""

from healthlint.cli.session import Session


def note(session: Session) -> str:
    """What a run says, once, of what its rules rest on and nobody has read again in time; empty if nothing is due."""
    due = {one for picked in session.all_picked() for one in picked.due}
    if not due:
        return ""
    many = f"{len(due)} texts that these rules rest on are" if len(due) > 1 else "a text that these rules rest on is"
    return f"note: {many} past the date of review; `healthlint rules stale` lists what is due"
