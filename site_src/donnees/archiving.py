"""Keeping the published version of a dataset, before the dataset changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from opendata.records import fiction
from opendata.records.archived_versions import DESCRIPTION, FOLDER, kept_files
from opendata.records.digest import sha256
from site_src.engine import outputs
from site_src.engine.usage import UsageError, say


def archive(identifier: str, published: Mapping[str, bytes], root: Path) -> None:
    """Write what is kept of the published version to `versions/<v>/`; print its digest.

    `published` are the outputs of the stage that makes packages. Raises `UsageError` when there is no
    such dataset.
    """
    names = {fiction.named(DESCRIPTION, est_fictif) for est_fictif in (False, True)}
    wanted = tuple(f"donnees/{identifier}/{name}" for name in names)
    description = next((path for path in published if path.endswith(wanted)), None)
    if description is None:
        raise UsageError(f"jeu « {identifier} » inconnu")
    version = json.loads(published[description])["version"]
    above, _, name = description.rpartition("/")
    place = f"{above}/{version}/"
    kept = {
        path: published[f"{place}{path}"]
        for path in kept_files(json.loads(published[f"{place}{name}"]))
    }
    kept[name] = published[f"{place}{name}"]
    folder = f"data/datasets/{identifier}/{FOLDER}{version}"
    outputs.write({f"{folder}/{path}": raw for path, raw in kept.items()}, root)
    say(f"gardé : {folder}/ ({len(kept)} fichiers)")
    say("À écrire dans le journal de dataset.yaml, sous cette version :")
    say(f"    empreinte: {sha256(kept[name])}")
    say("Puis ajouter au-dessus la nouvelle version : numéro, date, ce qui change.")
