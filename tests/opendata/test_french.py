"""Numbers and lists as French writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.french import NARROW_SPACE, listed, number, number_as_written


def test_thousands_are_apart_and_decimals_follow_a_comma() -> None:
    assert number(2103778) == f"2{NARROW_SPACE}103{NARROW_SPACE}778"
    assert number(11.754, 2) == "11,75"
    assert number(6.1, 2) == "6,10"
    assert number(-1234.5, 1) == f"-1{NARROW_SPACE}234,5"


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_a_number_is_rounded_as_python_rounds_it(value: float, decimals: int) -> None:
    plain = number(value, decimals).replace(NARROW_SPACE, "").replace(",", ".")
    assert plain == f"{value:.{decimals}f}"


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (6.1, "6,1"), (266000.0, f"266{NARROW_SPACE}000"), (1350.125, f"1{NARROW_SPACE}350,125")],
)  # fmt: skip
def test_a_number_keeps_the_decimals_that_were_written(value: float, said: str) -> None:
    assert number_as_written(value) == said


def test_names_are_listed_with_commas_and_one_et() -> None:
    assert [listed(names) for names in ([], ["1er"], ["1er", "2e"], ["1er", "2e", "3e"])] == [
        "",
        "1er",
        "1er et 2e",
        "1er, 2e et 3e",
    ]
    assert listed(["{0}", "{1}"]) == "{0} et {1}"
