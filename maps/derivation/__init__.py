"""Official originals → data/geo: lighter, cleaned, documented layers, same bytes every time.

    originals.py       the originals, checked against data/sources.yaml
    generalisation.py  projection, cleaning, simplification, rounding, repair
    territories.py     arrondissements, quartiers, IRIS
    zones.py           water, flood zones, quarries
    streets.py         streets
    points.py          rows with a point: read, placed in an arrondissement
    cooling.py         cool places, drinking fountains, town halls
    opening_hours.py   opening hours, fountains out of order
    stations.py        metro and RER stations
    canonical.py       a layer and its bytes
    changes.py         what a new vintage adds, moves, loses
    checks.py          what must hold before anything is written

`derive` is run by hand and by tests, not by a build: its results are committed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from maps.derivation import cooling, opening_hours, originals, points, stations, territories, zones
from maps.derivation import streets as voies
from maps.derivation.canonical import DerivedLayer, Properties
from maps.derivation.checks import Check, check
from maps.derivation.originals import Features
from opendata.findings import Finding, FindingsError
from opendata.model import SOURCES_PATH, Source

# Layer → the sources (ids of data/sources.yaml) that it is made from.
LAYER_SOURCES: Mapping[str, tuple[str, ...]] = {
    "arrondissements": ("arrondissements", "quartiers", "population-arrondissement"),
    "quartiers": ("quartiers",),
    "iris": ("population-iris",),
    "seine_et_canaux": ("voies-d-eau",),
    "ppri": ("ppri",),
    "plus_hautes_eaux": ("plus-hautes-eaux",),
    "carrieres": ("carrieres",),
    "voies": ("voies",),
    "lieux_frais": ("lieux-frais",),
    "fontaines": ("fontaines",),
    "gares": ("gares",),
    "mairies": ("lieux-frais",),
}

# How each other original is read.
READERS: Mapping[str, Callable[[str, bytes, list[Finding]], Features]] = {
    "arrondissements": originals.read_geojson,
    "quartiers": originals.read_geojson,
    "population-arrondissement": originals.read_geojson,
    "population-iris": originals.read_geojson,
    "voies-d-eau": originals.read_geojson,
    "ppri": originals.read_shapefile,
    "plus-hautes-eaux": originals.read_shapefile,
    "carrieres": originals.read_shapefile,
    "voies": partial(originals.read_csv, geometry="Geometry"),
}

# Source made of points → how its original is written, and the columns that are read.
POINT_SOURCES: Mapping[str, tuple[points.Layout, points.Columns]] = {
    "lieux-frais": (points.JSON, opening_hours.COLUMNS),
    "fontaines": (points.JSON, opening_hours.INDISPONIBILITES),
    "gares": (points.GEOJSON, stations.GARES_COLUMNS),
}


class Derivation(NamedTuple):
    """Files to write (path → bytes), and the lines that say what was checked.

    `tables`: rows of the dataset « lieux-frais » that no layer holds, by table.
    """

    files: Mapping[str, bytes]
    lines: tuple[str, ...]
    tables: Mapping[str, tuple[Properties, ...]]


def derive(
    mirror: Path,
    sources: Mapping[str, Source],
    progress: Callable[[str], None] = lambda _: None,
) -> Derivation:
    """Every layer of data/geo from the originals in `mirror`; nothing is written here.

    `progress` is told, in French, what begins. Raises FindingsError when an original is
    missing or is not the one described, or when a check does not hold.
    """
    findings: list[Finding] = []
    described = _described(sources, findings)
    raw = originals.read_originals(mirror, described, findings)
    if findings:
        raise FindingsError(findings)
    rows = _rows(raw, described, findings)
    if findings:
        raise FindingsError(findings)
    layers = _layers(rows, progress)
    files = {layer.path: layer.encode() for layer in layers.values()}
    progress("Vérifications")
    checks = check(layers, sum(map(len, files.values())))
    failed = [_finding(layers, item) for item in checks if not item.holds]
    if failed:
        raise FindingsError(failed)
    tables = {
        "horaires": opening_hours.horaires(rows["lieux-frais"], layers["lieux_frais"]),
        "indisponibilites": opening_hours.indisponibilites(rows["fontaines"], layers["fontaines"]),
    }
    return Derivation(files, tuple(str(item) for item in checks), tables)


def _described(sources: Mapping[str, Source], findings: list[Finding]) -> dict[str, Source]:
    """The sources that the layers need; a finding for each that data/sources.yaml lacks."""
    needed = sorted({name for names in LAYER_SOURCES.values() for name in names})
    findings.extend(
        Finding(SOURCES_PATH, 0, 0, f"source « {name} » absente",
                "chaque original de data/geo est décrit", f"ajouter l'entrée « {name} »")
        for name in needed
        if name not in sources
    )  # fmt: skip
    return {name: sources[name] for name in needed if name in sources}


def _rows(
    raw: Mapping[str, bytes], sources: Mapping[str, Source], findings: list[Finding]
) -> dict[str, Features]:
    """The features of every original, by source id."""
    plain = {
        name: read(sources[name].fichier, raw[name], findings) for name, read in READERS.items()
    }
    pointed = {
        name: points.read_points(sources[name].fichier, raw[name], layout, columns, findings)
        for name, (layout, columns) in POINT_SOURCES.items()
    }
    return {**plain, **pointed}


def _layers(
    rows: Mapping[str, Features], progress: Callable[[str], None]
) -> dict[str, DerivedLayer]:
    progress("Quartiers et arrondissements")
    quartiers = territories.quartiers(rows["quartiers"])
    arrondissements = territories.arrondissements(
        rows["arrondissements"],
        rows["population-arrondissement"],
        quartiers,
    )
    progress("IRIS")
    iris = territories.iris(rows["population-iris"])
    progress("Eau, zones inondables, carrières")
    hazards = [
        zones.seine_et_canaux(rows["voies-d-eau"]),
        zones.ppri(rows["ppri"]),
        zones.plus_hautes_eaux(rows["plus-hautes-eaux"], quartiers),
        zones.carrieres(rows["carrieres"]),
    ]
    progress("Voies")
    streets = voies.voies(rows["voies"], arrondissements)
    progress("Lieux frais, fontaines, gares, mairies")
    cool = cooling.lieux_frais(rows["lieux-frais"], arrondissements)
    places = [
        cool,
        cooling.fontaines(rows["fontaines"], arrondissements),
        stations.gares(rows["gares"], arrondissements),
        cooling.mairies(cool),
    ]
    derived = (arrondissements, quartiers, iris, *hazards, streets, *places)
    return {layer.name: layer for layer in derived}


def _finding(layers: Mapping[str, DerivedLayer], failed: Check) -> Finding:
    path = layers[failed.layer].path if failed.layer in layers else failed.layer
    return Finding(path, 0, 0, failed.quoi, "contrôles de derive (maps/derivation/checks.py)",
                   "vérifier l'original et la tolérance de simplification")  # fmt: skip
