"""An original whose shape changed is a finding, never an empty layer."""

import json
from collections.abc import Mapping

import numpy as np
import pytest
import shapely

from maps.derivation import READERS, renew
from maps.derivation.expected import EXPECTED, REMEDY, RULE, unexpected
from maps.derivation.originals import NONE, Features
from opendata.findings import FindingsError
from opendata.model import Source

BOX = shapely.box(0, 0, 1, 1)
LINE = shapely.LineString([(0, 0), (1, 1)])
WATER: Mapping[str, object] = {"objectid": 1, "lib_classe": None}


def told(name: str, *rows: tuple[Mapping[str, object], object]) -> list[str]:
    features = Features(
        tuple(dict(row) for row, _ in rows), np.array([drawn for _, drawn in rows], dtype=object)
    )
    return [one.quoi for one in unexpected("a.geojson", features, EXPECTED[name])]


def test_every_original_that_is_read_whole_has_an_expected_shape() -> None:
    assert set(EXPECTED) == set(READERS)


def test_an_original_as_expected_has_no_finding() -> None:
    assert told("voies-d-eau", (WATER, BOX)) == []
    assert told("ppri", ({"n_sq_pprizo": 2.0, "zonage": "V"}, BOX)) == []


def test_an_original_without_any_feature_is_a_finding() -> None:
    (found,) = unexpected("a.geojson", NONE, EXPECTED["carrieres"])
    assert str(found) == f"a.geojson:0:0: aucune entité — règle : {RULE} — remède : {REMEDY}"


@pytest.mark.parametrize(
    ("row", "quoi"),
    [
        ({"lib_classe": None}, "colonne « objectid » absente de 1 entités sur 2"),
        (
            {**WATER, "objectid": None},
            "colonne « objectid » : valeur inattendue dans 1 entités sur 2",
        ),
        (
            {**WATER, "objectid": True},
            "colonne « objectid » : valeur inattendue dans 1 entités sur 2",
        ),
        (
            {**WATER, "objectid": "deux"},
            "colonne « objectid » : valeur inattendue dans 1 entités sur 2",
        ),
        (
            {**WATER, "objectid": "1.5"},
            "colonne « objectid » : valeur inattendue dans 1 entités sur 2",
        ),
        (
            {**WATER, "objectid": float("nan")},
            "colonne « objectid » : valeur inattendue dans 1 entités sur 2",
        ),
    ],
)
def test_a_column_that_is_missing_or_of_another_kind_is_a_finding(
    row: Mapping[str, object], quoi: str
) -> None:
    assert told("voies-d-eau", (WATER, BOX), (row, BOX)) == [quoi]


def test_an_unknown_zone_of_the_ppri_is_a_finding() -> None:
    assert told("ppri", ({"n_sq_pprizo": 2, "zonage": "R"}, BOX)) == [
        "colonne « zonage » : valeur inattendue dans 1 entités sur 1"
    ]


@pytest.mark.parametrize(("name", "drawn"), [("voies-d-eau", LINE), ("voies-d-eau", None)])
def test_another_geometry_is_a_finding(name: str, drawn: object) -> None:
    assert told(name, (WATER, drawn)) == ["1 entités sur 1 ne sont pas des surfaces"]


def test_every_wrong_shape_is_told_at_once_and_nothing_is_derived(
    sources: dict[str, Source],
) -> None:
    point = {"type": "Point", "coordinates": [2.35, 48.85]}
    drawn = [{"type": "Feature", "properties": {"objectid": 1}, "geometry": point}]
    raw = {
        "voies-d-eau": json.dumps({"type": "FeatureCollection", "features": drawn}).encode(),
        "fontaines": b"[]",
        "voies": b'{"error_code": "ODSQLError",\n"message": "colonne inconnue"}\n',
    }
    with pytest.raises(FindingsError) as raised:
        renew(raw, sources, {})
    assert [f"{one.path} : {one.quoi}" for one in raised.value.findings] == [
        "fontaines-a-boire.json : aucune entité",
        "plan-de-voirie-voies-deau.geojson : 1 entités sur 1 ne sont pas des surfaces",
        "plan-de-voirie-voies-deau.geojson : colonne « lib_classe » absente de 1 entités sur 1",
        "voie.csv : colonne « Geometry » absente ou répétée",
    ]
