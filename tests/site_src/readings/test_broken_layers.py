"""Layers that are wrong are told in their place; whatever needs them waits, and nothing stumbles over what is missing."""

from __future__ import annotations

import json

import build
from site_src.engine.epoch import epoch, latest_day
from site_src.engine.readings import Library
from tests.builds import ROOT, Files, committed


def twice(raw: bytes) -> bytes:
    """A layer with its first feature written again."""
    layer = json.loads(raw)
    layer["features"].append(layer["features"][0])
    return json.dumps(layer, ensure_ascii=False).encode()


def test_a_feature_written_twice_is_told_of_every_layer_and_stops_no_other_reading() -> None:
    files = committed("data/**/*")
    broken = {path: twice(raw) for path, raw in files.items() if path.startswith("data/geo/")}
    assert broken
    day = latest_day(epoch(ROOT))
    shelf = Library(build.READINGS, Files({**files, **broken}), build.PLAN.refused, day=day)
    told = [str(finding) for finding in shelf.check()[1]]
    for path in broken:
        assert any(line.startswith(f"{path}:") and "deux fois" in line for line in told), path
    assert all(line.startswith("data/geo/") for line in told)
