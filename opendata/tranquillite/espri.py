"""The ESPRI extract: a fictitious one for the demonstration, and a strict reader of any.

An extract holds one row a fact, no name and no free text. Findings on it give the row, the
field and the rule, never the value.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from opendata.disclosure.rows import PROBLEMS, ROW, Lines, RowTooLongError
from opendata.findings import Finding
from opendata.findings.day import day_of
from opendata.findings.limits import counted
from opendata.findings.pattern import matches
from opendata.findings.table import csv_fault, field_limit
from opendata.tranquillite.divulgation import ARRONDISSEMENTS, Divulgation, Nomenclature

COLUMNS = ("id_fait", "date", "code_equipement", "type_equipement", "code_direction",
           "arrondissement", "type_fait")  # fmt: skip
FACTS = 60_000
FACILITIES = 480
ROWS = 2_000_000
_ID = re.compile(r"[A-Za-z0-9-]{1,40}")

Floats = NDArray[np.float64]


# -- the fictitious extract ----------------------------------------------------------------


def synthesise(seed: int, parametres: Divulgation, last_year: int = 2025) -> bytes:
    """A FICTITIOUS extract of 60,000 facts, the same bytes on any machine.

    Only uniform draws and exact arithmetic are used: they do not depend on the version of
    numpy or on the processor. Nothing in it comes from a real sheet.
    """
    rng = np.random.default_rng(seed)
    nomenclature = parametres.nomenclature
    facilities = _facilities(rng, nomenclature)
    years = range(parametres.periode.debut, last_year + 1)
    days = [datetime.date(year, 1, 1) + datetime.timedelta(n) for year in years for n in range(365)]
    dates = np.sort(rng.integers(0, len(days), FACTS))
    places = _draw(rng, _falling(FACILITIES, 30), FACTS)
    kinds = tuple(nomenclature.types_faits)
    ranks = _draw(rng, _falling(len(kinds), 0.7), FACTS)
    # A facility sees some types more than others: its own order of the types.
    turns = rng.integers(0, len(kinds), FACILITIES)
    mixed = rng.random(FACTS) < 0.3
    types = np.where(mixed, (ranks + turns[places]) % len(kinds), ranks)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number in range(FACTS):
        code, kind, direction, arrondissement = facilities[places[number]]
        writer.writerow((f"F-FICTIF-{number + 1:06d}", days[dates[number]].isoformat(), code, kind,
                         direction, arrondissement, kinds[types[number]]))  # fmt: skip
    return out.getvalue().encode()


def _facilities(
    rng: np.random.Generator, nomenclature: Nomenclature
) -> list[tuple[str, str, str, str]]:
    """(code, type, direction, arrondissement) of each fictitious facility."""
    kinds, directions = tuple(nomenclature.types_equipement), tuple(nomenclature.directions)
    facilities = []
    for number in range(1, FACILITIES + 1):
        kind = int(rng.integers(0, len(kinds)))
        # The smaller of two draws: some arrondissements have many facilities, some few.
        place = ARRONDISSEMENTS[int(rng.integers(0, len(ARRONDISSEMENTS), 2).min())]
        facilities.append(
            (f"EQ-FICTIF-{number:04d}", kinds[kind], directions[kind % len(directions)], place)
        )
    return facilities


def _falling(count: int, flatness: float) -> Floats:
    """Cumulative shares that fall like 1 / (rank + flatness): many small, a few large."""
    weights = 1.0 / (np.arange(count) + flatness)
    summed: Floats = np.cumsum(weights) / weights.sum()
    return summed


def _draw(rng: np.random.Generator, cumulative: Floats, count: int) -> NDArray[np.int64]:
    ranks = np.searchsorted(cumulative, rng.random(count), side="right")
    return np.minimum(ranks, len(cumulative) - 1).astype(np.int64)


# -- the strict reader ---------------------------------------------------------------------


def check_extract(extract: Path, parametres: Divulgation, last_year: int) -> list[Finding]:
    """Every problem of an extract, row by row; an empty list means it can be counted.

    Columns outside the schema are refused, not ignored: they might hold a name.
    """
    path = str(extract)
    try:
        with extract.open(encoding="utf-8", newline="") as text, field_limit():
            found = list(islice(_problems(path, text, parametres, last_year), PROBLEMS))
    except OSError:
        return [Finding(path, 0, 0, "fichier illisible", "l'extrait est un fichier CSV lisible",
                        "vérifier le chemin et les droits")]  # fmt: skip
    except UnicodeDecodeError:
        return [Finding(path, 0, 0, "texte qui n'est pas en UTF-8", "l'extrait est en UTF-8",
                        "exporter l'extrait en UTF-8")]  # fmt: skip
    if len(found) == PROBLEMS:
        found.append(Finding(path, found[-1].line, 0, "lecture arrêtée ici", f"au plus {PROBLEMS} problèmes à la fois",
                             "corriger, puis relancer"))  # fmt: skip
    return found


def _problems(
    path: str, text: TextIO, parametres: Divulgation, last_year: int
) -> Iterator[Finding]:
    lines = Lines(text)
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, [])
        wrong = list(_header_problems(path, header))
        yield from wrong
        if wrong:
            return
        checks = _checks(parametres, last_year)
        seen: dict[str, int] = {}
        for row in reader:
            lines.left = ROW
            yield from _row_problems(path, reader.line_num, row, checks, seen)
            if reader.line_num > ROWS:
                yield Finding(path, reader.line_num, 0, "extrait trop long", f"au plus {counted(ROWS)} lignes",
                              "partager l'extrait par période")  # fmt: skip
                return
        if reader.line_num <= 1:
            yield Finding(
                path,
                0,
                0,
                "aucun fait",
                "un extrait a au moins un fait",
                "exporter l'extrait de nouveau",
            )
    except RowTooLongError:
        yield Finding(path, reader.line_num + 1, 0, "ligne sans fin", f"au plus {counted(ROW)} caractères par ligne",
                      "exporter l'extrait de nouveau")  # fmt: skip
    except csv.Error as error:
        quoi, remede = csv_fault(error)
        yield Finding(path, reader.line_num, 0, quoi, "CSV à virgules (RFC 4180)", remede)


def _header_problems(path: str, header: Sequence[str]) -> Iterator[Finding]:
    """The names of unknown columns are not shown: a header may be missing and hold data."""
    rule = f"les colonnes sont {','.join(COLUMNS)}"
    for name in COLUMNS:
        if name not in header:
            yield Finding(path, 1, 0, f"colonne « {name} » absente", rule, "exporter cette colonne")
    for number, name in enumerate(header, 1):
        if name not in COLUMNS:
            yield Finding(
                path,
                1,
                number,
                "colonne hors du schéma",
                rule,
                "retirer cette colonne de l'extrait",
            )
    if sorted(header) == sorted(COLUMNS) and tuple(header) != COLUMNS:
        yield Finding(
            path, 1, 0, "colonnes dans un autre ordre", rule, "remettre les colonnes dans l'ordre"
        )
    elif len(set(header)) < len(header):
        yield Finding(path, 1, 0, "colonne répétée", rule, "ne garder chaque colonne qu'une fois")


Check = tuple[Callable[[str], bool], str, str]


def _checks(parametres: Divulgation, last_year: int) -> tuple[Check, ...]:
    """For each column: what holds, the rule in words, the remedy."""
    codes = parametres.nomenclature
    first = parametres.periode.debut
    known = "code de la nomenclature (data/parametres/divulgation.yaml)"
    fix = "corriger le code, ou compléter la nomenclature"
    return (
        (lambda v: bool(_ID.fullmatch(v)), "identifiant de 1 à 40 lettres, chiffres ou tirets", "corriger l'identifiant"),
        (lambda v: _year(v) is not None, "date AAAA-MM-JJ", "écrire la date AAAA-MM-JJ"),
        (lambda v: matches(codes.equipement, v), "code d'équipement de la forme déclarée", fix),
        (lambda v: v in codes.types_equipement, known, fix),
        (lambda v: v in codes.directions, known, fix),
        (lambda v: v in ARRONDISSEMENTS, "code INSEE d'un arrondissement, 75101 à 75120", "corriger le code"),
        (lambda v: v in codes.types_faits, known, fix),
        (lambda v: _year(v) is None or first <= (_year(v) or 0) <= last_year,
         f"date de {first} à {last_year}", "retirer les faits hors de la période"),
    )  # fmt: skip


def _year(value: str) -> int | None:
    day = day_of(value)
    return None if day is None else day.year


def _row_problems(
    path: str, line: int, row: Sequence[str], checks: tuple[Check, ...], seen: dict[str, int]
) -> Iterator[Finding]:
    if len(row) != len(COLUMNS):
        yield Finding(path, line, 0, f"{len(row)} champ(s) au lieu de {len(COLUMNS)}",
                      "autant de champs que de colonnes", "compléter ou raccourcir la ligne")  # fmt: skip
        return
    period = checks[len(COLUMNS)]
    for number, (value, check) in enumerate(zip(row, checks, strict=False), 1):
        for holds, rule, remedy in (check, period) if COLUMNS[number - 1] == "date" else (check,):
            if not holds(value):
                name = COLUMNS[number - 1]
                yield Finding(path, line, number, f"{name} non valable", rule, remedy)
    first = seen.setdefault(row[0], line)
    if first != line:
        yield Finding(path, line, 1, f"id_fait déjà lu en ligne {first}", "un fait n'est compté qu'une fois",
                      "retirer la ligne en double")  # fmt: skip
