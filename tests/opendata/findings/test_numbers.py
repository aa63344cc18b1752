"""A number written as people write it in French is told in the form of a file."""

from __future__ import annotations

import pytest

from opendata.findings.numbers import rewritten, thousands


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1 234,5", "1234.5"),
        ("640 000", "640000"),
        ("640\u202f000", "640000"),
        ("640.000,5", "640000.5"),
        ("1.234.567", "1234567"),
        ("1'234", "1234"),
        ("1,234,567.8", "1234567.8"),
        ("6,10", "6.10"),
        ("-0,5", "-0.5"),
        ("12,345", "12.345"),
        ("quatre cents", None),
        ("61 cm", None),
        ("1,2,3", None),
        ("007,5", None),
    ],
)
def test_a_french_number_is_rewritten(written: str, expected: str | None) -> None:
    assert rewritten(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("640.000", "écrire 640000 si ce sont des milliers, 640.0000 si ce sont des décimales"),
        ("1.234", "écrire 1234 si ce sont des milliers, 1.2340 si ce sont des décimales"),
        ("1.234.567", "écrire 1234567 si ce sont des milliers"),
        ("0.325", None),
        ("6.10", None),
        ("6.1000", None),
        ("1234.567", None),
    ],
)
def test_a_point_that_may_stand_between_thousands_is_asked_about(
    written: str, expected: str | None
) -> None:
    assert thousands(written) == expected
