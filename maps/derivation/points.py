"""Rows of an original that each hold one point: read with every problem located, placed in Paris."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import shape

from maps.derivation.canonical import DerivedLayer, Properties
from maps.derivation.originals import LARGE, NONE, Features, seen
from maps.geometry.projection import Geometries, to_lambert93
from maps.records.faults import Bounds, Fault, Keys, broken_geometry
from maps.records.placement import BORDER_M
from opendata.findings import Document, Finding, read_json

ILE_DE_FRANCE = Bounds(1.1, 47.9, 3.7, 49.5)  # with the stations where its lines end, outside it

FILLED = frozenset({"…"})
"""Stands for any value but an empty one."""

Columns = Mapping[str, Collection[object] | None]
"""Columns that a derivation reads, each with the values it understands (`None`: any, or none)."""


@dataclass(frozen=True)
class Layout:
    """Where a portal's export keeps its rows and, in a row, its columns and its geometry."""

    rows: str
    columns: str
    geometry: tuple[str, ...]


JSON = Layout("", "", ("geo_shape", "geometry"))
GEOJSON = Layout("features", "properties", ("geometry",))


def read_points(
    path: str, raw: bytes, layout: Layout, columns: Columns, findings: list[Finding]
) -> Features:
    """The rows of `raw` and their points (Lambert-93); no row when there is a finding.

    Found: unreadable JSON, a missing column, a value that is not understood, no point, a point
    in other coordinates or far from Paris.
    """
    document = read_json(path, seen(raw), findings, **LARGE)
    rows = _at(document.data, layout.rows) if document else None
    if document and not isinstance(rows, list):
        findings.append(document.finding((layout.rows,), "liste de lignes absente",
                                         f"chemin « {layout.rows or 'racine'} » de l'original",
                                         "reprendre l'original décrit"))  # fmt: skip
    if document is None or not isinstance(rows, list):
        return NONE
    problems = [
        finding
        for number, row in enumerate(rows)
        for finding in _row_findings(document, layout, number, row, columns)
    ]
    findings.extend(problems)
    kept = [] if problems else rows
    drawn = np.array([shape(_members(row, *layout.geometry)) for row in kept], dtype=object)
    properties = tuple(_members(row, layout.columns) for row in kept)
    return Features(properties, to_lambert93(drawn))


def _at(value: object, *names: str) -> object:
    """What stands below `value` under these names; an empty name is the value itself."""
    for name in filter(None, names):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _members(value: object, *names: str) -> Properties:
    """The mapping found there, empty when there is none."""
    inside = _at(value, *names)
    return inside if isinstance(inside, dict) else {}


def _row_findings(
    document: Document, layout: Layout, number: int, row: object, columns: Columns
) -> list[Finding]:
    keys: Keys = (layout.rows, number) if layout.rows else (number,)
    values = _members(row, layout.columns)
    faults = [
        *(_column_fault(layout, name, values, admitted) for name, admitted in columns.items()),
        *_point_faults(layout, _members(row, *layout.geometry)),
    ]
    return [document.finding((*keys, *f.keys), f.quoi, f.regle, f.remede) for f in faults if f]


def _column_fault(
    layout: Layout, name: str, values: Properties, admitted: Collection[object] | None
) -> Fault | None:
    keys = tuple(filter(None, (layout.columns, name)))
    if name not in values:
        return Fault(keys[:-1], f"colonne « {name} » absente", "colonnes que lit derive",
                     "reprendre l'original décrit, ou suivre ses nouveaux noms de colonnes")  # fmt: skip
    if admitted is FILLED:
        return None if text(values[name]) else Fault(keys, f"{name} vide", "une valeur est attendue",
                                                     "compléter la ligne à la source")  # fmt: skip
    # A tuple: a value of the file may be a list or an object, which no set can hold.
    if admitted is not None and values[name] not in tuple(admitted):
        known = ", ".join(str(value) for value in admitted if value is not None)
        return Fault(keys, f"{name} « {values[name]} » inconnu", f"valeurs connues : {known}",
                     "dire dans derive ce que veut dire cette valeur")  # fmt: skip
    return None


def _point_faults(layout: Layout, geometry: Properties) -> list[Fault]:
    if geometry.get("type") != "Point":
        return [Fault(layout.geometry, "ligne sans point", "chaque ligne a une géométrie Point",
                      "compléter la ligne à la source, ou l'écarter en le disant")]  # fmt: skip
    return [
        Fault((*layout.geometry, *fault.keys), fault.quoi, fault.regle, fault.remede)
        for fault in broken_geometry(geometry, ILE_DE_FRANCE)
    ]


def arrondissements_of(
    points: Geometries, arrondissements: DerivedLayer, named: Sequence[str] = ()
) -> list[str]:
    """For each published point (degrees), the code_insee of the arrondissement it lies in, « » outside Paris.

    Within `BORDER_M` of the arrondissement that its publisher names (`named`, by point), a point
    belongs to that one: borders are not drawn more finely. On a border, the lower code.
    """
    codes = [properties["code_insee"] for properties in arrondissements.properties]
    areas = to_lambert93(arrondissements.geometries)
    metric = to_lambert93(points)
    inside = shapely.intersects(areas[:, np.newaxis], metric)
    near = shapely.dwithin(areas[:, np.newaxis], metric, BORDER_M)
    located = [next(itertools.compress(codes, column), "") for column in inside.T]
    allowed = [set(itertools.compress(codes, column)) for column in near.T]
    named = named or located
    return [n if n in near_n else f for n, near_n, f in zip(named, allowed, located, strict=True)]


def text(value: object) -> str:
    """What a column holds, on one line, spaces single; « » when it holds nothing."""
    return "" if value is None else " ".join(str(value).split())
