"""Public toilets: one point each, with the hours that the publisher gives."""

from __future__ import annotations

from collections import Counter

import shapely

from maps.derivation.canonical import DerivedLayer, Properties
from maps.derivation.generalisation import publish
from maps.derivation.originals import Features
from maps.derivation.points import arrondissements_of, text

# The publisher's kinds, in words.
TYPES = {
    "SANISETTE": "sanisette",
    "TOILETTES": "toilettes",
    "WC PUBLICS PERMANENTS": "toilettes",
    "LAVATORY": "lavatory",
    "URINOIR": "urinoir",
    "URINOIR FEMME": "urinoir pour femmes",
}
ELSEWHERE = "Voir fiche équipement"  # hours stand on another page of the publisher's
PMR = {"Oui": "oui", "Non": "non", "": "non indiqué"}


def toilettes(original: Features, arrondissements: DerivedLayer) -> DerivedLayer:
    """Toilets in Paris: identifiant, type_toilettes, adresse, code_insee, horaires (« » when not said), acces_pmr
    (oui, non, non indiqué).

    The publisher gives no identifier: ours is the arrondissement and a rank by address, then position. A point is
    what the original draws as a set of one; those out of Paris are dropped.
    """
    rows = original.properties
    points, _ = publish(shapely.centroid(original.geometries))
    published = [_code(row) for row in rows]
    codes = arrondissements_of(points, arrondissements, published)
    kept = [index for index, code in enumerate(codes) if code]
    places = shapely.get_coordinates(points).tolist()
    kept.sort(key=lambda index: (codes[index], text(rows[index]["ADRESSE"]), places[index]))
    moved = tuple(
        f"{text(rows[i]['ADRESSE'])} : {published[i]} publié, {codes[i]}"
        for i in kept
        if published[i] != codes[i]
    )
    ranks: Counter[str] = Counter()
    properties = []
    for index in kept:
        ranks[codes[index]] += 1
        properties.append(_toilets(rows[index], codes[index], ranks[codes[index]]))
    dropped = len(rows) - len(kept)
    return DerivedLayer("toilettes", tuple(properties), points[kept], dropped=dropped, moved=moved)


def _code(row: Properties) -> str:
    """75015 → 75115."""
    return str(int(text(row["ARRONDISSEMENT"])) + 100)


def _toilets(row: Properties, code: str, rank: int) -> Properties:
    hours = text(row["HORAIRE"])
    return {
        "identifiant": f"{code}-{rank:03}",
        "type_toilettes": TYPES[row["TYPE"]],
        "adresse": text(row["ADRESSE"]),
        "code_insee": code,
        "horaires": "" if hours == ELSEWHERE else hours,
        "acces_pmr": PMR[row["ACCES_PMR"]],
    }
