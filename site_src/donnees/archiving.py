"""Keeping the published version of a dataset, before the dataset changes or once it has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from opendata.records import fiction
from opendata.records.archived_versions import DESCRIPTION, FOLDER, kept_files
from opendata.records.digest import sha256
from site_src.engine import outputs
from site_src.engine.usage import UsageError, say


@dataclass(frozen=True)
class Published:
    """What a version keeps for ever: its canonical CSV and its datapackage.json, by name; `digest` is of the latter."""

    identifier: str
    version: str
    description: str
    files: Mapping[str, bytes] = field(repr=False)

    @property
    def digest(self) -> str:
        """What the journal says of a version that is no longer the current one."""
        return sha256(self.files[self.description])

    @property
    def folder(self) -> str:
        """Where the repository keeps it."""
        return f"data/datasets/{self.identifier}/{FOLDER}{self.version}"

    @property
    def kept(self) -> dict[str, bytes]:
        """Its files by path of the repository."""
        return {f"{self.folder}/{name}": raw for name, raw in self.files.items()}


def published_version(identifier: str, published: Mapping[str, bytes]) -> Published:
    """What stands under the version's own address; `published` are files that the packages of datasets are made of.

    Raises `UsageError` when there is no such dataset.
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
    return Published(identifier, version, name, kept)


def archive(identifier: str, published: Mapping[str, bytes], root: Path) -> None:
    """Write what is published under the version's own address to `versions/<v>/`; print its digest.

    `published` are the outputs of the stage that makes packages. Raises `UsageError` when there is no
    such dataset.
    """
    found = published_version(identifier, published)
    outputs.write(found.kept, root)
    say(f"gardé : {found.folder}/ ({len(found.files)} fichiers)")
    say("À écrire dans le journal de dataset.yaml, sous cette version :")
    say(f"    empreinte: {found.digest}")
    say("Puis ajouter au-dessus la nouvelle version : numéro, date, ce qui change.")
