"""`build.py tableur`: the tables of a dataset that people edit, to an Excel book and back.

The CSV stays what is kept. A book that comes back is judged as the CSV that it would become; nothing is written while a
problem is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from opendata.findings.finding import Finding, FindingsError, first_findings
from opendata.packages.difference import NOTHING, TableVersion, differences
from opendata.records.catalogue import CheckedDataset, read_catalogue, read_declarations
from opendata.records.dataset import FOLDER, Dataset
from opendata.records.schema import Schema
from opendata.workbooks.guide import Drawn, Left, digest
from opendata.workbooks.lines import csv_of
from opendata.workbooks.opening import open_book
from opendata.workbooks.places import Sheet, located
from opendata.workbooks.reading import (
    SheetTable,
    read_guide,
    read_sheet,
    sheet_path,
    sheets_findings,
)
from opendata.workbooks.writing import EditedTable, book, names_of_sheets
from site_src.engine.usage import UsageError

PROTECTED = ("table protégée, tirée d'un extrait ESPRI",
             "une table sur des personnes ne sort que de protect, puis d'une attaque publique",
             "corriger l'extrait, puis python build.py protect, sur une machine de l'observatoire")  # fmt: skip
_SINCE = "un classeur remplace la table dont il est tiré, et elle seule"
_AGAIN = "en tirer un neuf (--vers), et y reporter les corrections"


@dataclass(frozen=True)
class Edited:
    """A dataset whose tables may be edited: `tables` are those, by sheet; `left` the others, by name. `files` are its folder's."""

    identifier: str
    checked: CheckedDataset
    files: Mapping[str, bytes] = field(repr=False)
    tables: Mapping[str, EditedTable]
    left: Mapping[str, Left]


@dataclass(frozen=True)
class Returned:
    """What a book would change: the CSVs that are another, and where their lines come from; `lines` say it in words.

    `findings` are what is wrong with the book itself, and with the tables as far as they could be read.
    """

    files: Mapping[str, bytes] = field(repr=False)
    sheets: Mapping[str, Sheet]
    lines: tuple[str, ...]
    findings: tuple[Finding, ...] = ()

    def located(self, findings: Sequence[Finding]) -> list[Finding]:
        """Findings of a check of `files`, at the cells of the book."""
        return located(findings, self.sheets)


def edited(identifier: str, files: Mapping[str, bytes], generated: Mapping[str, Left]) -> Edited:
    """What people edit of the dataset, from the `files` of its folder; `generated` are tables that a command writes, by path.

    Raises `UsageError` where there is no such dataset, `FindingsError` when no table is edited or one cannot be read.
    """
    findings: list[Finding] = []
    if not files:
        raise UsageError(f"jeu « {identifier} » inconnu")
    declared = read_declarations(files, findings).get(identifier)
    if declared is None:
        raise FindingsError(findings)
    left = dict(_left(identifier, declared, generated))
    resources = [one for one in declared.ressources if one.nom not in left]
    if not resources:
        raise FindingsError(
            Finding(one.path, 0, 0, one.quoi, one.regle, one.remede) for one in left.values()
        )
    checked = read_catalogue(files, None, findings).read[identifier]
    if any(one.nom not in checked.texts for one in resources):
        raise FindingsError(findings)
    tables = [EditedTable(one.nom, _path(identifier, one.fichier), one.titre, one.schema_, files[_path(identifier, one.fichier)],
                          checked.texts[one.nom].rows) for one in resources]  # fmt: skip
    sheets = names_of_sheets([table.name for table in tables])
    return Edited(identifier, checked, files, dict(zip(sheets, tables, strict=True)), left)


def _path(identifier: str, name: str) -> str:
    return f"{FOLDER}/{identifier}/{name}"


def _left(
    identifier: str, declared: Dataset, generated: Mapping[str, Left]
) -> Iterator[tuple[str, Left]]:
    for one in declared.ressources:
        path = _path(identifier, one.fichier)
        if one.nature == "protegee":
            yield one.nom, Left(path, *PROTECTED)
        elif path in generated:
            yield one.nom, generated[path]


