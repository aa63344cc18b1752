"""Cool places and drinking fountains as tables: one row a place, then counts by arrondissement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from maps.records.columns import COLUMNS
from maps.records.layers import Layer

PARIS, LIBELLE_PARIS = "75056", "Paris"
TOUS = "tous"
Row = Mapping[str, Any]


def places(layer: Layer) -> pd.DataFrame:
    """The columns of a layer of points, in their order; booleans as « true » and « false »."""
    return pd.DataFrame(list(layer.properties), columns=list(COLUMNS[layer.name]))


def by_arrondissement(layers: Mapping[str, Layer]) -> pd.DataFrame:
    """Twenty arrondissements and Paris, which is their sum.

    Columns: code_insee, libelle_arrondissement, nb_lieux_frais, nb_lieux_gratuits (said to be
    free), nb_fontaines, nb_fontaines_disponibles, nb_habitants (population municipale, Insee).
    """
    counts = {
        "nb_lieux_frais": _count(layers["lieux_frais"], lambda _: True),
        "nb_lieux_gratuits": _count(layers["lieux_frais"], lambda row: row["est_payant"] == "non"),
        "nb_fontaines": _count(layers["fontaines"], lambda _: True),
        "nb_fontaines_disponibles": _count(layers["fontaines"], lambda row: row["est_disponible"]),
    }
    rows = [
        {
            "code_insee": row["code_insee"],
            "libelle_arrondissement": row["libelle_arrondissement"],
            **{name: count[row["code_insee"]] for name, count in counts.items()},
            "nb_habitants": row["population_municipale"],
        }
        for row in layers["arrondissements"].properties
    ]
    table = pd.DataFrame(rows)
    paris = {"code_insee": PARIS, "libelle_arrondissement": LIBELLE_PARIS}
    sums = {name: table[name].sum() for name in table.columns if name.startswith("nb_")}
    return pd.concat([pd.DataFrame([paris | sums]), table], ignore_index=True)


def _count(layer: Layer, kept: Callable[[Row], bool]) -> Counter[str]:
    return Counter(row["code_insee"] for row in layer.properties if kept(row))


def by_kind(layers: Mapping[str, Layer]) -> pd.DataFrame:
    """Cool places of each kind in Paris and in each arrondissement, zeros included.

    Columns: code_insee, libelle_arrondissement, type_lieu (« tous » for all kinds), nb_lieux.
    """
    rows = layers["lieux_frais"].properties
    counts = Counter(
        (code, kind)
        for row in rows
        for code in (PARIS, row["code_insee"])
        for kind in (TOUS, row["type_lieu"])
    )
    ground = layers["arrondissements"].properties
    names = {PARIS: LIBELLE_PARIS} | {
        row["code_insee"]: row["libelle_arrondissement"] for row in ground
    }
    # The most frequent kind first: charts and tables keep this order.
    kinds = sorted(
        {row["type_lieu"] for row in rows}, key=lambda kind: (-counts[PARIS, kind], kind)
    )
    cells = [
        (code, name, kind, counts[code, kind])
        for code, name in names.items()
        for kind in (TOUS, *kinds)
    ]
    return pd.DataFrame(
        cells, columns=["code_insee", "libelle_arrondissement", "type_lieu", "nb_lieux"]
    )
