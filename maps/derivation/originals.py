"""The official originals: checked against data/sources.yaml, then read as plain features."""

from __future__ import annotations

import csv
import hashlib
import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

import numpy as np
import pyogrio.errors
import pyogrio.raw
import shapely
import shapely.errors
from shapely.geometry import shape

from maps.derivation.canonical import Properties
from maps.geometry.projection import Geometries, to_lambert93
from opendata.findings import Finding, decode, limits, read_json
from opendata.findings.characters import json_without_refused
from opendata.findings.table import csv_fault, field_limit
from opendata.findings.text import BOM
from opendata.model import SOURCES_PATH, Source

REMEDY = "reprendre l'original décrit"
UNREADABLE = ("entité sans tracé lisible", "chaque entité a des propriétés et une géométrie (RFC 7946)", REMEDY)  # fmt: skip


class _Limits(TypedDict):
    digits: int
    most: int
    nodes: int


# A portal's file may be larger than those of data/, and gives all the digits of its doubles.
LARGE = _Limits(digits=limits.MEASURE_DIGITS, most=limits.ORIGINAL_BYTES, nodes=limits.ORIGINAL_NODES)  # fmt: skip


@dataclass(frozen=True)
class Features:
    """The features of an original: its own properties, geometries in Lambert-93."""

    properties: tuple[Properties, ...] = field(repr=False)
    geometries: Geometries = field(repr=False)


NONE = Features((), np.array([], dtype=object))


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


def described(
    names: Iterable[str],
    sources: Mapping[str, Source],
    rule: str,
    findings: list[Finding],
    remedy: str = "la décrire",
) -> dict[str, Source]:
    """The named `sources`, by id; a finding for each that data/sources.yaml lacks: `rule` says why it is needed.

    `remedy` may hold the `{name}` of the source.
    """
    names = list(names)
    findings.extend(
        Finding(SOURCES_PATH, 0, 0, f"source « {name} » absente", rule, remedy.format(name=name))
        for name in names
        if name not in sources
    )
    return {name: sources[name] for name in names if name in sources}


def read_described(
    mirror: Path, names: Iterable[str], sources: Mapping[str, Source], rule: str, findings: list[Finding]
) -> dict[str, bytes] | None:  # fmt: skip
    """Bytes of the original of each named source, by source id; none, with findings, when one lacks (`described`)."""
    before = len(findings)
    contents = read_originals(mirror, described(names, sources, rule, findings), findings)
    return contents if len(findings) == before else None


def read_geojson(path: str, raw: bytes, findings: list[Finding]) -> Features:
    """A GeoJSON original in WGS 84; no feature when there is a finding."""
    document = read_json(path, seen(raw), findings, **LARGE)
    if document is None:
        return NONE
    found = document.data.get("features") if isinstance(document.data, dict) else None
    if not isinstance(found, list):
        findings.append(document.finding(("features",), "liste d'entités absente", "un GeoJSON a des « features »", REMEDY))  # fmt: skip
        return NONE
    rows: list[Properties] = []
    drawn: list[object] = []
    for number, feature in enumerate(found):
        members = feature if isinstance(feature, dict) else {}
        properties, geometry = members.get("properties"), _drawn(members.get("geometry"))
        if isinstance(properties, dict) and geometry is not None:
            rows.append(properties)
            drawn.append(geometry)
        else:
            findings.append(document.finding(("features", number), *UNREADABLE))
    return Features(tuple(rows), to_lambert93(np.array(drawn, dtype=object)))


def read_shapefile(path: str, raw: bytes, findings: list[Finding]) -> Features:
    """A zipped Shapefile original, in WGS 84 or already in Lambert-93 (told by its .prj).

    No feature when there is a finding: no archive, one that unpacks to too much, or no Shapefile inside.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > limits.ORIGINAL_BYTES:
            findings.append(Finding(path, 0, 0, f"archive de {size // 1_000_000} Mo, une fois dépliée",
                                    limits.size_rule(limits.ORIGINAL_BYTES), REMEDY))  # fmt: skip
            return NONE
        with warnings.catch_warnings():
            # GDAL warns of rings it cannot organise: those geometries are counted and repaired.
            warnings.simplefilter("ignore", RuntimeWarning)
            meta, _, wkb, columns = pyogrio.raw.read(raw)
        geometries = np.asarray(shapely.from_wkb(wkb), dtype=object)
    except (
        zipfile.BadZipFile,
        pyogrio.errors.DataSourceError,
        shapely.errors.ShapelyError,
        UnicodeDecodeError,
    ):
        findings.append(Finding(path, 0, 0, "archive illisible", "un Shapefile dans une archive ZIP", REMEDY))  # fmt: skip
        return NONE
    rows = zip(*(column.tolist() for column in columns), strict=True)
    properties = tuple(dict(zip(meta["fields"], row, strict=True)) for row in rows)
    geographic = meta["crs"] == "EPSG:4326"
    return Features(properties, to_lambert93(geometries) if geographic else geometries)


def read_csv(
    path: str, raw: bytes, findings: list[Finding], geometry: str, *, may_be_empty: bool = False
) -> Features:
    """A « ; » CSV original of opendata.paris.fr, its GeoJSON in the column named `geometry`.

    `may_be_empty`: a row that draws nothing is left out; elsewhere it is a finding.

    No feature when there is a finding. Its mark of bytes (BOM) and what nobody sees are left out.
    """
    text = decode(path, seen(raw.removeprefix(BOM)), findings, limits.ORIGINAL_BYTES)
    if text is None:
        return NONE
    before, properties, drawn = len(findings), list[Properties](), list[object]()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        with field_limit(limits.ORIGINAL_FIELD):
            header = next(reader)
            if header.count(geometry) != 1:
                findings.append(Finding(path, 1, 0, f"colonne « {geometry} » absente ou répétée", "la colonne des tracés", REMEDY))  # fmt: skip
                return NONE
            for row in reader:
                values = dict(zip(header, row, strict=False))
                if may_be_empty and values.get(geometry) == "":
                    continue
                outline = _outline(path, values.pop(geometry, "")) if len(row) == len(header) else None  # fmt: skip
                if outline is None:
                    findings.append(Finding(path, reader.line_num, header.index(geometry) + 1, *UNREADABLE))  # fmt: skip
                properties.append(values)
                drawn.append(outline)
    except csv.Error as error:
        quoi, _ = csv_fault(error, limits.ORIGINAL_FIELD)
        findings.append(Finding(path, reader.line_num, 0, quoi, "CSV à points-virgules", REMEDY))
    if len(findings) > before:
        return NONE
    return Features(tuple(properties), to_lambert93(np.array(drawn, dtype=object)))


def seen(raw: bytes) -> bytes:
    """The original without the characters that nobody sees: they are not ours to mend, nor to publish."""
    try:
        return json_without_refused(raw.decode()).encode()
    except UnicodeDecodeError:  # said by who reads it
        return raw


def _outline(path: str, text: str) -> object | None:
    document = read_json(path, text.encode(), [], limits.MEASURE_DIGITS)
    return None if document is None else _drawn(document.data)


def _drawn(geometry: object) -> object | None:
    """What a GeoJSON geometry draws; `None` when it is none."""
    if not isinstance(geometry, dict):
        return None
    try:
        return shape(geometry)
    except (LookupError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError):
        return None
