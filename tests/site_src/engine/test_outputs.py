"""The writer: a site is whole or not there, and holds exactly what is published."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from site_src.engine import outputs
from site_src.engine.store import AlteredError, Store, Stored


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != outputs.MARK
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


def alter_at_equal_size(site: Path) -> None:
    (site / "b" / "c.html").write_bytes(b"!")


def lose(site: Path) -> None:
    (site / "b" / "c.html").unlink()


def add(site: Path) -> None:
    (site / "b" / "d.html").write_bytes(b"3")


def put_a_folder_in_place(site: Path) -> None:
    (site / "a.html").unlink()
    (site / "a.html").mkdir()


def alter_the_mark(site: Path) -> None:
    (site / outputs.MARK).write_bytes(b"\xff")


@pytest.mark.parametrize(
    "change", [alter_at_equal_size, lose, add, put_a_folder_in_place, alter_the_mark, shutil.rmtree]
)
def test_a_site_that_was_changed_is_put_right(site: Path, change: Callable[[Path], None]) -> None:
    files = {"a.html": b"1", "b/c.html": b"2"}
    publish(files, site)
    change(site)
    assert publish(files, site)
    assert tree(site) == files
    assert not publish(files, site)
    assert beside(site) == ["site"]


def test_failed_write_leaves_the_old_site_and_no_trace(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish({"a.html": b"old"}, site)

    def interrupted(files: object, folder: Path) -> None:
        (folder / "a.html").write_bytes(b"ne")
        raise KeyboardInterrupt

    monkeypatch.setattr(outputs, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        publish({"a.html": b"new"}, site)
    assert tree(site) == {"a.html": b"old"}
    assert beside(site) == ["site"]


def test_leftovers_of_a_killed_build_are_removed(site: Path) -> None:
    outputs.write({"a.html": b"half"}, site.parent / ".site-abc")
    publish({"a.html": b"1"}, site)
    assert beside(site) == ["site"]


def test_swap_without_the_kernel_s_help_gives_the_same(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "_exchange", lambda *_: False)
    publish({"a.html": b"old"}, site)
    publish({"a.html": b"new"}, site)
    assert tree(site) == {"a.html": b"new"}
    assert beside(site) == ["site"]


def test_an_altered_output_is_not_published(site: Path) -> None:
    publish({"a.html": b"old"}, site)
    files = stored(site, {"a.html": b"new"})
    for path in (site.parents[1] / "cache" / "objects").iterdir():
        path.write_bytes(b"bad")
    with pytest.raises(AlteredError):
        outputs.publish(files, site)
    assert tree(site) == {"a.html": b"old"}
    assert beside(site) == ["site"]
