"""Two official bases → the tables of the dataset `delinquance-enregistree`, and what was found.

Nothing of an original is kept beyond these tables: no complement of what is not diffused, no count of the department.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from maps.derivation.originals import read_described
from opendata.findings import Finding
from opendata.model import Source
from site_src.delinquance.bases import (
    ARRONDISSEMENTS,
    COMMUNES,
    DEPARTEMENTS,
    PARIS,
    Cell,
    Key,
    read_cells,
)
from site_src.delinquance.sums import Sum, held, sums
from site_src.frame.csv_text import csv_text

COMMUNALE, DEPARTEMENTALE = "ssmsi-communale", "ssmsi-departementale"
SOURCES = (COMMUNALE, DEPARTEMENTALE)
FOLDER = "data/datasets/delinquance-enregistree"
PUBLISHED, NOT_DIFFUSED = "A", "Q"  # SDMX, CL_OBS_STATUS 2.2
CELLS = ("annee", "code_insee", "indicateur", "unite_de_compte", "nombre", "taux_pour_mille", "rapporte_a",
         "nb_reference", "annee_reference", "obs_status")  # fmt: skip
SUMS = ("annee", "indicateur", "unite_de_compte", "nombre", "obs_status")
UNITS = {"Victime": "victime", "Victime entendue": "victime_entendue", "Infraction": "infraction",
         "Véhicule": "vehicule", "Mis en cause": "mis_en_cause"}  # fmt: skip


def derive(
    mirror: Path, sources: Mapping[str, Source], findings: list[Finding]
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The tables' files (path → bytes) and the lines that say what was held.

    Nothing, with findings, when an original is missing, is not the one described, or contradicts the other.
    """
    rule = "la délinquance enregistrée vient de sources décrites"
    originals = read_described(mirror, SOURCES, sources, rule, findings)
    if originals is None:
        return {}, ()
    path = {name: sources[name].fichier for name in SOURCES}
    cells = read_cells(path[COMMUNALE], originals[COMMUNALE], COMMUNES, ARRONDISSEMENTS, findings)
    department = read_cells(path[DEPARTEMENTALE], originals[DEPARTEMENTALE], DEPARTEMENTS, (PARIS,), findings)  # fmt: skip
    if cells is None or department is None:
        return {}, ()
    return tables(path[COMMUNALE], cells, department, findings)


def tables(
    path: str, cells: Mapping[Key, Cell], department: Mapping[Key, Cell], findings: list[Finding]
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The dataset's tables, and the line that sums them up; nothing, with findings, where the bases disagree."""
    before = len(findings)
    findings += held(path, cells, department)
    findings += (Finding(path, 0, 0, f"unité de compte « {unit} » inconnue", f"une unité parmi {', '.join(UNITS)}",
                         "l'ajouter à site_src/delinquance/derivation.py et au jeu")
                 for unit in sorted({cell.unite for cell in cells.values()} - UNITS.keys()))  # fmt: skip
    if len(findings) > before:
        return {}, ()
    ordered = sorted(cells.values(), key=lambda cell: cell.key)
    totals = sorted(sums(cells), key=lambda one: (one.annee, one.indicateur))
    files = {
        f"{FOLDER}/arrondissements.csv": csv_text(CELLS, map(_row, ordered)),
        f"{FOLDER}/paris.csv": csv_text(SUMS, map(_total, totals)),
    }
    return files, tuple(_summary(ordered, totals))


def _row(cell: Cell) -> tuple[object, ...]:
    known: tuple[object, ...] = ("", "")
    if cell.nombre is not None and cell.taux is not None:
        known = (cell.nombre, f"{cell.taux:.2f}")
    reference = cell.reference
    return (cell.annee, cell.territoire, cell.indicateur, UNITS[cell.unite], *known, reference.rapporte_a,
            reference.nombre, reference.annee, NOT_DIFFUSED if cell.nombre is None else PUBLISHED)  # fmt: skip


def _total(total: Sum) -> tuple[object, ...]:
    nombre: object = "" if total.nombre is None else total.nombre
    status = NOT_DIFFUSED if total.nombre is None else PUBLISHED
    return (total.annee, total.indicateur, UNITS[total.unite], nombre, status)


def _summary(cells: Iterable[Cell], totals: Iterable[Sum]) -> Iterator[str]:
    hidden = Counter(cell.indicateur for cell in cells if cell.nombre is None)
    known = [total.nombre is not None for total in totals]
    told = ", ".join(f"{name} ({number})" for name, number in sorted(hidden.items())) or "aucune"
    yield (f"délinquance enregistrée : {sum(known)} sommes d'arrondissements égales au département sur {len(known)} ; "
           f"{known.count(False)} sans somme ; cases non diffusées : {told}")  # fmt: skip
