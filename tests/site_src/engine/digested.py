"""Values as stages give them, whose order in memory hangs on the process."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from pathlib import PurePosixPath

import pandas as pd
from pydantic import BaseModel, ConfigDict
from shapely import Point

from site_src.engine.fingerprint import fingerprint

NAMES = ("crue", "canicule", "orage", "incendie", "séisme")


class Alea(Enum):
    CRUE = "crue"


class Risque(BaseModel):
    model_config = ConfigDict(frozen=True)

    nom: str
    mots: frozenset[str] = frozenset()
    rang: int = 1


@dataclass(frozen=True)
class Carte:
    alea: Alea
    lieux: set[str] = field(default_factory=set)
    groupes: frozenset[frozenset[str]] = frozenset()


FRAME = pd.DataFrame(
    {"nom": [*NAMES], "rang": range(5), "part": pd.array([1, None, 3, 4, 5], dtype="Int64")}
)
VALUES = {
    "record": Risque(nom="Crue", mots=frozenset(NAMES), rang=2),
    "defaults": {name: Risque(nom=name) for name in NAMES},
    "dataclass": Carte(Alea.CRUE, set(NAMES), frozenset(map(frozenset, pairwise(NAMES)))),
    "mixed": {(1, frozenset(NAMES)), None, "1", 1.5},
    "frame": FRAME,
    "categories": pd.Series(NAMES, dtype="category"),
    "place": (Point(2.35, 48.85), PurePosixPath("data/site.yaml")),
}


def digests() -> dict[str, str]:
    return {name: fingerprint(value) for name, value in VALUES.items()}
