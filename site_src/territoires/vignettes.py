"""The small map of each territory: its picture, what the picture shows in words, its legend."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import shapely

from maps.drawing.drawn_layer import Drawing, draw
from maps.drawing.pattern import swatch, swatch_patterns
from maps.drawing.vignette import vignette
from maps.records.carte import Carte
from maps.stage import Atlas
from site_src.territoires.shares import share

MAP = "tous-risques"  # the map of which vignettes are a corner
TOLERANCE_M = 5.0
NAMES: Mapping[str, str] = {
    "ppri": "zones du PPRI",
    "plus_hautes_eaux": "plus hautes eaux connues",
    "carrieres": "anciennes carrières",
}


def vignettes(atlas: Atlas, territories: Sequence[Mapping[str, Any]]) -> dict[str, bytes]:
    """`rues/<code>.svg` for each territory (`site_src.territoires.stage.described`), and `rues/legende.json`."""
    carte = next(carte for carte in atlas.cartes if carte.id == MAP)
    drawings: list[Drawing] = [
        draw(couche, atlas.layers[couche.fichier], TOLERANCE_M) for couche in carte.couches
    ]
    shapes = _shapes(atlas)
    return {"rues/legende.json": legend(carte)} | {
        f"rues/{item['code']}.svg": str(
            vignette(
                carte, drawings, shapes[item["code"]], f"Carte : {item['libelle']}", resume(item)
            )
        ).encode()
        for item in territories
    }


def _shapes(atlas: Atlas) -> dict[str, shapely.Geometry]:
    return {
        row[key]: shape
        for name, key in (("arrondissements", "code_insee"), ("quartiers", "code_quartier"))
        for row, shape in zip(
            atlas.layers[name].properties, atlas.layers[name].lambert93, strict=True
        )
    }


def resume(item: Mapping[str, Any]) -> str:
    """What is drawn inside the territory, zone by zone, as its figures say."""
    here = "ce quartier" if item["niveau"] == "quartier" else "cet arrondissement"
    said = " ; ".join(f"{NAMES[zone]}, {share(figures)}" for zone, figures in item["zones"].items())
    return f"Dans {here} : {said}. L’image montre aussi les alentours."


def legend(carte: Carte) -> bytes:
    """As JSON: `motifs` (patterns), `couches` (legend and sample of each hazard of `carte`)."""
    shown = [
        {"legende": couche.legende, "pastille": str(swatch(carte, couche))}
        for couche in carte.couches
        if not couche.est_fond
    ]
    made = {
        "motifs": str(swatch_patterns(carte)),
        "couches": shown,
    }
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()
