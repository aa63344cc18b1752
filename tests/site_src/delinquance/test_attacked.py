"""The ministry's table through our own door: what a departmental total does to cells that are not diffused."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache

import pytest

from site_src.delinquance.bases import (
    ARRONDISSEMENTS,
    COMMUNES,
    DEPARTEMENTS,
    PARIS,
    Cell,
    Key,
    Reference,
    read_cells,
)
from site_src.delinquance.derivation import COMMUNALE, DEPARTEMENTALE
from tests.builds import ROOT
from tests.site_src.delinquance.attacked import (
    FEW,
    FREE,
    MANY,
    ONE,
    TENS,
    Report,
    attacked,
    completed,
    opened,
    release,
)
from tests.site_src.delinquance.test_derivation import MIRROR, described

PEOPLE = Reference("habitants", 1000, 2022)
beside = pytest.mark.skipif(not MIRROR.is_dir(), reason="the official originals are not beside")


def table(name: str, total: int, **hidden: int) -> tuple[dict[Key, Cell], dict[Key, Cell]]:
    """An invented look-alike of 2020: 30 facts everywhere but in the `hidden` ones (`c75102=4`), and its total."""
    counts = {code: None if f"c{code}" in hidden else 30 for code in ARRONDISSEMENTS}
    cells = {(2020, code, name): Cell(2020, code, name, "Infraction", count, None, PEOPLE)
             for code, count in counts.items()}  # fmt: skip
    department = {(2020, PARIS, name): Cell(2020, PARIS, name, "Infraction", total, None, PEOPLE)}
    return cells, department


def looked_at(cells: Mapping[Key, Cell], department: Mapping[Key, Cell]) -> Report:
    return attacked(release(cells, department))[0]


def test_without_a_total_nothing_bounds_a_hidden_cell() -> None:
    cells, _ = table("Vols", 0, c75102=4, c75103=9)
    assert set(looked_at(cells, {}).held.values()) == {FREE}


@pytest.mark.parametrize(
    ("left", "how"), [(7, FEW), (40, TENS), (4000, MANY)], ids=["few", "tens", "many"]
)
def test_a_total_bounds_what_is_hidden_by_what_is_left_of_it(left: int, how: str) -> None:
    cells, department = table("Vols", 18 * 30 + left, c75102=3, c75103=left - 3)
    report = looked_at(cells, department)
    assert report.held == {("2020", "75102", "Vols"): how, ("2020", "75103", "Vols"): how}


def test_a_total_gives_back_the_only_cell_that_is_hidden() -> None:
    report = looked_at(*table("Vols", 19 * 30 + 4, c75102=4))
    assert report.held == {("2020", "75102", "Vols"): ONE}
    assert report.exposed == 1


def test_hidden_cells_that_hold_nothing_are_given_back_by_their_total() -> None:
    report = looked_at(*table("Vols", 18 * 30, c75102=0, c75103=0))
    assert set(report.held.values()) == {ONE}


def test_the_report_tells_no_value_and_no_bound() -> None:
    left = 37
    lines = looked_at(*table("Vols", 18 * 30 + left, c75102=8, c75103=29)).lines
    assert lines == [
        "2020, 75102, Vols : de dix à cent valeurs possibles",
        "2020, 75103, Vols : de dix à cent valeurs possibles",
        "2 cases masquées : 2 de dix à cent valeurs possibles ; 0 exposée(s)",
    ]
    assert not re.search(rf"\b({left}|8|29|{18 * 30 + left})\b", " ".join(lines))


def test_a_total_opens_the_pairs_where_something_is_hidden_and_no_other() -> None:
    first, second = table("Vols", 18 * 30 + 40, c75102=3, c75103=37), table("Destructions", 600)
    third = table("Cambriolages", 0, c75101=9)  # no total of it is published
    cells = first[0] | second[0] | third[0]
    assert opened(release(cells, {})) == []
    assert opened(release(cells, first[1] | second[1])) == [("2020", "Vols")]


def test_a_complement_opens_what_a_total_does() -> None:
    """The mean of what is hidden, told in its place, is a total by another name."""
    cells, department = table("Vols", 18 * 30 + 13, c75102=4, c75103=9)
    complements = {(2020, code, "Vols"): 6.5 for code in ("75102", "75103")}
    found = completed(cells, complements)
    assert found == department
    assert opened(release(cells, found)) == [("2020", "Vols")]


# -- the real table, where it stands beside the repository ------------------------------------


@cache
def official() -> tuple[dict[Key, Cell], dict[Key, Cell]]:
    sources = described()
    communal, departmental = (sources[name].fichier for name in (COMMUNALE, DEPARTEMENTALE))
    cells = read_cells(communal, (MIRROR / communal).read_bytes(), COMMUNES, ARRONDISSEMENTS, [])
    department = read_cells(departmental, (MIRROR / departmental).read_bytes(), DEPARTEMENTS, (PARIS,), [])  # fmt: skip
    assert cells is not None
    assert department is not None
    return cells, department


@beside
def test_departmental_totals_bound_every_cell_that_the_ministry_hides() -> None:
    cells, department = official()
    alone, _ = attacked(release(cells, {}))
    report, outcome = attacked(release(cells, department))
    hidden = {(str(year), place, name) for (year, place, name), cell in cells.items() if cell.nombre is None}  # fmt: skip
    assert set(report.held) == set(alone.held) == hidden
    assert outcome.attacked == len(hidden)
    assert set(alone.held.values()) == {FREE}
    assert FREE not in report.held.values()


@beside
def test_the_report_on_the_real_table_prints_no_recovered_value() -> None:
    cells, department = official()
    text = "\n".join(attacked(release(cells, department))[0].lines)
    pairs = {(year, name) for (year, _, name), cell in cells.items() if cell.nombre is None}
    for year, name in pairs:
        total = department[year, PARIS, name].nombre or 0
        shown = sum(cell.nombre or 0 for key, cell in cells.items() if (key[0], key[2]) == (year, name))  # fmt: skip
        told = set(map(int, re.findall(r"\d+", text.rpartition("\n")[0])))
        places = {int(code) for code in ARRONDISSEMENTS}
        assert told - places - {number for number, _ in pairs} == set()
        assert total not in told - places
        assert shown not in told - places


@beside
def test_differencing_opens_five_years_of_one_indicator_of_the_real_table() -> None:
    """Found by the audit alone: neither which pairs, nor how many, is told to it. Named, never with a value."""
    cells, department = official()
    assert opened(release(cells, {})) == []
    pairs = opened(release(cells, department))
    assert len(pairs) == 5
    assert len({name for _, name in pairs}) == 1
    shown = {(year, name): sum(cell.nombre or 0 for (when, _, what), cell in cells.items() if (when, what) == (year, name))
             for year, _, name in cells}  # fmt: skip
    apart = [(str(year), name) for (year, name), total in shown.items()
             if total != (department[year, PARIS, name].nombre or 0)]  # fmt: skip
    assert sorted(apart) == pairs


@beside
def test_the_ministry_s_complement_opens_the_same_pairs_without_the_departmental_base() -> None:
    cells, department = official()
    complements = official_complements()
    found = completed(cells, complements)
    assert opened(release(cells, found)) == opened(release(cells, department))
    # Compared as one truth value: a failure must print no count.
    is_same = all(cell.nombre == department[key].nombre for key, cell in found.items())
    assert is_same


def official_complements() -> dict[Key, float]:
    with (MIRROR / described()[COMMUNALE].fichier).open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    return {(int(row["annee"]), row["CODGEO_2025"], row["indicateur"]): float(row["complement_info_nombre"].replace(",", "."))
            for row in rows if row["complement_info_nombre"]}  # fmt: skip


def test_nothing_of_the_report_is_published_or_kept() -> None:
    """It is made by tests alone: no room of the site and no command imports it."""
    makers = [path for folder in ("site_src", "opendata", "maps", "tools") for path in (ROOT / folder).rglob("*.py")
              if "delinquance.attacked" in path.read_text(encoding="utf-8")]  # fmt: skip
    assert makers == []
