"""Official originals → data/geo: lighter, cleaned, documented layers, same bytes every time.

    originals.py       the originals, checked against data/sources.yaml
    expected.py        the shape that an original has, or is a finding
    generalisation.py  projection, cleaning, simplification, rounding, repair
    territories.py     arrondissements, quartiers, IRIS
    zones.py           water, flood zones, quarries
    streets.py         streets
    points.py          rows with a point: read, placed in an arrondissement
    cooling.py         cool places, drinking fountains, town halls
    opening_hours.py   opening hours, fountains out of order
    stations.py        metro and RER stations
    toilets.py         public toilets
    canonical.py       a layer and its bytes
    changes.py         what a new vintage adds, moves, loses
    checks.py          what must hold before anything is written

`derive` is run by hand and by tests, not by a build: its results are committed. `renew` does the same with the
originals in hand alone: the layers that they do not make stay as they are published.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from maps.derivation import (
    cooling,
    opening_hours,
    originals,
    points,
    stations,
    territories,
    toilets,
    zones,
)
from maps.derivation import streets as voies
from maps.derivation.canonical import DerivedLayer, Properties, decoded
from maps.derivation.checks import Check, check
from maps.derivation.expected import EXPECTED, unexpected
from maps.derivation.originals import Features
from opendata.findings import Finding, FindingsError
from opendata.model import Source

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
    "toilettes": ("toilettes",),
}

# Layer → the layers that are drawn or placed upon it: they change together.
GROUND_OF: Mapping[str, tuple[str, ...]] = {
    "quartiers": ("arrondissements", "plus_hautes_eaux"),
    "arrondissements": ("voies", "lieux_frais", "fontaines", "gares", "toilettes"),
    "lieux_frais": ("mairies",),
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
    "toilettes": partial(originals.read_csv, geometry="geo_shape", may_be_empty=True),
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

    `progress` is told, in French, what begins. Raises FindingsError when an original is missing or is not the one
    described, or when a check does not hold.
    """
    findings: list[Finding] = []
    described = _described(sources, findings)
    raw = originals.read_originals(mirror, described, findings)
    if findings:
        raise FindingsError(findings)
    return _derivation(raw, described, {}, frozenset(LAYER_SOURCES), progress)


def renew(
    raw: Mapping[str, bytes],
    sources: Mapping[str, Source],
    published: Mapping[str, bytes],
    progress: Callable[[str], None] = lambda _: None,
) -> Derivation:
    """The layers that the originals `raw`, by source id, make; every other one stays as it is `published`, by path.

    Nothing is written here, and no digest is compared: how many features a layer had holds it instead. Raises
    FindingsError when an original has not the shape expected, or when a check does not hold for the layers together.
    """
    return _derivation(raw, sources, published, renewable(raw), progress)


def renewable(held: Collection[str]) -> frozenset[str]:
    """The layers that can be made from the originals `held`, by source id, without parting what goes together.

    A layer stays when an original that it needs is not held, when one of its originals also makes a layer that
    stays, or when a layer drawn upon it stays.
    """
    fresh = {name for name, needed in LAYER_SOURCES.items() if {*needed} <= {*held}}
    while True:
        kept = {source for name in LAYER_SOURCES.keys() - fresh for source in LAYER_SOURCES[name]}
        apart = {
            name
            for name in fresh
            if kept.intersection(LAYER_SOURCES[name]) or not fresh.issuperset(GROUND_OF.get(name, ()))
        }  # fmt: skip
        if not apart:
            return frozenset(fresh)
        fresh -= apart


def _derivation(
    raw: Mapping[str, bytes],
    sources: Mapping[str, Source],
    published: Mapping[str, bytes],
    fresh: frozenset[str],
    progress: Callable[[str], None],
) -> Derivation:
    """The `fresh` layers, checked beside the published ones that stay."""
    findings: list[Finding] = []
    needed = {source for name in fresh for source in LAYER_SOURCES[name]}
    rows = _rows({name: raw[name] for name in raw if name in needed}, sources, findings)
    if findings:
        raise FindingsError(findings)
    before = {
        name: decoded(name, published[path])
        for name in LAYER_SOURCES
        if (path := f"data/geo/{name}.geojson") in published
    }
    layers = _layers(rows, before, fresh, progress)
    encoded = {
        name: layer.encode() if name in fresh else published[layer.path]
        for name, layer in layers.items()
    }
    progress("Vérifications")
    counts = {name: len(layer.properties) for name, layer in before.items()}
    checks = check(layers, sum(map(len, encoded.values())), counts)
    failed = [_finding(layers, item) for item in checks if not item.holds]
    if failed:
        raise FindingsError(failed)
    files = {layers[name].path: bytes_ for name, bytes_ in encoded.items() if name in fresh}
    return Derivation(files, tuple(map(str, checks)), _tables(rows, layers, fresh))


