"""The texts of a CSV → values of its schema's types: what is read before anything makes a table of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from opendata.findings import CsvTable, Finding
from opendata.findings.finding import first_findings
from opendata.records.schema import Column, Schema
from opendata.records.values import Misfit, Value, parse


def typed_values(
    table: CsvTable, schema: Schema, findings: list[Finding]
) -> Mapping[str, list[Value | None]] | None:
    """The values of each column by its name, in the schema's order; an empty field is `None`.

    `None` when anything is wrong (types, codes, bounds, what is unique), with a finding at each faulty field.
    """
    before = len(findings)
    texts = list(zip(*table.rows, strict=True)) or [()] * len(schema.columns)
    read: dict[str, list[Value | None]] = {}
    for column, text in zip(schema.fields_, texts, strict=True):
        is_key = column.name in schema.primary_key
        values = read[column.name] = []
        findings.extend(first_findings(_read_values(table, column, text, is_key, values)))
        if column.constraints.unique:
            unique = _repeated(table, (column.name,), f"dataset.yaml, {column.name}")
            findings.extend(first_findings(unique))
    keys = _repeated(table, schema.primary_key, "dataset.yaml, primaryKey")
    findings.extend(first_findings(keys))
    return None if len(findings) > before else read


def _read_values(
    table: CsvTable, column: Column, texts: Sequence[str], is_key: bool, values: list[Value | None]
) -> Iterator[Finding]:
    """Reads the texts of a column into `values`; a finding at each that is not one."""
    parsed_texts: dict[str, Value | Misfit] = {}  # most columns repeat few texts
    rule = f"dataset.yaml, {column.name}"
    for row, text in enumerate(texts):
        value: Value | None = None
        if text:
            if text not in parsed_texts:
                parsed_texts[text] = parse(text, column)
            parsed = parsed_texts[text]
            if isinstance(parsed, Misfit):
                quoi = f"{column.name} {_quoted(text)} : {parsed.attendu}"
                yield table.finding(row, column.name, quoi, rule, parsed.remede)
            else:
                value = parsed
        elif column.constraints.required or is_key:
            yield table.finding(
                row, column.name, f"{column.name} vide : valeur attendue", rule, "donner une valeur"
            )
        values.append(value)


def _quoted(text: str) -> str:
    return f"« {text if len(text) <= 60 else text[:57] + '…'} »"


def _repeated(table: CsvTable, names: Sequence[str], rule: str) -> Iterator[Finding]:
    """A key seen twice; rows with an empty part are left to `required`."""
    numbers = [table.columns.index(name) for name in names]
    first: dict[tuple[str, ...], int] = {}
    for row, fields in enumerate(table.rows):
        key = tuple(fields[number] for number in numbers)
        if not all(key):
            continue
        if key in first:
            quoi = f"{said(names, key)} : déjà ligne {table.lines[first[key]]}"
            yield table.finding(
                row, names[0], quoi, rule, "corriger ou retirer l'une des deux lignes"
            )
        first.setdefault(key, row)


def said(names: Sequence[str], key: Sequence[str]) -> str:
    """A key in words: each column and its text."""
    return ", ".join(f"{name} {_quoted(text)}" for name, text in zip(names, key, strict=True))
