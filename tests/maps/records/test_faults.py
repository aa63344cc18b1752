"""Whatever a file holds, a broken geometry is described and never breaks the program."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from maps.records.faults import PARIS, broken_geometry
from maps.records.layers import read_layer
from opendata.findings import Finding

KINDS = ["Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "Circle"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.sampled_from(KINDS), JSON)
def test_arbitrary_coordinates_are_faults(kind: str, coordinates: Any) -> None:
    assert broken_geometry({"type": kind, "coordinates": coordinates}, PARIS)


@given(JSON)
def test_arbitrary_geometry_is_a_fault(geometry: Any) -> None:
    assert broken_geometry(geometry, PARIS)


@given(JSON, JSON)
def test_arbitrary_features_are_findings(features: Any, properties: Any) -> None:
    document = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": properties, "geometry": None}, features],
    }
    findings: list[Finding] = []
    raw = json.dumps(document).encode()
    assert read_layer("a.geojson", raw, findings, properties={"code": str}) is None
    assert findings
    assert all(finding.line == 1 for finding in findings)


@given(st.floats(2.22, 2.475), st.floats(48.81, 48.91))
def test_point_of_paris_is_sound_and_swapped_is_not(longitude: float, latitude: float) -> None:
    point = {"type": "Point", "coordinates": [longitude, latitude]}
    assert not broken_geometry(point, PARIS)
    swapped = {"type": "Point", "coordinates": [latitude, longitude]}
    assert [fault.system for fault in broken_geometry(swapped, PARIS)] == ["latitude d'abord"]


def test_escaped_emoji_does_not_hide_a_finding() -> None:
    raw = b'{"type": "FeatureCollection", "name": "\\ud83d\\ude00", "features": []}'
    findings: list[Finding] = []
    assert read_layer("a.geojson", raw, findings, properties={}) is None
    assert [finding.quoi for finding in findings] == ["aucune entité"]


def test_an_outline_of_too_many_points_is_refused_before_its_crossings_are_looked_for() -> None:
    ring = [[2.3 + i % 100 / 1e4, 48.85 + i % 77 / 1e4] for i in range(20_000)]
    (fault,) = broken_geometry({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}, PARIS)
    assert (fault.quoi, fault.regle) == (
        "contour de 20 001 points",
        "au plus 20 000 points par entité",
    )