def _tables(
    rows: Mapping[str, Features], layers: Mapping[str, DerivedLayer], fresh: Collection[str]
) -> dict[str, tuple[Properties, ...]]:
    """The rows that no layer holds, of the layers that are made again."""
    made: dict[str, tuple[Properties, ...]] = {}
    if "lieux_frais" in fresh:
        made["horaires"] = opening_hours.horaires(rows["lieux-frais"], layers["lieux_frais"])
    if "fontaines" in fresh:
        made["indisponibilites"] = opening_hours.indisponibilites(
            rows["fontaines"], layers["fontaines"]
        )
    return made


def _described(sources: Mapping[str, Source], findings: list[Finding]) -> dict[str, Source]:
    """The sources that the layers need; a finding for each that data/sources.yaml lacks."""
    needed = sorted({name for names in LAYER_SOURCES.values() for name in names})
    rule = "chaque original de data/geo est décrit"
    return originals.described(needed, sources, rule, findings, "ajouter l'entrée « {name} »")


def _rows(
    raw: Mapping[str, bytes], sources: Mapping[str, Source], findings: list[Finding]
) -> dict[str, Features]:
    """The features of every original in `raw`, by source id; findings for one that has not its shape."""
    rows: dict[str, Features] = {}
    for name in raw:
        path, before = sources[name].fichier, len(findings)
        if name in READERS:
            rows[name] = READERS[name](path, raw[name], findings)
        else:
            layout, columns = POINT_SOURCES[name]
            rows[name] = points.read_points(path, raw[name], layout, columns, findings)
        if len(findings) == before:
            findings.extend(unexpected(path, rows[name], EXPECTED.get(name)))
    return rows


Rows = Mapping[str, Features]
Made = Mapping[str, DerivedLayer]
# Layer → what is said while it is made, and how: from the originals and from the layers made before it.
MAKERS: Mapping[str, tuple[str, Callable[[Rows, Made], DerivedLayer]]] = {
    "quartiers": ("Quartiers et arrondissements", lambda rows, _: territories.quartiers(rows["quartiers"])),
    "arrondissements": ("Quartiers et arrondissements", lambda rows, made: territories.arrondissements(
        rows["arrondissements"], rows["population-arrondissement"], made["quartiers"])),
    "iris": ("IRIS", lambda rows, _: territories.iris(rows["population-iris"])),
    "seine_et_canaux": ("Eau, zones inondables, carrières", lambda rows, _: zones.seine_et_canaux(rows["voies-d-eau"])),
    "ppri": ("Eau, zones inondables, carrières", lambda rows, _: zones.ppri(rows["ppri"])),
    "plus_hautes_eaux": ("Eau, zones inondables, carrières",
                         lambda rows, made: zones.plus_hautes_eaux(rows["plus-hautes-eaux"], made["quartiers"])),
    "carrieres": ("Eau, zones inondables, carrières", lambda rows, _: zones.carrieres(rows["carrieres"])),
    "voies": ("Voies", lambda rows, made: voies.voies(rows["voies"], made["arrondissements"])),
    "lieux_frais": ("Lieux frais, fontaines, gares, mairies",
                    lambda rows, made: cooling.lieux_frais(rows["lieux-frais"], made["arrondissements"])),
    "fontaines": ("Lieux frais, fontaines, gares, mairies",
                  lambda rows, made: cooling.fontaines(rows["fontaines"], made["arrondissements"])),
    "gares": ("Lieux frais, fontaines, gares, mairies",
              lambda rows, made: stations.gares(rows["gares"], made["arrondissements"])),
    "mairies": ("Lieux frais, fontaines, gares, mairies", lambda _, made: cooling.mairies(made["lieux_frais"])),
    "toilettes": ("Toilettes", lambda rows, made: toilets.toilettes(rows["toilettes"], made["arrondissements"])),
}  # fmt: skip


def _layers(
    rows: Rows, before: Made, fresh: Collection[str], progress: Callable[[str], None]
) -> dict[str, DerivedLayer]:
    """Every layer: the `fresh` ones made, the others as they were."""
    made, said = dict(before), ""
    for name, (step, make) in MAKERS.items():
        if name in fresh:
            if step != said:
                progress(step)
            said, made[name] = step, make(rows, made)
    return {name: made[name] for name in LAYER_SOURCES}


def _finding(layers: Mapping[str, DerivedLayer], failed: Check) -> Finding:
    path = layers[failed.layer].path if failed.layer in layers else failed.layer
    return Finding(path, 0, 0, failed.quoi, "contrôles de derive (maps/derivation/checks.py)",
                   "vérifier l'original et la tolérance de simplification")  # fmt: skip
