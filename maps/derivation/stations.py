"""Metro and RER stations: one point a place where one changes, with its lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.derivation.canonical import DerivedLayer, Properties
from maps.derivation.generalisation import publish
from maps.derivation.originals import Features
from maps.derivation.points import FILLED, Columns, arrondissements_of, text
from opendata.french import listed

_MODES = {"METRO": "métro", "RER": "RER"}
GARES_COLUMNS: Columns = dict.fromkeys(("id_ref_zdc", "nom_gares", "mode", "res_com"), FILLED)


def gares(original: Features, arrondissements: DerivedLayer) -> DerivedLayer:
    """Stations in Paris: identifiant (id_ref_zdc), nom, modes, lignes, code_insee.

    The original has a row a line. Rows of the metro and the RER in one zone of interchange are one
    station, at the mean of their points (Lambert-93 metres); stations whose point is not in Paris are dropped.
    """
    rows = original.properties
    zones: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        if row["mode"] in _MODES:
            zones.setdefault(text(row["id_ref_zdc"]), []).append(index)
    numbers = sorted(zones, key=lambda number: (len(number), number))
    centres = np.array([_centre(original.geometries[zones[n]]) for n in numbers], dtype=object)
    points, _ = publish(centres)
    codes = arrondissements_of(points, arrondissements)
    kept = [index for index, code in enumerate(codes) if code]
    properties = tuple(
        _gare(numbers[i], [rows[index] for index in zones[numbers[i]]], codes[i]) for i in kept
    )
    return DerivedLayer("gares", properties, points[kept], dropped=len(numbers) - len(kept))


def _centre(points: NDArray[np.object_]) -> shapely.Point:
    return shapely.Point(shapely.get_coordinates(points).mean(axis=0))


def _gare(number: str, rows: Sequence[Properties], code: str) -> Properties:
    modes = {_MODES[row["mode"]] for row in rows}
    return {
        "identifiant": number,
        "nom": _name(rows),
        "modes": listed([mode for mode in _MODES.values() if mode in modes]),
        "lignes": ", ".join(sorted({_line_name(row) for row in rows}, key=_natural)),
        "code_insee": code,
    }


def _name(rows: Sequence[Properties]) -> str:
    """The name that most of its lines give; between equals, that of the metro, then the first."""
    given = Counter(text(row["nom_gares"]) for row in rows)
    metro = {text(row["nom_gares"]) for row in rows if row["mode"] == "METRO"}
    return min(given, key=lambda name: (-given[name], name not in metro, name))


def _line_name(row: Properties) -> str:
    """« METRO 7bis » → « métro 7 bis »."""
    mode = _MODES[row["mode"]]
    line = text(row["res_com"]).removeprefix(row["mode"]).strip()
    return f"{mode} {re.sub(r'(?<=[0-9])(?=bis)', ' ', line)}"


def _natural(line: str) -> tuple[bool, int, str]:
    """Metro before RER, 2 before 10, 7 before 7 bis."""
    number = re.search(r"\d+", line)
    return line.startswith("RER"), int(number[0]) if number else 0, line
