"""The shape of each original that is read whole: its columns, their kind, what it draws.

A portal that renames a column, empties a set or draws points for polygons answers 200 and a readable file. Derived,
such a file would be an empty or a wrong layer: it is a finding here, before. Originals made of points have their
own (points.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from maps.derivation import toilets
from maps.derivation.originals import Features
from opendata.findings import Finding

RULE = "derive lit ces colonnes et ce tracé"
REMEDY = "lire l'original : son format a changé ; suivre ses nouveaux noms dans maps/derivation, ou garder l'ancien"

POLYGONS = frozenset({"Polygon", "MultiPolygon"})
LINES = frozenset({"LineString", "MultiLineString"})
POINTS = frozenset({"Point", "MultiPoint"})
GEOMETRIES = {POLYGONS: "des surfaces", LINES: "des lignes", POINTS: "des points"}


def _text(value: object) -> bool:
    return value is not None and bool(str(value).strip())


def _any(_: object) -> bool:
    return True


def _number(value: object) -> bool:
    """What `float` and, for a code, `int` read: a number of the file, or one written in digits."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    try:
        return math.isfinite(float(value))
    except ValueError:
        return False


def _whole(value: object) -> bool:
    """What `int` reads without losing anything."""
    return _number(value) and float(str(value)).is_integer() and not _is_decimal_text(value)


def _is_decimal_text(value: object) -> bool:
    return isinstance(value, str) and not value.strip().lstrip("-").isdigit()


def one_of(*values: str) -> Callable[[object], bool]:
    """A column whose every value has a meaning that we know."""
    return lambda value: value in values


@dataclass(frozen=True)
class Expected:
    """`columns` by name, each with what it admits; `drawn`, the kinds of geometry."""

    columns: Mapping[str, Callable[[object], bool]]
    drawn: frozenset[str] = POLYGONS


EXPECTED: Mapping[str, Expected] = {
    "arrondissements": Expected({"c_ar": _whole, "l_aroff": _text, "surface": _number}),
    "quartiers": Expected({"c_quinsee": _whole, "c_qu": _whole, "l_qu": _text, "c_ar": _whole, "surface": _number}),
    "population-arrondissement": Expected({"code_commune": _text, "population": _whole}),
    "population-iris": Expected(
        {"code_iris": _text, "nom_iris": _text, "code_commune": _text, "population": _number, "population_75_plus": _number}
    ),
    "voies-d-eau": Expected({"objectid": _whole, "lib_classe": _any}),
    "ppri": Expected({"n_sq_pprizo": _whole, "zonage": one_of("B", "V")}),
    "plus-hautes-eaux": Expected({}),
    "carrieres": Expected({"n_sq_car": _whole}),
    "voies": Expected(
        {"N_SQ_VO": _text, "C_VOIE": _any, "C_VOIE_VP": _text, "N_SQ_CO": _text, "L_LONGMIN": _text, "C_DESI": _any}, LINES),
    "toilettes": Expected(
        {"TYPE": one_of(*toilets.TYPES), "ADRESSE": _any, "HORAIRE": _any, "ACCES_PMR": one_of(*toilets.PMR),
         "ARRONDISSEMENT": one_of(*(str(75000 + numero) for numero in range(1, 21)))}, POINTS),
}  # fmt: skip


def unexpected(path: str, features: Features, expected: Expected | None) -> Iterator[Finding]:
    """A finding for each column that is not as expected, one for the geometries, or one for an original without any.

    `None`: rows that were judged one by one when they were read.
    """
    count = len(features.properties)
    if not count:
        yield Finding(path, 0, 0, "aucune entité", RULE, REMEDY)
    if not count or expected is None:
        return
    for name, admits in expected.columns.items():
        missing = sum(name not in row for row in features.properties)
        wrong = sum(name in row and not admits(row[name]) for row in features.properties)
        if missing:
            yield Finding(path, 0, 0, f"colonne « {name} » absente de {missing} entités sur {count}", RULE, REMEDY)  # fmt: skip
        elif wrong:
            yield Finding(path, 0, 0, f"colonne « {name} » : valeur inattendue dans {wrong} entités sur {count}", RULE, REMEDY)  # fmt: skip
    other = sum(
        getattr(one, "geom_type", None) not in expected.drawn for one in features.geometries
    )
    if other:
        yield Finding(path, 0, 0, f"{other} entités sur {count} ne sont pas {GEOMETRIES[expected.drawn]}", RULE, REMEDY)  # fmt: skip
