"""The file of a history: one line for each release, in the order of their publication.

Columns: `release`, its name; `date` (ISO 8601); `table`, the public file, from this file's folder; `sha256` of its
bytes; `dimensions`, those of the table: `region=regions.csv;type`, one name again for a second hierarchy; `facts`,
what its counts are about: `quarter=Q1|Q2|Q3;population=adults` (see `Release.facts`), empty when every release
counts the same; `status`, `published` or `withdrawn`. One column more may stand there, `record`: the confidential counts of the
release as `protect --record` wrote them, outside any repository; who has not the file does without.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from opendata.disclosure.columns import Columns
from opendata.disclosure.cube import Ints
from opendata.disclosure.history.releases import Release
from opendata.disclosure.problems import Problem, ProblemsError
from opendata.disclosure.publication import Publication
from opendata.disclosure.reading import CountsLayout, read_release, read_trees, whole_number
from opendata.disclosure.rows import Row, read_rows

COLUMNS = ("release", "date", "table", "sha256", "dimensions", "facts", "status")
RECORD = "record"
OWN_COUNTS = "un registre a les cases de sa table, et les mêmes effectifs où elle en publie"
REWRITTEN = "reprendre celui que --record a écrit avec elle"
STATUSES = ("published", "withdrawn")
_CHECKSUM = re.compile("[0-9a-f]{64}")
_BLOCK = 1_000_000


class HistoryError(ProblemsError):
    """A history that cannot be used: problems of its file, and of the tables that it names."""

    def __init__(self, path: str, problems: list[Problem], tables: Sequence[ProblemsError]) -> None:
        super().__init__(path, problems)
        self.tables = tuple(tables)

    def __str__(self) -> str:
        own = [super().__str__()] if self.problems else []
        return "\n".join([*own, *(str(one) for one in self.tables)])


def read_history(path: Path, records: bool = False) -> tuple[Release, ...]:
    """The releases of a history, in order; `records`: with the confidential ones that are there.

    Raises HistoryError with every problem of every file.
    """
    problems: list[Problem] = []
    tables: list[ProblemsError] = []
    releases: list[Release] = []
    seen: dict[str, int] = {}
    last = ""
    for row in read_rows(path, _columns(path), problems):
        found = list(_line_problems(path.parent, row, seen, last))
        seen.setdefault(row.texts[0], row.line)
        last = max(last, row.texts[1] if _is_date(row.texts[1]) else last)
        problems += found
        if not found:
            try:
                releases.append(_release(path.parent, row, records))
            except ProblemsError as error:
                tables.append(error)
    if not (seen or problems):
        problems.append(Problem(0, 0, "aucune publication", "une histoire a au moins une publication",
                                "ajouter une ligne par table publiée"))  # fmt: skip
    if problems or tables:
        raise HistoryError(str(path), problems, tables)
    return tuple(releases)


def _columns(path: Path) -> Columns:
    """The columns of a history, the record included where its header names it."""
    try:
        with path.open("rb") as file:
            named = file.readline(1000).decode("utf-8", errors="replace").strip().split(",")
    except OSError:
        named = []  # said by who reads the rows
    return Columns((*COLUMNS, RECORD) if RECORD in named else COLUMNS)


def checksum(path: Path) -> str:
    """The SHA-256 of a file's bytes, as `sha256sum` writes it."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _line_problems(folder: Path, row: Row, seen: dict[str, int], last: str) -> Iterator[Problem]:
    name, date, table, expected, dimensions, facts, status = row.texts[: len(COLUMNS)]

    def problem(place: int, quoi: str, regle: str, remede: str) -> Problem:
        return Problem(row.line, row.fields[place], quoi, regle, remede)

    if not name or name in seen:
        quoi = (
            f"publication « {name} » déjà en ligne {seen[name]}" if name else "publication sans nom"
        )
        yield problem(0, quoi, "chaque publication a son nom", "donner un autre nom")  # fmt: skip
    if not _is_date(date):
        yield problem(1, "date non valable", "date AAAA-MM-JJ", "écrire la date de publication")
    elif date < last:
        yield problem(1, f"date avant celle d'une ligne précédente ({last})", "les publications sont dans l'ordre de leur date", "mettre les lignes dans l'ordre")  # fmt: skip
    yield from (problem(*found) for found in _table_problems(folder, table, expected))
    for axis, hierarchy in _pairs(dimensions):
        if not axis or hierarchy == "":
            yield problem(4, "dimensions mal écrites", "NOM ou NOM=hierarchie.csv, séparés par « ; »", "corriger")  # fmt: skip
        elif hierarchy is not None and not (folder / hierarchy).is_file():
            yield problem(4, f"hiérarchie « {hierarchy} » absente", "une hiérarchie est un fichier, depuis le dossier de l'histoire", "corriger le chemin")  # fmt: skip
    wrong = [
        codes for axis, codes in _pairs(facts) if not (axis and codes and all(codes.split("|")))
    ]
    if facts and wrong:
        yield problem(5, "faits mal écrits", "NOM=CODE|CODE, séparés par « ; »", "corriger")
    if status not in STATUSES:
        yield problem(6, f"statut « {status} » inconnu", " ou ".join(STATUSES), "corriger")


