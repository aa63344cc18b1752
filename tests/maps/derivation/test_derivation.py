"""The whole way from the originals to data/geo."""

from pathlib import Path

import pytest

from maps.derivation import LAYER_SOURCES, derive
from maps.records.columns import COLUMNS
from opendata.findings import FindingsError
from opendata.model import Source

ROOT = Path(__file__).resolve().parents[3]


def test_derive_gives_the_committed_bytes(mirror: Path, sources: dict[str, Source]) -> None:
    steps: list[str] = []
    derivation = derive(mirror, sources, steps.append)
    committed = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in (ROOT / "data" / "geo").glob("*.geojson")
    }
    assert dict(derivation.files) == committed
    assert all(line.startswith("vérifié") for line in derivation.lines)
    assert steps[0] == "Quartiers et arrondissements"


def test_every_layer_names_described_sources(sources: dict[str, Source]) -> None:
    assert set(LAYER_SOURCES) == set(COLUMNS)
    assert {name for names in LAYER_SOURCES.values() for name in names} <= set(sources)


def test_missing_originals_stop_everything(tmp_path: Path, sources: dict[str, Source]) -> None:
    with pytest.raises(FindingsError) as raised:
        derive(tmp_path, sources)
    assert len(raised.value.findings) == 12


def test_undescribed_original_is_named(tmp_path: Path, sources: dict[str, Source]) -> None:
    described = {name: source for name, source in sources.items() if name == "ppri"}
    with pytest.raises(FindingsError) as raised:
        derive(tmp_path, described)
    assert str(raised.value.findings[0]) == (
        "data/sources.yaml:0:0: source « arrondissements » absente — règle : chaque original de data/geo est décrit"
        " — remède : ajouter l'entrée « arrondissements »"
    )
