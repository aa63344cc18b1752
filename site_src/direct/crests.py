"""The highest level of each day at Paris-Austerlitz (Hub'Eau, `obs_elab`, HIXnJ), for whoever keeps the annual maxima.

Hub'Eau gives 206 and an address while there is a next page, millimetres, rows without a station or without a value,
`count: 0` when it has nothing, and every station when a filter is misspelt.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from pydantic import BeforeValidator

from site_src.direct.answers import Answer, FeedError, parsed
from site_src.direct.river import DOUBTFUL, MM_IN_M, STATION
from site_src.direct.services import Service, Seuils
from site_src.direct.transport import Ask, Question

GRANDEUR = "HIXnJ"
FIELDS = "code_station,date_obs_elab,resultat_obs_elab,grandeur_hydro_elab,libelle_qualification"
# Before any reading of the station; without a date the service chooses one.
FIRST_DAY = "1880-01-01"
ROWS = 5_000
# A century and a half of days, twice over.
PAGES = 22
LIMIT = 4_000_000
ENDLESS = "ses pages ne finissent pas"


@dataclass(frozen=True)
class Crete:
    """The highest level of a day, in metres; `est_douteuse` when the service says so."""

    jour: datetime.date
    hauteur_m: float
    est_douteuse: bool = False


def _day(value: object) -> datetime.date:
    """A day as ISO 8601 writes it, with or without an hour."""
    if not isinstance(value, str):
        raise ValueError("a text is expected")  # noqa: TRY004  (pydantic gathers ValueError)
    return datetime.date.fromisoformat(value.partition("T")[0])


Day = Annotated[datetime.date, BeforeValidator(_day)]


class _Row(Answer):
    """Millimetres."""

    code_station: str | None = None
    grandeur_hydro_elab: str
    date_obs_elab: Day
    resultat_obs_elab: float | None = None
    libelle_qualification: str | None = None


class _Page(Answer):
    count: int
    next: str | None = None
    data: list[_Row]


def read_crests(
    service: Service, seuils: Seuils, today: datetime.date, ask: Ask
) -> tuple[Crete, ...]:
    """The highest level of each day, from the oldest; of a day told twice, the higher.

    Raises `FeedError`: also without any level, on rows of another station or of another quantity, on a level that no
    unit in millimetres explains, on a day to come, and when pages do not give all the rows announced.
    """
    rows = _all_rows(service, ask)
    found = [_crest(row) for row in rows if row.code_station and row.resultat_obs_elab is not None]
    if not found:
        raise FeedError("sans_donnee", "il ne publie aucune hauteur maximale")
    if max(one.jour for one in found) > today:
        raise FeedError("illisible", "sa réponse est datée dans l'avenir")
    highest = max(one.hauteur_m for one in found)
    if not seuils.hauteur_min_m <= highest <= seuils.hauteur_max_m:
        raise FeedError("illisible", "ses hauteurs ne sont pas en millimètres")
    return _by_day(found)


def _all_rows(service: Service, ask: Ask) -> list[_Row]:
    rows: list[_Row] = []
    cursor = ""
    for _ in range(PAGES):
        question = Question(service.adresse, _parameters(cursor), limit=LIMIT)
        page = parsed(ask(question).body or b"", _Page)
        _refuse_others(page.data)
        rows += page.data
        if page.next is None:
            if len(rows) != page.count:
                raise FeedError("illisible", "ses pages ne donnent pas toutes les lignes annoncées")
            return rows
        following = _cursor(page.next)
        if following == cursor:
            raise FeedError("illisible", ENDLESS)
        cursor = following
    raise FeedError("illisible", ENDLESS)


def _refuse_others(rows: Iterable[_Row]) -> None:
    """A filter that was ignored gives every station of the country, page after page. Raises `FeedError`."""
    for row in rows:
        if row.code_station not in (STATION, None):
            raise FeedError("illisible", "sa réponse mêle d'autres stations")
        if row.grandeur_hydro_elab != GRANDEUR:
            raise FeedError("illisible", "sa réponse mêle d'autres grandeurs")


def _parameters(cursor: str) -> dict[str, str]:
    asked = {
        "code_entite": STATION,
        "grandeur_hydro_elab": GRANDEUR,
        "date_debut_obs_elab": FIRST_DAY,
        "fields": FIELDS,
        "size": str(ROWS),
    }
    return {**asked, "cursor": cursor} if cursor else asked


def _cursor(address: str) -> str:
    """Where the next page begins; the rest of the address is ours, not the answer's to choose. Raises `FeedError`."""
    try:
        (cursor,) = parse_qs(urlsplit(address).query)["cursor"]
    except (KeyError, ValueError):
        raise FeedError("illisible", "sa page suivante n'a pas la forme attendue") from None
    return cursor


def _crest(row: _Row) -> Crete:
    assert row.resultat_obs_elab is not None
    doubtful = (row.libelle_qualification or "").casefold().startswith(DOUBTFUL)
    return Crete(row.date_obs_elab, round(row.resultat_obs_elab / MM_IN_M, 3), doubtful)


def _by_day(found: Iterable[Crete]) -> tuple[Crete, ...]:
    by_day = {one.jour: one for one in sorted(found, key=lambda one: one.hauteur_m)}
    return tuple(by_day[day] for day in sorted(by_day))
