"""Units run apart from the process that builds: it may build again, as `make serve` does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from site_src.engine.store import Outputs, Store
from site_src.engine.units import Unit, Work


def process() -> Outputs:
    return {"processus": str(os.getpid()).encode()}


@pytest.mark.parametrize("names", [["un"], ["un", "deux"]], ids=len)
def test_no_unit_leaves_threads_in_the_process_that_will_be_forked(
    tmp_path: Path, names: list[str]
) -> None:
    work = Work("essai", "", Store(tmp_path), lambda _: None, ValueError, cores=2)
    made = work.each(Unit(name, process, ()) for name in names)
    assert process()["processus"] not in [files["processus"] for files in made.values()]
