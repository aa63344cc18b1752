"""Under which licence a table may go out, given what it derives from.

ODbL 1.0, article 4.4: a database derived from an ODbL database stays under the ODbL. A
source whose licence nobody has confirmed is shown with attribution, never offered for download.
"""

from __future__ import annotations

from collections.abc import Mapping

from opendata.findings import Document, Finding
from opendata.model import Licence, Source
from opendata.records.dataset import Dataset
from opendata.records.sources import LICENCES

SHARE_ALIKE = "ODbL-1.0"


def licence(identifier: str) -> Licence:
    """A licence by its identifier, with title and text."""
    titre, adresse = LICENCES[identifier]
    return Licence(identifier, titre, adresse)


def incompatible(
    document: Document, dataset: Dataset, sources: Mapping[str, Source]
) -> list[Finding]:
    """Resources whose lineage is unknown or forbids their licence or their download."""
    findings = [
        document.finding(("lignee", "sources", index), f"source « {name} » inconnue",
                         "la lignée nomme des sources de data/sources.yaml", "corriger l'identifiant")
        for index, name in enumerate(dataset.lignee.sources)
        if name not in sources
    ]  # fmt: skip
    for index, resource in enumerate(dataset.ressources):
        for rank, name in enumerate(resource.derive_de):
            keys = ("ressources", index, "derive_de", rank)
            if name not in dataset.lignee.ids:
                findings.append(document.finding(keys, f"« {name} » n'est pas dans la lignée",
                                                 "une ressource dérive de la lignée du jeu",
                                                 "ajouter la source ou le document sous « lignee »"))  # fmt: skip
            elif name in sources:
                findings.extend(
                    _forbidden(document, keys, sources[name], dataset, resource.licence)
                )
    return findings


def _forbidden(
    document: Document,
    keys: tuple[str | int, ...],
    source: Source,
    dataset: Dataset,
    licence_id: str,
) -> list[Finding]:
    if source.licence.est_a_confirmer and dataset.est_telechargeable:
        return [document.finding(keys, f"la licence de « {source.id} » est à confirmer",
                                 "licence à confirmer : affichage avec mention, pas de téléchargement",
                                 "faire confirmer la licence, ou écrire « diffusion: affichage »")]  # fmt: skip
    if source.licence.id == SHARE_ALIKE and licence_id != SHARE_ALIKE:
        return [document.finding((*keys[:2], "licence"), f"licence {licence_id} sur un dérivé de « {source.id} »",
                                 "ce qui dérive de l'ODbL reste sous ODbL (ODbL 1.0, 4.4)",
                                 f"écrire {SHARE_ALIKE}")]  # fmt: skip
    return []
