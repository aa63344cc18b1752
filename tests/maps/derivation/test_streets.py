"""Streets: lines lighter by a little, joined where they were, in the right arrondissements."""

import numpy as np
import pytest
import shapely

from maps.derivation.canonical import DerivedLayer
from maps.derivation.originals import Features
from maps.derivation.streets import COMMUNE_PARIS, keep_junctions, voies
from maps.geometry.projection import to_wgs84
from maps.records.layers import Layer

WEST, SOUTH = 652_000.0, 6_862_000.0


def line(*points: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([(WEST + x, SOUTH + y) for x, y in points])


def derived(*lines: shapely.Geometry, commune: str = COMMUNE_PARIS) -> DerivedLayer:
    """Streets between two arrondissements that meet along x = 100 m."""
    rows = tuple(
        {
            "N_SQ_VO": str(number),
            "C_VOIE": "",
            "C_VOIE_VP": "0506",
            "L_LONGMIN": "Rue  Basse",
            "C_DESI": "RUE",
            "N_SQ_CO": commune,
        }
        for number in range(len(lines))
    )
    boxes = [shapely.box(WEST + x, SOUTH, WEST + x + 100, SOUTH + 200) for x in (0, 100)]
    ground = DerivedLayer(
        "arrondissements",
        ({"code_insee": "75101"}, {"code_insee": "75102"}),
        to_wgs84(np.array(boxes, dtype=object)),
    )
    return voies(Features(rows, np.array(lines, dtype=object)), ground)


@pytest.mark.parametrize(
    ("street", "codes"),
    [
        (line((10, 50), (60, 50)), ["75101"]),
        (line((100, 10), (100, 190)), ["75101", "75102"]),
        (line((107, 10), (107, 190)), ["75101", "75102"]),
        (line((10, 50), (190, 50)), ["75101", "75102"]),
        (line((10, 50), (103, 50)), ["75101"]),
        (line((110, 50), (115, 50)), ["75102"]),
    ],
    ids=["within", "on the border", "along the border", "across", "ends at the border", "short"],
)
def test_arrondissements_are_those_it_runs_through(
    street: shapely.Geometry, codes: list[str]
) -> None:
    assert derived(street).properties[0]["arrondissements"] == codes


def test_street_of_another_commune_is_dropped_and_counted() -> None:
    layer = derived(line((10, 50), (60, 50)), commune="920000041")
    assert layer.properties == ()
    assert layer.dropped == 1


def test_street_far_from_paris_is_dropped() -> None:
    assert derived(line((900, 50), (960, 50))).dropped == 1


def test_codes_of_the_city_stay_as_it_writes_them() -> None:
    """A leading zero is part of a code; an absent one is empty."""
    properties = derived(line((10, 50), (60, 50))).properties[0]
    assert [properties[name] for name in ("n_sq_vo", "c_voie", "c_voie_vp")] == ["0", "", "0506"]


def test_name_has_single_spaces_and_length_is_rounded() -> None:
    properties = derived(line((10, 50), (60.4, 50))).properties[0]
    assert properties["libelle_voie"] == "Rue Basse"
    assert properties["longueur_tracee_m"] == 50


def test_pieces_end_to_end_become_one_line() -> None:
    pieces = shapely.MultiLineString([line((10, 50), (30, 50)), line((30, 50), (60, 50))])
    assert derived(pieces).geometries[0].geom_type == "LineString"


def test_junction_is_kept_where_a_plain_vertex_goes() -> None:
    along = line((0, 0), (20, 0.1), (50, 0.1), (100, 0))
    across = line((50, 0.1), (50, 80))
    kept, _ = keep_junctions(np.array([along, across], dtype=object), 0.5)
    assert [x - WEST for x, _ in kept.coords] == pytest.approx([0, 50, 100])


def test_closed_street_stays_closed() -> None:
    square = line((0, 0), (40, 0), (40, 40), (0, 40), (0, 0))
    assert keep_junctions(np.array([square], dtype=object), 0.5)[0].is_closed


def test_known_streets_are_in_their_arrondissements(layers: dict[str, Layer]) -> None:
    found = {row["libelle_voie"]: row["arrondissements"] for row in layers["voies"].properties}
    assert found["Boulevard de Sébastopol"] == ["75101", "75102", "75103", "75104"]
    assert found["Rue de Vaugirard"] == ["75106", "75115"]
    assert found["Rue Mouffetard"] == ["75105"]
    assert found["Boulevard de Clichy"] == ["75109", "75118"]
    assert found["Avenue Daumesnil"] == ["75112"]
