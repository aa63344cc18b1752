"""The official originals: checked against data/sources.yaml, then read as plain features."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely
from shapely.geometry import shape

from maps.derivation.canonical import Properties
from maps.geometry.projection import Geometries, to_lambert93
from opendata.findings import Finding
from opendata.model import SOURCES_PATH, Source


@dataclass(frozen=True)
class Features:
    """The features of an original: its own properties, geometries in Lambert-93."""

    properties: tuple[Properties, ...] = field(repr=False)
    geometries: Geometries = field(repr=False)


def read_originals(
    mirror: Path, sources: Mapping[str, Source], findings: list[Finding]
) -> dict[str, bytes]:
    """Bytes of each source's original, by source id; a finding when missing or not the one described."""
    contents: dict[str, bytes] = {}
    for name, source in sources.items():
        file = mirror / source.fichier
        if not file.is_file():
            findings.append(Finding(source.fichier, 0, 0, "original absent du dossier --mirror",
                                    f"{SOURCES_PATH}, {name}, fichier",
                                    f"télécharger « {source.jeu} » depuis {source.adresse}"))  # fmt: skip
            continue
        raw = file.read_bytes()
        digest = hashlib.sha256(raw).hexdigest()
        if digest == source.sha256:
            contents[name] = raw
        else:
            findings.append(Finding(source.fichier, 0, 0, f"empreinte sha256 {digest} inattendue",
                                    f"{SOURCES_PATH}, {name}, sha256 {source.sha256}",
                                    "reprendre l'original décrit, ou décrire le nouveau millésime"))  # fmt: skip
    return contents


def read_geojson(raw: bytes) -> Features:
    """A GeoJSON original in WGS 84."""
    features: list[dict[str, Any]] = json.loads(raw)["features"]
    geometries = np.array([shape(feature["geometry"]) for feature in features], dtype=object)
    return Features(tuple(feature["properties"] for feature in features), to_lambert93(geometries))


def read_shapefile(raw: bytes) -> Features:
    """A zipped Shapefile original, in WGS 84 or already in Lambert-93 (told by its .prj)."""
    with warnings.catch_warnings():
        # GDAL warns of rings it cannot organise: those geometries are counted and repaired.
        warnings.simplefilter("ignore", RuntimeWarning)
        meta, _, wkb, columns = pyogrio.raw.read(raw)
    geometries = np.asarray(shapely.from_wkb(wkb), dtype=object)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    properties = tuple(dict(zip(meta["fields"], row, strict=True)) for row in rows)
    geographic = meta["crs"] == "EPSG:4326"
    return Features(properties, to_lambert93(geometries) if geographic else geometries)


def read_csv(raw: bytes, geometry: str) -> Features:
    """A « ; » CSV original of opendata.paris.fr, its GeoJSON in the column named `geometry`."""
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    shapes = np.array([shape(json.loads(row.pop(geometry))) for row in rows], dtype=object)
    return Features(tuple(rows), to_lambert93(shapes))
