"""How the report was made: by which version, with which rules and which law, so that it can be had again."""

from healthlint.report.html.elements import Html, joined, section, tag
from healthlint.report.printable import one_line
from healthlint.report.run import Run


def provenance(run: Run) -> Html:
    made = run.provenance
    dates = [*_day("read since ", made.as_of), *_day(", to be read again by ", made.review_by)]
    facts = [
        ("Version", f"healthlint {made.version}"),
        ("Rulebook", [tag("code", one) for one in made.rulebook]),
        ("Profile", one_line(run.profile)),
        ("Jurisdictions", ", ".join(map(one_line, run.jurisdictions)).upper() or "not narrowed"),
        ("Rules that ran", f"{len(run.rules):,}"),
        ("Law", dates),
        ("Time", _day("", made.time)),
    ]
    told = [tag("div", tag("dt", name), tag("dd", inner)) for name, said in facts if (inner := joined(said))]
    return section("How this report was made", tag("dl", told), id_="made")


def _day(opening: str, iso: str) -> list[str]:
    return [opening, tag("time", iso, datetime=iso)] if iso else []
