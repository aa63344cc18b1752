"""The writer: a site is whole or not there, and holds exactly what is published."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from site_src.engine import outputs, swap
from site_src.engine.destination import MARK
from site_src.engine.lock import HeldError, held
from site_src.engine.paths import OutsideError
from site_src.engine.store import AlteredError, Store, Stored


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MARK
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "ici" / "site"


def stored(site: Path, files: dict[str, bytes]) -> Stored:
    return Store(site.parents[1] / "cache").keep(files)


def publish(files: dict[str, bytes], site: Path) -> bool:
    return outputs.publish(stored(site, files), site)


def beside(site: Path) -> list[str]:
    return [path.name for path in site.parent.iterdir()]


def test_site_holds_exactly_the_files(site: Path) -> None:
    assert publish({"a/b.html": b"1", "old.html": b"2"}, site)
    assert publish({"a/b.html": b"3"}, site)
    assert tree(site) == {"a/b.html": b"3"}
    assert beside(site) == ["site"]


def test_unchanged_site_is_not_written_again(site: Path) -> None:
    publish({"a.html": b"1"}, site)
    before = (site / "a.html").stat().st_ino
    assert not publish({"a.html": b"1"}, site)
    assert (site / "a.html").stat().st_ino == before


def test_files_of_the_same_bytes_are_one_file_under_several_names(site: Path) -> None:
    def inode(path: str) -> int:
        return (site / path).stat().st_ino

    publish({"a.csv": b"1", "1.0.0/a.csv": b"1", "b.csv": b"2"}, site)
    first = inode("a.csv")
    assert inode("1.0.0/a.csv") == first != inode("b.csv")
    publish({"a.csv": b"1", "1.0.0/a.csv": b"1", "1.0.1/a.csv": b"1", "b.csv": b"3"}, site)
    assert {inode("a.csv"), inode("1.0.0/a.csv"), inode("1.0.1/a.csv")} == {first}
    publish({"a.csv": b"4", "1.0.0/a.csv": b"1", "1.0.1/a.csv": b"1"}, site)
    assert tree(site) == {"a.csv": b"4", "1.0.0/a.csv": b"1", "1.0.1/a.csv": b"1"}


def test_copies_of_a_site_that_was_copied_become_one_file_again(site: Path) -> None:
    files = {"a.csv": b"1", "1.0.0/a.csv": b"1"}
    publish(files, site)
    (site / "a.csv").unlink()
    (site / "a.csv").write_bytes(b"1")
    (site / "a.csv").chmod(0o644)
    publish({**files, "b.csv": b"2"}, site)
    assert (site / "a.csv").stat().st_ino == (site / "1.0.0/a.csv").stat().st_ino


def test_files_that_cannot_share_their_bytes_are_copied(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    publish({"a.csv": b"1", "1.0.0/a.csv": b"1"}, site)
    assert tree(site) == {"a.csv": b"1", "1.0.0/a.csv": b"1"}


def test_a_file_changed_by_hand_is_put_right_under_each_of_its_names(site: Path) -> None:
    files = {"a.csv": b"1", "1.0.0/a.csv": b"1"}
    publish(files, site)
    (site / "a.csv").write_bytes(b"!")
    publish(files, site)
    assert tree(site) == files


def alter_at_equal_size(site: Path) -> None:
    (site / "b" / "c.html").write_bytes(b"!")


def empty_the_mark(site: Path) -> None:
    (site / MARK).write_bytes(b"")


def lose(site: Path) -> None:
    (site / "b" / "c.html").unlink()


def add(site: Path) -> None:
    (site / "b" / "d.html").write_bytes(b"3")


def put_a_folder_in_place(site: Path) -> None:
    (site / "a.html").unlink()
    (site / "a.html").mkdir()


def alter_the_mark(site: Path) -> None:
    (site / MARK).write_bytes(b"\xff")


def add_an_empty_folder(site: Path) -> None:
    (site / "vide").mkdir()


def add_a_link_to_a_folder(site: Path) -> None:
    (site / "tout").symlink_to("/", target_is_directory=True)


def put_a_link_in_place_of_a_folder(site: Path) -> None:
    (site / "b").rename(site.parent.parent / "b")
    (site / "b").symlink_to(site.parent.parent / "b", target_is_directory=True)


def close_a_file(site: Path) -> None:
    (site / "a.html").chmod(0o600)


def close_a_folder(site: Path) -> None:
    (site / "b").chmod(0o700)


@pytest.mark.parametrize(
    "change",
    [
        alter_at_equal_size, lose, add, put_a_folder_in_place, alter_the_mark, empty_the_mark, shutil.rmtree,
        add_an_empty_folder, add_a_link_to_a_folder, put_a_link_in_place_of_a_folder,
        close_a_file, close_a_folder,
    ],
)  # fmt: skip
def test_a_site_that_was_changed_is_put_right(site: Path, change: Callable[[Path], None]) -> None:
    files = {"a.html": b"1", "b/c.html": b"2"}
    publish(files, site)
    change(site)
    assert publish(files, site)
    assert tree(site) == files
    assert not publish(files, site)
    assert beside(site) == ["site"]
    assert not any(path.is_symlink() for path in site.rglob("*"))


def test_failed_write_leaves_the_old_site_and_no_trace(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish({"a.html": b"old"}, site)

    def interrupted(files: object, folder: Path) -> None:
        (folder / "a.html").write_bytes(b"ne")
        raise KeyboardInterrupt

    monkeypatch.setattr(outputs, "lay", interrupted)
    with pytest.raises(KeyboardInterrupt):
        publish({"a.html": b"new"}, site)
    assert tree(site) == {"a.html": b"old"}
    assert beside(site) == ["site"]


def test_leftovers_of_a_killed_build_are_removed(site: Path) -> None:
    for name in (".site.neuf", ".site.ancien"):
        outputs.write({"b/a.html": b"half"}, site.parent / name)
        (site.parent / name / "b").chmod(0o500)
    publish({"a.html": b"1"}, site)
    assert beside(site) == ["site"]


def test_a_site_taken_away_by_a_build_that_was_killed_is_put_back(site: Path) -> None:
    publish({"a.html": b"old"}, site)
    site.rename(site.with_name(".site.ancien"))
    outputs.write({"a.html": b"new"}, site.with_name(".site.neuf"))
    outputs.recover(site)
    assert tree(site) == {"a.html": b"old"}
    assert beside(site) == ["site"]


def test_two_neighbours_do_not_clean_each_other_s_folders(site: Path) -> None:
    outputs.write({"a.html": b"half"}, site.parent / ".site-2.neuf")
    publish({"a.html": b"1"}, site)
    assert sorted(beside(site)) == [".site-2.neuf", "site"]


def test_one_publishes_at_a_time(site: Path) -> None:
    publish({"a.html": b"old"}, site)
    with held(site.with_name(".site.verrou"), "publication"), pytest.raises(HeldError):
        publish({"a.html": b"new"}, site)
    assert tree(site) == {"a.html": b"old"}


def without_the_kernel_s_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_exchange", lambda *_: False)


def test_swap_without_the_kernel_s_help_gives_the_same(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_the_kernel_s_help(monkeypatch)
    publish({"a.html": b"old"}, site)
    publish({"a.html": b"new"}, site)
    assert tree(site) == {"a.html": b"new"}
    assert beside(site) == ["site"]


def test_a_second_rename_that_fails_leaves_the_old_site(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish({"a.html": b"old"}, site)
    without_the_kernel_s_help(monkeypatch)
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.name == ".site.neuf":
            raise PermissionError
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(PermissionError):
        publish({"a.html": b"new"}, site)
    assert tree(site) == {"a.html": b"old"}
    assert beside(site) == ["site"]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_modes_are_those_of_the_web_whatever_the_umask(site: Path, umask: int) -> None:
    site.parent.mkdir()
    files = stored(site, {"a.html": b"1", "b/c/d.html": b"2"})
    before = os.umask(umask)
    try:
        outputs.publish(files, site)
    finally:
        os.umask(before)
    for path in (site, *site.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path


def test_a_link_to_a_folder_stays_and_the_folder_is_published(site: Path, tmp_path: Path) -> None:
    site.parent.mkdir()
    served = tmp_path / "servi" / "www"
    site.symlink_to(served, target_is_directory=True)
    for text in (b"1", b"2"):
        publish({"a.html": text}, site)
    assert site.is_symlink()
    assert tree(served) == {"a.html": b"2"}
    assert beside(served) == ["www"]


def test_an_altered_output_is_not_published(site: Path) -> None:
    publish({"a.html": b"old"}, site)
    files = stored(site, {"a.html": b"new"})
    for path in (site.parents[1] / "cache" / "objects").iterdir():
        path.write_bytes(b"bad")
    with pytest.raises(AlteredError):
        outputs.publish(files, site)
    assert tree(site) == {"a.html": b"old"}
    assert beside(site) == ["site"]


def test_a_folder_may_be_named_from_where_the_process_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outputs.write({"a/b.html": b"1"}, Path())
    outputs.lay({"c.html": b"2"}, Path("neuf"))
    assert tree(tmp_path) == {"a/b.html": b"1", "neuf/c.html": b"2"}


def test_a_write_that_fails_changes_no_file(tmp_path: Path) -> None:
    outputs.write({"a": b"old", "b/c": b"old"}, tmp_path)
    with pytest.raises(OSError, match="too long"):
        outputs.write({"a": b"new", "b/c": b"new", "x" * 300: b""}, tmp_path)
    assert tree(tmp_path) == {"a": b"old", "b/c": b"old"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.parametrize("path", ["../a", "b/../../a", "/a"])
def test_nothing_is_written_outside_the_folder(site: Path, tmp_path: Path, path: str) -> None:
    publish({"a": b"1"}, site)
    (only,) = stored(site, {"a": b"2"}).digests.values()
    forged = Stored(Store(site.parents[1] / "cache"), {"b": only, path: only})
    with pytest.raises(OutsideError):
        outputs.publish(forged, site)
    with pytest.raises(OutsideError):
        outputs.write({"b": b"2", path: b"2"}, site)
    assert tree(site) == {"a": b"1"}
    assert not (tmp_path / "ici" / "a").exists()


def test_nothing_is_written_through_a_link_that_leads_out(tmp_path: Path) -> None:
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "ici" / "data").mkdir(parents=True)
    (tmp_path / "ici" / "data" / "geo").symlink_to(tmp_path / "ailleurs")
    with pytest.raises(OutsideError, match="un lien mène hors de"):
        outputs.write({"a": b"1", "data/geo/a": b"1"}, tmp_path / "ici")
    assert list((tmp_path / "ailleurs").iterdir()) == []
    assert not (tmp_path / "ici" / "a").exists()
