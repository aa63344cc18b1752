"""How attendu.csv was made, before the code it judges: `python tests/golden/voies/mesure.py MIRROR > attendu.csv`.

A second engine, which shares no geometry code with `maps`: each original street is cut into
steps of at most one metre; the distance from the middle of a step to a zone is 0 inside one of its polygons
(even-odd crossing count), else the smallest distance to one of their edges, both in numpy. A
step counts for its length. No buffer, no simplification, no union; the zones are the originals,
ungeneralised. pyogrio reads the Shapefiles, pyproj projects, shapely only unpacks coordinates.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyogrio.raw
import pyproj
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Polygon = list[Floats]

STREETS = (
    "Avenue de Versailles", "Quai de la Rapée", "Rue de Rivoli", "Rue de Lille", "Rue Mouffetard",
    "Boulevard Voltaire", "Avenue Daumesnil", "Rue des Martyrs", "Rue de Charenton", "Quai Branly",
    "Rue Saint-Dominique", "Quai de Jemmapes", "Rue de la Convention", "Rue Leblanc",
    "Boulevard Saint-Michel", "Avenue Emile Zola", "Rue de Bercy", "Rue de Belleville",
    "Avenue de Clichy", "Place des Vosges", "Place de la Concorde", "Pont de Bercy",
    "Avenue Jean Jaurès", "Rue d'Alésia", "Rue Réaumur",
)  # fmt: skip
DISTANCES_M = (10, 20, 30)
STEP_M = 1.0
NEAR_M = 60.0
PPRI = "plu-secteurs-de-risques-delimites-par-le-ppri.zip"
COLUMNS = ("libelle_voie", "zone", "longueur_m", "part_10_m_pct", "part_20_m_pct", "part_30_m_pct")

_TO_LAMBERT = pyproj.Transformer.from_crs(4326, 2154, always_xy=True)


def metres(xy: Floats) -> Floats:
    return np.column_stack(_TO_LAMBERT.transform(xy[:, 0], xy[:, 1]))


def streets(mirror: Path) -> dict[str, list[Floats]]:
    text = (mirror / "voie.csv").read_text(encoding="utf-8-sig")
    found = {}
    for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=";"):
        if row["L_LONGMIN"] in STREETS:
            shape = json.loads(row["Geometry"])
            parts = (
                [shape["coordinates"]] if shape["type"] == "LineString" else shape["coordinates"]
            )
            found[row["L_LONGMIN"]] = [metres(np.array(part, dtype=float)) for part in parts]
    return found


def polygons(path: Path) -> tuple[list[Polygon], list[str]]:
    """Polygons as lists of rings in Lambert-93, and the `zonage` of each ("" where there is none)."""
    meta, _, wkb, columns = pyogrio.raw.read(path)
    fields = list(meta["fields"])
    zonages = columns[fields.index("zonage")].tolist() if "zonage" in fields else [""] * len(wkb)
    read: list[Polygon] = []
    of: list[str] = []
    for geometry, zonage in zip(shapely.from_wkb(wkb), zonages, strict=True):
        for part in shapely.get_parts(geometry):
            rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(part)]
            read.append([metres(r) for r in rings] if meta["crs"] == "EPSG:4326" else rings)
            of.append(str(zonage))
    return read, of


def middles(line: Floats) -> tuple[Floats, Floats]:
    """Middle and length (m) of each step of a line."""
    points, lengths = [], []
    for start, end in itertools.pairwise(line):
        size = float(np.hypot(*(end - start)))
        count = max(1, int(np.ceil(size / STEP_M)))
        share = (np.arange(count) + 0.5) / count
        points.append(start + share[:, None] * (end - start))
        lengths.append(np.full(count, size / count))
    return np.concatenate(points), np.concatenate(lengths)


def distance(points: Floats, zone: list[Polygon]) -> Floats:
    """Distance (m) of each point to the zone, exact up to `NEAR_M`."""
    low, high = points.min(axis=0) - NEAR_M, points.max(axis=0) + NEAR_M
    nearest = np.full(len(points), np.inf)
    for rings in zone:
        outer = rings[0]
        if (outer.max(axis=0) < low).any() or (outer.min(axis=0) > high).any():
            continue
        inside = np.zeros(len(points), dtype=bool)
        for start, end in segments(rings, low, high):
            nearest = np.minimum(nearest, to_segments(points, start, end))
        for ring in rings:
            inside ^= crossings_odd(points, ring)
        nearest[inside] = 0
    return nearest


def segments(rings: Polygon, low: Floats, high: Floats) -> Iterator[tuple[Floats, Floats]]:
    for ring in rings:
        start, end = ring[:-1], ring[1:]
        keep = ((np.maximum(start, end) >= low) & (np.minimum(start, end) <= high)).all(axis=1)
        for index in range(0, int(keep.sum()), 200):
            yield start[keep][index : index + 200], end[keep][index : index + 200]


def to_segments(points: Floats, start: Floats, end: Floats) -> Floats:
    along = end - start
    size = np.maximum((along**2).sum(axis=1), 1e-12)
    offset = points[:, None, :] - start[None]
    share = np.clip((offset * along).sum(axis=2) / size, 0, 1)
    gap = offset - share[..., None] * along
    smallest: Floats = np.sqrt((gap**2).sum(axis=2)).min(axis=1)
    return smallest


def crossings_odd(points: Floats, ring: Floats) -> Bools:
    """Whether a ray to the east crosses the ring an odd number of times."""
    odd = np.zeros(len(points), dtype=bool)
    x, y = points[:, 0], points[:, 1]
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        if y0 != y1:
            odd ^= ((y0 > y) != (y1 > y)) & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    return odd


def rows(mirror: Path) -> Iterator[tuple[object, ...]]:
    ppri, zonages = polygons(mirror / PPRI)
    zones = {
        "ppri": ppri,
        "ppri_b": [p for p, z in zip(ppri, zonages, strict=True) if z == "B"],
        "ppri_v": [p for p, z in zip(ppri, zonages, strict=True) if z == "V"],
        "plus_hautes_eaux": polygons(mirror / "azi-phec.zip")[0],
        "carrieres": polygons(mirror / "plub_carriere.zip")[0],
    }
    lines = streets(mirror)
    for name in STREETS:
        cut = [middles(line) for line in lines[name]]
        points = np.concatenate([part[0] for part in cut])
        lengths = np.concatenate([part[1] for part in cut])
        for zone, shapes in zones.items():
            away = distance(points, shapes)
            shares = [100 * lengths[away <= limit].sum() / lengths.sum() for limit in DISTANCES_M]
            yield (name, zone, f"{lengths.sum():.0f}", *(f"{share:.1f}" for share in shares))


def main() -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
