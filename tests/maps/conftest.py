"""The committed layers, read once, and the official originals where this machine has them."""

from pathlib import Path

import pytest

from maps.figures.published_exposure import Exposure
from maps.records.carte import Carte
from maps.records.columns import COLUMNS
from maps.records.declaration import read_cartes
from maps.records.layers import Layer, read_layer
from opendata.findings import Finding
from opendata.model import Source
from opendata.records.sources import read_sources
from tests.maps.figures.published import committed_exposure

ROOT = Path(__file__).resolve().parents[2]
MIRROR = ROOT.parent / "shared" / "mirror"


@pytest.fixture(scope="session")
def layers() -> dict[str, Layer]:
    findings: list[Finding] = []
    read = {}
    for name, columns in COLUMNS.items():
        path = f"data/geo/{name}.geojson"
        layer = read_layer(path, (ROOT / path).read_bytes(), findings, properties=columns)
        assert layer is not None, findings
        read[name] = layer
    return read


@pytest.fixture(scope="session")
def mirror() -> Path:
    if not MIRROR.is_dir():
        pytest.skip("../shared/mirror is absent: the official originals are not in the repository")
    return MIRROR


@pytest.fixture(scope="session")
def sources() -> dict[str, Source]:
    path = "data/sources.yaml"
    read = read_sources(path, (ROOT / path).read_bytes(), [])
    assert read is not None
    return read


@pytest.fixture(scope="session")
def published() -> Exposure:
    """The figures of the published tables."""
    return committed_exposure()


@pytest.fixture(scope="session")
def cartes(sources: dict[str, Source]) -> dict[str, Carte]:
    """The declared maps by id."""
    columns = {name: frozenset(types) for name, types in COLUMNS.items()}
    raw = (ROOT / "data" / "cartes.yaml").read_bytes()
    read = read_cartes("data/cartes.yaml", raw, columns, frozenset(sources), [])
    assert read is not None
    return {item.id: item for item in read}
