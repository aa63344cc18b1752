"""Where temporary files of a build stand: what a process that was killed left there goes with the next one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch(folder: Path) -> Iterator[None]:
    """Temporary files of whatever runs meanwhile, its workers included, stand in `folder`, emptied before and after.

    For one command at a time, and never for confidential data: `folder` is in the checkout.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)
