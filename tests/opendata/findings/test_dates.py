"""A date of what is over cannot be after the day of the run, which is given and never read from a clock."""

from __future__ import annotations

from datetime import date

import pytest

from opendata.findings.dates import dates_to_come, is_to_come

DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026", False),
        ("2026-11", False),
        ("2026-11-28", False),
        ("2026-11-29", True),
        ("2026-12", True),
        ("2027", True),
        ("2105", True),
        ("1658-02-27", False),
        ("s.d.", False),
        ("", False),
    ],
)
def test_a_year_a_month_or_a_day_is_to_come_when_it_has_not_begun(
    written: str, expected: bool
) -> None:
    assert is_to_come(written, DAY) is expected


def found(text: str) -> list[str]:
    return [str(one) for one in dates_to_come("a.yaml", text, ("date", "lu_le"), DAY)]


SAID = "est à venir — règle : ce qui a eu lieu, a été lu ou publié n'est pas daté d'après aujourd'hui — remède : corriger la date"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\ndate: 2105\n", "a.yaml:2:7: « 2105 »"),
        ("- lu_le: '2027-01-02'\n", "a.yaml:1:11: « 2027-01-02 »"),
        ('- {titre: x, date: "2026-12", b: 1}\n', "a.yaml:1:21: « 2026-12 »"),
    ],
)
def test_a_date_to_come_is_told_at_its_place(text: str, place: str) -> None:
    assert found(text) == [f"{place} {SAID}"]


@pytest.mark.parametrize(
    "text",
    [
        "date: 2026-11-28\n",
        "# date: 2105\n",
        "fin: 2105\n",
        "mise_a_date: 2105\n",
        "date: 2105-12-31-x\n",
        "date: s.d.\n",
        "date:\n",
    ],
)
def test_what_is_no_date_to_come_is_left(text: str) -> None:
    assert found(text) == []
