"""Named streets: one feature a street, its line and the arrondissements it runs through."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.derivation.canonical import DerivedLayer, Properties
from maps.derivation.generalisation import publish
from maps.derivation.originals import Features
from maps.geometry.projection import Geometries, to_lambert93

TOLERANCE_M = 0.5
BORDER_M = 10.0  # a border runs along the axis of a street: both sides are its arrondissements
THROUGH_M = 20.0  # less than this is crossing a border, not running along it
THROUGH_SHARE = 0.5  # of a street shorter than 2 × THROUGH_M
COMMUNE_PARIS = "750001537"  # N_SQ_CO of the original: a few streets belong to neighbours


def voies(original: Features, arrondissements: DerivedLayer) -> DerivedLayer:
    """Streets of Paris: n_sq_vo, c_voie, c_voie_vp, libelle_voie, type_voie, longueur_tracee_m, arrondissements.

    The three codes are the City's own and stay as it writes them: `n_sq_vo` is the key, `c_voie` is empty where it gives
    none. `type_voie` is its abbreviation (RUE, BD, QU…); `longueur_tracee_m` adds up all the
    lines drawn, both carriageways of a boulevard included. Streets of another commune are dropped.
    """
    lines = keep_junctions(shapely.line_merge(original.geometries), TOLERANCE_M)
    codes = _arrondissements_of(lines, arrondissements)
    rows = original.properties
    kept = [i for i, row in enumerate(rows) if codes[i] and row["N_SQ_CO"] == COMMUNE_PARIS]
    kept.sort(key=lambda index: rows[index]["N_SQ_VO"])
    published, _ = publish(lines[kept])
    lengths = shapely.length(to_lambert93(published))
    properties = tuple(
        _voie(rows[index], float(length), codes[index])
        for index, length in zip(kept, lengths, strict=True)
    )
    return DerivedLayer("voies", properties, published, dropped=len(rows) - len(kept))


def _voie(original: Properties, length_m: float, codes: list[str]) -> Properties:
    return {
        "n_sq_vo": str(original["N_SQ_VO"]),
        "c_voie": str(original["C_VOIE"]),
        "c_voie_vp": str(original["C_VOIE_VP"]),
        "libelle_voie": " ".join(str(original["L_LONGMIN"]).split()),
        "type_voie": str(original["C_DESI"]),
        "longueur_tracee_m": round(length_m),
        "arrondissements": codes,
    }


def keep_junctions(lines: Geometries, tolerance_m: float) -> Geometries:
    """Lines simplified (Douglas-Peucker), every vertex shared by two of them kept in both."""
    junctions = _shared_vertices(lines)
    return np.array([_simplified(line, junctions, tolerance_m) for line in lines], dtype=object)


def _shared_vertices(lines: Geometries) -> set[tuple[float, float]]:
    """Vertices (to the centimetre) of at least two lines."""
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    rows = np.unique(np.column_stack([_centimetres(xy), owner]), axis=0)
    vertices, counts = np.unique(rows[:, :2], axis=0, return_counts=True)
    return {(x, y) for x, y in vertices[counts > 1].tolist()}


def _centimetres(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(xy, 2)


def _simplified(
    line: shapely.LineString | shapely.MultiLineString,
    junctions: set[tuple[float, float]],
    tolerance_m: float,
) -> shapely.Geometry:
    parts = [_between(part, junctions, tolerance_m) for part in shapely.get_parts(line)]
    return parts[0] if len(parts) == 1 else shapely.MultiLineString(parts)


def _between(
    part: shapely.LineString, junctions: set[tuple[float, float]], tolerance_m: float
) -> shapely.LineString:
    """One line, simplified piece by piece between its junctions."""
    xy = shapely.get_coordinates(part)
    keys = [tuple(point) for point in _centimetres(xy).tolist()]
    last = len(xy) - 1
    cuts = [0, *(i for i in range(1, last) if keys[i] in junctions), last]
    pieces = [
        shapely.get_coordinates(shapely.simplify(shapely.LineString(xy[a : b + 1]), tolerance_m))
        for a, b in pairwise(cuts)
    ]
    return shapely.LineString(np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])]))


def _arrondissements_of(lines: Geometries, arrondissements: DerivedLayer) -> list[list[str]]:
    """For each line, the codes of the arrondissements it runs through, `BORDER_M` aside included."""
    grown = shapely.buffer(to_lambert93(arrondissements.geometries), BORDER_M)
    shapely.prepare(grown)
    inside = np.array([shapely.length(shapely.intersection(lines, area)) for area in grown])
    enough = np.minimum(THROUGH_M, THROUGH_SHARE * shapely.length(lines))
    codes = [properties["code_insee"] for properties in arrondissements.properties]
    return [
        [code for code, through in zip(codes, column, strict=True) if through]
        for column in (inside >= np.maximum(enough, 0.01)).T
    ]
