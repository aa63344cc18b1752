"""Earlier versions of a dataset: kept as they were published, never changed.

`versions/<v>/` holds the canonical CSV of version `v`, the GeoJSON of its tables that stand somewhere (outlines
of that day) and its datapackage.json, which has the SHA-256 of each; the journal of dataset.yaml holds the SHA-256 of that datapackage.json. Whoever
changes a byte under an old version, or its number, is told so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from opendata.findings import CsvTable, Document, Finding, read_csv, read_json, read_record
from opendata.records import fiction
from opendata.records.dataset import Dataset, Release
from opendata.records.digest import sha256

FOLDER = "versions/"
# Besides CSV, the format that is kept of a table that stands somewhere: it holds each outline once and whole, others are
# made from it, and no file stands twice in the repository.
OUTLINED = "parquet"
DESCRIPTION = "datapackage.json"
FROZEN = "une version publiée ne change plus : qui l'a citée doit la retrouver"
REMEDY = "reprendre le fichier dans l'historique, et publier le changement sous un nouveau numéro"
_NUMBER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


class _ArchivedRecord(BaseModel):
    # A description follows the standard of its day: only what is checked here is read.
    model_config = ConfigDict(extra="ignore", frozen=True)


class _File(_ArchivedRecord):
    path: str
    hash: str


class _Table(_File):
    name: str
    formats: tuple[_File, ...] = ()


class _Package(_ArchivedRecord):
    name: str
    version: str
    resources: tuple[_Table, ...]


@dataclass(frozen=True)
class Archived:
    """An earlier version: its datapackage.json, every file of it by name, and the text of its tables.

    `tables`, by the name of their file, lacks those whose columns are not what the description says.
    """

    version: str
    package: Mapping[str, Any] = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    tables: Mapping[str, CsvTable] = field(repr=False)


def archived(
    version: str, package: Mapping[str, Any], files: Mapping[str, bytes], folder: str = ""
) -> Archived:
    """The version whose files are `files`; they stand below `folder`."""
    tables = {}
    for resource in package["resources"]:
        columns = [column["name"] for column in resource.get("schema", {}).get("fields", ())]
        name = resource["path"]
        table = read_csv(f"{folder}{name}", files[name], columns, [])
        if table is not None:
            tables[name] = table
    return Archived(version, package, dict(files), tables)


def kept_files(package: Mapping[str, Any]) -> Iterator[str]:
    """The files that the description of a version tells of: all that its other formats are made from."""
    for resource in package["resources"]:
        yield resource["path"]
        yield from (one["path"] for one in resource.get("formats", ()))


def parts(version: str) -> tuple[int, ...]:
    """What versions are ordered by (semver.org, 2.0.0): 1.10.0 comes after 1.9.0."""
    return tuple(map(int, version.split(".")))


def read_versions(
    identifier: str,
    document: Document,
    dataset: Dataset,
    folder: Mapping[str, bytes],
    findings: list[Finding],
) -> tuple[Archived, ...]:
    """The earlier versions, the most recent first; those with a finding are left out."""
    folders, name = _folders(folder), fiction.named(DESCRIPTION, dataset.est_fictif)
    entries = {entry.version: entry for entry in dataset.journal}
    findings.extend(_unknown(document, dataset, folders))
    versions = []
    findings.extend(_withdrawn(document, dataset, folders))
    for rank, entry in enumerate(dataset.journal[1:], 1):
        if entry.version not in folders and not entry.est_sans_fichiers:
            findings.append(document.finding(
                ("journal", rank, "version"), f"version {entry.version} sans ses fichiers", FROZEN,
                f"remettre versions/{entry.version}/ (python build.py archive, avant de changer le jeu)"))  # fmt: skip
    for version in sorted(set(folders) & set(entries) - {dataset.version}, key=parts, reverse=True):
        path = document.path.replace("dataset.yaml", f"{FOLDER}{version}/")
        old = _read(path, name, identifier, entries[version], folders[version], findings)
        if old is not None:
            findings.extend(_reused(path, old, dataset))
            findings.extend(_protected(path, old, dataset, folder))
            versions.append(old)
    return tuple(versions)


def _withdrawn(
    document: Document, dataset: Dataset, folders: Mapping[str, Mapping[str, bytes]]
) -> Iterator[Finding]:
    """Only a version of protected tables is withdrawn, or taken up by a later one; never the current one, and nothing
    of it stays.
    """
    is_protected = any(resource.nature == "protegee" for resource in dataset.ressources)
    for rank, entry in enumerate(dataset.journal):
        if not entry.est_sans_fichiers:
            continue
        name, said = ("retiree", "retirée") if entry.retiree is not None else ("reprise", "reprise")
        where = ("journal", rank, name)
        if entry.retiree is not None and entry.reprise is not None:
            yield document.finding(where, f"version {entry.version} retirée, et reprise", "une version retirée n'est plus publiée",
                                   "garder « retiree » ou « reprise »")  # fmt: skip
        elif not is_protected:
            yield document.finding(where, f"version {entry.version} {said} d'un jeu sans table protégée", FROZEN,
                                   f"garder ses fichiers, et retirer « {name} »")  # fmt: skip
        elif rank == 0:
            yield document.finding(where, f"version actuelle {said}", f"une version {said} en a une autre après elle",
                                   "publier d'abord une autre version")  # fmt: skip
        elif entry.version in folders:
            yield document.finding(where, f"version {entry.version} {said}, et versions/{entry.version}/ existe",
                                   "rien d'une version retirée ou reprise n'est gardé", f"retirer versions/{entry.version}/")  # fmt: skip


def _folders(folder: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    folders: dict[str, dict[str, bytes]] = {}
    for path, raw in folder.items():
        if path.startswith(FOLDER):
            version, _, name = path.removeprefix(FOLDER).partition("/")
            folders.setdefault(version, {})[name] = raw
    return folders


def _unknown(
    document: Document, dataset: Dataset, folders: Mapping[str, Mapping[str, bytes]]
) -> Iterator[Finding]:
    """Folders that the journal does not tell, or that are not older than what is published."""
    for version in sorted(folders):
        path = document.path.replace("dataset.yaml", f"{FOLDER}{version}/{DESCRIPTION}")
        if not _NUMBER.fullmatch(version):
            yield Finding(path, 0, 0, f"dossier « {version} » sous versions/", "un dossier porte le numéro d'une version",
                          "le nommer par un numéro comme 1.0.0, ou le retirer")  # fmt: skip
        elif parts(version) >= parts(dataset.version):
            yield document.finding(("journal", 0, "version"), f"version {dataset.version} alors que versions/{version}/ existe",
                                   "un numéro de version ne recule pas et ne sert qu'une fois",
                                   f"donner un numéro au-dessus de {version}")  # fmt: skip
        elif version not in {entry.version for entry in dataset.journal}:
            yield Finding(path, 0, 0, f"version {version} absente du journal", "le journal dit toutes les versions publiées",
                          "l'ajouter au journal de dataset.yaml")  # fmt: skip


def _read(
    path: str,
    name: str,
    identifier: str,
    entry: Release,
    files: Mapping[str, bytes],
    findings: list[Finding],
) -> Archived | None:
    before = len(findings)
    place = f"{path}{name}"
    if name not in files:
        findings.append(Finding(place, 0, 0, "fichier absent", FROZEN, REMEDY))
        return None
    document = read_json(place, files[name], findings)
    package = read_record(document, _Package, findings) if document else None
    if document is None or package is None:
        return None
    if sha256(files[name]) != entry.empreinte:
        findings.append(Finding(place, 0, 0, f"l'empreinte n'est pas celle du journal pour {entry.version}",
                                FROZEN, REMEDY))  # fmt: skip
    findings.extend(_misnamed(document, identifier, entry, package))
    findings.extend(_changed(path, package, files, name))
    return None if len(findings) > before else archived(entry.version, document.data, files, path)


def _misnamed(
    document: Document, identifier: str, entry: Release, package: _Package
) -> Iterator[Finding]:
    if package.name != identifier:
        yield document.finding(("name",), f"version du jeu « {package.name} » dans celui de « {identifier} »",
                               "un identifiant désigne un seul jeu, pour toujours", "donner au jeu un autre identifiant")  # fmt: skip
    if package.version != entry.version:
        yield document.finding(("version",), f"version {package.version} sous versions/{entry.version}/",
                               "un dossier porte le numéro de la version qu'il garde", "renommer le dossier")  # fmt: skip


def _changed(
    path: str, package: _Package, files: Mapping[str, bytes], description: str
) -> Iterator[Finding]:
    described = {
        one.path: one.hash for table in package.resources for one in (table, *table.formats)
    }
    for name, expected in described.items():
        if name not in files:
            yield Finding(
                f"{path}{name}",
                0,
                0,
                f"fichier absent de la version {package.version}",
                FROZEN,
                REMEDY,
            )
        elif f"sha256:{sha256(files[name])}" != expected:
            yield Finding(
                f"{path}{name}",
                0,
                0,
                f"fichier changé sous la version {package.version}",
                FROZEN,
                REMEDY,
            )
    for name in sorted(set(files) - set(described) - {description}):
        yield Finding(f"{path}{name}", 0, 0, f"fichier ajouté sous la version {package.version}", FROZEN,
                      "le retirer, et le publier sous un nouveau numéro")  # fmt: skip


def _reused(path: str, old: Archived, dataset: Dataset) -> Iterator[Finding]:
    """No table in common with an earlier version: this is another dataset."""
    before = {table["name"] for table in old.package["resources"]}
    if not before & {resource.nom for resource in dataset.ressources}:
        yield Finding(f"{path}{DESCRIPTION}", 0, 0, f"aucune table commune avec la version {old.version}",
                      "un identifiant désigne un seul jeu, pour toujours", "donner au jeu un autre identifiant")  # fmt: skip


def _protected(
    path: str, old: Archived, dataset: Dataset, folder: Mapping[str, bytes]
) -> Iterator[Finding]:
    """Two versions of a table about people can be subtracted: only equal ones may both stand."""
    for resource in dataset.ressources:
        kept = old.files.get(resource.fichier)
        if resource.nature == "protegee" and kept not in (None, folder.get(resource.fichier)):
            yield Finding(f"{path}{resource.fichier}", 0, 0, "ancienne version d'une table sur des personnes, différente de celle d'aujourd'hui",
                          "l'audit public porte sur tout ce qui est en ligne : deux versions se soustraient",
                          "retirer la version ancienne (« retiree » dans le journal), ou republier les mêmes années à l'identique")  # fmt: skip
