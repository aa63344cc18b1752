"""The writer: whole or not at all, one author a path, never outside its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from opendata.findings import FindingsError
from site_src.engine import outputs


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != outputs.MARK
    }


def test_site_holds_exactly_the_files(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert outputs.publish({"a/b.html": b"1", "old.html": b"2"}, site)
    assert outputs.publish({"a/b.html": b"3"}, site)
    assert tree(site) == {"a/b.html": b"3"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_unchanged_site_is_not_written_again(tmp_path: Path) -> None:
    site = tmp_path / "site"
    outputs.publish({"a.html": b"1"}, site)
    before = (site / "a.html").stat().st_ino
    assert not outputs.publish({"a.html": b"1"}, site)
    assert (site / "a.html").stat().st_ino == before


def test_a_file_lost_from_the_site_is_written_again(tmp_path: Path) -> None:
    site = tmp_path / "site"
    outputs.publish({"a.html": b"1", "b.html": b"2"}, site)
    (site / "b.html").unlink()
    assert outputs.publish({"a.html": b"1", "b.html": b"2"}, site)
    assert (site / "b.html").read_bytes() == b"2"


def test_failed_write_leaves_the_old_site_and_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    outputs.publish({"a.html": b"old"}, site)

    def interrupted(files: object, folder: Path) -> None:
        (folder / "a.html").write_bytes(b"ne")
        raise KeyboardInterrupt

    monkeypatch.setattr(outputs, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        outputs.publish({"a.html": b"new"}, site)
    assert tree(site) == {"a.html": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_leftovers_of_a_killed_build_are_removed(tmp_path: Path) -> None:
    (tmp_path / ".site-abc").mkdir()
    (tmp_path / ".site-abc" / "a.html").write_bytes(b"half")
    outputs.publish({"a.html": b"1"}, tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_swap_without_the_kernel_s_help_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "_exchange", lambda *_: False)
    site = tmp_path / "site"
    outputs.publish({"a.html": b"old"}, site)
    outputs.publish({"a.html": b"new"}, site)
    assert tree(site) == {"a.html": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_two_authors_of_one_path_are_refused() -> None:
    with pytest.raises(FindingsError) as caught:
        outputs.merge([("maps", {"a.html": b"1"}), ("html", {"a.html": b"1"})])
    assert [str(finding) for finding in caught.value.findings] == [
        (
            "a.html:0:0: écrit par « maps » et par « html » — règle : un fichier publié n'a qu'un"
            " auteur, au-dedans du site — remède : renommer l'un des deux"
        )
    ]


@pytest.mark.parametrize("path", ["../a", "/etc/a", "a/../../b", ""])
def test_a_path_outside_the_site_is_refused(path: str) -> None:
    with pytest.raises(FindingsError):
        outputs.merge([("maps", {path: b""})])
