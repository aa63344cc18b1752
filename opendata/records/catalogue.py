"""Every dataset of data/datasets/, read and checked whole: declaration, tables, keys, licences."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from opendata.findings import (
    CsvTable,
    Document,
    Finding,
    page_of,
    read_csv,
    read_record,
    read_yaml,
)
from opendata.findings.kept import Kept, read_now
from opendata.model import Source
from opendata.records import charts, coherence, fiction, licences, promise
from opendata.records.archived_versions import FOLDER as VERSIONS
from opendata.records.archived_versions import Archived, parts, read_versions
from opendata.records.dataset import FOLDER, Dataset, page
from opendata.records.resource import Resource
from opendata.records.settled import unsettled
from opendata.records.table import TypedTable, foreign_keys, typed

# Columns of the ESPRI extract that identify a fact or a place: no published table has them.
CONFIDENTIAL = ("id_fait", "code_equipement", "code_direction")


@dataclass(frozen=True)
class CheckedDataset:
    """A dataset as it was read. `texts` and `tables` by resource name; `id` is folder and address.

    `texts` has also the tables whose columns are right and values are not.
    `versions` are the earlier ones, the most recent first. `fingerprint` is the SHA-256 of its files.
    """

    id: str
    dataset: Dataset
    texts: Mapping[str, CsvTable] = field(repr=False)
    tables: Mapping[str, TypedTable] = field(repr=False)
    versions: tuple[Archived, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True)
class Datasets:
    """Every folder of data/datasets/: what could be read of it, and which have no finding.

    A dataset of `read` that is not in `sound` may lack tables: those that are at fault.
    """

    read: Mapping[str, CheckedDataset] = field(repr=False)
    sound: frozenset[str]
    folders: frozenset[str]
    files: Mapping[str, bytes] = field(repr=False)

    @property
    def checked(self) -> list[CheckedDataset]:
        """Those without a finding, in the order of their folders."""
        return [dataset for name, dataset in self.read.items() if name in self.sound]

    @property
    def declarations(self) -> dict[str, Dataset]:
        """What each dataset says of itself, by id."""
        return {name: checked.dataset for name, checked in self.read.items()}

    @property
    def texts(self) -> dict[str, CsvTable]:
        """Every table whose columns could be read, as text, by the path of its file."""
        texts = (text for checked in self.read.values() for text in checked.texts.values())
        return {text.path: text for text in texts}


def read_datasets(
    files: Mapping[str, bytes], sources: Mapping[str, Source] | None, findings: list[Finding]
) -> list[CheckedDataset]:
    """Every dataset below data/datasets/, sorted by id; those with a finding are left out.

    `sources` is `None` when data/sources.yaml could not be read: licences are not judged then.
    """
    return read_catalogue(files, sources, findings).checked


def read_catalogue(
    files: Mapping[str, bytes],
    sources: Mapping[str, Source] | None,
    findings: list[Finding],
    kept: Kept = read_now,
) -> Datasets:
    """Every folder below data/datasets/, also what can be read of those with a finding.

    `kept` may give a dataset that was read before, as long as its files and the sources are the same.
    """
    folders = _folders(files)
    read, sound = {}, []
    for identifier, folder in folders.items():
        given = (_digest(folder), sources)
        dataset, found = kept(identifier, given, partial(_read, identifier, folder, sources))
        findings.extend(page_of(found, page(identifier)))
        if dataset:
            read[identifier] = dataset
        if dataset and not found:
            sound.append(identifier)
    own = {path: raw for path, raw in files.items() if path.startswith(f"{FOLDER}/")}
    return Datasets(read, frozenset(sound), frozenset(folders), own)


def read_declarations(files: Mapping[str, bytes], findings: list[Finding]) -> dict[str, Dataset]:
    """The declarations alone, by id: what a page needs once the tables are published."""
    declared = {}
    for identifier, folder in _folders(files).items():
        document = _document(identifier, folder, findings)
        dataset = read_record(document, Dataset, findings) if document else None
        if dataset:
            declared[identifier] = dataset
    return declared


def _folders(files: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    """Files by dataset and by their path below it; a file beside the folders is no dataset."""
    folders: dict[str, dict[str, bytes]] = {}
    for path in sorted(files):
        identifier, _, name = path.removeprefix(f"{FOLDER}/").partition("/")
        if path.startswith(f"{FOLDER}/") and name:
            folders.setdefault(identifier, {})[name] = files[path]
    return folders


def _document(
    identifier: str, folder: Mapping[str, bytes], findings: list[Finding]
) -> Document | None:
    path = f"{FOLDER}/{identifier}/dataset.yaml"
    if "dataset.yaml" not in folder:
        findings.append(Finding(path, 0, 0, "fichier absent",
                                "chaque dossier de data/datasets/ décrit son jeu dans dataset.yaml",
                                "ajouter dataset.yaml, ou retirer le dossier"))  # fmt: skip
        return None
    return read_yaml(path, folder["dataset.yaml"], findings)


def _read(
    identifier: str,
    folder: Mapping[str, bytes],
    sources: Mapping[str, Source] | None,
    findings: list[Finding],
) -> CheckedDataset | None:
    document = _document(identifier, folder, findings)
    dataset = read_record(document, Dataset, findings) if document else None
    if document is None or dataset is None:
        return None
    findings.extend(_declaration(document, dataset, folder))
    findings.extend(fiction.unmarked(document, dataset))
    if sources is not None:
        findings.extend(licences.incompatible(document, dataset, sources))
    texts, tables = {}, {}
    for resource in dataset.ressources:
        if resource.fichier not in folder:
            continue
        path = f"{FOLDER}/{identifier}/{resource.fichier}"
        text = read_csv(path, folder[resource.fichier], resource.schema_.columns, findings)
        if text is None:
            continue
        texts[resource.nom] = text
        table = typed(text, resource.schema_, findings)
        if table is not None:
            tables[resource.nom] = table
            findings.extend(fiction.untrue_rows(table) if dataset.est_fictif else [])
            findings.extend(coherence.incoherent(table, resource))
    foreign_keys(tables, findings)
    findings.extend(unsettled(tables))
    findings.extend(charts.out_of_scale(document, dataset, texts))
    versions = read_versions(identifier, document, dataset, folder, findings)
    findings.extend(promise.broken_since(document, dataset, versions))
    return CheckedDataset(identifier, dataset, texts, tables, versions, _digest(folder))


def _digest(folder: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name, raw in sorted(folder.items()):
        whole.update(f"\0{name}\0{len(raw)}\0".encode() + raw)
    return whole.hexdigest()


def _declaration(
    document: Document, dataset: Dataset, folder: Mapping[str, bytes]
) -> Iterator[Finding]:
    """What pydantic cannot see: the folder, and names that answer to each other."""
    yield from _files(document, dataset, folder)
    yield from _journal(document, dataset)
    names = [resource.nom for resource in dataset.ressources]
    for index, resource in enumerate(dataset.ressources):
        if resource.nom in names[:index]:
            yield document.finding(("ressources", index, "nom"), f"ressource « {resource.nom} » déclarée deux fois",
                                   "un nom par ressource", "renommer l'une des deux")  # fmt: skip
        yield from _references(document, dataset, index, resource)
        yield from _confidential(document, index, resource)
        yield from _geometry(document, index, resource)
        yield from coherence.undeclared(document, index, resource)
    yield from charts.undeclared(document, dataset)


def _files(document: Document, dataset: Dataset, folder: Mapping[str, bytes]) -> Iterator[Finding]:
    declared = {resource.fichier for resource in dataset.ressources}
    for index, resource in enumerate(dataset.ressources):
        if resource.fichier not in folder:
            yield document.finding(("ressources", index, "fichier"), f"fichier « {resource.fichier} » absent",
                                   "une ressource a son fichier dans le dossier du jeu",
                                   "ajouter le fichier, ou corriger son nom")  # fmt: skip
    for name in folder:
        if name not in declared and name != "dataset.yaml" and not name.startswith(VERSIONS):
            path = document.path.replace("dataset.yaml", name)
            yield Finding(path, 0, 0, "fichier que dataset.yaml ne déclare pas",
                          "un fichier d'un jeu est l'une de ses ressources",
                          "le déclarer sous « ressources », ou le retirer")  # fmt: skip


def _journal(document: Document, dataset: Dataset) -> Iterator[Finding]:
    entries = [(parts(entry.version), entry.date) for entry in dataset.journal]
    for index in range(1, len(entries)):
        newer, older = entries[index - 1], entries[index]
        if newer[0] <= older[0] or newer[1] < older[1]:
            yield document.finding(("journal", index - 1, "version"),
                                   f"version {dataset.journal[index - 1].version} au-dessus de {dataset.journal[index].version}",
                                   "le journal va de la version la plus récente à la plus ancienne",
                                   "augmenter le numéro et la date de la version ajoutée")  # fmt: skip


def _references(
    document: Document, dataset: Dataset, index: int, resource: Resource
) -> Iterator[Finding]:
    columns = {other.nom: other.schema_.columns for other in dataset.ressources}
    for rank, key in enumerate(resource.schema_.foreign_keys):
        keys = ("ressources", index, "schema", "foreignKeys", rank, "reference")
        target = key.reference.resource
        if target not in columns:
            yield document.finding(keys, f"ressource « {target} » inconnue",
                                   "une clé étrangère vise une ressource du jeu", "corriger le nom")  # fmt: skip
            continue
        for name in key.reference.fields:
            if name not in columns[target]:
                yield document.finding(keys, f"colonne « {name} » absente de « {target} »",
                                       "une clé étrangère vise des colonnes déclarées", "corriger le nom")  # fmt: skip


def _confidential(document: Document, index: int, resource: Resource) -> Iterator[Finding]:
    for rank, name in enumerate(resource.schema_.columns):
        if name in CONFIDENTIAL:
            yield document.finding(("ressources", index, "schema", "fields", rank, "name"),
                                   f"colonne « {name} » de l'extrait confidentiel",
                                   "aucune ligne de l'extrait ESPRI n'est publiée",
                                   "passer par python build.py protect")  # fmt: skip


def _geometry(document: Document, index: int, resource: Resource) -> Iterator[Finding]:
    for rank, geometry in enumerate(resource.geometrie):
        keys = ("ressources", index, "geometrie", rank)
        for name in geometry.columns:
            if name not in resource.schema_.columns:
                yield document.finding(keys, f"colonne « {name} » absente de « {resource.nom} »",
                                       "une géométrie se joint par des colonnes déclarées", "corriger le nom")  # fmt: skip
        if geometry.source not in resource.derive_de:
            yield document.finding((*keys, "source"), f"« {geometry.source} » absent de « derive_de »",
                                   "les contours suivent la licence de leur source",
                                   "ajouter la source à « derive_de »")  # fmt: skip