def _table_problems(folder: Path, table: str, expected: str) -> Iterator[tuple[int, str, str, str]]:
    path = folder / table
    if not table or not path.is_file():
        yield 2, f"table « {table} » absente", "une histoire nomme des tables gardées, depuis son dossier", "remettre la table, ou corriger le chemin"  # fmt: skip
    elif not _CHECKSUM.fullmatch(expected):
        yield 3, "somme de contrôle non valable", "SHA-256 en 64 chiffres hexadécimaux", "écrire celle que donne sha256sum"  # fmt: skip
    elif checksum(path) != expected:
        yield 3, f"la table « {table} » a changé depuis sa publication", "une publication garde ses octets", "remettre la table publiée : une correction est une publication de plus"  # fmt: skip


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _pairs(text: str) -> list[tuple[str, str | None]]:
    """`A=x;B` → (A, x), (B, None)."""
    parts = [part.partition("=") for part in text.split(";")]
    return [(name.strip(), value.strip() if equals else None) for name, equals, value in parts]


def _release(folder: Path, row: Row, records: bool) -> Release:
    """The release of a line that is right. Raises ProblemsError of its table, of a hierarchy or of its record."""
    name, date, table, _, dimensions, facts, status, *more = row.texts
    layout = CountsLayout(read_trees([
        (axis, folder / hierarchy if hierarchy else None) for axis, hierarchy in _pairs(dimensions)
    ]))  # fmt: skip
    counted = {axis: tuple(codes.split("|")) for axis, codes in _pairs(facts) if codes}
    publication = read_release(folder / table, layout)
    kept = folder / more[0] if more and more[0] and records else None
    record = _record(kept, layout, publication) if kept and kept.is_file() else None
    return Release(name, publication, counted, date, status == "withdrawn", record)


def _record(path: Path, layout: CountsLayout, publication: Publication) -> Ints:
    """The counts of every cell that a release tells of. Raises ProblemsError where they are not its own."""
    cube, told = publication.cube, publication.shown | publication.hidden
    values, known = np.zeros(cube.size, dtype=np.int64), np.zeros(cube.size, dtype=bool)
    problems: list[Problem] = []
    for row in read_rows(path, layout.with_others("value", "status"), problems):
        *labels, value, _ = row.texts
        number = whole_number(value)
        try:
            cell = cube.cell(labels)
        except KeyError:
            number = None
        if number is None:
            problems.append(Problem(row.line, 0, "ligne qui n'est pas d'un registre", OWN_COUNTS, REWRITTEN))  # fmt: skip
        else:
            values[cell], known[cell] = number, True
    if not problems and (np.any(known != told) or np.any((values != publication.values) & publication.shown)):  # fmt: skip
        problems = [Problem(0, 0, "registre d'une autre table", OWN_COUNTS, REWRITTEN)]
    if problems:
        raise ProblemsError(str(path), problems)
    return values
