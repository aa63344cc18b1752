from __future__ import annotations

import copy
from typing import Any

import pytest

from opendata.bilan.areas import CHEMIN, Areas, read_areas
from opendata.findings import Finding
from opendata.tranquillite.divulgation import ARRONDISSEMENTS
from tests.builds import ROOT
from tests.opendata.bilan.extracts import AREAS, parametres, raw

ONCE = "chaque arrondissement est dans une circonscription, et une seule"


def read(values: Any, est_fictif: bool = True) -> tuple[Areas | None, list[str]]:
    findings: list[Finding] = []
    decided = parametres().model_copy(update={"est_fictif": est_fictif})
    found = read_areas("c.yaml", raw(values), decided, findings)
    return found, [str(finding) for finding in findings]


@pytest.fixture
def areas() -> Any:
    return copy.deepcopy(AREAS)


def test_every_arrondissement_has_its_circonscription(areas: Any) -> None:
    found, findings = read(areas)
    assert findings == []
    assert found is not None
    assert found.circonscriptions["C-2"].arrondissements[1] == "75112"


def test_an_arrondissement_left_out_is_named(areas: Any) -> None:
    del areas["circonscriptions"]["C-1"]["arrondissements"][4]
    assert read(areas) == (None, [
        f"c.yaml:2:3: 75105 n'est dans aucune circonscription — règle : {ONCE} — remède : l'ajouter à sa circonscription",
    ])  # fmt: skip


def test_an_arrondissement_of_two_circonscriptions_is_found_at_both(areas: Any) -> None:
    areas["circonscriptions"]["C-1"]["arrondissements"].append("75112")
    _, findings = read(areas)
    assert findings == [
        f"c.yaml:{line}:7: 75112 écrit 2 fois — règle : {ONCE} — remède : ne le garder qu'une fois"
        for line in (14, 19)
    ]


def test_another_code_is_no_arrondissement(areas: Any) -> None:
    areas["circonscriptions"]["C-1"]["arrondissements"][0] = "75056"
    _, findings = read(areas)
    assert findings[0].startswith("c.yaml:4:7: arrondissement inconnu — règle : code INSEE d'un arrondissement, 75101 à 75120")  # fmt: skip
    assert "75101 n'est dans aucune circonscription" in findings[1]


def test_fictitious_circonscriptions_serve_no_real_extract(areas: Any) -> None:
    assert read(areas, est_fictif=False)[1] == [
        (
            "c.yaml:29:13: circonscriptions fictives pour un extrait qui ne l'est pas"
            " — règle : une correspondance fictive ne sert qu'à la démonstration"
            " — remède : donner celle de l'observatoire : --circonscriptions FICHIER"
        )
    ]


def test_what_is_fictitious_says_so_in_its_title(areas: Any) -> None:
    areas["titre"] = "Circonscriptions"
    _, findings = read(areas)
    assert "titre qui ne dit pas « fictif »" in findings[0]


def test_the_example_is_fictitious_by_its_name_and_whole() -> None:
    assert "fictif" in CHEMIN
    findings: list[Finding] = []
    found = read_areas(CHEMIN, (ROOT / CHEMIN).read_bytes(), parametres(), findings)
    assert findings == []
    assert found is not None
    assert found.est_fictif
    covered = [code for one in found.circonscriptions.values() for code in one.arrondissements]
    assert sorted(covered) == list(ARRONDISSEMENTS)
    assert all("fictif" in one.libelle for one in found.circonscriptions.values())
