"""A small checkout, and an extract beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from opendata.bilan.areas import CHEMIN as AREAS_PATH
from opendata.tranquillite.divulgation import CHEMIN
from site_src.bilan.drawing import OUTLINES
from tests.builds import ROOT
from tests.opendata.bilan.extracts import (
    AREAS,
    FACILITIES,
    PARAMETRES,
    raw,
    usual_facts,
    written,
)

# A formula, and what HTML, Typst and Jinja would read as their own.
HOSTILE = "=1+1<b>*#{{x}}"


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the command reads, with a hostile label."""
    root = tmp_path_factory.mktemp("checkout")
    decided = raw(PARAMETRES).replace(b"libelle: Menace", f'libelle: "{HOSTILE}"'.encode())
    files = {CHEMIN: decided, AREAS_PATH: raw(AREAS), OUTLINES: (ROOT / OUTLINES).read_bytes()}
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


@pytest.fixture(scope="session")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five years and a half, with an outbreak in its last week."""
    outbreak = [f"2025-07-{day:02d},{FACILITIES[3]},MENACE" for day in (7, 8, 8, 9, 10, 11, 12, 13)]
    folder = tmp_path_factory.mktemp("extract")
    return written(folder / "e.csv", [*usual_facts(290), *outbreak])
