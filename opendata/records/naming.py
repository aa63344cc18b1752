"""One key, one name: what a dataset calls its columns, held against the dictionary, and what its cells hold.

What a column is named is read in its schema; that it holds a key under another name, or a list, only in its cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from opendata.findings import CsvTable, Document, Finding
from opendata.findings.finding import first_findings
from opendata.records.dataset import Dataset
from opendata.records.dictionary import PATH, Dictionary, Key, joins
from opendata.records.resource import Resource
from opendata.records.schema import Column

KEY_RULE = f"{PATH} : une clé a le même nom dans toutes les tables"
LIST_RULE = "une case porte une valeur ; plusieurs valeurs sont plusieurs lignes d'une table longue"
UNIT_RULE = "une unité n'a pas d'âge : l'année ou le recensement se dit à part"
TOTAL = "Total"
_YEAR = re.compile(r"\b(1[6-9]|20)\d\d\b")
_PARTS = re.compile(r"\s*[ ;,|/]\s*")
# Whole numbers in a row, none with a zero before it: neither a telephone number nor a fraction.
_NUMBERS = re.compile(r"(?:0|[1-9][0-9]*)(?:(?:[ ;|]+|, )(?:0|[1-9][0-9]*))+")
_HEAD = re.compile(r"([^\s;,|/]+)\s*[ ;,|/]")
Known = Callable[[str], object]
Keys = tuple[str | int, ...]


def misnamed(document: Document, identifier: str, dataset: Dataset, dictionary: Dictionary) -> Iterator[Finding]:  # fmt: skip
    """Columns in no dictionary, keys under a name of the past, units with a year in them."""
    for index, resource in enumerate(dataset.ressources):
        for rank, column in enumerate(resource.schema_.fields_):
            keys = ("ressources", index, "schema", "fields", rank)
            yield from _name(document, keys, identifier, column, dictionary)
            if column.unit and _YEAR.search(column.unit):
                yield document.finding((*keys, "unit"), f"colonne « {column.name} » : unité « {column.unit} » avec une année", UNIT_RULE,
                                       "ne garder que l'unité, et écrire le reste sous « vintage »")  # fmt: skip
        yield from _roles(document, index, identifier, resource, dictionary)


def _name(
    document: Document, keys: Keys, identifier: str, column: Column, dictionary: Dictionary
) -> Iterator[Finding]:
    key = dictionary.key_of(identifier, column.name)
    if key is None:
        former = next((one for one in dictionary.cles if column.name in one.anciens_noms), None)
        if former:
            yield document.finding((*keys, "name"), f"colonne « {column.name} » : ancien nom de {former.nom}", KEY_RULE, f"la nommer {former.nom}")  # fmt: skip
        elif column.name not in dictionary.colonnes:
            yield document.finding((*keys, "name"), f"colonne « {column.name} » dans aucun dictionnaire",
                                   f"{PATH} : chaque colonne publiée y a son sens", "reprendre un nom qui y est, ou l'y ajouter")  # fmt: skip
    elif key.nom == column.name and key.type != column.type:
        yield document.finding((*keys, "type"), f"colonne « {column.name} » de type {column.type}", f"{PATH} : {key.nom} est de type {key.type}",
                               "reprendre le type du dictionnaire")  # fmt: skip


def _roles(
    document: Document, index: int, identifier: str, resource: Resource, dictionary: Dictionary
) -> Iterator[Finding]:
    """Foreign keys under a name that says nothing of the key they are."""
    for rank, foreign in enumerate(resource.schema_.foreign_keys):
        for here, there in zip(foreign.fields, foreign.reference.fields, strict=True):
            key = dictionary.key_of(identifier, here)
            if here != there and (key is None or key.nom != there):
                yield document.finding(("ressources", index, "schema", "foreignKeys", rank), f"clé « {there} » sous le nom « {here} »", KEY_RULE,
                                       f"la nommer {there}, ou écrire son rôle sous « autres_noms » de {there}")  # fmt: skip


def misheld(identifier: str, tables: Mapping[str, CsvTable], dataset: Dataset, dictionary: Dictionary) -> Iterator[Finding]:  # fmt: skip
    """Texts that are a key under a name that is not its own, and cells that hold a list of keys."""
    own = [key for key in dictionary.cles if key.est_reconnaissable]
    known: list[Known] = [re.compile(str(key.motif)).fullmatch for key in own]
    known += [values.__contains__ for values in _identifiers(tables, dataset)]
    for name, table in tables.items():
        for column in dataset.resource(name).schema_.fields_:
            if column.type != "string" or column.name not in table.columns:
                continue
            values = tuple(column.labels or dict.fromkeys(_column(table, column.name)))
            if dictionary.key_of(identifier, column.name) is None:
                yield from _disguised(table, column, values, own)
            if not dictionary.may_hold_lists(identifier, column.name):
                yield from _lists(table, column, values, known)
                yield from first_findings(_in_a_row(table, column, values))


def held_lists(tables: Mapping[str, CsvTable], dataset: Dataset) -> Iterator[str]:
    """The columns whose cells hold numbers in a row, whether they may or not."""
    for name, table in tables.items():
        for column in dataset.resource(name).schema_.fields_:
            if column.type == "string" and column.name in table.columns:
                values = tuple(dict.fromkeys(_column(table, column.name)))
                if any(_in_a_row(table, column, values)):
                    yield column.name


def unjoined(
    identifier: str, tables: Mapping[str, CsvTable], dictionary: Dictionary, others: Mapping[tuple[str, str], CsvTable]
) -> Iterator[Finding]:  # fmt: skip
    """Values of a key that the table of another dataset, which has them all, does not know; `others` by dataset and table."""
    for table in tables.values():
        for column, there in joins(dictionary, identifier, table.columns).items():
            other = others.get((there.jeu, there.table))
            if other is None or there.colonne not in other.columns:
                continue
            values = _column(table, column)
            absent = set(values) - set(_column(other, there.colonne)) - {"", TOTAL}
            yield from first_findings(
                table.finding(values.index(value), column, f"{column} « {value} » : absent du jeu {there.jeu}, table {there.table}",
                              f"{PATH} : {column} se joint à {there.jeu} par {there.colonne}", "corriger la valeur")
                for value in sorted(absent)
            )  # fmt: skip


def _column(table: CsvTable, column: str) -> list[str]:
    """The values of a column, a row each."""
    return [fields[place] for place in (table.columns.index(column),) for fields in table.rows]


def _row(table: CsvTable, column: Column, value: str) -> int:
    """The first row that has the value; the first of all for a code that none has."""
    values = _column(table, column.name)
    return values.index(value) if value in values else 0


def _disguised(
    table: CsvTable, column: Column, values: tuple[str, ...], own: Collection[Key]
) -> Iterator[Finding]:
    told = [value for value in values if value not in ("", TOTAL)]
    for key in own if told else ():
        if all(re.fullmatch(str(key.motif), value) for value in told):
            yield table.finding(_row(table, column, told[0]), column.name, f"{column.name} « {told[0]} » : la clé {key.nom} sous un autre nom", KEY_RULE,
                                f"nommer la colonne {key.nom}, ou écrire son rôle sous « autres_noms » de {key.nom}")  # fmt: skip
            return


def _identifiers(tables: Mapping[str, CsvTable], dataset: Dataset) -> Iterator[Collection[str]]:
    """The values of each table's key, where it is one column of texts."""
    for name, table in tables.items():
        schema = dataset.resource(name).schema_
        (key, *others) = schema.primary_key
        if not others and key in table.columns and schema.column(key).type == "string":
            yield frozenset(_column(table, key))


