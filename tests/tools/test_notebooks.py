"""The worked cases of the disclosure library: what stands in each is what it gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.notebooks import notebooks, run, written


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_the_outputs_of_a_notebook_are_those_of_its_run(path: Path) -> None:
    assert written(run(path)) == path.read_text(encoding="utf-8")


def test_there_are_five_worked_cases_each_with_its_source() -> None:
    assert len(notebooks()) == 5
    assert all("https://" in path.read_text(encoding="utf-8") for path in notebooks())
