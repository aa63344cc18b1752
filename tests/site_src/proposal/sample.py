"""An original of the fountains made from the published layer: what `derive` gives of it is that layer again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from opendata.model import SOURCES_PATH, Source
from opendata.records.digest import sha256
from opendata.records.sources import read_sources
from site_src.direct.originals import Original
from site_src.engine.tree import Tree
from site_src.proposal.layers import READ
from tests.tables import rows as table_rows

ROOT = Path(__file__).parents[3]
DAY = date(2026, 12, 1)
LAYER = "data/geo/fontaines.geojson"
SHUT = "data/datasets/lieux-frais/indisponibilites.csv"


def tree() -> dict[str, bytes]:
    """What the repository publishes."""
    return Tree(ROOT).select(READ)


def sources() -> dict[str, Source]:
    found = read_sources(SOURCES_PATH, (ROOT / SOURCES_PATH).read_bytes(), [])
    assert found is not None
    return found


def fountains(published: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """The rows that the City would publish of these fountains."""
    shut = {row["id_fontaine"]: row for row in table_rows(published[SHUT])}
    return [_row(one, shut) for one in json.loads(published[LAYER])["features"]]


def _row(feature: Mapping[str, Any], shut: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    place = feature["properties"]
    when = shut.get(place["identifiant"], {})
    return {
        "gid": place["identifiant"],
        "type_objet": place["type_fontaine"],
        "no_voirie_pair": None,
        "no_voirie_impair": None,
        "voie": place["adresse"],
        "commune": f"PARIS {int(place['code_insee']) - 75100}EME ARRONDISSEMENT",
        "dispo": "OUI" if place["est_disponible"] else "NON",
        "motif_ind": place["motif"] or None,
        "debut_ind": when.get("date_debut") or None,
        "fin_ind": when.get("date_fin") or None,
        "geo_shape": {"type": "Feature", "properties": {}, "geometry": feature["geometry"]},
    }


def original(name: str, rows: object, *, is_new: bool = True) -> Original:
    """An original of these rows; one that is not new is the one described."""
    raw, source = json.dumps(rows).encode(), sources()[name]
    return Original(source if is_new else replace(source, sha256=sha256(raw)), raw)
