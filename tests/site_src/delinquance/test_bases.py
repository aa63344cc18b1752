"""A base of the SSMSI is read cell by cell; what is not diffused has no value, here or in a message."""

from __future__ import annotations

import pytest

from opendata.findings import Finding
from site_src.delinquance.bases import ARRONDISSEMENTS, COMMUNES, Cell, Key, Reference, read_cells
from tests.site_src.delinquance.bases_text import (
    ARMED,
    BURGLARY,
    COMMUNAL,
    communal,
    communal_row,
    everywhere,
)


def read(raw: bytes) -> tuple[dict[Key, Cell] | None, list[str]]:
    findings: list[Finding] = []
    cells = read_cells("base.csv", raw, COMMUNES, ARRONDISSEMENTS, findings)
    return cells, [str(one) for one in findings]


def test_a_cell_has_its_count_its_rate_and_what_the_rate_is_related_to() -> None:
    cells, told = read(communal(everywhere(5)))
    assert told == []
    assert cells is not None
    assert len(cells) == len(ARRONDISSEMENTS)
    assert cells[2020, "75104", ARMED] == Cell(
        2020, "75104", ARMED, "Infraction", 5, 5.0, Reference("habitants", 1000, 2020)
    )


def test_a_burglary_is_related_to_homes() -> None:
    cells, told = read(communal(everywhere(5), BURGLARY))
    assert told == []
    assert cells is not None
    assert cells[2020, "75104", BURGLARY].taux == 10.0
    assert cells[2020, "75104", BURGLARY].reference == Reference("logements", 500, 2020)


def test_a_cell_that_is_not_diffused_has_neither_count_nor_rate_nor_complement() -> None:
    cells, told = read(communal(everywhere(5, c75102=None)))
    assert told == []
    assert cells is not None
    hidden = cells[2020, "75102", ARMED]
    assert (hidden.nombre, hidden.taux) == (None, None)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (communal_row("75102", 7).replace(",diff,", ",ndiff,"),
         ("base.csv:2:0: « Vols avec armes » de 2020, 75102 : valeur donnée alors qu'elle n'est pas diffusée"
         " — règle : ni effectif ni taux d'une case non diffusée — remède : reprendre l'original décrit")),
        (communal_row("75102", None).replace(",ndiff,", ",diff,"),
         ("base.csv:2:0: « Vols avec armes » de 2020, 75102 : effectif ou taux absent d'une case diffusée"
         " — règle : une case diffusée a les deux — remède : reprendre l'original décrit")),
        (communal_row("75102", None, rate='"4,0"'),
         ("base.csv:2:0: « Vols avec armes » de 2020, 75102 : valeur donnée alors qu'elle n'est pas diffusée"
         " — règle : ni effectif ni taux d'une case non diffusée — remède : reprendre l'original décrit")),
        (communal_row("75102", 7, rate='"7,5"'),
         ("base.csv:2:0: « Vols avec armes » de 2020, 75102 : le taux n'est pas celui de l'effectif"
         " — règle : pour mille habitants — remède : reprendre l'original décrit")),
        (communal_row("75102", 7).replace(",diff,", ",peut-être,"),
         ("base.csv:2:0: « Vols avec armes » de 2020, 75102 : diffusion « peut-être »"
         " — règle : diff ou ndiff — remède : reprendre l'original décrit")),
        (communal_row("75102", 7).replace("7.0", "7.5"),
         "base.csv:2:0: ligne illisible — règle : nombres, taux et millésimes du SSMSI — remède : reprendre l'original décrit"),
        (communal_row("75102", 7) * 2,
         ("base.csv:3:0: « Vols avec armes » de 2020, 75102 : deux fois"
         " — règle : une ligne par année, territoire et indicateur — remède : reprendre l'original décrit")),
    ],
    ids=["value of a hidden cell", "empty cell that is shown", "rate of a hidden cell", "rate of another count",
         "unknown diffusion", "half a fact", "twice"],
)  # fmt: skip
def test_a_faulty_row_is_told_at_its_line_without_its_values(row: str, message: str) -> None:
    assert read((COMMUNAL + row).encode()) == (None, [message])


def test_another_file_is_told_by_the_columns_that_it_lacks() -> None:
    cells, told = read(b"a,b\n1,2\n")
    assert cells is None
    assert told[0].startswith("base.csv:1:0: colonnes absentes : CODGEO_2025, annee, est_diffuse")
