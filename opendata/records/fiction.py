"""Fictitious data say so wherever they go, or do not go anywhere.

« Données fictives de démonstration » stands in the title, the description, every resource's
and chart's title, the file name (in ASCII) and a column that is always true.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from opendata.findings import Document, Finding
from opendata.findings.document import Key
from opendata.model import FICTION, FICTION_FILE, FICTION_RULE
from opendata.records.dataset import Dataset

if TYPE_CHECKING:  # who only asks how a file is called does not load it
    from opendata.records.table import TypedTable

WORDS, FILE_WORDS, RULE = FICTION, FICTION_FILE, FICTION_RULE
COLUMN = "est_fictif"


def named(name: str, est_fictif: bool) -> str:
    """A file name that programs look for, after the words when its data are fictitious.

    frictionless opens any file whose name ends with `datapackage.json`.
    """
    return f"{FILE_WORDS}-{name}" if est_fictif else name


def unmarked(document: Document, dataset: Dataset) -> list[Finding]:
    """Every place of a fictitious dataset's declaration where the words are missing."""
    if not dataset.est_fictif:
        return [document.finding(("est_fictif",), f"colonne « {COLUMN} » dans un jeu déclaré non fictif",
                                 "des données réelles et fictives ne se mêlent pas",
                                 "écrire est_fictif: true, ou retirer la colonne")
                for resource in dataset.ressources if COLUMN in resource.schema_.columns]  # fmt: skip
    missing = [
        document.finding(keys, f"« {WORDS} » absent de ce texte", RULE, f"y écrire « {WORDS} »")
        for keys, text in _texts(dataset)
        if WORDS not in text.lower()
    ]
    for index, resource in enumerate(dataset.ressources):
        if FILE_WORDS not in resource.fichier:
            missing.append(document.finding(("ressources", index, "fichier"),
                                            f"« {FILE_WORDS} » absent du nom de fichier", RULE,
                                            f"écrire {resource.nom}-{FILE_WORDS}.csv"))  # fmt: skip
        if COLUMN not in resource.schema_.columns:
            missing.append(document.finding(("ressources", index, "schema", "fields"),
                                            f"colonne « {COLUMN} » absente", RULE,
                                            f"ajouter une colonne {COLUMN}, toujours true"))  # fmt: skip
    return missing


def _texts(dataset: Dataset) -> Iterator[tuple[tuple[Key, ...], str]]:
    yield ("titre",), dataset.titre
    yield ("description",), dataset.description
    for index, resource in enumerate(dataset.ressources):
        yield ("ressources", index, "titre"), resource.titre
    for index, chart in enumerate(dataset.graphiques):
        yield ("graphiques", index, "titre"), chart.titre


def untrue_rows(table: TypedTable) -> list[Finding]:
    """Rows of a fictitious table that do not say so; a table without the column has its own finding."""
    if COLUMN not in table.frame:
        return []
    return [
        table.csv.finding(row, COLUMN, f"{COLUMN} n'est pas true", RULE, "écrire true")
        for row, value in enumerate(table.frame[COLUMN])
        if value is not True and str(value) != "True"
    ]


def contradiction(path: str) -> Finding:
    """The declaration and the release's parameters disagree on what is fictitious."""
    return Finding(path, 0, 0, "fictif pour dataset.yaml ou pour data/parametres/divulgation.yaml, pas pour les deux",
                   RULE, "accorder les deux « est_fictif »")  # fmt: skip
