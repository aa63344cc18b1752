"""What frictionless, the independent judge of our packages, says: in French, with place and remedy.

Its report speaks English and names its own error types; a contributor reads ours.
https://framework.frictionlessdata.io/docs/errors/file.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from opendata.findings import Finding

RULE = "contrôle indépendant (frictionless)"
# Error type → (quoi, remède). A type that is not here reads « erreur … », never English prose.
WORDS: Mapping[str, tuple[str, str]] = {
    "type-error": ("valeur d'un autre type que celui de sa colonne", "corriger la valeur, ou le type déclaré"),
    "constraint-error": ("valeur hors des codes, des bornes ou de la forme déclarés", "corriger la valeur"),
    "unique-error": ("valeur répétée dans une colonne où chacune est unique", "corriger ou retirer la ligne"),
    "primary-key": ("clé vide ou déjà prise par une autre ligne", "corriger ou retirer la ligne"),
    "foreign-key": ("clé absente de la table visée", "corriger la valeur ou ajouter la ligne qui manque"),
    "missing-cell": ("case absente : la ligne est trop courte", "compléter la ligne"),
    "extra-cell": ("case en trop : la ligne est trop longue", "mettre entre guillemets un texte à virgule"),
    "blank-row": ("ligne vide", "la retirer"),
    "duplicate-row": ("ligne répétée", "la retirer"),
    "blank-header": ("en-tête vide", "écrire le nom des colonnes"),
    "blank-label": ("colonne sans nom", "écrire le nom que déclare le schéma"),
    "duplicate-label": ("nom de colonne écrit deux fois", "renommer ou retirer l'une des deux"),
    "incorrect-label": ("nom de colonne que le schéma ne déclare pas", "écrire le nom que déclare le schéma"),
    "missing-label": ("colonne absente", "ajouter la colonne"),
    "extra-label": ("colonne en trop", "la retirer ou la déclarer"),
    "encoding-error": ("encodage illisible", "enregistrer en UTF-8, sans BOM"),
    "hash-count": ("empreinte différente de celle du descripteur", "republier le fichier et son descripteur ensemble"),
    "byte-count": ("taille différente de celle du descripteur", "republier le fichier et son descripteur ensemble"),
    "row-count": ("nombre de lignes différent de celui du descripteur", "republier le fichier et son descripteur ensemble"),
    "field-count": ("nombre de colonnes différent de celui du descripteur", "accorder le schéma et le fichier"),
    "source-error": ("fichier vide ou mal formé", "remettre le fichier d'origine"),
    "scheme-error": ("fichier introuvable", "remettre le fichier, ou corriger « path »"),
    "format-error": ("format illisible", "enregistrer en CSV à virgules"),
    "schema-error": ("schéma mal formé", "corriger le Table Schema"),
    "field-error": ("colonne mal décrite", "corriger le Table Schema"),
    "dialect-error": ("dialecte mal décrit", "corriger « dialect »"),
    "resource-error": ("ressource mal décrite", "corriger le descripteur"),
    "package-error": ("paquet mal décrit", "corriger le descripteur"),
    "metadata-error": ("métadonnée mal formée", "corriger le descripteur"),
}  # fmt: skip


def frictions(report: Any) -> list[Finding]:  # noqa: ANN401  (frictionless ships no types)
    """The findings of a `frictionless.Report`, sorted; empty when it is valid."""
    found = [_finding("datapackage.json", error) for error in report.errors]
    found += [_finding(task.place, error) for task in report.tasks for error in _errors(task)]
    return sorted(found)


def _errors(task: Any) -> Iterator[Any]:  # noqa: ANN401
    yield from task.errors


def _finding(place: str, error: Any) -> Finding:  # noqa: ANN401
    quoi, remede = WORDS.get(
        error.type, (f"erreur « {error.type} »", "corriger le fichier ou son descripteur")
    )
    # A header has one row, the first; other errors of a table or of metadata have no place in it.
    line = getattr(error, "row_number", None) or (1 if hasattr(error, "row_numbers") else 0)
    field = getattr(error, "field_number", None) or 0
    name = getattr(error, "field_name", "") or getattr(error, "label", "")
    return Finding(place, line, field, f"{name} : {quoi}" if name else quoi, RULE, remede)
