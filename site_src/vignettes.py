"""The small map of each territory: its picture, what the picture shows in words, its legend."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import shapely

from maps.declaration import Carte
from maps.drawing import Drawing, draw
from maps.pattern import swatch, swatch_patterns
from maps.stage import Atlas
from maps.vignette import vignette
from site_src.rendering import NO_BREAK_SPACE, nombre

MAP = "tous-risques"  # the map of which vignettes are a corner
TOLERANCE_M = 5.0
NAMES: Mapping[str, str] = {
    "ppri": "zones du PPRI",
    "plus_hautes_eaux": "plus hautes eaux connues",
    "carrieres": "anciennes carrières",
}
# Less than this is a border drawn twice, not a zone: pages say the same (territoire.md.j2).
LEAST_PCT, LEAST_M2 = 0.05, 100


def vignettes(atlas: Atlas, territories: Sequence[Mapping[str, Any]]) -> dict[str, bytes]:
    """`rues/<code>.svg` for each territory (`site_src.rues.described`), and `rues/legende.json`."""
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


def share(figures: Mapping[str, Any]) -> str:
    """« 62,3 % de la surface », « moins de 0,1 % de la surface », « rien de dessiné »."""
    pct = figures["part_pct"]
    if pct < LEAST_PCT and figures["surface_m2"] < LEAST_M2:
        return "rien de dessiné"
    percent = f"{NO_BREAK_SPACE}% de la surface"
    return f"{nombre(pct, 1)}{percent}" if pct >= 0.1 else f"moins de 0,1{percent}"


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
