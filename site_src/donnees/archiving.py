"""Keeping the published version of a dataset, before the dataset changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from site_src.commands import UsageError, say
from site_src.engine import outputs, progress
from site_src.engine.stages import Inputs, read_files


def archive(identifier: str, reads: Iterable[str], root: Path) -> None:
    """Write what is published under the version's own address to `versions/<v>/`; print its digest.

    `reads` are the patterns of the stage that publishes. Raises `FindingsError` when a dataset
    has a problem, `UsageError` when there is no such dataset.
    """
    from opendata.packages import stage as packages
    from opendata.records import fiction
    from opendata.records.archived_versions import DESCRIPTION, FOLDER
    from opendata.records.digest import sha256

    with progress.shown() as step:
        made = packages.run(Inputs(read_files(root, reads), {}, {}, step))
    names = {fiction.named(DESCRIPTION, est_fictif) for est_fictif in (False, True)}
    wanted = tuple(f"donnees/{identifier}/{name}" for name in names)
    whole = next((path for path in made if path.endswith(wanted)), None)
    if whole is None:
        raise UsageError(f"jeu « {identifier} » inconnu")
    version = json.loads(made[whole])["version"]
    above, _, name = whole.rpartition("/")
    place = f"{above}/{version}/"
    kept = {path.removeprefix(place): raw for path, raw in made.items() if path.startswith(place)}
    folder = f"data/datasets/{identifier}/{FOLDER}{version}"
    outputs.write({f"{folder}/{path}": raw for path, raw in kept.items()}, root)
    say(f"gardé : {folder}/ ({len(kept)} fichiers)")
    say("À écrire dans le journal de dataset.yaml, sous cette version :")
    say(f"    empreinte: {sha256(kept[name])}")
    say("Puis ajouter au-dessus la nouvelle version : numéro, date, ce qui change.")
