"""The committed tables of territory are those that the committed layers give."""

from __future__ import annotations

import pytest

from maps.records.atlas import Atlas
from opendata.findings import Finding
from opendata.records.sources import read_sources
from site_src.territoires.derived_tables import (
    FOLDER,
    complements,
    derived_tables,
    figures_late,
    published_csv,
)
from site_src.territoires.imprints import DERIVED
from tests.builds import ROOT, committed, library

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
        f"{FOLDER}/territoires/territoires.csv",
        f"{FOLDER}/voies-plus-hautes-eaux/verdicts.csv",
        f"{FOLDER}/voies-risques/verdicts.csv",
        f"{FOLDER}/voies/voies-arrondissements.csv",
        f"{FOLDER}/voies/voies.csv",
    ]
    by_hand = (
        f"{FOLDER}/exposition/chiffres-publies.csv"  # follows data/cartes.yaml, and may be late
    )
    different = [
        path for path, raw in made.items()
        if path != by_hand and (ROOT / path).read_bytes() != raw
    ]  # fmt: skip
    assert different == [], "relancer python build.py derive"
    assert max(map(len, made.values())) <= MOST


def test_rows_that_no_layer_holds_become_tables_of_cool_places() -> None:
    rows = [{"identifiant": "BD1", "jour": "lundi", "horaires": "12h - 18h"}]
    assert complements({"horaires": rows}) == {
        f"{FOLDER}/lieux-frais/horaires.csv": b"id_lieu,jour,horaires\nBD1,lundi,12h - 18h\n"
    }


def test_derive_leaves_an_imprint_of_all_that_it_makes(files: dict[str, bytes]) -> None:
    """Those of the originals that no layer holds are named beside."""
    beside = (
        "lieux-frais/horaires",
        "lieux-frais/indisponibilites",
        *(
            f"maxima-annuels/{name}"
            for name in ("maxima-annuels", "crues-de-la-serie", "debits-annuels", "desaccords")
        ),
        "delinquance-enregistree/arrondissements",
        "delinquance-enregistree/paris",
    )
    made = {
        f"{FOLDER}/exposition-plus-hautes-eaux/exposition.csv",
        f"{FOLDER}/exposition/exposition.csv",
        *(
            f"{FOLDER}/lieux-frais/{name}.csv"
            for name in ("arrondissements", "fontaines", "lieux-frais", "types")
        ),
        f"{FOLDER}/voies-plus-hautes-eaux/verdicts.csv",
        f"{FOLDER}/territoires/territoires.csv",
        f"{FOLDER}/voies-risques/verdicts.csv",
        *(f"{FOLDER}/voies/{name}.csv" for name in ("voies", "voies-arrondissements")),
        *(f"{FOLDER}/{name}.csv" for name in beside),
        *(path for path in files if path.startswith("data/geo/")),
    }
    assert set(DERIVED) == made


def test_figures_of_others_that_the_map_says_otherwise_are_late() -> None:
    read = library(committed("data/geo/*", "data/cartes.yaml", "data/sources.yaml"))
    cartes = read.record("atlas", Atlas).cartes
    ((path, raw),) = published_csv(cartes).items()
    assert list(figures_late(cartes, {path: raw})) == []
    assert [str(one) for one in figures_late(cartes, {path: raw + b"x"})] == [
        (
            f"{path}:0:0: ne dit plus ce que dit data/cartes.yaml (chiffres_publies) — règle : cette table suit la carte qui "
            "les cite — remède : y recopier le changement, et une version de plus au journal du jeu — page : /donnees/exposition/"
        )
    ]


def test_without_thresholds_nothing_is_made(files: dict[str, bytes]) -> None:
    findings: list[Finding] = []
    sources = read_sources("data/sources.yaml", files["data/sources.yaml"], findings)
    assert sources is not None
    assert derived_tables({**files, "data/parametres/voies.yaml": b""}, sources, findings) == {}
    assert [finding.path for finding in findings] == ["data/parametres/voies.yaml"]


def test_what_may_not_be_downloaded_is_in_no_downloadable_table() -> None:
    for name in ("exposition/exposition.csv", "voies-risques/verdicts.csv"):
        assert b"plus_hautes_eaux" not in (ROOT / FOLDER / name).read_bytes()
