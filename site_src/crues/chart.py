"""The annual maxima as bars, one a year; a year without a maximum is an empty, framed column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from site_src.risques.border import AnnualMaximum

LARGEUR, HAUTEUR = 920, 360
LEFT, TOP, BOTTOM = 48, 24, 320
STEP, BAR = 9.8, 7.0
HIGHEST_M = 9
NAMED_FROM_M = 6.5  # crests whose year is written above their bar


@dataclass(frozen=True)
class Barre:
    """One year: its column, and its bar when it has a maximum."""

    annee: int
    x: float
    y: float
    hauteur: float
    genre: str
    nom: str


@dataclass(frozen=True)
class Graphe:
    """The drawing: bars, decades (year, x) and horizontal lines (metres, y)."""

    barres: tuple[Barre, ...]
    decennies: tuple[tuple[int, float], ...]
    lignes: tuple[tuple[int, float], ...]
    largeur: int = LARGEUR
    hauteur: int = HAUTEUR
    gauche: int = LEFT
    haut: int = TOP
    bas: int = BOTTOM
    barre: float = BAR


def graphe(maxima: Sequence[AnnualMaximum]) -> Graphe:
    """The drawing of `maxima`, one a year without a hole."""
    first = maxima[0].annee
    return Graphe(
        barres=tuple(_barre(one, first) for one in maxima),
        decennies=tuple((one.annee, _x(one.annee, first)) for one in maxima if one.annee % 10 == 0),
        lignes=tuple((metre, _y(metre)) for metre in range(0, HIGHEST_M, 2)),
    )


def _barre(one: AnnualMaximum, first: int) -> Barre:
    x = _x(one.annee, first)
    if one.maximum_m is None:
        return Barre(one.annee, x, TOP, BOTTOM - TOP, "lacune", "")
    y = _y(one.maximum_m)
    nom = str(one.annee) if one.maximum_m >= NAMED_FROM_M else ""
    return Barre(one.annee, x, y, round(BOTTOM - y, 1), "bord" if one.est_en_bord else "annee", nom)


def _x(annee: int, first: int) -> float:
    return round(LEFT + 4 + (annee - first) * STEP, 1)


def _y(metres: float) -> float:
    return round(BOTTOM - metres * (BOTTOM - TOP) / HIGHEST_M, 1)
