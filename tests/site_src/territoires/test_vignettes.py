"""The small maps of places: every mapped hazard, described as the figures say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from maps.records.carte import Carte
from maps.records.columns import COLUMNS
from maps.records.declaration import read_cartes
from opendata.records.sources import read_sources
from site_src.territoires import vignettes

ROOT = Path(__file__).resolve().parents[3]


def zone(part_pct: float, surface_m2: int = 0) -> dict[str, Any]:
    return {"part_pct": part_pct, "surface_m2": surface_m2}


@pytest.fixture(scope="module")
def carte() -> Carte:
    sources = read_sources("data/sources.yaml", (ROOT / "data/sources.yaml").read_bytes(), [])
    columns = {name: frozenset(types) for name, types in COLUMNS.items()}
    raw = (ROOT / "data/cartes.yaml").read_bytes()
    cartes = read_cartes("data/cartes.yaml", raw, columns, frozenset(sources or ()), [])
    assert cartes is not None
    return next(carte for carte in cartes if carte.id == vignettes.MAP)


def test_the_picture_is_described_by_what_it_shows_in_this_place() -> None:
    zones = {"ppri": zone(0), "plus_hautes_eaux": zone(0.02, 300), "carrieres": zone(62.34)}
    said = vignettes.resume({"niveau": "quartier", "zones": zones})
    assert said.replace("\N{NO-BREAK SPACE}", " ") == (
        "Dans ce quartier : zones du PPRI, rien de dessiné ; plus hautes eaux connues, moins de 0,1 % de la surface ; "
        "anciennes carrières, 62,3 % de la surface. L’image montre aussi les alentours."
    )


def test_every_hazard_of_the_map_has_a_line_in_the_legend(carte: Carte) -> None:
    legend = json.loads(vignettes.legend(carte))
    hazards = [couche.legende for couche in carte.couches if not couche.est_fond]
    assert [item["legende"] for item in legend["couches"]] == hazards
    for item in legend["couches"]:
        filled = item["pastille"].partition('fill="url(#')[2].split(")")[0]
        assert not filled or f'id="{filled}"' in legend["motifs"]
        # An outline, which fills nothing, is a sample too.
        assert filled or 'fill="none"' in item["pastille"]
