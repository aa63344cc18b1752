"""The crests on a line of time to scale, downwards: positions in the units of the drawing.

Two crests stand as far apart as their years; their labels alone are moved, a line leads to each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from opendata.spacing import apart
from site_src.risques.border import Evenement

LARGEUR = 320
TOP, MARGIN = 16, 14
UNITS_PER_YEAR = 1.8
EVERY = 50  # years from one mark to the next
AXIS_X, UNITS_PER_M = 44, 13
LABEL_GAP = 16


@dataclass(frozen=True)
class CrestOfTime:
    """A crest: `y` at its year, a bar as long as its height, `y_texte` where its label fits."""

    annee: str
    hauteur_m: float
    y: float
    bout: float
    y_texte: float


@dataclass(frozen=True)
class Timeline:
    """The drawing: marks of years (year, y) and crests from the oldest."""

    annees: tuple[tuple[int, float], ...]
    crues: tuple[CrestOfTime, ...]
    hauteur: float
    largeur: int = LARGEUR
    axe: int = AXIS_X


def timeline(crues: Iterable[Evenement]) -> Timeline:
    """The crests by year; the height of each is the one its dataset keeps."""
    ordered = sorted(crues, key=lambda crue: crue.debut)
    years = [int(crue.debut[:4]) for crue in ordered]
    first = years[0] // EVERY * EVERY
    last = -(-years[-1] // EVERY) * EVERY
    places = [place(year, first) for year in years]
    labels = apart(places, LABEL_GAP)
    return Timeline(
        annees=tuple((year, place(year, first)) for year in range(first, last + 1, EVERY)),
        crues=tuple(
            CrestOfTime(
                crue.debut[:4],
                crue.hauteurs[0].hauteur_m,
                y,
                round(AXIS_X + crue.hauteurs[0].hauteur_m * UNITS_PER_M, 2),
                round(y_texte, 2),
            )
            for crue, y, y_texte in zip(ordered, places, labels, strict=True)
        ),
        hauteur=round(max(place(last, first), labels[-1]) + MARGIN, 2),
    )


def place(year: int, first: int) -> float:
    """Where a year stands in the drawing, from its top."""
    return round(TOP + (year - first) * UNITS_PER_YEAR, 2)