def drawn_book(given: Edited) -> bytes:
    """The .xlsx of what people edit. Raises `FindingsError` at each field that a book would not give back as it is, or where it would be too large."""
    dataset, tables = given.checked.dataset, list(given.tables.values())
    raw = book(given.identifier, dataset.titre, dataset.journal[0].date, tables, list(given.left.values()))  # fmt: skip
    said: list[Finding] = []
    lost: list[Finding] = []
    opened = open_book(f"{FOLDER}/{given.identifier}/", raw, said)
    if opened is None:
        raise FindingsError(said)
    for name, table in given.tables.items():
        read = read_sheet("", opened, name, table.schema, said)
        lost += first_findings(_lost(given, table, read))
    if lost:
        raise FindingsError(lost)
    return raw


def _lost(given: Edited, table: EditedTable, read: SheetTable | None) -> Iterator[Finding]:
    csv = given.checked.texts[table.name]
    rows, faulty = (read.rows, read.faulty) if read else ((), frozenset())
    for number, row in enumerate(csv.rows):
        back = rows[number] if number < len(rows) else ("",) * len(row)
        for place, (text, again) in enumerate(zip(row, back, strict=True)):
            if text != again or (number + 2, place + 1) in faulty:
                yield csv.finding(number, csv.columns[place], f"{csv.columns[place]} : texte qu'un classeur ne rendrait pas tel quel", "ce qui part dans un classeur en revient",
                                  "ôter du CSV ce qui ne s'y voit pas (retour chariot, « _x000D_ »), ou le corriger sans classeur")  # fmt: skip


def returned(path: str, raw: bytes, given: Edited) -> Returned:
    """What the bytes of a book at `path` would change of the dataset."""
    found: list[Finding] = []
    opened = open_book(path, raw, found)
    if opened is None:
        return Returned({}, {}, (), tuple(found))
    told = read_guide(path, opened, found)
    if told is not None and told.dataset != given.identifier:
        return Returned({}, {}, (), (_of_another(path, told, given),))
    found.extend(sheets_findings(path, opened, list(given.tables), given.left))
    files: dict[str, bytes] = {}
    sheets: dict[str, Sheet] = {}
    lines: list[str] = []
    for name, table in given.tables.items():
        read = read_sheet(path, opened, name, table.schema, found)
        if read is None:
            continue
        made, starts = csv_of(table.raw, table.schema.columns, read.rows)
        sheets[table.path] = Sheet(path, name, starts, read.places, read.faulty)
        if made != table.raw:
            files[table.path] = made
            lines += _difference(table, read)
            found.extend(_stale(path, name, table, told))
    if found:
        found += located(_judged(given, files), sheets)
    return Returned(files, sheets, tuple(lines), tuple(found))


def _of_another(path: str, told: Drawn, given: Edited) -> Finding:
    return Finding(path, 0, 0, f"classeur du jeu « {told.dataset} », et non de « {given.identifier} »", "un classeur est rendu au jeu dont il est tiré",
                   f"python build.py tableur {told.dataset} --depuis {path}")  # fmt: skip


def _stale(path: str, name: str, table: EditedTable, told: Drawn | None) -> Iterator[Finding]:
    if told is not None and told.digests.get(name) != digest(table.raw):
        yield Finding(sheet_path(path, name), 0, 0, f"{table.path} a changé depuis que ce classeur en est tiré", _SINCE, _AGAIN)  # fmt: skip


def _judged(given: Edited, files: Mapping[str, bytes]) -> list[Finding]:
    """What is wrong with the tables of the dataset as they would be, so that all is said at once."""
    findings: list[Finding] = []
    read_catalogue({**given.files, **files}, None, findings)
    return [one for one in findings if one.path in files]


def _difference(table: EditedTable, read: SheetTable) -> Iterator[str]:
    said = differences({"": _version(table.title, table.schema, table.rows)}, {"": _version(table.title, table.schema, read.rows)})  # fmt: skip
    yield from (f"{table.title} : lignes dans un autre ordre.",) if said == (NOTHING,) else said


def _version(title: str, schema: Schema, rows: Sequence[tuple[str, ...]]) -> TableVersion:
    return TableVersion(title, schema.descriptor(), [dict(zip(schema.columns, row, strict=True)) for row in rows])  # fmt: skip
