"""What programs call, of the committed data: made once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from site_src.engine.store import Store
from tests.opendata import built

PLACE = "site/donnees/"


@pytest.fixture(scope="session")
def called(
    kept: Store, committed: Mapping[str, bytes], published: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Every published file at its address below /donnees/."""
    made = built.outputs(kept, "api", committed, {"packages": published})
    return {
        path.removeprefix(PLACE): raw
        for path, raw in {**published, **made}.items()
        if path.startswith(PLACE)
    }


@pytest.fixture(scope="session")
def index(called: Mapping[str, bytes]) -> dict[str, Any]:
    """`index.json`, read."""
    found: dict[str, Any] = json.loads(called["index.json"])
    return found


@pytest.fixture(scope="session")
def openapi(called: Mapping[str, bytes]) -> dict[str, Any]:
    """`openapi.json`, read."""
    found: dict[str, Any] = json.loads(called["openapi.json"])
    return found
