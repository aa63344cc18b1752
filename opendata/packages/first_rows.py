"""What a page prints of published tables: the first rows of each, and the rows of the declared rate.

The texts are those of the CSV that is published with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic_core import to_json

from opendata.model import Publishable
from opendata.records.dataset import Dataset
from opendata.records.table import text_rows

COUNT = 12


def first_rows(dataset: Dataset, tables: Mapping[str, Publishable]) -> bytes:
    """JSON: `tables`, by resource name, of which `premieres` are the first `COUNT` of `nombre` rows; `taux`.

    `taux`: code, numerator and denominator of each row that has a rate.
    """
    frames = {one.nom: tables[one.nom].frame for one in dataset.ressources}
    shown = {
        name: {"nombre": len(frame), "premieres": list(text_rows(frame.head(COUNT)))}
        for name, frame in frames.items()
    }
    found = {"tables": shown, "taux": list(_rates(dataset, tables))}
    return to_json(found, indent=1) + b"\n"


def _rates(dataset: Dataset, tables: Mapping[str, Publishable]) -> Iterator[tuple[str, str, str]]:
    """A row without one of its two parts, or over nothing, has no rate."""
    rate = dataset.taux.calcul
    if rate is None:
        return
    names = list(dict.fromkeys((rate.ligne, rate.numerateur, rate.denominateur, *rate.filtre)))
    for texts in text_rows(tables[rate.ressource].frame[names]):
        row = dict(zip(names, texts, strict=True))
        over, under = row[rate.numerateur], row[rate.denominateur]
        kept = all(row[name] == code for name, code in rate.filtre.items())
        if kept and over and under and float(under):
            yield row[rate.ligne], over, under
