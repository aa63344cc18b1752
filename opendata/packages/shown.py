"""A declared chart and a published table → what the chart shows: its rows, their unit, the note above them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import pandas as pd

from opendata.model import Publishable, ReleasedTable
from opendata.packages.marks import Mark
from opendata.records.dataset import ChartDeclaration
from opendata.records.schema import Column, Schema
from opendata.records.table import written


@dataclass(frozen=True)
class Shown:
    """All that a drawing is made from. `absent` is the word for a missing value."""

    declaration: ChartDeclaration
    unite: str
    absent: str
    note: str
    marks: tuple[Mark, ...]


def shown(declaration: ChartDeclaration, schema: Schema, table: Publishable) -> Shown:
    """What the chart shows of a published table; rows in the table's order, counted ones in the codes' order."""
    marks = _marks(declaration, schema, table)
    unite = declaration.unite or ""
    if declaration.valeur and not unite:
        unite = schema.column(declaration.valeur).quantity
    absent = "masqué" if isinstance(table, ReleasedTable) else "non indiqué"
    note = _note(declaration.forme, unite, absent, marks) + _hollow_note(declaration, schema)
    return Shown(declaration, unite, absent, note, marks)


def _marks(declaration: ChartDeclaration, schema: Schema, table: Publishable) -> tuple[Mark, ...]:
    frame = table.frame
    for name, code in declaration.filtre.items():
        frame = frame[[written(value) == code for value in frame[name]]]
    axes = [schema.column(name) for name in (declaration.ligne, declaration.colonne) if name]
    codes = _texts(frame, [axis.name for axis in axes])
    values: Iterable[tuple[tuple[str, ...], float | None]]
    if declaration.valeur:
        texts = _texts(frame, [declaration.valeur])
        values = zip(codes, (float(text) if text else None for (text,) in texts), strict=True)
    else:
        values = _counts(codes, axes)
    hollow = _hollow(declaration, frame, codes)
    return tuple(
        Mark(*_labels(row, axes), value, row in hollow)
        for row, value in values
        if not set(row) & set(declaration.exclut)
    )  # fmt: skip


def _hollow(
    declaration: ChartDeclaration, frame: pd.DataFrame, codes: Sequence[tuple[str, ...]]
) -> frozenset[tuple[str, ...]]:
    """The rows that the chart tells apart, by their codes."""
    if declaration.evide is None:
        return frozenset()
    said = map(written, frame[declaration.evide])
    return frozenset(row for row, text in zip(codes, said, strict=True) if text == "true")


def _texts(frame: pd.DataFrame, names: Sequence[str]) -> list[tuple[str, ...]]:
    """The named columns of each row, in their written form."""
    return [tuple(map(written, row)) for row in frame[list(names)].itertuples(index=False)]


def _counts(
    codes: Sequence[tuple[str, ...]], axes: Sequence[Column]
) -> Iterator[tuple[tuple[str, ...], float]]:
    """How many rows have each combination of codes; one that none has is a true zero."""
    counts = Counter(codes)
    orders = [
        list(axis.labels) or sorted({row[rank] for row in codes}) for rank, axis in enumerate(axes)
    ]
    for row in product(*orders):
        yield row, float(counts[row])


def _labels(codes: Sequence[str], axes: Sequence[Column]) -> tuple[str, str]:
    """What a mark's row and column are called; a chart of rows alone has no column."""
    labels = [_label(axis, code) for axis, code in zip(axes, codes, strict=True)]
    return labels[0], labels[1] if len(labels) > 1 else ""


def _label(column: Column, code: str) -> str:
    """The label's name; what it explains after a colon is in the column's dictionary."""
    return column.labels.get(code, code).partition(" : ")[0]


# What a missing value looks like, in each form.
_MISSING = {
    "barres": " « {} » n’est pas zéro.",
    "frise": " « {} » n’est pas zéro.",
    "colonnes": " Cadre pointillé : {}, pas zéro.",
    "matrice": " m : {}, pas zéro.",
    "multiples": " Cadre pointillé : {}, pas zéro.",
}


def _note(forme: str, unite: str, absent: str, marks: Sequence[Mark]) -> str:
    missing = any(mark.valeur is None for mark in marks)
    return f"Unité : {unite}." + (_MISSING[forme].format(absent) if missing else "")


def _hollow_note(declaration: ChartDeclaration, schema: Schema) -> str:
    if declaration.evide is None:
        return ""
    title = schema.column(declaration.evide).title
    return f" Barre évidée : {title[:1].lower()}{title[1:]}."
