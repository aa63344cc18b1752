"""No file of the built site holds a total that covers a cell which is not diffused, nor lets it be subtracted.

The five totals stand nowhere in the repository: where the official bases are beside it they are read from there, and
every word of the site is searched for them; without them, tables and charts are held to what is published.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from site_src.delinquance.bases import DEPARTEMENTS, PARIS, read_cells
from site_src.delinquance.derivation import DEPARTEMENTALE
from tests.browser.conftest import ROOT
from tests.site_src.delinquance import hidden_totals as sweep
from tests.site_src.delinquance.test_derivation import MIRROR, described

FOLDER = "donnees/delinquance-enregistree/"
CHART = f"{FOLDER}paris-par-indicateur.svg"


@dataclass(frozen=True)
class Published:
    """The published rows, by arrondissement and for Paris, and what they hide."""

    cells: list[sweep.Row]
    sums: list[sweep.Row]

    @property
    def hidden(self) -> set[sweep.Pair]:
        return {(row["annee"], row["indicateur"]) for row in self.cells if not row["nombre"]}

    @property
    def hidden_cells(self) -> set[tuple[str, str, str]]:
        return {(row["code_insee"], row["annee"], row["indicateur"]) for row in self.cells if not row["nombre"]}  # fmt: skip


@pytest.fixture(scope="module")
def published(site: Mapping[str, bytes]) -> Published:
    def rows(name: str) -> list[sweep.Row]:
        return list(csv.DictReader(io.StringIO(site[f"{FOLDER}{name}.csv"].decode(), newline="")))

    return Published(rows("arrondissements"), rows("paris"))


def test_no_table_in_any_format_gives_a_hidden_cell_or_its_total(
    site: Mapping[str, bytes], published: Published
) -> None:
    assert published.hidden
    read = 0
    for path, raw in site.items():
        if path.startswith(FOLDER):
            for rows in sweep.tables(path, raw):
                read += any(row.get("indicateur") for row in rows)
                assert sweep.told(rows, published.hidden, published.hidden_cells) == [], path
    assert read >= 8  # two tables in five formats, but for what an archive or a book holds of them


def test_two_cells_or_more_are_hidden_wherever_one_is(published: Published) -> None:
    """One alone is what a total leaves; and a total with one would be subtracted."""
    for year, indicator in published.hidden:
        assert sum((y, i) == (year, indicator) for _, y, i in published.hidden_cells) >= 2


def test_the_chart_draws_and_writes_published_sums_alone(
    site: Mapping[str, bytes], published: Published
) -> None:
    chart = site[CHART].decode()
    known = [row for row in published.sums if row["nombre"]]
    assert sweep.bars(chart) == len(known)
    allowed = {int(row["nombre"]) for row in known} | {int(row["annee"]) for row in published.sums}
    assert sweep.written(chart) <= allowed
    page = site[f"{FOLDER}index.html"].decode()
    assert sweep.bars(page) == len(known)


@pytest.mark.skipif(not MIRROR.is_dir(), reason="the official originals are not beside")
def test_no_word_of_the_site_says_a_hidden_total_or_what_gives_it_back(
    site: Mapping[str, bytes], published: Published
) -> None:
    name = described()[DEPARTEMENTALE].fichier
    department = read_cells(name, (MIRROR / name).read_bytes(), DEPARTEMENTS, (PARIS,), [])
    assert department is not None
    totals = {pair: department[int(pair[0]), PARIS, pair[1]].nombre or 0 for pair in published.hidden}  # fmt: skip
    assert all(totals.values())
    shown = {pair: sum(int(row["nombre"] or 0) for row in published.cells if (row["annee"], row["indicateur"]) == pair)
             for pair in totals}  # fmt: skip
    left = {total - shown[pair] for pair, total in totals.items()}
    undoing = sweep.undoing(published.sums, totals)
    told = []
    for path, raw in site.items():
        text = sweep.words(path, raw)
        for indicator in {pair[1] for pair in totals}:
            # In a table of cells any number is a neighbour; its rows are read above.
            if not (path.startswith(FOLDER) and path.endswith(".json")):
                told += [path for _ in sweep.said(text, indicator, totals.values())]
            told += [path for _ in sweep.counted(text, indicator, left)]
        told += [path for _ in sweep.anywhere(text, undoing)] if path.startswith(FOLDER) else []
    assert told == []  # paths alone: a failure prints no value


def test_no_file_of_the_repository_that_is_published_from_names_a_department_total(
    published: Published,
) -> None:
    """The departmental base is read by `derive` alone, and nothing of its rows is kept."""
    kept = [path.name for path in (ROOT / "data/datasets/delinquance-enregistree").glob("*.csv")]
    assert sorted(kept) == ["arrondissements.csv", "paris.csv"]
    assert {(row["annee"], row["indicateur"]) for row in published.sums if not row["nombre"]} == published.hidden  # fmt: skip
