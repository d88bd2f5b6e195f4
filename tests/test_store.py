"""What is kept on disk: found again whole, or not at all; and nothing that befalls it ends a run."""

import multiprocessing
import os
import time
from pathlib import Path

import pytest

from healthlint import store
from healthlint.store import DAY, HOME, UNUSED, Store, home

CONTENT = b"what was found, " * 9


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    return Store(tmp_path / "kept")


def entry(kept: Store) -> Path:
    assert kept.folder
    (path,) = kept.folder.glob("*.kept")
    return path


@pytest.mark.parametrize("content", [b"", b"\0", CONTENT, os.urandom(100_000)], ids=["none", "one", "some", "many"])
def test_found_again(kept: Store, content: bytes) -> None:
    kept.put("a key", content)
    assert kept.get("a key") == content
    assert Store(kept.folder).get("a key") == content
    assert kept.get("another key") is None


def test_the_latest_counts(kept: Store) -> None:
    kept.put("key", b"old and longer")
    kept.put("key", b"new")
    assert kept.get("key") == b"new"


def test_any_text_is_a_key(kept: Store) -> None:
    for key in ("", "../../outside", "a\0b", "\udcff", "x" * 10_000):
        kept.put(key, key.encode("utf-8", "surrogatepass"))
        assert kept.get(key) == key.encode("utf-8", "surrogatepass")
    assert kept.folder
    assert {path.name for path in kept.folder.parent.iterdir()} == {"kept"}


def test_each_damaged_byte_is_seen(kept: Store) -> None:
    kept.put("key", CONTENT)
    whole = entry(kept).read_bytes()
    for at in range(len(whole)):
        entry(kept).write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
        assert kept.get("key") is None, f"byte {at}"
    kept.put("key", CONTENT)
    assert kept.get("key") == CONTENT


def test_each_missing_or_further_byte_is_seen(kept: Store) -> None:
    kept.put("key", CONTENT)
    whole = entry(kept).read_bytes()
    for other in [*(whole[:at] for at in range(len(whole))), whole + b"\0", b"\0" + whole, whole * 2]:
        entry(kept).write_bytes(other)
        assert kept.get("key") is None


def test_an_entry_under_the_name_of_another_is_damaged(kept: Store) -> None:
    kept.put("key", CONTENT)
    path = entry(kept)
    kept.put("other", CONTENT)
    assert kept.folder
    (other,) = set(kept.folder.glob("*.kept")) - {path}
    path.replace(other)
    assert kept.get("other") is None


