"""The arrondissements are held against the department; what a difference would give is never said."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from opendata.findings import Finding
from site_src.delinquance.bases import (
    ARRONDISSEMENTS,
    COMMUNES,
    DEPARTEMENTS,
    PARIS,
    Cell,
    Form,
    Key,
    read_cells,
)
from site_src.delinquance.sums import held, sums
from tests.site_src.delinquance.bases_text import ARMED, communal, departmental, everywhere


def cells_of(raw: bytes, form: Form, wanted: tuple[str, ...]) -> dict[Key, Cell]:
    findings: list[Finding] = []
    cells = read_cells("base", raw, form, wanted, findings)
    assert cells is not None, findings
    return cells


def told(counts: dict[str, int | None], department: bytes) -> list[str]:
    found = held(
        "base.csv",
        cells_of(communal(counts), COMMUNES, ARRONDISSEMENTS),
        cells_of(department, DEPARTEMENTS, (PARIS,)),
    )
    return [str(one) for one in found]


def test_a_sum_that_is_the_department_s_holds() -> None:
    assert told(everywhere(5), departmental(100)) == []


def test_one_digit_changed_does_not_hold() -> None:
    assert told(everywhere(5, c75103=6), departmental(100)) == [
        (
            "base.csv:0:0: « Vols avec armes » de 2020 : 101 par arrondissement, 100 pour le département"
            " — règle : la somme des arrondissements est le nombre du département — remède : reprendre l'original décrit"
        )
    ]


def test_where_one_is_hidden_the_others_may_be_less_and_not_more() -> None:
    assert told(everywhere(5, c75102=None), departmental(99)) == []
    assert told(everywhere(5, c75102=None), departmental(94)) == [
        (
            "base.csv:0:0: « Vols avec armes » de 2020 : les arrondissements diffusés dépassent le département"
            " — règle : la somme des arrondissements est le nombre du département — remède : reprendre l'original décrit"
        )
    ]


def test_an_arrondissement_without_its_row_is_told() -> None:
    counts = everywhere(5)
    del counts["75110"]
    assert told(counts, departmental(95)) == [
        (
            "base.csv:0:0: « Vols avec armes » de 2020 : 75110 sans ligne"
            " — règle : vingt arrondissements par année et indicateur — remède : reprendre l'original décrit"
        )
    ]


def test_two_units_of_count_are_never_compared() -> None:
    assert told(everywhere(5), departmental(100, unit="Victime")) == [
        (
            "base.csv:0:0: « Vols avec armes » de 2020 : « Infraction » ici, « Victime » dans la base départementale"
            " — règle : une seule unité de compte par indicateur — remède : reprendre l'original décrit"
        )
    ]


def test_an_indicator_that_the_department_has_not_is_told() -> None:
    [message] = told(everywhere(5), departmental(100, "Vols violents sans arme"))
    assert "« Vols avec armes » de 2020 : absent de la base départementale" in message


@given(st.lists(st.one_of(st.none(), st.integers(0, 99)), min_size=20, max_size=20))
def test_there_is_a_sum_only_where_everything_is_diffused(counts: list[int | None]) -> None:
    cells = cells_of(communal(dict(zip(ARRONDISSEMENTS, counts, strict=True))), COMMUNES, ARRONDISSEMENTS)  # fmt: skip
    [total] = sums(cells)
    known = [count for count in counts if count is not None]
    assert total.nombre == (sum(known) if len(known) == len(counts) else None)


@given(st.integers(0, 300))
def test_a_message_about_a_hidden_cell_says_no_number(department: int) -> None:
    for message in told(everywhere(5, c75102=None), departmental(department)):
        assert re.findall(r"\d+", message.replace("base.csv:0:0", "")) == ["2020"]
    assert ARMED in communal(everywhere(5)).decode()
