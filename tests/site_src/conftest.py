"""The content of data/ as it is committed, judged once a worker; what an edit does not touch is not judged again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from site_src.engine.epoch import epoch, latest_day
from tests.builds import ROOT, committed, library

DAY = latest_day(epoch(ROOT))


@pytest.fixture(scope="session")
def content() -> dict[str, bytes]:
    return committed("data/**/*")


@pytest.fixture(scope="session")
def check(content: dict[str, bytes]) -> Callable[[dict[str, bytes]], list[str]]:
    """What `check` says of files on the day of the run; what an edit does not touch was judged before it."""

    def checked(files: dict[str, bytes]) -> list[str]:
        return [str(finding) for finding in library(files, DAY).check()[1]]

    assert checked(content) == []
    return checked
