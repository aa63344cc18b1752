"""The content of data/ as it is committed, judged once a worker; what an edit does not touch is not judged again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

import build
from site_src.engine.epoch import epoch, latest_day
from site_src.engine.readings import Library
from site_src.engine.store import Store
from tests.builds import ROOT, Files, committed

DAY = latest_day(epoch(ROOT))


@pytest.fixture(scope="session")
def content() -> dict[str, bytes]:
    return committed("data/**/*")


@pytest.fixture(scope="session")
def check(
    content: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[dict[str, bytes]], list[str]]:
    """What `check` says of files on the day of the run; what an edit does not touch was judged before it."""
    folder = tmp_path_factory.mktemp("lectures")

    def judged(files: dict[str, bytes], store: Path) -> list[str]:
        shelf = Library(build.READINGS, Files(files), build.PLAN.refused, Store(store), day=DAY)
        return [str(finding) for finding in shelf.check()[1]]

    def checked(files: dict[str, bytes]) -> list[str]:
        with tempfile.TemporaryDirectory(dir=folder) as copy:
            shutil.copytree(folder / "bon", copy, dirs_exist_ok=True)
            return judged(files, Path(copy))

    assert judged(content, folder / "bon") == []
    return checked
