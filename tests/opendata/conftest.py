"""The committed datasets, published once a session for all the tests that read them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from opendata.records.dataset import Dataset
from site_src.engine.store import Store
from tests import builds
from tests.opendata import built


@pytest.fixture(scope="session")
def committed() -> dict[str, bytes]:
    """The data of the repository, published by nobody yet."""
    return builds.committed("data/**/*") | builds.UNKNOWN


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """What the last build, then the tests, have made of these data."""
    return built.AfterBuild(tmp_path_factory.mktemp("garde"))


@pytest.fixture(scope="session")
def declared(kept: Store, committed: Mapping[str, bytes]) -> dict[str, Dataset]:
    """What each dataset says of itself, by its id."""
    found: dict[str, Dataset] = built.record(kept, "declarations", committed, dict)
    return found


@pytest.fixture(scope="session")
def published(kept: Store, committed: Mapping[str, bytes]) -> dict[str, bytes]:
    """What the stage of packages makes of it."""
    return built.outputs(kept, "packages", committed)


@pytest.fixture(scope="session")
def folder(published: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published files of every dataset, as a reader downloads them: `folder/<id>/…`."""
    place = tmp_path_factory.mktemp("donnees")
    for path, raw in published.items():
        if path.startswith("site/donnees/"):
            target = place / path.removeprefix("site/donnees/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(raw)
    return place
