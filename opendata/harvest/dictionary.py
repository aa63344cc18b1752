"""The dictionary of columns as machines read it: each key, what it joins, and the tables that have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json

from opendata.records.dataset import Dataset
from opendata.records.dictionary import Dictionary, Key

NAME = "dictionnaire.json"
# dataset → table → columns
Uses = Mapping[str, Mapping[str, tuple[str, ...]]]


def dictionary_file(dictionary: Dictionary, datasets: Mapping[str, Dataset]) -> bytes:
    """JSON: `keys` and `columns`, each with the tables that have it (« dataset/table »); `lists`, those of several values a cell."""
    uses = {name: {one.nom: one.schema_.columns for one in dataset.ressources} for name, dataset in sorted(datasets.items())}  # fmt: skip
    written: dict[str, Any] = {
        "keys": [_key(key, dictionary, uses) for key in dictionary.cles],
        "columns": [
            {"name": name, "description": meaning, "tables": _tables(name, uses)}
            for name, meaning in sorted(dictionary.colonnes.items())
        ],
        "lists": [
            {
                "name": one.colonne,
                "reason": one.raison,
                "tables": [
                    table
                    for table in _tables(one.colonne, uses)
                    if table.partition("/")[0] in one.jeux
                ],
            }
            for one in dictionary.listes
        ],
    }
    return to_json(written, indent=1) + b"\n"


def _key(key: Key, dictionary: Dictionary, uses: Uses) -> dict[str, Any]:
    there = key.referentiel
    return {
        "name": key.nom,
        "title": key.titre,
        "description": key.description,
        "type": key.type,
        **({"pattern": key.motif} if key.motif else {}),
        "example": key.exemple,
        **({"reference": {"dataset": there.jeu, "table": there.table, "column": there.colonne}} if there else {}),
        "joins": [{"repertory": one.repertoire, "column": one.colonne, **({"url": one.adresse} if one.adresse else {})} for one in key.joint],
        "tables": _tables(key.nom, uses),
        "other_names": [
            {"name": other.nom, "reason": other.raison,
             "tables": [table for table in _tables(other.nom, uses) if dictionary.key_of(table.partition("/")[0], other.nom) is key]}
            for other in key.autres_noms
        ],
        "former_names": list(key.anciens_noms),
    }  # fmt: skip


def _tables(name: str, uses: Uses) -> list[str]:
    return [f"{dataset}/{table}" for dataset, tables in uses.items() for table, columns in tables.items() if name in columns]  # fmt: skip
