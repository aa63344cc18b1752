"""A layer of data/geo, read for maps and figures: every problem is a located finding."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

import numpy as np
from shapely.geometry import shape

from maps.geometry.projection import Geometries, to_lambert93
from maps.records.faults import PARIS, Bounds, broken_geometry
from opendata.findings import Document, Finding, read_json
from opendata.findings.finding import first_findings
from opendata.findings.limits import FINDINGS

GEOJSON = "GeoJSON (RFC 7946)"
_TYPE_NAMES = {
    str: "texte",
    int: "nombre entier",
    float: "nombre",
    list: "liste de textes",
    bool: "true ou false",
}


@dataclass(frozen=True, eq=False)
class Layer:
    """Features of one GeoJSON file, in file order; `geometries` in WGS 84 degrees, valid.

    `properties[i]` holds exactly the declared columns, of the declared types. `fingerprint` is the
    SHA-256 of the file; `None` for a layer that is made from others.
    """

    path: str
    properties: tuple[Mapping[str, Any], ...] = field(repr=False)
    geometries: Geometries = field(repr=False)
    fingerprint: str | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The file's name without extension: `ppri`."""
        return PurePosixPath(self.path).stem

    @cached_property
    def lambert93(self) -> Geometries:
        """The geometries in Lambert-93 metres."""
        return to_lambert93(self.geometries)

    def column(self, name: str) -> list[Any]:
        """One property of every feature, in file order."""
        return [properties[name] for properties in self.properties]


def read_layer(
    path: str,
    raw: bytes,
    findings: list[Finding],
    *,
    properties: Mapping[str, type],
    bounds: Bounds = PARIS,
) -> Layer | None:
    """The layer in `raw`; `None` with one finding per problem, all at once.

    Refused: anything but a FeatureCollection in WGS 84 degrees within `bounds`, rings that
    do not close, polygons that cross themselves, properties other than those declared, and two
    features of the same key: the first of `properties`.
    """
    document = read_json(path, raw, findings)
    if document is None:
        return None
    found = _collection_findings(document) or (
        _feature_findings(document, properties, bounds)
        + first_findings(_repeated(document, next(iter(properties))))
    )
    findings.extend(found)
    if found:
        return None
    features = document.data["features"]
    return Layer(
        path,
        tuple(feature["properties"] for feature in features),
        np.array([shape(feature["geometry"]) for feature in features], dtype=object),
        hashlib.sha256(raw).hexdigest(),
    )


def _collection_findings(document: Document) -> list[Finding]:
    data = document.data
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        return [document.finding(("type",), "le fichier n'est pas une FeatureCollection", GEOJSON,
                                 "exporter la couche entière en GeoJSON")]  # fmt: skip
    features = data.get("features")
    if not isinstance(features, list) or not features:
        return [document.finding(("features",), "aucune entité", GEOJSON,
                                 "remettre les entités de la couche")]  # fmt: skip
    if "crs" in data:
        return [document.finding(("crs",), "membre « crs »", f"{GEOJSON} : toujours WGS 84",
                                 "exporter en WGS 84 (EPSG:4326), puis retirer « crs »")]  # fmt: skip
    return []


def _feature_findings(
    document: Document, columns: Mapping[str, type], bounds: Bounds
) -> list[Finding]:
    problems: list[Finding] = []
    misplaced: list[tuple[str, Finding]] = []
    features = document.data["features"]
    for index, feature in enumerate(features):
        if len(problems) > FINDINGS:  # the layer is wrong, not its features
            break
        keys = ("features", index)
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            problems.append(document.finding(keys, "l'entité n'est pas une Feature", GEOJSON,
                                          "corriger ou retirer l'entité"))  # fmt: skip
            continue
        problems += _property_findings(document, keys, feature.get("properties"), columns)
        for fault in broken_geometry(feature.get("geometry"), bounds):
            place = (*keys, "geometry", *fault.keys)
            finding = document.finding(place, fault.quoi, fault.regle, fault.remede)
            if fault.system:
                misplaced.append((fault.system, finding))
            else:
                problems.append(finding)
    return first_findings(problems + _once_for_all(misplaced, len(features)))


def _repeated(document: Document, key: str) -> Iterator[Finding]:
    """Features whose key another one before them has."""
    first: dict[str, int] = {}
    for index, feature in enumerate(document.data["features"]):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        value = properties.get(key) if isinstance(properties, dict) else None
        if not isinstance(value, str):  # told with the properties
            continue
        before = first.setdefault(value, index)
        if before != index:
            line, _ = document.place(("features", before))
            yield document.finding(("features", index, "properties", key), f"clé {key} « {_shown(value)} » écrite deux fois (déjà ligne {line})",
                                   f"une entité par {key}", "corriger ou retirer l'une des deux entités")  # fmt: skip


def _once_for_all(misplaced: Sequence[tuple[str, Finding]], count: int) -> list[Finding]:
    """One finding when the whole layer is in the same wrong coordinates, else one a feature."""
    systems = {system for system, _ in misplaced}
    if len(misplaced) == count > 1 and len(systems) == 1:
        first = misplaced[0][1]
        quoi = f"{first.quoi}, comme les {count} entités de la couche"
        return [Finding(first.path, first.line, first.field, quoi, first.regle, first.remede)]
    return [finding for _, finding in misplaced]


def _property_findings(
    document: Document, keys: tuple[str | int, ...], properties: object, columns: Mapping[str, type]
) -> list[Finding]:
    """What is missing, unknown or of the wrong type among the properties of one feature."""
    place = (*keys, "properties")
    expected = f"colonnes de la couche : {', '.join(columns)}"
    if not isinstance(properties, dict):
        return [document.finding(place, "propriétés absentes", expected, "ajouter les propriétés")]
    missing = [document.finding(place, f"propriété « {name} » absente", expected,
                                f"ajouter la propriété « {name} »")
               for name in columns if name not in properties]  # fmt: skip
    unknown = [document.finding((*place, name), f"propriété « {name} » inconnue", expected,
                                "corriger son nom ou la retirer")
               for name in properties if name not in columns]  # fmt: skip
    wrong = [document.finding((*place, name), f"{name} « {_shown(properties[name])} » : {_TYPE_NAMES[kind]} attendu",
                              expected, "corriger la valeur")
             for name, kind in columns.items()
             if name in properties and not _is_a(properties[name], kind)]  # fmt: skip
    edged = [document.finding((*place, name), f"{name} « {_shown(value.strip())} » : espaces en trop au début ou à la fin",
                              "un texte commence et finit par un caractère visible", f"écrire « {_shown(value.strip())} »")
             for name, value in properties.items() if isinstance(value, str) and value != value.strip()]  # fmt: skip
    return missing + unknown + wrong + edged


def _shown(value: object) -> str:
    """A value as the file writes it, shortened: a finding is one line."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _is_a(value: object, kind: type) -> bool:
    if isinstance(value, bool):  # Python counts True as an integer; a data file does not.
        return kind is bool
    if kind is list:  # of codes
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, (int, float) if kind is float else kind)
