"""The committed tables of territory are those that the committed layers give."""

from __future__ import annotations

import pytest

from opendata.findings import Finding
from opendata.records.sources import read_sources
from site_src.territoires.derived_tables import FOLDER, complements, derived_tables
from tests.builds import ROOT, committed

MOST = 2_000_000  # bytes of a committed table


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return committed("data/geo/*", "data/cartes.yaml", "data/sources.yaml", "data/parametres/*")


def test_the_committed_tables_follow_from_the_layers(files: dict[str, bytes]) -> None:
    findings: list[Finding] = []
    sources = read_sources("data/sources.yaml", files["data/sources.yaml"], findings)
    assert sources is not None
    made = derived_tables(files, sources, findings)
    assert findings == []
    assert sorted(made) == [
        f"{FOLDER}/exposition-plus-hautes-eaux/exposition.csv",
        f"{FOLDER}/exposition/chiffres-publies.csv",
        f"{FOLDER}/exposition/exposition.csv",
        f"{FOLDER}/lieux-frais/arrondissements.csv",
        f"{FOLDER}/lieux-frais/fontaines.csv",
        f"{FOLDER}/lieux-frais/lieux-frais.csv",
        f"{FOLDER}/lieux-frais/types.csv",
        f"{FOLDER}/voies-plus-hautes-eaux/verdicts.csv",
        f"{FOLDER}/voies-risques/verdicts.csv",
        f"{FOLDER}/voies-risques/voies.csv",
    ]
    different = [path for path, raw in made.items() if (ROOT / path).read_bytes() != raw]
    assert different == [], "relancer python build.py derive"
    assert max(map(len, made.values())) <= MOST


def test_rows_that_no_layer_holds_become_tables_of_cool_places() -> None:
    rows = [{"identifiant": "BD1", "jour": "lundi", "horaires": "12h - 18h"}]
    assert complements({"horaires": rows}) == {
        f"{FOLDER}/lieux-frais/horaires.csv": b"identifiant,jour,horaires\nBD1,lundi,12h - 18h\n"
    }


def test_without_thresholds_nothing_is_made(files: dict[str, bytes]) -> None:
    findings: list[Finding] = []
    sources = read_sources("data/sources.yaml", files["data/sources.yaml"], findings)
    assert sources is not None
    assert derived_tables({**files, "data/parametres/voies.yaml": b""}, sources, findings) == {}
    assert [finding.path for finding in findings] == ["data/parametres/voies.yaml"]


def test_what_may_not_be_downloaded_is_in_no_downloadable_table() -> None:
    for name in ("exposition/exposition.csv", "voies-risques/verdicts.csv"):
        assert b"plus_hautes_eaux" not in (ROOT / FOLDER / name).read_bytes()
