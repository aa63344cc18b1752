"""Which files a dataset offers, under which names; each is made once, here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from opendata import fiction
from opendata.dataset import Dataset
from opendata.formats.columnar import parquet
from opendata.formats.geometry import geojson, geopackage, shapes
from opendata.formats.records import records
from opendata.formats.sheets import workbook
from opendata.licences import licence
from opendata.model import Publishable
from opendata.resource import Resource

# Suffix → name of the format, media type (IANA).
FORMATS: Mapping[str, tuple[str, str]] = {
    "csv": ("CSV", "text/csv"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": ("Parquet", "application/vnd.apache.parquet"),
    "json": ("JSON", "application/json"),
    "geojson": ("GeoJSON", "application/geo+json"),
    "gpkg": ("GeoPackage", "application/geopackage+sqlite3"),
    "zip": ("Zip", "application/zip"),
}


@dataclass(frozen=True)
class Offer:
    """A file to download; `ressource` is empty for one that holds all the tables."""

    nom: str
    ressource: str
    raw: bytes = field(repr=False)

    @property
    def suffix(self) -> str:
        """The key of `FORMATS`."""
        return self.nom.rpartition(".")[2]


def bundle_name(identifier: str, dataset: Dataset, suffix: str) -> str:
    """The file that holds every table of the dataset; a fictitious one says so in its name."""
    words = f"-{fiction.FILE_WORDS}" if dataset.est_fictif else ""
    return f"{identifier}{words}.{suffix}"


def offered(
    identifier: str,
    dataset: Dataset,
    tables: Mapping[str, Publishable],
    layers: Mapping[str, bytes],
    notes: Sequence[tuple[str, str]],
) -> list[Offer]:
    """Every format of every table but its CSV. `layers`: the files of data/geo by path.

    Empty for a dataset that may only be shown: nothing that a licence to confirm covers goes out.
    """
    if not dataset.est_telechargeable:
        return []
    made = [offer for resource in dataset.ressources
            for offer in _formats(identifier, dataset, resource, tables[resource.nom], layers)]  # fmt: skip
    book = workbook(dataset, tables, notes)
    return [Offer(bundle_name(identifier, dataset, "xlsx"), "", book), *made]


def _formats(
    identifier: str,
    dataset: Dataset,
    resource: Resource,
    table: Publishable,
    layers: Mapping[str, bytes],
) -> Iterator[Offer]:
    stem = PurePosixPath(resource.fichier).stem
    yield Offer(f"{stem}.parquet", resource.nom,
                parquet(resource.schema_, table, about(identifier, dataset, resource)))  # fmt: skip
    yield Offer(f"{stem}.json", resource.nom, records(table))
    if resource.geometrie:
        drawn = shapes(table, resource.geometrie, layers)
        day = dataset.journal[0].date.isoformat()
        yield Offer(f"{stem}.geojson", resource.nom, geojson(table, drawn))
        yield Offer(f"{stem}.gpkg", resource.nom,
                    geopackage(stem, resource.schema_, table, drawn, day, resource.titre))  # fmt: skip


def about(identifier: str, dataset: Dataset, resource: Resource) -> dict[str, str]:
    """What a file that travels alone says of itself."""
    return {
        "dataset": identifier,
        "title": f"{dataset.titre} : {resource.titre}",
        "description": resource.description,
        "version": dataset.version,
        "issued": dataset.journal[0].date.isoformat(),
        "licence": licence(resource.licence).id,
        "fictitious": "true" if dataset.est_fictif else "false",
    }


def notes(
    identifier: str, dataset: Dataset, mention: str, origins: Sequence[str]
) -> list[tuple[str, str]]:
    """What the last sheet of the workbook says: all that a reader must know before a figure."""
    terms = sorted({licence(resource.licence).titre for resource in dataset.ressources})
    told = [
        ("Jeu de données", dataset.titre),
        ("Identifiant, version", f"{identifier}, version {dataset.version} du {dataset.journal[0].date.isoformat()}"),
        ("Description", dataset.description.strip()),
        ("Licence", ", ".join(terms)),
        *(("Source", origin) for origin in origins),
        ("Comment ces données sont faites", dataset.methode.strip()),
        ("Comment les personnes sont protégées", dataset.protection.strip()),
        *(("Ce que ces données ne disent pas", limit) for limit in dataset.limites),
        *(("Rupture dans la série", f"{entry.date.isoformat()} : {entry.texte}") for entry in dataset.ruptures),
        ("Cases vides", "Une case vide n’est pas un zéro : la feuille « Colonnes » dit ce qu’elle signifie."),
    ]  # fmt: skip
    return [("Statut", mention), *told] if mention else told
