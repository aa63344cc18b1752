"""The independent judge at the door: frictionless validates a built package before it is published.

It reads what a stranger would, the descriptor and the CSV files it names, in a folder of their
own and without a network. Its report speaks English and names its own error types; a contributor
reads ours. https://framework.frictionlessdata.io/docs/errors/file.html
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from opendata.findings import Document, Finding, page_of, read_json
from opendata.records import fiction
from opendata.records.archived_versions import DESCRIPTION

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


_DESCRIPTIONS = (DESCRIPTION, fiction.named(DESCRIPTION, True))


def judge(files: Mapping[str, bytes], folder: str, page: str) -> list[Finding]:
    """What frictionless finds wrong in one built package, sorted; empty when it is valid.

    `files`: the package's files by their name beside its datapackage.json (which begins with
    « donnees-fictives… » when its data are fictitious); only what the descriptor names is read.
    Findings stand at `folder`/name:line:field and name `page`; none shows a value.
    """
    names = [name for name in _DESCRIPTIONS if name in files]
    if len(names) != 1:
        quoi = "paquet sans descripteur" if not names else "paquet à deux descripteurs"
        remede = f"publier un seul {DESCRIPTION}, fictif ou non"
        return [Finding(f"{folder}/{DESCRIPTION}", 0, 0, quoi, RULE, remede, page)]
    findings: list[Finding] = []
    document = read_json(f"{folder}/{names[0]}", files[names[0]], findings)
    if document is not None:
        findings.extend(_findings(_validate(files, names[0]), document, folder, files.keys()))
    return sorted(set(page_of(findings, page)))


def imported() -> Any:  # noqa: ANN401  (a module)
    """frictionless, imported when it is asked for: a build in which no package changed never pays for it."""
    import frictionless

    return frictionless


def _validate(files: Mapping[str, bytes], description: str) -> Any:  # noqa: ANN401  (no types there)
    """The report of frictionless on the descriptor and the tables beside it."""
    frictionless = imported()
    with (
        tempfile.TemporaryDirectory(prefix="prm-paquet-") as place,
        frictionless.system.use_context(trusted=False, http_session=_NoNetwork()),
    ):
        for name, raw in files.items():
            if name == description or (name.endswith(".csv") and "/" not in name):
                (Path(place) / name).write_bytes(raw)
        return frictionless.validate(str(Path(place) / description))


class _NoNetwork:
    """The session that frictionless asks for what is not a local file."""

    def get(self, url: str, **_: object) -> None:
        raise OSError(f"a package is judged without a network: {url}")


def _findings(
    report: Any,  # noqa: ANN401
    document: Document,
    folder: str,
    names: Collection[str],
) -> Iterator[Finding]:
    for error in report.errors:
        yield _finding(error, document.path)
    for rank, task in enumerate(report.tasks):
        for error in task.errors:
            if task.place in names:
                yield _finding(error, f"{folder}/{task.place}")
            else:  # a table that is not in the package is wrong where it is named
                yield _finding(error, document.path, *document.place(("resources", rank, "path")))


def _finding(error: Any, path: str, line: int = 0, field: int = 0) -> Finding:  # noqa: ANN401
    quoi, remede = WORDS.get(
        error.type, (f"erreur « {error.type} »", "corriger le fichier ou son descripteur")
    )
    # A header has one row, the first; other errors of a table or of metadata have no row.
    line = getattr(error, "row_number", None) or (1 if hasattr(error, "row_numbers") else line)
    field = getattr(error, "field_number", None) or field
    name = getattr(error, "field_name", "") or getattr(error, "label", "")
    return Finding(path, line, field, f"{name} : {quoi}" if name else quoi, RULE, remede)
