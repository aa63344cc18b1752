"""What a new vintage changes is told in words and numbers; a layer that was emptied is no change, it is a fault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from maps.derivation.changes import changes, compare
from opendata.findings import Finding
from tools.source_changes import NOTHING, report

# About 111 m to the north, in degrees.
HUNDRED_M = 0.001


def point(name: str, north: float = 0.0, **others: object) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [2.35, 48.85 + north]}
    return {"type": "Feature", "properties": {"identifiant": name, **others}, "geometry": geometry}


def square(name: str, side: float = HUNDRED_M) -> dict[str, Any]:
    ring = [[2.35, 48.85], [2.35 + side, 48.85], [2.35 + side, 48.85 + side], [2.35, 48.85 + side], [2.35, 48.85]]  # fmt: skip
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"code_zone": name}, "geometry": geometry}


def layer(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def told(before: bytes, after: bytes) -> tuple[list[str], list[str]]:
    findings: list[Finding] = []
    lines = changes({"data/geo/a.geojson": before}, {"data/geo/a.geojson": after}, findings)
    return lines, [str(one) for one in findings]


def test_features_that_came_went_moved_or_were_corrected_are_counted() -> None:
    before = layer(point("a"), point("b"), point("c", nom="x"), point("d"))
    after = layer(point("a"), point("b", HUNDRED_M), point("c", nom="y"), point("e"))
    change = compare(before, after)
    assert (change.ajoutes, change.perdus) == (("e",), ("d",))
    assert (change.deplaces, change.corriges) == (("b",), ("c",))
    assert told(before, after) == ([
        ("- `data/geo/a.geojson` : 4 objets → 4, 1 ajouté(s), 1 perdu(s), 1 déplacé(s) ou redessiné(s), au plus de 111 m, "
        "1 dont un attribut change.")
    ], [])  # fmt: skip


def test_a_rounding_is_no_move() -> None:
    assert compare(layer(point("a")), layer(point("a", 0.000001))).est_nul


def test_areas_are_told_in_hectares() -> None:
    (line,), _ = told(layer(square("z")), layer(square("z", 2 * HUNDRED_M)))
    assert "surface 0,8 → 3,3 ha (+2,4)" in line


def test_the_order_of_features_is_no_change() -> None:
    assert told(layer(point("a"), point("b")), layer(point("b"), point("a"))) == ([], [])


@pytest.mark.parametrize("left", [0, 1])
def test_a_layer_that_was_emptied_is_a_finding(left: int) -> None:
    before = layer(point("a"), point("b"), point("c"))
    after = layer(*[point("a")][:left])
    _, findings = told(before, after)
    assert findings == [
        (
            f"data/geo/a.geojson:0:0: {3 - left} objets perdus sur 3 — règle : une couche dérivée ne se vide pas d'un millésime "
            "à l'autre — remède : lire l'original : son format ou son contenu a changé"
        )
    ]


def test_a_layer_that_disappears_is_a_finding() -> None:
    findings: list[Finding] = []
    changes({"data/geo/a.geojson": layer(point("a"))}, {}, findings)
    assert len(findings) == 1


def test_rows_of_tables_are_counted() -> None:
    before = {"data/datasets/x/a.csv": b"n\n1\n2\n"}
    after = {"data/datasets/x/a.csv": b"n\n1\n3\n4\n"}
    assert report(before, after, []) == [
        "- `data/datasets/x/a.csv` : 2 lignes → 3, 2 nouvelle(s) ou changée(s), 1 retirée(s) ou changée(s)."
    ]


def test_when_nothing_changes_that_is_said() -> None:
    same = {"data/geo/a.geojson": layer(point("a"))}
    assert report(same, dict(same), []) == [NOTHING]
