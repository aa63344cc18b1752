"""Every file below data/ is read by somebody, or is a finding: nothing waits there unseen."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from maps.records.columns import COLUMNS
from opendata.findings import Finding
from site_src.engine.readings import Given
from site_src.engine.tree import matches

# What the other readings read; whatever stands in the folder of a dataset is judged with it.
KNOWN = (
    *(
        f"data/accessibilite/{name}.yaml"
        for name in ("declaration", "resultats", "rgaa", "rgesn", "sortes")
    ),
    "data/affiches.yaml",
    "data/cartes.yaml",
    "data/crise.yaml",
    "data/derives.yaml",
    "data/dictionnaire.yaml",
    "data/hors-ligne.yaml",
    "data/proposes.yaml",
    "data/recherche.yaml",
    "data/series.yaml",
    "data/site.yaml",
    "data/sources.yaml",
    "data/direct/*.json",
    "data/parametres/alertes.yaml",
    "data/parametres/circonscriptions-fictif.yaml",
    "data/parametres/delinquance.yaml",
    "data/parametres/direct.yaml",
    "data/parametres/divulgation.yaml",
    "data/parametres/protection.yaml",
    "data/parametres/voies.yaml",
    *(f"data/geo/{name}.geojson" for name in COLUMNS),
    "data/risques/*.yaml",
    "data/pictogrammes/*.svg",
    "data/pictogrammes/gestes/*.svg",
    "data/organisation/*.yaml",
    "data/se-preparer/*.yaml",
    "data/prevention/*.yaml",
    "data/langues/*/langue.yaml",
    "data/langues/*/jeux.yaml",
    "data/langues/*/*/*.yaml",
    "data/alertes/*.yaml",
    "data/datasets/*/**/*",
)
RULE = "chaque fichier de data/ est lu par le contrôle"
_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet", ".json"})


def inventory(given: Given) -> bool:
    """Whether every file is known."""
    given.findings.extend(unknown(given.files))
    given.report(f"fichiers de data/ : {len(given.files)}, tous lus")
    return True


def unknown(paths: Iterable[str]) -> list[Finding]:
    """A finding for each path that nobody reads."""
    return [
        Finding(path, 0, 0, "fichier que rien ne lit", RULE, _remedy(path))
        for path in paths
        if not _is_known(path)
    ]


def _is_known(path: str) -> bool:
    return any(matches(pattern, path) for pattern in KNOWN)


def _remedy(path: str) -> str:
    name = PurePosixPath(path)
    if name.suffix.lower() in (".yml", ".yaml") and _is_known(str(name.with_suffix(".yaml"))):
        return f"le nommer {name.stem}.yaml, ou le retirer"
    if name.suffix.lower() in _TABLES:
        return ("le déclarer dans un jeu (data/datasets/<jeu>/dataset.yaml), ou le retirer ; "
                "un extrait confidentiel n'entre jamais dans le dépôt")  # fmt: skip
    return "corriger son nom ou son dossier, ou le retirer"
