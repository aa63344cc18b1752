"""Paths below a folder: none leads out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_src.engine.paths import OutsideError, is_below, refuse_links_out, refuse_outside


@pytest.mark.parametrize("path", ["a", "a/b.html", "é à/…", ".htaccess", "a/..b", "...", "~"])
def test_paths_of_files_are_below(path: str) -> None:
    assert is_below(path)
    refuse_outside([path])


@pytest.mark.parametrize(
    "path", ["", "/", "/a", "..", "../a", "a/..", "a/../b", "a//b", "a/", "./a", "a\0", "a\\..\\b"]
)
def test_others_lead_out_or_nowhere(path: str) -> None:
    assert not is_below(path)
    with pytest.raises(OutsideError, match="chemin qui sort de son dossier"):
        refuse_outside(["a", path])


def test_a_link_that_stays_inside_is_followed_one_that_leaves_is_not(tmp_path: Path) -> None:
    home = tmp_path / "ici"
    (home / "a").mkdir(parents=True)
    (home / "inside").symlink_to(home / "a")
    (home / "outside").symlink_to(tmp_path)
    refuse_links_out(["a/b", "inside/b", "nowhere/b/c"], home)
    (tmp_path / "link").symlink_to(home)
    refuse_links_out(["a/b"], tmp_path / "link")
    with pytest.raises(OutsideError, match="un lien mène hors de"):
        refuse_links_out(["a/b", "outside/b"], home)
