"""Water, flood zones and quarries: polygons that say what a place is exposed to."""

from __future__ import annotations

import numpy as np
import shapely

from maps.derivation.canonical import DerivedLayer
from maps.derivation.generalisation import (
    clean_coverage,
    publish,
    repair,
    simplify_coverage,
)
from maps.derivation.originals import Features
from maps.geometry.projection import to_lambert93

EAU_TOLERANCE_M = 0.5
PPRI_TOLERANCE_M = 0.5
PHEC_TOLERANCE_M = 1.0
CARRIERES_TOLERANCE_M = 1.0
MARGE_M = 100.0  # kept beyond Paris, so that streets along its border are answered too

ZONAGES = {"B": "zone bleue", "V": "zone verte"}


def seine_et_canaux(original: Features) -> DerivedLayer:
    """Water surfaces: code_emprise, libelle_classe (bief, bassin, écluse, embranchement).

    Duplicates (an emprise inside another) lose their ground to the larger and are dropped.
    """
    order = sorted(
        range(len(original.properties)), key=lambda i: original.properties[i]["objectid"]
    )
    cleaned = clean_coverage(original.geometries[order], gap_m=0)
    kept = np.flatnonzero(~shapely.is_empty(cleaned))
    published, repaired = publish(simplify_coverage(cleaned[kept], EAU_TOLERANCE_M))
    properties = tuple(
        {
            "code_emprise": str(row["objectid"]),
            "libelle_classe": str(row["lib_classe"] or "non précisée").rpartition(" : ")[2],
        }
        for row in (original.properties[order[i]] for i in kept)
    )
    return DerivedLayer("seine_et_canaux", properties, published, repaired, len(order) - len(kept))


def ppri(original: Features) -> DerivedLayer:
    """The regulatory zones of the PPRI, by block: code_zone, zonage (B or V), libelle_zonage."""
    rows = original.properties
    order = sorted(range(len(rows)), key=lambda i: int(rows[i]["n_sq_pprizo"]))
    geometries, broken = repair(original.geometries[order])
    cleaned = clean_coverage(geometries, gap_m=0)
    published, repaired = publish(simplify_coverage(cleaned, PPRI_TOLERANCE_M))
    properties = tuple(
        {
            "code_zone": str(int(rows[i]["n_sq_pprizo"])),
            "zonage": str(rows[i]["zonage"]),
            "libelle_zonage": ZONAGES[rows[i]["zonage"]],
        }
        for i in order
    )
    return DerivedLayer("ppri", properties, published, broken + repaired)


def plus_hautes_eaux(original: Features, quartiers: DerivedLayer) -> DerivedLayer:
    """The envelope of the highest known waters in Paris and `MARGE_M` around: code_zone."""
    geometries, broken = repair(original.geometries)
    paris = shapely.union_all(to_lambert93(quartiers.geometries))
    clipped = shapely.intersection(shapely.union_all(geometries), shapely.buffer(paris, MARGE_M))
    parts = np.array(shapely.get_parts(shapely.normalize(clipped)), dtype=object)
    published, repaired = publish(simplify_coverage(parts, PHEC_TOLERANCE_M))
    west_to_east = np.lexsort(shapely.bounds(published)[:, ::-1].T)
    properties = tuple({"code_zone": f"{number:02d}"} for number in range(1, len(parts) + 1))
    return DerivedLayer("plus_hautes_eaux", properties, published[west_to_east], broken + repaired)


def carrieres(original: Features) -> DerivedLayer:
    """Zones of former quarries, generalised by their publisher: code_zone."""
    rows = original.properties
    order = sorted(range(len(rows)), key=lambda i: int(rows[i]["n_sq_car"]))
    geometries, broken = repair(original.geometries[order])
    cleaned = clean_coverage(geometries, gap_m=0)
    published, repaired = publish(simplify_coverage(cleaned, CARRIERES_TOLERANCE_M))
    properties = tuple({"code_zone": str(rows[i]["n_sq_car"])} for i in order)
    return DerivedLayer("carrieres", properties, published, broken + repaired)
