"""The maps' stage joins maps of classes to published tables, and publishes none that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from opendata.findings import Finding, FindingsError
from opendata.model import ReleasedTable
from opendata.records.sources import read_sources
from site_src import checking
from site_src.cartes import stage as cartographie
from site_src.engine.stages import Inputs, read_files

ROOT = Path(__file__).resolve().parents[3]
CARTES = "data/cartes.yaml"
TABLE = "data/datasets/tranquillite/tranquillite-donnees-fictives-de-demonstration.csv"


@pytest.fixture(scope="module")
def good() -> dict[str, bytes]:
    return read_files(
        ROOT,
        (
            "data/geo/*",
            CARTES,
            "data/s*.yaml",
            "data/parametres/*",
            "data/datasets/tranquillite/*",
            "data/datasets/exposition*/*",
        ),
    )


def replaced(files: dict[str, bytes], path: str, old: str, new: str) -> dict[str, bytes]:
    raw = files[path].decode()
    assert raw.count(old) == 1
    return {**files, path: raw.replace(old, new).encode()}


def test_the_tables_of_a_map_come_under_the_type_that_lets_them_out(
    good: dict[str, bytes],
) -> None:
    tables = publishable_tables(good, ["tranquillite"], [])
    assert sorted(name for _, name in tables) == ["equipements", "temoins", "tranquillite", "trimestres"]  # fmt: skip
    table = tables["tranquillite", "tranquillite"]
    assert isinstance(table, ReleasedTable)
    assert table.est_fictif
    assert table.recovered == 0
    assert publishable_tables(good, [], []) == {}


def test_a_table_that_gives_way_does_not_come(good: dict[str, bytes]) -> None:
    # The total of a hidden line told again: the cell that it hid can be computed.
    bad = replaced(good, TABLE, "2025,75118,Total,,Q,true", "2025,75118,Total,26,A,true")
    findings: list[Finding] = []
    tables = publishable_tables(bad, ["tranquillite"], findings)
    assert tables == {}
    assert findings


def test_a_map_that_is_wrong_is_not_published(good: dict[str, bytes]) -> None:
    bad = replaced(good, CARTES, "nom: Classe 2, minimum: 5,", "nom: Classe 2, minimum: 6,")
    with pytest.raises(FindingsError) as caught:
        cartographie.run(Inputs(bad, {}, {}, lambda _: None))
    (finding,) = caught.value.findings
    assert str(finding).startswith(f"{CARTES}:")
    assert "« Classe 2 » commence à 6 et laisse un vide après « Classe 1 », qui finit à 5" in str(finding)  # fmt: skip


def test_check_says_what_is_wrong_with_a_map_of_classes_and_a_bad_table_once(
    good: dict[str, bytes],
) -> None:
    bad = replaced(good, CARTES, "valeur: nb_faits", "valeur: nb_fait")
    found = _maps(bad)
    assert [text.partition(" — ")[0].partition(": ")[2] for text in found] == [
        "colonne « nb_fait » inconnue de tranquillite/tranquillite"
    ]
    broken = replaced(good, TABLE, "2025,75118,Total,,Q,true", "2025,75118,Total,,A,true")
    assert _maps(broken) == []


def _maps(files: dict[str, bytes]) -> list[str]:
    """What the check of maps finds: the datasets' own check tells a bad table."""
    sources = read_sources(cartographie.SOURCES, files[cartographie.SOURCES], [])
    findings: list[Finding] = []
    checking._maps(files, sources or {}, findings)
    return [str(finding) for finding in findings]