def _lists(
    table: CsvTable, column: Column, values: tuple[str, ...], known: Collection[Known]
) -> Iterator[Finding]:
    """A cell whose parts are each a key of the same kind, of the dictionary or of a table beside."""
    faults = (
        _list(table, column, value, len(parts))
        for value in values
        if (head := _HEAD.match(value)) and any(is_known(head[1]) for is_known in known)
        if len(parts := _PARTS.split(value)) > 1 and any(all(map(is_known, parts)) for is_known in known)
    )  # fmt: skip
    yield from first_findings(faults)


def _in_a_row(table: CsvTable, column: Column, values: tuple[str, ...]) -> Iterator[Finding]:
    """Whole numbers in a row, where most cells of the column hold some: one that does alone is a name or a number to call."""
    told = [value for value in values if value not in ("", TOTAL)]
    lists = [value for value in told if _NUMBERS.fullmatch(value)]
    if 2 * len(lists) > len(told):
        yield from (_list(table, column, value, len(_PARTS.split(value))) for value in lists)


def _list(table: CsvTable, column: Column, value: str, count: int) -> Finding:
    return table.finding(_row(table, column, value), column.name, f"{column.name} « {value} » : {count} valeurs dans une case", LIST_RULE,
                         f"en faire une table, une ligne par valeur, ou dire pourquoi sous « listes » de {PATH}")  # fmt: skip
