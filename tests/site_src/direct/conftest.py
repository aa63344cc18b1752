"""The server of official answers, one for all tests of a process: each test sets what it does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.site_src.direct.faulty import Server, good_bodies, served


@pytest.fixture(scope="session")
def running() -> Iterator[Server]:
    with served() as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    running.bodies = good_bodies()
    running.behaviours = {}
    running.asked = []
    return running
