"""A folder that the toy plan reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_src.engine.outputs import write
from tests.site_src.engine.toys import DONE

FILES = {
    "data/a.txt": b"un deux",
    "data/title.yaml": b"Titre",
    "code/words.py": b"x = 1",
    "code/spellings.py": b"x = 1",
    "templates/page.j2": b"page",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "depot"
    write(FILES, folder)
    DONE.clear()
    return folder
