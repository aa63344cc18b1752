"""The cells of the twenty arrondissements, held against those of the department: two official files, one truth.

Where every arrondissement is diffused, their sum is the department's count. Where one is not, the sum of the others may
not pass it, and nothing more is said: the difference is what the hidden ones hold together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from opendata.findings import Finding
from site_src.delinquance.bases import ARRONDISSEMENTS, PARIS, REMEDY, Cell, Key

RULE = "la somme des arrondissements est le nombre du département"


@dataclass(frozen=True)
class Sum:
    """The twenty arrondissements together, in one year: no count where one of them is not diffused."""

    annee: int
    indicateur: str
    unite: str
    nombre: int | None


def sums(cells: Mapping[Key, Cell]) -> list[Sum]:
    """One a year and indicator, in the order of the cells."""
    pairs = dict.fromkeys((annee, indicateur) for annee, _, indicateur in cells)
    return [_sum(annee, indicateur, cells) for annee, indicateur in pairs]


def _sum(annee: int, indicateur: str, cells: Mapping[Key, Cell]) -> Sum:
    found = [cells.get((annee, code, indicateur)) for code in ARRONDISSEMENTS]
    counts = [cell.nombre for cell in found if cell and cell.nombre is not None]
    unite = next(cell.unite for cell in found if cell)
    return Sum(
        annee, indicateur, unite, sum(counts) if len(counts) == len(ARRONDISSEMENTS) else None
    )


def held(path: str, cells: Mapping[Key, Cell], department: Mapping[Key, Cell]) -> Iterator[Finding]:
    """What does not agree between the two bases; the values of a pair with a hidden cell are never said."""
    for total in sums(cells):
        where = f"« {total.indicateur} » de {total.annee}"
        official = department.get((total.annee, PARIS, total.indicateur))
        absent = [
            code for code in ARRONDISSEMENTS if (total.annee, code, total.indicateur) not in cells
        ]
        if absent:
            yield Finding(path, 0, 0, f"{where} : {', '.join(absent)} sans ligne", "vingt arrondissements par année et indicateur", REMEDY)  # fmt: skip
        elif official is None or official.nombre is None:
            yield Finding(path, 0, 0, f"{where} : absent de la base départementale", RULE, REMEDY)
        elif official.unite != total.unite:
            yield Finding(path, 0, 0, f"{where} : « {total.unite} » ici, « {official.unite} » dans la base départementale",
                          "une seule unité de compte par indicateur", REMEDY)  # fmt: skip
        elif total.nombre is None:
            if _shown(total, cells.values()) > official.nombre:
                yield Finding(path, 0, 0, f"{where} : les arrondissements diffusés dépassent le département", RULE, REMEDY)  # fmt: skip
        elif total.nombre != official.nombre:
            yield Finding(path, 0, 0, f"{where} : {total.nombre} par arrondissement, {official.nombre} pour le département", RULE, REMEDY)  # fmt: skip


def _shown(total: Sum, cells: Iterable[Cell]) -> int:
    return sum(cell.nombre or 0 for cell in cells
               if (cell.annee, cell.indicateur) == (total.annee, total.indicateur))  # fmt: skip
