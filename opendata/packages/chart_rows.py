"""The figures of a chart as a CSV: what it shows, in the words it shows it with."""

from __future__ import annotations

import csv
import io

from opendata.packages.shown import Shown
from opendata.records.table import written

COUNT = "nombre"


def columns(shown: Shown) -> list[str]:
    """The header: the columns of the table that the chart shows, and what is measured or counted."""
    chart = shown.declaration
    return [name for name in (chart.ligne, chart.colonne) if name] + [chart.valeur or COUNT]


def rows(shown: Shown) -> bytes:
    """A line a mark; the value that is hidden or unknown is an empty cell, never a zero."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns(shown))
    for mark in shown.marks:
        labels = [mark.ligne, mark.colonne] if shown.declaration.colonne else [mark.ligne]
        writer.writerow([*labels, written(mark.valeur)])
    return text.getvalue().encode()
