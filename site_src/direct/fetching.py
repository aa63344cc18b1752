"""All feeds asked: the records of now, from those of before and what the services answer.

The clock is passed in. A feed that fails keeps its last good value, with its own dates; the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from site_src.direct import air, colours, river, weather
from site_src.direct.answers import FeedError
from site_src.direct.records import (
    KINDS,
    Air,
    Direct,
    Fiche,
    Niveau,
    Statut,
    Troncon,
    Vigilance,
    day_of,
    direct_of,
    period_at,
)
from site_src.direct.river import Hauteurs
from site_src.direct.services import Parametres, Service
from site_src.direct.transport import Ask, Question, Reply
from site_src.frame.hours import local

F = TypeVar("F", bound=Fiche)
NO_KEY = "aucune clé d'accès n'est configurée pour ce service"
# The longest answers, in bytes; the whole map of Vigicrues weighs 2 to 3 MB.
LIMITS: Mapping[str, int] = {
    "hubeau": 4_000_000,
    "vigicrues_hauteurs": 1_000_000,
    "vigicrues": 8_000_000,
    "meteo_france": 2_000_000,
    "airparif": 200_000,
}
# By which header each service takes its key.
HEADERS: Mapping[str, str] = {"meteo_france": "apikey", "airparif": "X-Api-Key"}


@dataclass(frozen=True)
class Round:
    """One round of questions: to whom, when, by what means. `keys` are those of the environment, by name."""

    parametres: Parametres
    now: datetime
    ask: Ask
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)

    def asked(self, name: str, parameters: Mapping[str, str], etag: str = "") -> Reply:
        """The answer of the service `name`. Raises `FeedError`, also while its key is missing."""
        service: Service = getattr(self.parametres.services, name)
        headers = {HEADERS[name]: self._key(service)} if service.cle else {}
        return self.ask(Question(service.adresse, parameters, headers, LIMITS[name], etag))

    def _key(self, service: Service) -> str:
        key = self.keys.get(service.cle, "").strip()
        if not key or not key.isascii() or not key.isprintable():
            raise FeedError("non_configure", NO_KEY)
        return key

    @property
    def latest(self) -> datetime:
        """Beyond it a date is in the future, for a clock like ours."""
        return self.now + timedelta(minutes=self.parametres.seuils.avance_admise_min)

    def read(self, observed: datetime, statut: Statut = "a_jour", motif: str = "") -> dict[str, Any]:  # fmt: skip
        """What a record says of a value read now. Raises `FeedError` on one that is dated in the future."""
        if observed > self.latest:
            raise FeedError("illisible", "sa réponse est datée dans l'avenir")
        return {
            "statut": statut, "motif": motif,
            "interroge_a": self.now, "lu_a": self.now, "observe_a": observed,
        }  # fmt: skip


def fetch(direct: Direct, round_: Round, wanted: Iterable[str] = ()) -> Direct:
    """The records after a round; of all feeds, or of those `wanted` by name. Whatever a service does, it gives them."""
    names = set(wanted) or set(KINDS)
    found = {
        name: _after(name, _trusted(getattr(direct, name), round_), round_)
        if name in names
        else getattr(direct, name)
        for name in KINDS
    }
    return direct_of(found)


def _trusted(old: Fiche | None, round_: Round) -> Fiche | None:
    """The record of before, unless it was written by a clock that stood ahead of ours."""
    if old is None or max(old.interroge_a, old.lu_a or old.interroge_a) > round_.latest:
        return None
    return old


def _after(name: str, old: Fiche | None, round_: Round) -> Fiche:
    try:
        new = READERS[name](round_, old.etag if old else "")
    except FeedError as error:
        failed: dict[str, Any] = {"statut": error.statut, "motif": error.motif, "interroge_a": round_.now}  # fmt: skip
        return old.model_copy(update=failed) if old else KINDS[name](source=name, **failed)
    if new is None:
        assert old is not None  # nothing else has a mark to send
        same = {"statut": "a_jour", "motif": "", "interroge_a": round_.now, "lu_a": round_.now}
        return old.model_copy(update=same)
    return new


def niveau(round_: Round, etag: str) -> Niveau:
    """The height of the Seine, by the reader that has the newest one. Raises `FeedError` when neither has any."""
    del etag  # what is asked changes with the hour
    first, why = _heights(round_, "hubeau", river.hubeau_question(round_.now), river.hubeau)
    second, other = _heights(round_, "vigicrues_hauteurs", river.VIGICRUES_QUESTION, river.vigicrues)  # fmt: skip
    chosen = river.newest(first, second)
    if chosen is None:
        assert why is not None
        raise why
    seuils = round_.parametres.seuils
    statut, motif = river.judged(chosen, second if chosen is first else first, seuils)
    alone = why or other
    if statut == "a_jour" and alone is not None:
        motif = f"lue par un seul service sur deux ; de l'autre, on sait : {alone.motif}"
    last = chosen.derniere
    return Niveau(
        **round_.read(last.observe_a, statut, motif),
        valeur=last.hauteur_m,
        lecteur="hubeau" if chosen is first else "vigicrues-hauteurs",
        autre=second.derniere if second and chosen is first else None,
        serie=river.hourly(chosen.releves, last.observe_a),
    )


def _heights(
    round_: Round, name: str, question: Mapping[str, str], read: Callable[[bytes], Hauteurs]
) -> tuple[Hauteurs | None, FeedError | None]:
    """What one reader says, or why it says nothing."""
    try:
        body = round_.asked(name, question).body or b""
        return river.possible(read(body), round_.latest, round_.parametres.seuils), None
    except FeedError as error:
        return None, error


def troncon(round_: Round, etag: str) -> Troncon | None:
    """Vigicrues's colour; `None` when what we hold is still its answer. Raises `FeedError`."""
    reply = round_.asked("vigicrues", {}, etag)
    if reply.body is None:
        return None
    level, bulletin = colours.read_colour(reply.body)
    return Troncon(**round_.read(bulletin), valeur=level, etag=reply.etag)


def vigilance(round_: Round, etag: str) -> Vigilance | None:
    """Météo-France's vigilance; `None` when what we hold is still its answer. Raises `FeedError`."""
    reply = round_.asked("meteo_france", {}, etag)
    if reply.body is None:
        return None
    periods, updated = weather.read_vigilance(reply.body)
    current = period_at(periods, round_.now)
    if current is None:
        raise FeedError("sans_donnee", "il ne dit rien de l'heure qu'il est")
    return Vigilance(
        **round_.read(updated),
        valeur=current.couleur,
        periodes=periods,
        etag=reply.etag,
    )


def air_index(round_: Round, etag: str) -> Air | None:
    """Airparif's index; `None` when what we hold is still its answer. Raises `FeedError`.

    The service dates the days that it foretells, not when it did: the value is as old as its reading.
    """
    reply = round_.asked("airparif", air.QUESTION, etag)
    if reply.body is None:
        return None
    days = air.read_air(reply.body)
    today = day_of(days, local(round_.now).date())
    if today is None:
        raise FeedError("sans_donnee", "il ne dit rien d'aujourd'hui")
    return Air(**round_.read(round_.now), valeur=today.indice, jours=days, etag=reply.etag)


READERS: Mapping[str, Callable[[Round, str], Fiche | None]] = {
    "niveau": niveau,
    "troncon": troncon,
    "vigilance": vigilance,
    "air": air_index,
}
