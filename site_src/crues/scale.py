"""The scale of Austerlitz, 0 to 10 m, with a mark a crest: positions in the units of the drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from opendata.spacing import apart
from site_src.risques.border import Evenement

HIGHEST_M = 10
LARGEUR, HAUTEUR = 320, 640
TOP, UNITS_PER_M = 30, 58
LABEL_GAP = 18


@dataclass(frozen=True)
class CrestMark:
    """A crest on the scale: `y` where the water stood, `y_texte` where its label fits."""

    annee: str
    hauteur_m: float
    y: float
    y_texte: float


@dataclass(frozen=True)
class Scale:
    """The drawing: metre marks (metres, y) and crests from the highest."""

    metres: tuple[tuple[int, float], ...]
    reperes: tuple[CrestMark, ...]
    largeur: int = LARGEUR
    hauteur: int = HAUTEUR


def scale(crues: Iterable[Evenement]) -> Scale:
    """The scale of the crests; the height of each is the one its dataset keeps."""
    ranked = sorted(crues, key=lambda crue: -crue.hauteurs[0].hauteur_m)
    places = [place(crue.hauteurs[0].hauteur_m) for crue in ranked]
    return Scale(
        metres=tuple((metre, place(metre)) for metre in range(HIGHEST_M + 1)),
        reperes=tuple(
            CrestMark(crue.debut[:4], crue.hauteurs[0].hauteur_m, y, round(y_texte, 2))
            for crue, y, y_texte in zip(ranked, places, apart(places, LABEL_GAP), strict=True)
        ),
    )


def place(metres: float) -> float:
    """Where a height stands in the drawing, from its top."""
    return round(TOP + (HIGHEST_M - metres) * UNITS_PER_M, 2)
