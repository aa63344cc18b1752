"""Dates to come are refused in texts and in tables, on the day that is given."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builds import library
from tests.site_src.donnees.packages import case

PLACE = "data/datasets/essai/"
SAID = "est à venir — règle : ce qui a eu lieu, a été lu ou publié n'est pas daté d'après aujourd'hui — remède : corriger la date"


def found(files: dict[str, bytes], day: date | None) -> list[str]:
    shelf = library(files, day)
    shelf.record("dates", bool)
    shelf.record("table_dates", bool)
    return [str(one) for one in sorted(shelf.findings)]


def test_a_date_of_a_text_that_has_not_come_is_told_with_its_page() -> None:
    files = {**case("valide"), "data/risques/orage.yaml": b"evenements:\n  - debut: 2105\n"}
    assert found(files, date(2026, 11, 28)) == [
        f"data/risques/orage.yaml:2:12: « 2105 » {SAID} — page : /risques/orage/"
    ]


def test_a_version_published_tomorrow_is_told() -> None:
    told = [one for one in found(case("valide"), date(2025, 12, 31)) if one.startswith(PLACE)]
    assert told == [
        f"{PLACE}dataset.yaml:{line}: « 2026-01-01 » {SAID} — page : /donnees/essai/"
        for line in found_lines("2026-01-01")
    ]


def found_lines(text: str) -> list[str]:
    lines = case("valide")[f"{PLACE}dataset.yaml"].decode().splitlines()
    return [f"{n}:{line.index(text) + 1}" for n, line in enumerate(lines, 1) if text in line]


def test_without_a_day_nothing_is_to_come() -> None:
    assert found({**case("valide"), "data/risques/a.yaml": b"date: 2105\n"}, None) == []


def test_the_end_of_a_coverage_may_be_a_projection() -> None:
    path = f"{PLACE}dataset.yaml"
    files = case("valide")
    files[path] = files[path].replace(b"fin: 2021", b"fin: 2100")
    assert found(files, date(2026, 11, 28)) == []


@pytest.mark.parametrize("is_planned", [False, True])
def test_a_column_holds_no_year_to_come_unless_it_says_so(is_planned: bool) -> None:
    files = with_year("2105", "a_venir: [annee_vue]" if is_planned else "")
    told = f"annee_vue « 2105 » {SAID} — page : /donnees/essai/"
    found_ones = found(files, date(2026, 11, 28))
    assert bool(found_ones) is not is_planned
    assert all(one.endswith(told) for one in found_ones)


def test_a_planned_column_that_is_not_there_is_told() -> None:
    shelf = library(with_year("2020", "a_venir: [annee_lue]"))
    shelf.record("datasets", object)
    assert "colonne « annee_lue » absente de « lieux »" in str(shelf.findings[0])


def with_year(year: str, option: str) -> dict[str, bytes]:
    """The sound case with a column of years before the others of its table of places."""
    files = case("valide")
    path, table = f"{PLACE}dataset.yaml", f"{PLACE}lieux.csv"
    before, name, after = files[path].decode().partition("  - nom: lieux\n")
    column = "        - {name: annee_vue, title: Vue, description: Année., type: year, constraints: {required: true}}\n"
    after = after.replace("      fields:\n", f"      fields:\n{column}", 1)
    after = after.replace("    schema:\n", f"    {option}\n    schema:\n", 1)
    files[path] = f"{before}{name}{after}".encode()
    first, *rows = files[table].decode().splitlines()
    files[table] = "\n".join(
        [f"annee_vue,{first}", *(f"{year},{row}" for row in rows), ""]
    ).encode()
    return files


def test_an_alert_may_end_tomorrow_but_was_issued_already() -> None:
    text = "debut: 2026-11-30 18:00\nfin: 2026-12-02 18:00\nemise_le: {} 17:00\n"
    path, day = "data/alertes/essai.yaml", date(2026, 11, 28)
    said = {
        issued: list(found({path: text.format(issued).encode()}, day))
        for issued in ("2026-11-28", "2026-11-29")
    }
    assert [one for one in said["2026-11-28"] if path in one and "à venir" in one] == []
    assert any(f"{path}:3:11: « 2026-11-29 » est à venir" in one for one in said["2026-11-29"])
