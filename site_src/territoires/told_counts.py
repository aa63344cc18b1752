"""Counts that the texts of « lieux-frais » tell are those of its tables, however the sentence is put.

`derive` makes the tables and nobody makes the texts: a count that is told and no longer holds is found here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from opendata.findings import CsvTable, Finding
from opendata.records.catalogue import CheckedDataset

DATASET = "lieux-frais"
PATH = f"data/datasets/{DATASET}/dataset.yaml"
RULE = "un compte dit dans un texte du jeu est celui de ses tables"
_COUNT = r"(\d[\d\s\u202f]*)"
Tables = Mapping[str, CsvTable]
Count = Callable[[Tables], int]


def _rows(name: str, **wanted: str) -> Count:
    """How many rows of a table have these values."""
    return lambda tables: sum(
        all(row[key] == value for key, value in wanted.items()) for row in _read(tables, name)
    )


def _kind(name: str) -> Count:
    """What the table of kinds says of one, for Paris."""
    return lambda tables: next(
        (int(row["nb_lieux"]) for row in _read(tables, "types")
         if (row["code_insee"], row["type_lieu"]) == ("75056", name)), 0)  # fmt: skip


def _weekly(tables: Tables) -> int:
    return len({row["id_lieu"] for row in _read(tables, "horaires")})


def _said(tables: Tables) -> int:
    """Places of which the publisher says whether they are open."""
    return sum(
        row["statut_ouverture"] in ("ouvert", "éteint") for row in _read(tables, "lieux-frais")
    )


# What a text says → what it is counted from. A text that does not say it is as right.
TOLD: tuple[tuple[str, Count], ...] = (
    (rf"\b{_COUNT} lieux frais\b", _rows("lieux-frais")),
    (rf"\b{_COUNT} fontaines à boire\b", _rows("fontaines")),
    (rf"\b{_COUNT} des \d+ lieux \(", _said),
    (rf"\bdes {_COUNT} lieux \(", _rows("lieux-frais")),
    (rf"\b{_COUNT} ouverts\b", _rows("lieux-frais", statut_ouverture="ouvert")),
    (rf"\b{_COUNT} éteints\b", _rows("lieux-frais", statut_ouverture="éteint")),
    (rf"\bconnus pour {_COUNT} lieux\b", _weekly),
    (rf"\bMairie d’arrondissement » compte {_COUNT} lieux\b", _kind("Mairie d'arrondissement")),
    (rf"\bombrières pérennes \({_COUNT}\)", _kind("Ombrière pérenne")),
    (rf"\blieux de culte \({_COUNT}\)", _kind("Lieux de culte")),
    (rf"\bbrumisateurs \({_COUNT}\)", _kind("Brumisateur")),
    (rf"\bmusées \({_COUNT}\)", _kind("Musée")),
)  # fmt: skip


def miscounted(checked: CheckedDataset) -> Iterator[Finding]:
    """A finding for each count that a text tells and the tables do not; tables that cannot be read count nothing."""
    dataset, tables = checked.dataset, checked.texts
    if not {"lieux-frais", "fontaines", "horaires", "types"} <= set(tables):
        return
    texts = chain(
        (dataset.description, *dataset.limites), (chart.description for chart in dataset.graphiques)
    )
    for text in texts:
        for form, count in TOLD:
            for match in re.finditer(form, text):
                told, counted = int(re.sub(r"\D", "", match[1])), count(tables)
                if told != counted:
                    yield Finding(PATH, 0, 0, f"« {match[0].strip()} » : {counted} dans les tables", RULE, f"écrire {counted}")  # fmt: skip


def _read(tables: Tables, name: str) -> Iterator[dict[str, str]]:
    table = tables[name]
    for row in table.rows:
        yield dict(zip(table.columns, row, strict=True))
