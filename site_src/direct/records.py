"""One frozen record for each feed: the last good value, when it was observed and read, how the last attempt went.

Times are instants (UTC in the files). A record without a value has `valeur: null`: never zero, never green.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AwareDatetime, Field, model_validator

from opendata.findings import Finding, Record, broken, read_json, read_record

FOLDER = "data/direct"
# How far back the readings of the river are kept.
DEPTH = timedelta(hours=72)
# Météo-France and Vigicrues count alike: green, yellow, orange, red.
COULEURS: Mapping[int, str] = {1: "vert", 2: "jaune", 3: "orange", 4: "rouge"}
# Of the best to the worst (arrêté du 10 juillet 2020 relatif à l'indice de la qualité de l'air ambiant).
INDICES = ("Bon", "Moyen", "Dégradé", "Mauvais", "Très mauvais", "Extrêmement mauvais")

Couleur = Annotated[int, Field(ge=1, le=4)]
# How the last attempt went: a value read; one that is not sure; an answer without a value; no answer; an answer
# that says no; one that cannot be understood; no key.
Statut = Literal[
    "a_jour", "douteux", "sans_donnee", "injoignable", "refuse", "illisible", "non_configure"
]


class Fiche(Record):
    """What every feed has. `interroge_a`: the last attempt; `lu_a`: the one that gave the value; `observe_a`: its own date.

    `motif` says in French what is wrong, for readers. `etag` is the service's mark of the answer that gave the value.
    """

    source: str
    statut: Statut
    motif: str = ""
    interroge_a: AwareDatetime
    lu_a: AwareDatetime | None = None
    observe_a: AwareDatetime | None = None
    etag: str = ""

    @model_validator(mode="after")
    def _value_is_dated(self) -> Self:
        if getattr(self, "valeur", None) is not None and not (self.lu_a and self.observe_a):
            raise broken("valeur sans date", "une valeur dit quand elle fut observée et lue",
                         "effacer le fichier : fetch le refait")  # fmt: skip
        return self


class Releve(Record):
    """A height of the Seine on the Austerlitz scale, in metres."""

    observe_a: AwareDatetime
    hauteur_m: float


class Niveau(Fiche):
    """The height of the Seine, in metres. `serie`: one reading an hour of the last 72 hours, from the oldest.

    `lecteur` gave the value; `autre` is what the second reader said last, where it answered.
    """

    source: Literal["niveau"] = "niveau"
    valeur: float | None = None
    unite: Literal["m"] = "m"
    lecteur: Literal["hubeau", "vigicrues-hauteurs"] = "hubeau"
    autre: Releve | None = None
    serie: tuple[Releve, ...] = ()


class Troncon(Fiche):
    """Vigicrues's colour of « Seine à Paris », 1 (green) to 4 (red)."""

    source: Literal["troncon"] = "troncon"
    valeur: Couleur | None = None
    unite: Literal["couleur"] = "couleur"


class Creneau(Record):
    """From when to when a phenomenon has a colour."""

    debut: AwareDatetime
    fin: AwareDatetime
    couleur: Couleur


class Phenomene(Record):
    """A phenomenon's highest colour in a period, and its slots; floods have none."""

    id: Annotated[str, Field(pattern=r"^[0-9]{1,2}$")]
    couleur: Couleur
    creneaux: tuple[Creneau, ...] = ()


class Periode(Record):
    """Today (J) or tomorrow (J1), as Météo-France cuts them."""

    echeance: Literal["J", "J1"]
    debut: AwareDatetime
    fin: AwareDatetime
    phenomenes: Annotated[tuple[Phenomene, ...], Field(min_length=1)]

    @property
    def couleur(self) -> int:
        """The highest of all phenomena."""
        return max(one.couleur for one in self.phenomenes)


class Vigilance(Fiche):
    """Météo-France's vigilance of Paris; `valeur` is the highest colour of the period in which it was read."""

    source: Literal["vigilance"] = "vigilance"
    valeur: Couleur | None = None
    unite: Literal["couleur"] = "couleur"
    periodes: tuple[Periode, ...] = ()

    def en_cours(self, moment: datetime) -> Periode | None:
        """The period that holds at `moment`: from midnight to 6 o'clock, what was tomorrow's."""
        return period_at(self.periodes, moment)


def period_at(periods: Iterable[Periode], moment: datetime) -> Periode | None:
    """The period that holds at `moment`."""
    return next((one for one in periods if one.debut <= moment < one.fin), None)


class Jour(Record):
    """The index of a day, and those of its pollutants by the service's own names."""

    date: date
    indice: str
    polluants: Mapping[str, str] = {}


class Air(Fiche):
    """Airparif's index of Paris: `valeur` is that of the day on which it was read."""

    source: Literal["air"] = "air"
    valeur: str | None = None
    unite: Literal["indice"] = "indice"
    jours: tuple[Jour, ...] = ()

    def du(self, day: date) -> Jour | None:
        """What is foretold for a day."""
        return day_of(self.jours, day)


def day_of(days: Iterable[Jour], day: date) -> Jour | None:
    """What is foretold for a day."""
    return next((one for one in days if one.date == day), None)


@dataclass(frozen=True)
class Direct:
    """The records that there are; `None` where a feed was never asked, or its file cannot be read."""

    niveau: Niveau | None = None
    troncon: Troncon | None = None
    vigilance: Vigilance | None = None
    air: Air | None = None

    @property
    def instant(self) -> datetime | None:
        """The last attempt of all: what a page that was built knows of « now »."""
        return max((fiche.interroge_a for fiche in self.fiches.values()), default=None)

    @property
    def fiches(self) -> Mapping[str, Fiche]:
        """Those that there are, by name."""
        named = ((item.name, getattr(self, item.name)) for item in fields(self))
        return {name: fiche for name, fiche in named if fiche is not None}


KINDS: Mapping[str, type[Fiche]] = {
    "niveau": Niveau,
    "troncon": Troncon,
    "vigilance": Vigilance,
    "air": Air,
}
F = TypeVar("F", bound=Fiche)


def path_of(name: str) -> str:
    """The file of a feed's record."""
    return f"{FOLDER}/{name}.json"


def written(fiche: Fiche) -> bytes:
    """The record as its file holds it."""
    return f"{fiche.model_dump_json(indent=1)}\n".encode()


def read_direct(files: Mapping[str, bytes], findings: list[Finding]) -> Direct:
    """The records of data/direct/; what is wrong in a file goes to `findings`, and its feed has no record."""
    found = {
        name: read_fiche(path_of(name), files[path_of(name)], kind, findings)
        for name, kind in KINDS.items()
        if path_of(name) in files
    }
    return direct_of(found)


def direct_of(fiches: Mapping[str, Fiche | None]) -> Direct:
    """The records by their names."""
    named: Mapping[str, Any] = fiches
    return Direct(**named)


def read_fiche(path: str, raw: bytes, kind: type[F], findings: list[Finding]) -> F | None:
    """One record, or `None` with findings."""
    document = read_json(path, raw, findings)
    return read_record(document, kind, findings) if document else None
