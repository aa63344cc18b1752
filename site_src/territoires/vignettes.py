"""The small map of each territory: its picture, what the picture shows in words, its legend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import shapely
from pydantic_core import to_json

from maps.drawing.drawn_layer import DrawnLayer, draw
from maps.drawing.pattern import swatch, swatch_patterns
from maps.drawing.vignette import vignette
from maps.records.atlas import Atlas
from maps.records.carte import Carte
from maps.records.layers import Layer
from site_src.engine.units import Unit
from site_src.territoires.shares import share

MAP = "tous-risques"  # the map of which vignettes are a corner
TOLERANCE_M = 5.0
NAMES: Mapping[str, str] = {
    "ppri": "zones du PPRI",
    "plus_hautes_eaux": "plus hautes eaux connues",
    "carrieres": "anciennes carrières",
}


@dataclass(frozen=True)
class Ground:
    """What every small map is cut from: a declared map over its layers."""

    carte: Carte
    layers: Mapping[str, Layer] = field(repr=False)

    @cached_property
    def drawings(self) -> list[DrawnLayer]:
        """The map's layers as they are drawn at this scale."""
        couches = self.carte.couches
        return [draw(couche, self.layers[couche.fichier], TOLERANCE_M) for couche in couches]


def vignettes(
    atlas: Atlas, territories: Sequence[Mapping[str, Any]], announced: str
) -> Iterator[Unit]:
    """`rues/<code>.svg` for each territory (`site_src.territoires.stage.described`), and `rues/legende.json`.

    `announced` is said when the first is drawn.
    """
    carte = next(carte for carte in atlas.cartes if carte.id == MAP)
    ground = Ground(carte, {c.fichier: atlas.layers[c.fichier] for c in carte.couches})
    shapes = _shapes(atlas)
    yield Unit("legende", _legend, (carte,))
    for number, item in enumerate(territories):
        given = (ground, item["code"], shapes[item["code"]], item["libelle"], resume(item))
        yield Unit(f"carte-{item['code']}", small_map, given, "" if number else announced)


def _legend(carte: Carte) -> dict[str, bytes]:
    return {"rues/legende.json": legend(carte)}


def small_map(
    ground: Ground, code: str, territory: shapely.Geometry, libelle: str, resume: str
) -> dict[str, bytes]:
    """`rues/<code>.svg`."""
    drawn = vignette(ground.carte, ground.drawings, territory, f"Carte : {libelle}", resume)
    return {f"rues/{code}.svg": str(drawn).encode()}


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
    zones = " ; ".join(
        f"{NAMES[zone]}, {share(figures)}" for zone, figures in item["zones"].items()
    )
    return f"Dans {here} : {zones}. L’image montre aussi les alentours."


def legend(carte: Carte) -> bytes:
    """As JSON: `motifs` (patterns), `couches` (legend and sample of each hazard of `carte`)."""
    couches = [
        {"legende": couche.legende, "pastille": str(swatch(carte, couche))}
        for couche in carte.couches
        if not couche.est_fond
    ]
    content = {
        "motifs": str(swatch_patterns(carte)),
        "couches": couches,
    }
    return to_json(content, indent=1) + b"\n"
