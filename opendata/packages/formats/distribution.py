"""Which files a dataset offers, under which names; each is made once, here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from opendata.packages.file_names import bundle_name
from opendata.packages.formats.bundle import Bundle, Sheet
from opendata.packages.formats.columnar import parquet
from opendata.packages.formats.geometry import Shapes, geojson, geopackage, stand_once
from opendata.packages.formats.geoparquet import geoparquet
from opendata.packages.formats.records import records
from opendata.packages.formats.sheets import workbook


@dataclass(frozen=True)
class Distribution:
    """A file to download; `ressource` is empty for one that holds all the tables.

    `decimales`: of a degree, for a file whose coordinates are written in figures.
    """

    nom: str
    ressource: str
    raw: bytes = field(repr=False)
    decimales: int | None = None

    @property
    def suffix(self) -> str:
        """The key of `opendata.packages.file_names.FORMATS`."""
        return self.nom.rpartition(".")[2]


def distributions(bundle: Bundle, shapes: Mapping[str, Shapes]) -> list[Distribution]:
    """Every format of every table but its CSV; `shapes` are the geometries of rows, by table.

    Geometries that come back from row to row stand in the Parquet alone, which holds each once.
    """
    others = [file for sheet in bundle.tables for file in _formats(bundle, sheet, shapes)]
    name = bundle_name(bundle.identifiant, bundle.est_fictif, "xlsx")
    return [Distribution(name, "", workbook(bundle)), *others]


def _formats(bundle: Bundle, sheet: Sheet, shapes: Mapping[str, Shapes]) -> Iterator[Distribution]:
    stem = PurePosixPath(sheet.fichier).stem
    rows, given = shapes.get(sheet.nom), (sheet.schema, sheet.table, about(bundle, sheet))
    columnar = parquet(*given) if rows is None else geoparquet(*given, rows)
    yield Distribution(f"{stem}.parquet", sheet.nom, columnar)
    yield Distribution(f"{stem}.json", sheet.nom, records(sheet.table))
    if rows is not None and stand_once(rows):
        day = bundle.jour.isoformat()
        yield Distribution(f"{stem}.geojson", sheet.nom, *geojson(sheet.table, rows))
        yield Distribution(f"{stem}.gpkg", sheet.nom,
                           geopackage(stem, sheet.schema, sheet.table, rows, day, sheet.titre))  # fmt: skip


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
