"""The edition of packs: the same for the same files, another as soon as one of them says something else."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from healthlint.build import build
from healthlint.rulebook import edition as module
from healthlint.rulebook import pack
from healthlint.rulebook.edition import edition
from healthlint.rulebook.home import shipped


class Memory(dict[str, bytes]):
    """Keeps what it is given."""

    def put(self, key: str, content: bytes) -> None:
        self[key] = content


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, said in {"topic/a.yaml": "a: 1", "topic/b.yml": "b: 1", "lexicons/c/d.yaml": "d: 1"}.items():
        path = tmp_path / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said)
    settle(tmp_path)
    return tmp_path / "pack"


def settle(folder: Path) -> None:
    """Let some time pass for all files. When they were changed cannot be set, so the clock is put forward."""
    then = time.time() - 60
    for path in folder.rglob("*"):
        os.utime(path, (then, then), follow_symlinks=False)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    real = time.time_ns
    monkeypatch.setattr(module.time, "time_ns", lambda: real() + 60_000_000_000)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which files were opened."""
    opened: list[str] = []
    real = module._content

    def content(file: module._File) -> bytes | None:
        opened.append(file.name)
        return real(file)

    monkeypatch.setattr(module, "_content", content)
    return opened


def rewrite(folder: Path) -> None:
    (folder / "topic/a.yaml").write_text("a: 2")


def rename(folder: Path) -> None:
    (folder / "topic/a.yaml").rename(folder / "topic/z.yaml")


def remove(folder: Path) -> None:
    (folder / "topic/a.yaml").unlink()


def add(folder: Path) -> None:
    (folder / "topic/new.yaml").write_text("")


def swap(folder: Path) -> None:
    (folder / "topic/a.yaml").write_text("b: 1")
    (folder / "topic/b.yml").write_text("a: 1")


def same_size_and_time(folder: Path) -> None:
    path = folder / "topic/a.yaml"
    before = path.stat()
    path.write_text("a: 2")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("change", [rewrite, rename, remove, add, swap, same_size_and_time])
@pytest.mark.usefixtures("later")
def test_every_change_is_another_edition(folder: Path, change: Callable[[Path], None]) -> None:
    kept = Memory()
    before = edition([folder], kept)
    change(folder)
    assert edition([folder], kept) == edition([folder]) != before


def test_what_is_no_part_of_a_pack_is_none_of_the_edition(folder: Path) -> None:
    before = edition([folder])
    for name in ("README.md", ".hidden.yaml", ".git/x.yaml", "topic/a.yaml~"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")
    assert edition([folder]) == before


def test_the_same_files_elsewhere_are_the_same_edition(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for path in sorted(folder.rglob("*.y*ml"), reverse=True):
        target = other / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    assert edition([folder]) == edition([other])


def test_the_order_of_packs_counts(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    several = [[folder], [folder, folder], [tmp_path / "empty", folder], [folder, tmp_path / "empty"], []]
    assert len({edition(folders) for folders in several}) == len(several)


@pytest.mark.usefixtures("later")
def test_nothing_is_read_again_while_all_looks_the_same(folder: Path, reads: list[str]) -> None:
    kept = Memory()
    first = edition([folder], kept)
    assert reads == ["lexicons/c/d.yaml", "topic/a.yaml", "topic/b.yml"]
    assert edition([folder], kept) == first
    assert len(reads) == 3
    os.utime(folder / "topic/a.yaml", (1, 1))
    assert edition([folder], kept) == first
    assert len(reads) == 6


def test_a_file_that_was_changed_just_now_is_read_again(folder: Path, reads: list[str]) -> None:
    kept = Memory()
    assert edition([folder], kept) == edition([folder], kept)
    assert len(reads) == 6
    assert not kept


@pytest.mark.usefixtures("later")
def test_a_broken_note_is_no_note(folder: Path) -> None:
    kept = Memory()
    right = edition([folder], kept)
    (key,) = kept
    for broken in (b"", kept[key][:-1], kept[key] + b"x", bytes(len(kept[key]))):
        kept[key] = broken
        assert edition([folder], kept) == right


def test_links_count_as_the_reader_of_packs_has_them(folder: Path, tmp_path: Path) -> None:
    before = edition([folder])
    (tmp_path / "outside.yaml").write_text("x: 1")
    (folder / "topic/out.yaml").symlink_to(tmp_path / "outside.yaml")
    (folder / "elsewhere").symlink_to(tmp_path)
    assert edition([folder]) == before
    (folder / "topic/within.yaml").symlink_to(folder / "topic/a.yaml")
    with_link = edition([folder])
    assert with_link != before
    (folder / "topic/a.yaml").write_text("a: 2")
    assert edition([folder]) != with_link


def test_what_cannot_be_read_ends_nothing(folder: Path) -> None:
    before = edition([folder])
    (folder / "topic/nowhere.yaml").symlink_to(folder / "topic/gone.yaml")
    os.mkfifo(folder / "topic/pipe.yaml")
    assert edition([folder]) != before
    assert edition([folder / "not there"])


def test_the_shipped_files_are_those_that_are_read() -> None:
    names = [path.relative_to(shipped()).as_posix() for path, _ in pack._files(shipped())]
    assert [file.name for file in module._files(str(shipped()))] == sorted(names)


def test_a_build_is_one_word() -> None:
    assert build() == build.__wrapped__()
    assert len(build()) == 32
