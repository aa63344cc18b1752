"""Each territory has one look, and no look of a hidden figure says anything of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.choropleth.territory_values import (
    TerritoryValue,
    paris_value,
    rows_by_code,
    territory_values,
)
from maps.records.classes import Choroplethe
from tests.maps.choropleths import ROWS, Row, joined_map, layer, table


@pytest.fixture(scope="module")
def declared() -> Choroplethe:
    found = joined_map()[0].choroplethe
    assert found is not None
    return found


def territories(declared: Choroplethe, rows: list[Row]) -> dict[str, TerritoryValue]:
    found = territory_values(declared, layer(), rows_by_code(declared.table, table(rows)))
    return {case.code: case for case in found}


def test_a_class_a_hidden_figure_a_zero_and_an_absence_are_four_things(
    declared: Choroplethe,
) -> None:
    found = territories(declared, list(ROWS))
    assert {code: (case.etat, case.effectif, case.taux) for code, case in found.items()} == {
        "A": ("classe-1", 10, 20.0),
        "B": ("classe-2", 100, 200.0),
        "C": ("cachee", None, None),
        "D": ("zero", 0, 0.0),
        "E": ("absente", None, None),
    }


def test_a_class_holds_its_minimum_and_not_its_maximum(declared: Choroplethe) -> None:
    found = territories(declared, [("2025", "A", 25, "A"), ("2025", "B", 24, "A")])
    assert (found["A"].taux, found["A"].etat, found["B"].etat) == (50.0, "classe-2", "classe-1")


def test_a_figure_beside_a_hidden_status_is_not_read(declared: Choroplethe) -> None:
    found = territories(declared, [("2025", "A", 3, "Q")])
    assert (found["A"].etat, found["A"].effectif, found["A"].taux) == ("cachee", None, None)


def test_an_unknown_status_or_an_empty_figure_is_no_zero(declared: Choroplethe) -> None:
    found = territories(declared, [("2025", "A", 3, "M"), ("2025", "B", None, "A")])
    assert (found["A"].etat, found["B"].etat) == ("absente", "absente")
    assert found["A"].effectif is None


def test_paris_is_the_table_s_total_and_of_no_class(declared: Choroplethe) -> None:
    paris = paris_value(declared, layer(), rows_by_code(declared.table, table()))
    assert (paris.code, paris.etat, paris.effectif, paris.taux) == ("75056", "", 130, 52.0)
    hidden = paris_value(
        declared, layer(), rows_by_code(declared.table, table([("2025", "Total", None, "Q")]))
    )
    assert (hidden.etat, hidden.effectif) == ("cachee", None)


figures = st.one_of(
    st.tuples(st.none() | st.integers(0, 9), st.just("Q")),
    st.tuples(st.integers(0, 3000), st.just("A")),
    st.tuples(st.none() | st.integers(0, 3000), st.sampled_from(["M", "O", "L"])),
)


@settings(deadline=None)
@given(st.fixed_dictionaries({code: st.none() | figures for code in "ABCDE"}))
def test_whatever_is_released_only_a_published_figure_is_of_a_class(
    declared: Choroplethe, told: dict[str, tuple[int | None, str] | None]
) -> None:
    rows: list[Row] = [("2025", code, *cell) for code, cell in told.items() if cell]
    found = territories(declared, rows)
    for code, cell in told.items():
        number, status = cell or (None, "")
        expected = {"Q": {"cachee"}, "A": {"zero"} if number == 0 else {"classe-1", "classe-2"}}
        assert found[code].etat in expected.get(status, {"absente"})
        assert (found[code].effectif is None) == (status != "A")
