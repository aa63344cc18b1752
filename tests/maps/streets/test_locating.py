"""Axes as the browser receives them, and the quartiers of a street."""

import json

import numpy as np
import shapely

from maps.geometry.projection import to_lambert93
from maps.records.layers import Layer
from maps.streets.locating import SCALE, TOLERANCE_M, quartiers_of, traces


def decoded(raw: bytes) -> dict[str, shapely.Geometry]:
    """What site_src/territoires/traces.js reads back."""
    data = json.loads(raw)
    assert data["echelle"] == SCALE
    last = np.zeros(2)
    found: dict[str, shapely.Geometry] = {}
    for code, parts in data["voies"]:
        lines = []
        for steps in parts:
            points = last + np.cumsum(np.array(steps).reshape(-1, 2), axis=0)
            last = points[-1]
            lines.append(points / SCALE)
        found[code] = shapely.MultiLineString(lines)
    return found


def test_every_axis_comes_back_within_its_tolerance(layers: dict[str, Layer]) -> None:
    voies = layers["voies"]
    read = decoded(traces(voies))
    assert list(read) == voies.column("n_sq_vo")
    back = to_lambert93(np.array(list(read.values()), dtype=object))
    # Rounding moves a point by less than a metre.
    assert float(shapely.hausdorff_distance(voies.lambert93, back).max()) <= TOLERANCE_M + 1


def test_a_street_is_in_the_quartiers_it_runs_through(layers: dict[str, Layer]) -> None:
    found = quartiers_of(layers["voies"], layers["quartiers"])
    names = dict(
        zip(
            layers["quartiers"].column("code_quartier"),
            layers["quartiers"].column("libelle_quartier"),
            strict=True,
        )
    )
    rank = layers["voies"].column("libelle_voie").index("Rue de Lille")
    assert [names[code] for code in found[rank]] == ["Saint-Thomas-d'Aquin", "Invalides"]


def test_every_street_has_a_quartier_in_its_arrondissements(layers: dict[str, Layer]) -> None:
    found = quartiers_of(layers["voies"], layers["quartiers"])
    quartiers = layers["quartiers"]
    owner = dict(
        zip(quartiers.column("code_quartier"), quartiers.column("code_insee"), strict=True)
    )
    for codes, own in zip(found, layers["voies"].column("arrondissements"), strict=True):
        assert {owner[code] for code in codes} & set(own)
