"""Only lone, safe, whole fixes that do not overlap are applied, and writing is all or nothing."""

import stat
from pathlib import Path

import pytest

from healthlint import fix
from healthlint.finding import Edit, Finding, Fix
from healthlint.model import Span


def edit(text: str, old: str, new: str) -> Edit:
    start = text.index(old)
    return Edit(span=Span(start, start + len(old)), replacement=new)


def finding(*fixes: Fix) -> Finding:
    return Finding(rule="language/plain", severity="info", message="Plainer.", span=Span(0, 1), fixes=fixes)


def mend(text: str, *changes: tuple[str, str], safe: bool = True) -> Finding:
    return finding(Fix(edits=tuple(edit(text, *change) for change in changes), safe=safe))


TEXT = "\ufeffDiabetics who\r\nsuffer from it utilize 💊 daily.\r\n"


def test_fixes_are_applied_in_order_of_place_and_nothing_else_changes() -> None:
    last, first = mend(TEXT, ("utilize", "use")), mend(TEXT, ("Diabetics", "People with diabetes"))
    fixed = fix.apply(TEXT, [last, first, finding()])
    assert fixed.text == "\ufeffPeople with diabetes who\r\nsuffer from it use 💊 daily.\r\n"
    assert (fixed.applied, fixed.left) == ((first, last), ())


def test_a_second_time_changes_nothing() -> None:
    assert fix.apply("use it", []) == fix.Fixed("use it", (), ())


def test_a_fix_is_applied_whole_or_not_at_all() -> None:
    both = mend(TEXT, ("Diabetics", "People"), ("utilize 💊", "take 💊"))
    late = mend(TEXT, ("utilize", "use"))
    fixed = fix.apply(TEXT, [late, both])
    assert fixed.text == TEXT.replace("Diabetics", "People").replace("utilize", "take")
    assert (fixed.applied, fixed.left, fixed.overlapping) == ((both,), (late,), (fix.Overlap(late, both),))


def test_a_fix_that_meets_itself_is_left() -> None:
    tangled = mend(TEXT, ("utilize", "use"), ("lize", "lise"))
    assert fix.apply(TEXT, [tangled]) == fix.Fixed(TEXT, (), (tangled,), (fix.Overlap(tangled, tangled),))


def test_the_very_same_edit_is_made_once() -> None:
    one, two = mend(TEXT, ("utilize", "use")), mend(TEXT, ("utilize", "use"), ("daily", "each day"))
    fixed = fix.apply(TEXT, [one, two])
    assert fixed.text == "\ufeffDiabetics who\r\nsuffer from it use 💊 each day.\r\n"
    assert fixed.applied == (one, two)


def test_edits_may_stand_side_by_side() -> None:
    text = "abc"
    fixes = [mend(text, ("a", "1")), mend(text, ("b", "2")), mend(text, ("c", "3"))]
    assert fix.apply(text, fixes).text == "123"


def test_two_insertions_at_one_place_are_for_the_writer() -> None:
    one = finding(Fix(edits=(Edit(span=Span(1, 1), replacement="x"),), safe=True))
    two = finding(Fix(edits=(Edit(span=Span(1, 1), replacement="y"),), safe=True))
    assert fix.apply("ab", [one, two]) == fix.Fixed("axb", (one,), (two,), (fix.Overlap(two, one),), one.fixes[0].edits)


def test_unsafe_ones_only_when_asked_for() -> None:
    risky = mend(TEXT, ("daily", "often"), safe=False)
    assert fix.apply(TEXT, [risky]) == fix.Fixed(TEXT, (), (risky,))
    assert fix.apply(TEXT, [risky], unsafe=True).text == TEXT.replace("daily", "often")


@pytest.mark.parametrize("unsafe", [False, True])
def test_a_choice_is_the_writers(unsafe: bool) -> None:
    choice = finding(*mend(TEXT, ("utilize", "use")).fixes, *mend(TEXT, ("utilize", "take")).fixes)
    assert fix.apply(TEXT, [choice], unsafe=unsafe) == fix.Fixed(TEXT, (), (choice,))


def test_diff() -> None:
    assert list(fix.diff("one\ntwo\x0c2\nthree", "one\n2\x0c2\nthree\n", "a.md")) == [
        "--- a/a.md",
        "+++ b/a.md",
        "@@ -1,3 +1,3 @@",
        " one",
        "-two\x0c2",
        "-three",
        "\\ No newline at end of file",
        "+2\x0c2",
        "+three",
    ]
    assert list(fix.diff(TEXT, TEXT, "a.md")) == []


def test_writing_keeps_bytes_permissions_and_links(tmp_path: Path) -> None:
    draft, link = tmp_path / "draft.md", tmp_path / "link.md"
    draft.write_bytes(b"old")
    draft.chmod(0o640)
    link.symlink_to(draft.name)
    fix.write(link, TEXT)
    assert draft.read_bytes() == TEXT.encode("utf-8")
    assert stat.S_IMODE(draft.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert sorted(tmp_path.iterdir()) == [draft, link]


def test_a_failed_writing_leaves_the_old_draft(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_bytes(b"old")
    with pytest.raises(UnicodeEncodeError):
        fix.write(draft, "new \ud800")
    assert draft.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [draft]


def test_a_draft_that_is_gone_is_not_written_anew(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        fix.write(tmp_path / "draft.md", "new")
