"""What a new vintage changes of a layer, in words and numbers: for whoever reviews it.

Features are matched by their first property, which is their identifier in every layer of data/geo. Areas and
lengths are those of the plane (Lambert-93).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from maps.geometry.projection import to_lambert93
from opendata.findings import Finding
from opendata.french import number

# Below, a difference is one of rounding: coordinates are kept to 0.000001 degree, about ten centimetres.
MOVED_M = 1.0
# A layer that loses more of its features than this did not change: its original did.
MOST_LOST = 0.5
RULE = "une couche dérivée ne se vide pas d'un millésime à l'autre"


@dataclass(frozen=True)
class Drawn:
    """A layer's features by identifier: their properties, and their geometries in metres."""

    properties: Mapping[str, Mapping[str, Any]] = field(repr=False)
    geometries: Mapping[str, Any] = field(repr=False)

    @property
    def surface_m2(self) -> float:
        """That of all polygons."""
        return float(sum(one.area for one in self.geometries.values()))

    @property
    def longueur_m(self) -> float:
        """That of all lines; polygons and points have none."""
        lines = (one for one in self.geometries.values() if one.geom_type.endswith("LineString"))
        return float(sum(one.length for one in lines))


@dataclass(frozen=True)
class LayerChange:
    """Identifiers by what became of them; `plus_loin_m` is how far the farthest went."""

    ajoutes: tuple[str, ...]
    perdus: tuple[str, ...]
    deplaces: tuple[str, ...]
    corriges: tuple[str, ...]
    plus_loin_m: float
    avant: Drawn
    apres: Drawn

    @property
    def est_nul(self) -> bool:
        """Whether nothing changed."""
        return not (self.ajoutes or self.perdus or self.deplaces or self.corriges)


def drawn(raw: bytes) -> Drawn:
    """A layer as data/geo holds it (WGS 84); an empty text is a layer without features."""
    features: list[dict[str, Any]] = json.loads(raw)["features"] if raw else []
    named = {str(next(iter(one["properties"].values()))): one for one in features}
    shapes = np.array([shape(one["geometry"]) for one in named.values()], dtype=object)
    placed = to_lambert93(shapes) if len(shapes) else shapes
    return Drawn(
        {name: one["properties"] for name, one in named.items()},
        dict(zip(named, placed, strict=True)),
    )


def compare(before: bytes, after: bytes) -> LayerChange:
    """What became of each feature from one vintage to the next."""
    old, new = drawn(before), drawn(after)
    kept = [name for name in new.properties if name in old.properties]
    far = {name: _distance(old.geometries[name], new.geometries[name]) for name in kept}
    moved = tuple(name for name in kept if far[name] > MOVED_M)
    return LayerChange(
        ajoutes=tuple(name for name in new.properties if name not in old.properties),
        perdus=tuple(name for name in old.properties if name not in new.properties),
        deplaces=moved,
        corriges=tuple(name for name in kept if old.properties[name] != new.properties[name]),
        plus_loin_m=max((far[name] for name in moved), default=0.0),
        avant=old,
        apres=new,
    )


def _distance(one: Any, other: Any) -> float:  # noqa: ANN401  (geometries of shapely have no common type)
    """How far two shapes stand from each other at most, in metres (Hausdorff)."""
    return 0.0 if one.equals_exact(other, 0) else float(shapely.hausdorff_distance(one, other))


def sentence(path: str, change: LayerChange) -> str:
    """A line of Markdown: how many features, and what became of them."""
    before, after = len(change.avant.properties), len(change.apres.properties)
    parts = [f"{_count(before)} objets → {_count(after)}", *_kinds(change), *_measures(change)]
    return f"- `{path}` : {', '.join(parts)}."


def _kinds(change: LayerChange) -> Iterator[str]:
    named = (
        (change.ajoutes, "ajouté(s)"),
        (change.perdus, "perdu(s)"),
        (change.deplaces, f"déplacé(s) ou redessiné(s), au plus de {number(change.plus_loin_m, 0)} m"),
        (change.corriges, "dont un attribut change"),
    )  # fmt: skip
    for names, word in named:
        if names:
            yield f"{_count(len(names))} {word}"


def _measures(change: LayerChange) -> Iterator[str]:
    """Areas in hectares and lengths in kilometres, where the layer has any and they change."""
    for word, unit, size in (("surface", "ha", 1e4), ("longueur", "km", 1e3)):
        name = "surface_m2" if word == "surface" else "longueur_m"
        old, new = (getattr(side, name) / size for side in (change.avant, change.apres))
        if round(old, 1) != round(new, 1):
            sign = "+" if new > old else "−"
            yield f"{word} {number(old, 1)} → {number(new, 1)} {unit} ({sign}{number(abs(new - old), 1)})"


def _count(value: int) -> str:
    return number(value, 0)


def changes(
    before: Mapping[str, bytes], after: Mapping[str, bytes], findings: list[Finding]
) -> list[str]:
    """A line for each layer that changed, by path; a layer that was emptied is a finding."""
    lines: list[str] = []
    for path in sorted({*before, *after}):
        if PurePosixPath(path).suffix != ".geojson" or before.get(path) == after.get(path):
            continue
        change = compare(before.get(path, b""), after.get(path, b""))
        if len(change.perdus) > MOST_LOST * len(change.avant.properties):
            findings.append(Finding(path, 0, 0, f"{len(change.perdus)} objets perdus sur {len(change.avant.properties)}", RULE,
                                    "lire l'original : son format ou son contenu a changé"))  # fmt: skip
        if not change.est_nul:
            lines.append(sentence(path, change))
    return lines