def test_a_format_to_come_is_foreign(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.put("key", CONTENT)
    monkeypatch.setattr(store, "FORMAT", store.FORMAT + 1)
    assert kept.get("key") is None


def test_too_large_is_not_kept(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.put("large", CONTENT)
    monkeypatch.setattr(store, "LARGEST", len(CONTENT) - 1)
    assert kept.get("large") is None
    kept.put("larger", CONTENT)
    monkeypatch.undo()
    assert kept.get("larger") is None


def test_nobody_else_may_look(kept: Store) -> None:
    kept.put("key", CONTENT)
    assert kept.folder
    assert kept.folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in kept.folder.iterdir()} == {0o600}
    assert (kept.folder / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55")
    assert (kept.folder / ".gitignore").read_text() == "*\n"


def test_what_another_wrote_is_not_believed(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.put("key", CONTENT)
    monkeypatch.setattr(os, "getuid", lambda: entry(kept).stat().st_uid + 1)
    assert kept.get("key") is None


def nothing_is_kept(kept: Store) -> None:
    kept.put("key", CONTENT)
    assert kept.get("key") is None
    assert kept.clear() == (0, 0, 0)


def test_no_folder_at_all() -> None:
    nothing_is_kept(Store(None))


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("mine")
    nothing_is_kept(Store(tmp_path / "kept"))
    nothing_is_kept(Store(tmp_path / "kept" / "below"))
    assert (tmp_path / "kept").read_text() == "mine"


@pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
def test_a_link_in_place_of_the_folder(tmp_path: Path, target: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "kept").symlink_to(tmp_path / target)
    nothing_is_kept(Store(tmp_path / "kept"))
    assert not [*(tmp_path / "elsewhere").iterdir()]
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o500)
    nothing_is_kept(Store(tmp_path / "home" / "kept"))


def test_a_read_only_folder_is_read(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.put("key", CONTENT)
    used = time.time() - 2 * DAY
    os.utime(entry(kept), (used, used))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    for name in ("utime", "mkdir", "rename", "replace", "unlink"):
        monkeypatch.setattr(os, name, refuse)
    monkeypatch.setattr(store, "_fill", refuse)
    assert kept.get("key") == CONTENT
    kept.put("key", b"new")
    assert kept.get("key") == CONTENT
    assert kept.clear() == (0, 0, 1)


def test_a_full_disk(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.put("key", CONTENT)
    real = store._fill

    def full(path: Path, content: bytes) -> None:
        real(path, content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "_fill", full)
    kept.put("key", b"new")
    kept.put("other", b"new")
    assert (kept.get("key"), kept.get("other")) == (CONTENT, None)
    assert kept.folder
    assert not [*kept.folder.glob("*.part")]


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_what_is_no_file_in_place_of_an_entry(kept: Store, tmp_path: Path, kind: str) -> None:
    kept.put("key", CONTENT)
    path = entry(kept)
    aside = path.rename(tmp_path / "aside")
    if kind == "link":
        path.symlink_to(aside)
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()
    assert kept.get("key") is None
    kept.put("key", b"new")
    assert kept.get("key") == (None if kind == "folder" else b"new")
    assert aside.read_bytes().endswith(CONTENT)


def _write(folder: Path, number: int) -> None:
    kept = Store(folder)
    for turn in range(60):
        kept.put("shared", bytes([number]) * 50_000)
        kept.put(f"own {number} {turn}", bytes([turn]))
        found = kept.get("shared")
        assert found is not None
        assert found == bytes([found[0]]) * 50_000


def test_runs_side_by_side_see_whole_entries(kept: Store) -> None:
    assert kept.folder
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write, args=(kept.folder, number)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 4
    assert not [*kept.folder.glob("*.part")]
    assert [kept.get(f"own {number} {turn}") for number in range(4) for turn in (0, 59)] == [b"\0", b"\x3b"] * 4


def aged(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_what_nobody_asked_for_in_a_month_goes(kept: Store) -> None:
    assert kept.folder
    kept.put("unused", CONTENT)
    kept.put("used", CONTENT)
    (kept.folder / "notes.txt").write_text("not ours")
    (kept.folder / f"{'a' * 40}-{'b' * 16}.part").write_bytes(b"never finished")
    for path in kept.folder.iterdir():
        aged(path, UNUSED + DAY)
    assert kept.get("used") == CONTENT
    Store(kept.folder).put("new", CONTENT)
    assert [kept.get(key) for key in ("unused", "used", "new")] == [None, CONTENT, CONTENT]
    assert (kept.folder / "notes.txt").exists()
    assert not [*kept.folder.glob("*.part")]


def test_it_is_tidied_no_more_than_once_a_day(kept: Store) -> None:
    kept.put("unused", CONTENT)
    aged(entry(kept), UNUSED + DAY)
    assert kept.folder
    Store(kept.folder).put("new", CONTENT)
    assert len([*kept.folder.glob("*.kept")]) == 2


def test_the_folder_does_not_grow_without_end(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST", 3_000)
    for number in range(5):
        kept.put(str(number), bytes(1_000))
        assert kept.folder
        newest = max(kept.folder.glob("*.kept"), key=lambda path: path.stat().st_ctime_ns)
        aged(newest, 1_000 - number)
    aged(kept.folder / "tidied", 2 * DAY)
    Store(kept.folder).put("5", bytes(1_000))
    assert [number for number in range(6) if kept.get(str(number))] == [3, 4, 5]


def test_clear(kept: Store) -> None:
    kept.put("one", CONTENT)
    kept.put("two", CONTENT)
    entries, size, left = kept.clear()
    assert (entries, size > 2 * len(CONTENT), left) == (2, True, 0)
    assert kept.folder
    assert not kept.folder.exists()
    assert kept.clear() == (0, 0, 0)
    kept.put("one", CONTENT)
    assert kept.get("one") == CONTENT


def test_clear_leaves_what_is_not_ours(tmp_path: Path) -> None:
    for name in ("book.md", "deadbeef.kept", ".gitignore"):
        (tmp_path / name).write_text("mine")
    kept = Store(tmp_path)
    kept.put("one", CONTENT)
    assert kept.clear().entries == 1
    assert {path.name for path in tmp_path.iterdir()} == {"book.md", "deadbeef.kept", ".gitignore"}


def test_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert home({HOME: "/elsewhere"}, "linux") == Path("/elsewhere")
    assert home({}, "linux") == tmp_path / ".cache" / "healthlint"
    assert home({"XDG_CACHE_HOME": "/caches"}, "linux") == Path("/caches/healthlint")
    assert home({"XDG_CACHE_HOME": "relative"}, "linux") == tmp_path / ".cache" / "healthlint"
    assert home({}, "darwin") == tmp_path / "Library" / "Caches" / "healthlint"
    assert home({"LOCALAPPDATA": "/local"}, "win32") == Path("/local/healthlint")
    assert home({}, "win32") == tmp_path / "AppData" / "Local" / "healthlint"


def test_who_has_no_home_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert home({}, "linux") is None
