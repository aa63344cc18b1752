"""Which files a dataset offers, under which names; each is made once, here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from opendata.packages.formats.bundle import Bundle, Sheet
from opendata.packages.formats.columnar import parquet
from opendata.packages.formats.geometry import Shapes, geojson, geopackage
from opendata.packages.formats.records import records
from opendata.packages.formats.sheets import workbook
from opendata.records import fiction

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


def bundle_name(identifier: str, est_fictif: bool, suffix: str) -> str:
    """The file that holds every table of the dataset; a fictitious one says so in its name."""
    words = f"-{fiction.FILE_WORDS}" if est_fictif else ""
    return f"{identifier}{words}.{suffix}"


def offered(bundle: Bundle, drawn: Mapping[str, Shapes]) -> list[Offer]:
    """Every format of every table but its CSV; `drawn` are the geometries of rows, by table."""
    made = [offer for sheet in bundle.tables for offer in _formats(bundle, sheet, drawn)]
    name = bundle_name(bundle.identifiant, bundle.est_fictif, "xlsx")
    return [Offer(name, "", workbook(bundle)), *made]


def _formats(bundle: Bundle, sheet: Sheet, drawn: Mapping[str, Shapes]) -> Iterator[Offer]:
    stem = PurePosixPath(sheet.fichier).stem
    yield Offer(
        f"{stem}.parquet", sheet.nom, parquet(sheet.schema, sheet.table, about(bundle, sheet))
    )
    yield Offer(f"{stem}.json", sheet.nom, records(sheet.table))
    if sheet.nom in drawn:
        shapes, day = drawn[sheet.nom], bundle.jour.isoformat()
        yield Offer(f"{stem}.geojson", sheet.nom, geojson(sheet.table, shapes))
        yield Offer(f"{stem}.gpkg", sheet.nom,
                    geopackage(stem, sheet.schema, sheet.table, shapes, day, sheet.titre))  # fmt: skip


def about(bundle: Bundle, sheet: Sheet) -> dict[str, str]:
    """What a file that travels alone says of itself."""
    return {
        "dataset": bundle.identifiant,
        "title": f"{bundle.titre} : {sheet.titre}",
        "description": sheet.description,
        "version": bundle.version,
        "issued": bundle.jour.isoformat(),
        "licence": sheet.licence,
        "fictitious": "true" if bundle.est_fictif else "false",
    }
