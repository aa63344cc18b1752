"""The whole way from the originals to data/geo."""

import json
from pathlib import Path

import pytest

from maps.derivation import LAYER_SOURCES, MAKERS, derive, renew, renewable
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
    assert len(raised.value.findings) == 13


def test_undescribed_original_is_named(tmp_path: Path, sources: dict[str, Source]) -> None:
    described = {name: source for name, source in sources.items() if name == "ppri"}
    with pytest.raises(FindingsError) as raised:
        derive(tmp_path, described)
    assert str(raised.value.findings[0]) == (
        "data/sources.yaml:0:0: source « arrondissements » absente — règle : chaque original de data/geo est décrit"
        " — remède : ajouter l'entrée « arrondissements »"
    )


ALL = frozenset(source for needed in LAYER_SOURCES.values() for source in needed)


def test_all_originals_make_every_layer() -> None:
    assert renewable(ALL) == set(LAYER_SOURCES)


def test_a_layer_without_one_of_its_originals_stays() -> None:
    assert renewable({"voies-d-eau", "ppri"}) == {"seine_et_canaux", "ppri"}
    assert renewable(()) == frozenset()


def test_what_goes_together_is_never_parted() -> None:
    """The outlines of arrondissements are those of quartiers: without one's original, both stay."""
    assert renewable(ALL - {"population-arrondissement"}).isdisjoint(
        {"arrondissements", "quartiers"}
    )
    assert "arrondissements" not in renewable(ALL - {"voies"})
    assert renewable(ALL - {"lieux-frais"}) >= {"voies", "fontaines", "gares", "iris"}


def test_every_layer_is_made_by_somebody() -> None:
    assert set(MAKERS) == set(LAYER_SOURCES)


def test_layers_made_upon_published_ones_have_the_committed_bytes(
    mirror: Path, sources: dict[str, Source]
) -> None:
    published = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in (ROOT / "data" / "geo").glob("*.geojson")
    }
    held = ("voies-d-eau", "carrieres", "lieux-frais", "quartiers")
    raw = {name: (mirror / sources[name].fichier).read_bytes() for name in held}
    found = renew(raw, sources, published)
    assert set(found.files) == {
        f"data/geo/{name}.geojson"
        for name in ("seine_et_canaux", "carrieres", "lieux_frais", "mairies")
    }
    assert all(published[path] == made for path, made in found.files.items())
    assert set(found.tables) == {"horaires"}


def test_a_layer_of_points_far_smaller_than_the_published_one_is_refused(
    mirror: Path, sources: dict[str, Source]
) -> None:
    published = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in (ROOT / "data" / "geo").glob("*.geojson")
    }
    rows = json.loads((mirror / sources["fontaines"].fichier).read_bytes())
    with pytest.raises(FindingsError) as raised:
        renew({"fontaines": json.dumps(rows[:200]).encode()}, sources, published)
    assert raised.value.findings[0].path == "data/geo/fontaines.geojson"
    assert "20 % d'écart admis" in raised.value.findings[0].quoi
