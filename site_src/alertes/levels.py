"""How grave an alert is: its words, its order, and what CAP calls it.

Colours are those of the State's « vigilance » (Météo-France, Vigicrues); « information » is below them, « danger en
cours » above. CAP 1.2 knows no colours: severity follows MeteoAlarm's profile (yellow Moderate, orange Severe, red
Extreme); where that says nothing, « Unknown » is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Niveau = Literal[
    "information", "vigilance jaune", "vigilance orange", "vigilance rouge", "danger en cours"
]
# From the least grave on.
NIVEAUX: tuple[Niveau, ...] = get_args(Niveau)


@dataclass(frozen=True)
class Level:
    """What a level is called in English and by style sheets; `urgency`, `severity`, `certainty` are CAP's."""

    anglais: str
    couleur: str
    urgency: str
    severity: str
    certainty: str


LEVELS: Mapping[Niveau, Level] = {
    "information": Level("Information", "information", "Unknown", "Unknown", "Unknown"),
    "vigilance jaune": Level("Yellow alert", "jaune", "Expected", "Moderate", "Likely"),
    "vigilance orange": Level("Orange alert", "orange", "Expected", "Severe", "Likely"),
    "vigilance rouge": Level("Red alert", "rouge", "Expected", "Extreme", "Likely"),
    "danger en cours": Level("Danger now", "danger", "Immediate", "Extreme", "Observed"),
}
# From here on the home page becomes that of a crisis.
CRISE: Niveau = "vigilance orange"
DANGER: Niveau = "danger en cours"


def gravity(niveau: Niveau) -> int:
    """The place of a level among all, from 0."""
    return NIVEAUX.index(niveau)


def is_crisis(niveau: Niveau) -> bool:
    """Whether the home page gives way to it."""
    return gravity(niveau) >= gravity(CRISE)
