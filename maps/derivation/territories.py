"""Arrondissements, quartiers and IRIS: the ground on which everything else is counted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from maps.derivation.canonical import DerivedLayer, Properties
from maps.derivation.generalisation import clean_coverage, publish, simplify_coverage
from maps.derivation.originals import Features

QUARTIERS_TOLERANCE_M = 2.0
IRIS_TOLERANCE_M = 2.0


def quartiers(original: Features) -> DerivedLayer:
    """80 quartiers: code_quartier, numero, libelle_quartier, code_insee, surface_m2 (official)."""
    order = _order([p["c_quinsee"] for p in original.properties])
    geometries = clean_coverage(original.geometries[order])
    published, repaired = publish(simplify_coverage(geometries, QUARTIERS_TOLERANCE_M))
    properties = tuple(_quartier(original.properties[index]) for index in order)
    return DerivedLayer("quartiers", properties, published, repaired)


def _quartier(original: Properties) -> Properties:
    return {
        "code_quartier": str(original["c_quinsee"]),
        "numero": int(original["c_qu"]),
        "libelle_quartier": str(original["l_qu"]),
        "code_insee": code_insee(int(original["c_ar"])),
        "surface_m2": round(float(original["surface"])),
    }


def arrondissements(
    original: Features, population: Features, quartiers: DerivedLayer
) -> DerivedLayer:
    """20 arrondissements, each the union of its published quartiers.

    Columns: code_insee, numero, libelle_arrondissement, libelle_officiel, surface_m2
    (official, Lambert-93), population_municipale (Insee, PMUN).
    """
    order = _order([int(p["c_ar"]) for p in original.properties])
    inhabitants = {p["code_commune"]: int(p["population"]) for p in population.properties}
    properties = tuple(_arrondissement(original.properties[i], inhabitants) for i in order)
    codes = np.array([p["code_insee"] for p in quartiers.properties])
    unions = [
        shapely.coverage_union_all(quartiers.geometries[codes == p["code_insee"]])
        for p in properties
    ]
    geometries = shapely.orient_polygons(shapely.normalize(np.array(unions, dtype=object)))
    return DerivedLayer("arrondissements", properties, geometries)


def _arrondissement(original: Properties, inhabitants: dict[str, int]) -> Properties:
    numero = int(original["c_ar"])
    code = code_insee(numero)
    return {
        "code_insee": code,
        "numero": numero,
        "libelle_arrondissement": f"{numero}{'er' if numero == 1 else 'e'} arrondissement",
        "libelle_officiel": str(original["l_aroff"]),
        "surface_m2": round(float(original["surface"])),
        "population_municipale": inhabitants[code],
    }


def iris(original: Features) -> DerivedLayer:
    """992 IRIS: two counts of residents (2022) and nothing else about anyone.

    Columns: code_iris, libelle_iris, code_insee, population_totale, population_75_plus.
    """
    order = _order([p["code_iris"] for p in original.properties])
    geometries = clean_coverage(original.geometries[order], gap_m=0)
    published, repaired = publish(simplify_coverage(geometries, IRIS_TOLERANCE_M))
    properties = tuple(_iris(original.properties[index]) for index in order)
    return DerivedLayer("iris", properties, published, repaired)


def _iris(original: Properties) -> Properties:
    return {
        "code_iris": str(original["code_iris"]),
        "libelle_iris": str(original["nom_iris"]),
        "code_insee": str(original["code_commune"]),
        "population_totale": int(original["population"]),
        "population_75_plus": int(original["population_75_plus"]),
    }


def code_insee(numero: int) -> str:
    """The INSEE code of an arrondissement, 1 → 75101."""
    return str(75100 + numero)


def _order(keys: Sequence[str | int]) -> list[int]:
    """Indices that sort the features by their code."""
    return sorted(range(len(keys)), key=keys.__getitem__)
