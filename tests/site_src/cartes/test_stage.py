"""The maps' stage joins maps of classes to published tables, and publishes none that is wrong."""

from __future__ import annotations

from contextlib import suppress

import pytest

from maps.records.atlas import Atlas
from opendata.findings import FindingsError
from opendata.model import Publishable, ReleasedTable
from opendata.records.catalogue import Datasets
from tests.builds import committed, library, outputs, record

CARTES = "data/cartes.yaml"
TABLE = "data/datasets/tranquillite/tranquillite-donnees-fictives-de-demonstration.csv"
HIDDEN = ",Total,,Q,true"


@pytest.fixture(scope="module")
def good() -> dict[str, bytes]:
    return committed(
        "data/geo/*",
        CARTES,
        "data/s*.yaml",
        "data/langues/*/langue.yaml",
        "data/langues/*/mots/*.yaml",
        "data/parametres/*",
        "data/datasets/tranquillite/**/*",
        "data/datasets/exposition*/**/*",
        "data/datasets/crues/**/*",
    )


@pytest.fixture(scope="module")
def tables(good: dict[str, bytes]) -> dict[tuple[str, str], Publishable]:
    read: dict[tuple[str, str], Publishable] = record(good, "map_tables", dict)
    return read


def replaced(files: dict[str, bytes], path: str, old: str, new: str) -> dict[str, bytes]:
    raw = files[path].decode()
    assert raw.count(old) == 1
    return {**files, path: raw.replace(old, new).encode()}


def hidden_total(files: dict[str, bytes]) -> str:
    """The last row whose total is hidden."""
    return [row for row in files[TABLE].decode().splitlines() if row.endswith(HIDDEN)][-1]


def test_the_tables_of_a_map_come_under_the_type_that_lets_them_out(
    good: dict[str, bytes], tables: dict[tuple[str, str], Publishable]
) -> None:
    declared = record(good, "datasets", Datasets).read["tranquillite"].dataset.ressources
    assert {name for jeu, name in tables if jeu == "tranquillite"} == {one.nom for one in declared}
    table = tables["tranquillite", "tranquillite"]
    assert isinstance(table, ReleasedTable)
    assert table.est_fictif
    assert table.recovered == 0


def test_tables_that_no_map_uses_do_not_come(
    good: dict[str, bytes], tables: dict[tuple[str, str], Publishable]
) -> None:
    assert "data/datasets/crues/dataset.yaml" in good
    assert {jeu for jeu, _ in tables} == {
        "exposition",
        "exposition-plus-hautes-eaux",
        "tranquillite",
    }


def test_a_table_that_gives_way_does_not_come(good: dict[str, bytes]) -> None:
    # The total of a hidden line told again: the cell that it hid can be computed.
    row = hidden_total(good)
    bad = replaced(good, TABLE, row, row.replace(",,Q,", ",26,A,"))
    with pytest.raises(FindingsError) as caught:
        record(bad, "map_tables", dict)
    assert caught.value.findings


def test_a_map_that_is_wrong_is_not_published(good: dict[str, bytes]) -> None:
    bad = replaced(good, CARTES, "nom: Classe 2, minimum: 3,", "nom: Classe 2, minimum: 4,")
    with pytest.raises(FindingsError) as caught:
        outputs("maps", bad)
    (finding,) = caught.value.findings
    assert str(finding).startswith(f"{CARTES}:")
    assert "« Classe 2 » commence à 4 et laisse un vide après « Classe 1 », qui finit à 3" in str(finding)  # fmt: skip


def test_what_is_wrong_with_a_map_of_classes_is_said_once(good: dict[str, bytes]) -> None:
    bad = replaced(good, CARTES, "valeur: nb_faits", "valeur: nb_fait")
    assert [text.partition(" — ")[0].partition(": ")[2] for text in found(bad)] == [
        "colonne « nb_fait » inconnue de tranquillite/tranquillite"
    ]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (TABLE, "", ",Total,,A,true"),
        ("data/datasets/exposition/exposition.csv", "ppri,paris,75056,Paris,", "ppri,paris,75056,,"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_of_maps_is_said_with_its_dataset_alone(
    good: dict[str, bytes], path: str, old: str, new: str
) -> None:
    row = old or hidden_total(good)
    told = found(replaced(good, path, row, new if old else row.replace(HIDDEN, new)))
    assert told
    assert {text.partition(":")[0] for text in told} == {path}


def found(files: dict[str, bytes]) -> list[str]:
    """What is found by the readings that maps need."""
    shelf = library(files)
    with suppress(FindingsError):
        shelf.record("cartes", Atlas)
    return [str(finding) for finding in shelf.findings]
