"""Each room of maps says on its first page what its modules are."""

import importlib
import re
from pathlib import Path

import pytest

import maps

ROOMS = sorted(path.parent for path in Path(maps.__path__[0]).glob("*/__init__.py"))


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_lists_its_modules_each_on_a_line(room: Path) -> None:
    text = importlib.import_module(f"maps.{room.name}").__doc__ or ""
    listed = re.findall(r"^    (\w+\.py) {2,}\S", text, re.MULTILINE)
    assert sorted(listed) == sorted({path.name for path in room.glob("*.py")} - {"__init__.py"})
