"""What holds for every test."""

import gc
import os

import pytest
from hypothesis import settings

# A busy machine is no fault: time is measured by `make bench`, not by laws.
settings.register_profile("sans-delai", deadline=None)
settings.load_profile("sans-delai")


def pytest_configure(config: pytest.Config) -> None:
    """A build inside a test does all its units in its own process.

    The engine of charts (V8), which an earlier test started there, would wait for ever in a forked one. A command that
    is run as people run it starts none before it forks.
    """
    os.cpu_count = lambda: 1
    # Records live to the end of a run: a collector that walks through them every seven hundred new objects
    # takes a quarter of the time of what reads them.
    gc.set_threshold(50_000, 20, 20)
