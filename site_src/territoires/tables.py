"""The published tables that pages of places read: exposure, verdicts of streets."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pandas as pd

from opendata.records.catalogue import Datasets

EXPOSURE = (("exposition", "exposition"), ("exposition-plus-hautes-eaux", "exposition"))
VERDICTS = (("voies-risques", "verdicts"), ("voies-plus-hautes-eaux", "verdicts"))
STREETS = ("voies", "voies")
CROSSED = ("voies", "voies-arrondissements")
HOURS = ("lieux-frais", "horaires")
CONTRACTS = ("prevention", "contrats-arrondissement")


@dataclass(frozen=True)
class PlaceTables:
    """Frames with the columns of their datasets, all zones together.

    `voies` has also `arrondissements`: the Insee codes of those that the street runs through, parted by a space.
    `fingerprint` is the SHA-256 of the datasets that they are of.
    """

    voies: pd.DataFrame = field(repr=False)
    verdicts: pd.DataFrame = field(repr=False)
    exposition: pd.DataFrame = field(repr=False)
    horaires: pd.DataFrame = field(repr=False)
    fingerprint: str


def place_tables(datasets: Datasets) -> PlaceTables | None:
    """The tables; `None` when one of their datasets has a finding."""
    named = sorted({name for name, _ in (*EXPOSURE, *VERDICTS, STREETS, HOURS)})
    if not set(named) <= datasets.sound:
        return None
    digests = "".join(datasets.read[name].fingerprint for name in named)
    verdicts = pd.concat([_frame(datasets, table) for table in VERDICTS], ignore_index=True)
    return PlaceTables(
        _streets(datasets),
        verdicts.fillna({"troncons": ""}),
        pd.concat([_frame(datasets, table) for table in EXPOSURE], ignore_index=True),
        _frame(datasets, HOURS),
        hashlib.sha256(digests.encode()).hexdigest(),
    )


def _streets(datasets: Datasets) -> pd.DataFrame:
    """The streets, each with the arrondissements of the long table."""
    crossed = _frame(datasets, CROSSED).groupby("n_sq_vo", sort=False)["code_insee"].agg(" ".join)
    streets = _frame(datasets, STREETS)
    return streets.assign(arrondissements=streets["n_sq_vo"].map(crossed))


def _frame(datasets: Datasets, table: tuple[str, str]) -> pd.DataFrame:
    name, resource = table
    return datasets.read[name].tables[resource].frame
