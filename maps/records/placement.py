"""Points that do not stand where they say: each names its arrondissement, and lies in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import shapely

from maps.records.faults import written_degree
from maps.records.layers import Layer
from opendata.findings import Document, Finding, read_json

BORDER_M = 2.0  # the tolerance at which the borders of arrondissements are simplified
RULE = "un point est dans l'arrondissement qu'il nomme"
REMEDY = "corriger la position ou code_insee, ou relancer python build.py derive"


def misplaced(layer: Layer, raw: bytes, arrondissements: Layer) -> list[Finding]:
    """A finding for each point more than `BORDER_M` outside its `code_insee`, located in `raw`.

    A code that is no arrondissement's is a finding too: the point has nowhere to be.
    """
    names = dict(zip(arrondissements.column("code_insee"), arrondissements.properties, strict=True))
    areas = dict(zip(names, arrondissements.lambert93, strict=True))
    nowhere = shapely.Polygon()
    named = np.array([areas.get(code, nowhere) for code in layer.column("code_insee")])
    wrong = np.flatnonzero(~shapely.dwithin(named, layer.lambert93, BORDER_M)).tolist()
    # Positions in a file cost far more than its values: it is read again only for findings.
    document = read_json(layer.path, raw, []) if wrong else None
    return [] if document is None else list(_findings(document, layer, wrong, names))


def _findings(
    document: Document, layer: Layer, wrong: list[int], names: Mapping[str, Mapping[str, object]]
) -> Iterator[Finding]:
    for index in wrong:
        code = layer.properties[index]["code_insee"]
        if code not in names:
            yield document.finding(("features", index, "properties", "code_insee"),
                                   f"code_insee « {code} » inconnu", RULE, REMEDY)  # fmt: skip
            continue
        x, y = shapely.get_coordinates(layer.geometries[index])[0].tolist()
        quoi = f"point {written_degree(x)} ; {written_degree(y)} hors du {names[code]['libelle_arrondissement']} ({code})"
        yield document.finding(("features", index, "geometry", "coordinates"), quoi, RULE, REMEDY)
