"""The ESPRI extract: a strict reader.

An extract holds one row a fact, no name and no free text. Findings on it give the row, the
field and the rule, never the value.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

from opendata.disclosure.rows import PROBLEMS, ROW, Lines, RowTooLongError
from opendata.findings import Finding
from opendata.findings.day import day_of
from opendata.findings.limits import counted
from opendata.findings.pattern import matches
from opendata.findings.table import csv_fault, field_limit
from opendata.tranquillite.divulgation import ARRONDISSEMENTS, Divulgation

COLUMNS = ("id_fait", "date", "code_equipement", "type_equipement", "code_direction",
           "arrondissement", "type_fait")  # fmt: skip
# After them, an extract may have the hour and the place in the building, and leave some of them empty; then the day of
# the sheet, that of the fact or a later one.
OPTIONAL = ("heure", "lieu", "date_fiche")
ROWS = 2_000_000
HOURS = frozenset(f"{hour:02d}" for hour in range(24))
_ID = re.compile(r"[A-Za-z0-9-]{1,40}")


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
        held = _checks(parametres, last_year)
        checks = [(name, held[name]) for name in header]
        seen: dict[str, int] = {}
        for row in reader:
            lines.left = ROW
            yield from _row_problems(path, reader.line_num, row, checks, seen)
            if reader.line_num > ROWS + 1:  # the header is a line too
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
    rule = f"les colonnes sont {','.join(COLUMNS)}, puis au choix {','.join(OPTIONAL)}"
    for name in COLUMNS:
        if name not in header:
            yield Finding(path, 1, 0, f"colonne « {name} » absente", rule, "exporter cette colonne")
    for number, name in enumerate(header, 1):
        if name not in COLUMNS + OPTIONAL:
            yield Finding(
                path,
                1,
                number,
                "colonne hors du schéma",
                rule,
                "retirer cette colonne de l'extrait",
            )
    expected = [*COLUMNS, *(name for name in OPTIONAL if name in header)]
    if sorted(header) == sorted(expected) and list(header) != expected:
        yield Finding(
            path, 1, 0, "colonnes dans un autre ordre", rule, "remettre les colonnes dans l'ordre"
        )
    elif len(set(header)) < len(header):
        yield Finding(path, 1, 0, "colonne répétée", rule, "ne garder chaque colonne qu'une fois")


Check = tuple[Callable[[str], bool], str, str]


def _checks(parametres: Divulgation, last_year: int) -> Mapping[str, tuple[Check, ...]]:
    """By column: what holds, the rule in words, the remedy."""
    codes = parametres.nomenclature
    first = parametres.periode.debut
    known = "code de la nomenclature (data/parametres/divulgation.yaml)"
    fix = "corriger le code, ou compléter la nomenclature"
    return {
        "id_fait": ((lambda v: bool(_ID.fullmatch(v)), "identifiant de 1 à 40 lettres, chiffres ou tirets", "corriger l'identifiant"),),
        "date": ((lambda v: _year(v) is not None, "date AAAA-MM-JJ", "écrire la date AAAA-MM-JJ"),
                 (lambda v: _year(v) is None or first <= (_year(v) or 0) <= last_year,
                  f"date de {first} à {last_year}", "retirer les faits hors de la période")),
        "code_equipement": ((lambda v: matches(codes.equipement, v), "code d'équipement de la forme déclarée", fix),),
        "type_equipement": ((lambda v: v in codes.types_equipement, known, fix),),
        "code_direction": ((lambda v: v in codes.directions, known, fix),),
        "arrondissement": ((lambda v: v in ARRONDISSEMENTS, "code INSEE d'un arrondissement, 75101 à 75120", "corriger le code"),),
        "type_fait": ((lambda v: v in codes.types_faits, known, fix),),
        "heure": ((lambda v: not v or v in HOURS, "heure de 00 à 23, ou rien", "écrire l'heure sur deux chiffres"),),
        "lieu": ((lambda v: not v or v in codes.lieux, f"{known}, ou rien", fix),),
        "date_fiche": ((lambda v: _year(v) is not None, "date AAAA-MM-JJ", "écrire la date AAAA-MM-JJ"),),
    }  # fmt: skip


def _year(value: str) -> int | None:
    day = day_of(value)
    return None if day is None else day.year


def _row_problems(
    path: str,
    line: int,
    row: Sequence[str],
    checks: Sequence[tuple[str, tuple[Check, ...]]],
    seen: dict[str, int],
) -> Iterator[Finding]:
    if len(row) != len(checks):
        yield Finding(path, line, 0, f"{len(row)} champ(s) au lieu de {len(checks)}",
                      "autant de champs que de colonnes", "compléter ou raccourcir la ligne")  # fmt: skip
        return
    for number, (value, (name, held)) in enumerate(zip(row, checks, strict=True), 1):
        for holds, rule, remedy in held:
            if not holds(value):
                yield Finding(path, line, number, f"{name} non valable", rule, remedy)
    # Both are ISO 8601: the order of the texts is that of the days.
    if checks[-1][0] == "date_fiche" and _year(row[-1]) is not None and row[-1] < row[1]:
        yield Finding(path, line, len(row), "date_fiche avant la date du fait", "une fiche suit le fait qu'elle dit",
                      "corriger l'une des deux dates")  # fmt: skip
    first = seen.setdefault(row[0], line)
    if first != line:
        yield Finding(path, line, 1, f"id_fait déjà lu en ligne {first}", "un fait n'est compté qu'une fois",
                      "retirer la ligne en double")  # fmt: skip
