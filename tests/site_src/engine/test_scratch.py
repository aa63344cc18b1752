"""Temporary files of a build: in a place of its own, emptied before and after."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from site_src.engine.scratch import scratch


def test_temporary_files_stand_there_and_go(tmp_path: Path) -> None:
    folder, before = tmp_path / "build" / "travail", tempfile.gettempdir()
    with scratch(folder):
        assert Path(tempfile.mkdtemp()).parent == folder
    assert not folder.exists()
    assert tempfile.gettempdir() == before


def test_what_was_left_by_a_process_that_was_killed_goes(tmp_path: Path) -> None:
    folder = tmp_path / "build" / "travail"
    (folder / "prm-mkdocs-x").mkdir(parents=True)
    with scratch(folder):
        assert list(folder.iterdir()) == []


def test_they_go_when_the_command_fails(tmp_path: Path) -> None:
    with suppress(KeyboardInterrupt), scratch(tmp_path / "travail"):
        tempfile.mkdtemp()
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
