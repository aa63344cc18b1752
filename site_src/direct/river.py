"""The height of the Seine at Paris-Austerlitz, from two readers of the same station.

Hub'Eau counts in millimetres and gives 206 whenever there is a next page, every station when a filter is
misspelt, rows without a station; Vigicrues counts in metres, in pairs or in objects. Both tell times in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field

from site_src.direct.answers import Answer, FeedError, Instant, parsed
from site_src.direct.records import DEPTH, Releve, Statut
from site_src.direct.services import Seuils
from site_src.frame.hours import utc

STATION = "F700000103"
# A page of Hub'Eau: 72 hours, one reading every five minutes, four times over.
ROWS = 4_000
MM_IN_M = 1_000
LATEST_MS = 4_000_000_000_000  # in 2096
DOUBTFUL = "douteuse"
# Two readers are compared where each has a reading within that time of the other's.
TOGETHER = timedelta(minutes=30)
# A reader that far behind the other has stopped.
LATE = timedelta(hours=1)


@dataclass(frozen=True)
class Hauteurs:
    """What one reader says, from the oldest; `est_douteuse` is of the last one."""

    releves: tuple[Releve, ...]
    est_douteuse: bool = False

    @property
    def derniere(self) -> Releve:
        """The newest."""
        return self.releves[-1]


def _milliseconds(value: object) -> object:
    """Vigicrues's own count of time, since 1970, in UTC."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < LATEST_MS:
        raise ValueError("milliseconds are expected")
    return datetime.fromtimestamp(value / 1000, UTC)


class _Row(Answer):
    """Millimetres."""

    code_station: str | None = None
    date_obs: Instant
    resultat_obs: float | None = None
    libelle_qualification_obs: str | None = None


class _Page(Answer):
    count: int
    data: list[_Row]


def hubeau_question(now: datetime) -> dict[str, str]:
    """What Hub'Eau is asked: never more than a month back, which it answers by 400."""
    first = utc(now - DEPTH)
    return {
        "code_entite": STATION,
        "grandeur_hydro": "H",
        "date_debut_obs": first,
        "size": str(ROWS),
        "sort": "desc",
    }


def hubeau(raw: bytes) -> Hauteurs:
    """Heights in metres. Raises `FeedError`, when rows of another station say that the filter was ignored too."""
    rows = parsed(raw, _Page).data
    if any(row.code_station not in (STATION, None) for row in rows):
        raise FeedError("illisible", "sa réponse mêle d'autres stations")
    ours = sorted(
        (row for row in rows if row.code_station == STATION and row.resultat_obs is not None),
        key=lambda row: row.date_obs,
    )
    if not ours:
        raise FeedError("sans_donnee", "il ne publie aucune hauteur")
    sure = [row for row in ours[:-1] if not _is_doubtful(row)]
    return Hauteurs(tuple(map(_releve, [*sure, ours[-1]])), _is_doubtful(ours[-1]))


def _is_doubtful(row: _Row) -> bool:
    return (row.libelle_qualification_obs or "").casefold().startswith(DOUBTFUL)


def _releve(row: _Row) -> Releve:
    assert row.resultat_obs is not None
    return Releve(observe_a=row.date_obs, hauteur_m=round(row.resultat_obs / MM_IN_M, 3))


class _Observation(Answer):
    """Metres."""

    moment: Instant = Field(alias="DtObsHydro")
    hauteur: float | None = Field(alias="ResObsHydro")


Pair = tuple[Annotated[datetime, BeforeValidator(_milliseconds)], float | None]


def _pair(value: object) -> object:
    """JSON has no tuple."""
    return tuple(value) if isinstance(value, list) else value


class _Serie(Answer):
    station: str = Field(alias="CdStationHydro")
    grandeur: str = Field(alias="GrdSerie")
    releves: list[_Observation | Annotated[Pair, BeforeValidator(_pair)]] = Field(alias="ObssHydro")


class _Observations(Answer):
    serie: _Serie = Field(alias="Serie")


VIGICRUES_QUESTION = {"CdStationHydro": STATION, "GrdSerie": "H", "FormatSortie": "simple"}


def vigicrues(raw: bytes) -> Hauteurs:
    """The second reader, in metres, to the millimetre. Raises `FeedError`."""
    serie = parsed(raw, _Observations).serie
    if (serie.station, serie.grandeur) != (STATION, "H"):
        raise FeedError("illisible", "sa réponse est celle d'une autre station")
    found = sorted(_known(serie.releves), key=lambda releve: releve.observe_a)
    if not found:
        raise FeedError("sans_donnee", "il ne publie aucune hauteur")
    return Hauteurs(tuple(found))


def _known(releves: Iterable[_Observation | Pair]) -> Iterator[Releve]:
    for one in releves:
        moment, height = (one.moment, one.hauteur) if isinstance(one, _Observation) else one
        if height is not None:
            yield Releve(observe_a=moment, hauteur_m=round(height, 3))


def possible(found: Hauteurs, latest: datetime, seuils: Seuils) -> Hauteurs:
    """The same, once its last height was found possible: metres that are metres, a moment that has come (`latest`).

    Raises `FeedError`. Of the heights before the last, those that cannot be are left out.
    """
    last = found.derniere
    if last.observe_a > latest:
        raise FeedError("illisible", "sa dernière mesure est datée dans l'avenir")
    if not _is_height(last, seuils):
        raise FeedError("illisible", "sa dernière hauteur est impossible à Paris")
    kept = tuple(one for one in found.releves if _is_height(one, seuils))
    return replace(found, releves=kept)


def _is_height(releve: Releve, seuils: Seuils) -> bool:
    return seuils.hauteur_min_m <= releve.hauteur_m <= seuils.hauteur_max_m


def newest(first: Hauteurs | None, second: Hauteurs | None) -> Hauteurs | None:
    """The first reader, unless the second has something newer by more than a pause between two readings."""
    if first is None or second is None:
        return first or second
    is_late = second.derniere.observe_a - first.derniere.observe_a > LATE
    return second if is_late else first


def judged(first: Hauteurs, second: Hauteurs | None, seuils: Seuils) -> tuple[Statut, str]:
    """How sure the last height is, and why it is not."""
    if first.est_douteuse:
        return "douteux", "le service qualifie lui-même cette mesure de douteuse"
    gap = _gap(first.releves, second.derniere) if second else None
    if gap is not None and gap > seuils.ecart_entre_lecteurs_m:
        return "douteux", "les deux services qui lisent ce niveau ne donnent pas la même hauteur"
    return "a_jour", ""


def _gap(releves: Sequence[Releve], other: Releve) -> float | None:
    """How far apart two readers stand at the same moment, in metres; `None` when they have none in common."""
    nearest = min(releves, key=lambda one: abs(one.observe_a - other.observe_a))
    if abs(nearest.observe_a - other.observe_a) > TOGETHER:
        return None
    return round(abs(nearest.hauteur_m - other.hauteur_m), 3)


def hourly(releves: Iterable[Releve], last: datetime) -> tuple[Releve, ...]:
    """The last reading of each hour of the 72 before `last`."""
    kept = {
        one.observe_a.astimezone(UTC).replace(minute=0, second=0, microsecond=0): one
        for one in releves
        if last - DEPTH <= one.observe_a <= last
    }
    return tuple(kept.values())
