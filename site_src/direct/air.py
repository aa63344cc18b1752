"""Airparif's index of the air of Paris, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, RootModel

from site_src.direct.answers import Answer, FeedError, parsed
from site_src.direct.records import INDICES, Jour

COMMUNE = "75056"
QUESTION = {"insee": COMMUNE}
# The service's own names of pollutants.
POLLUANTS: Mapping[str, str] = {
    "no2": "dioxyde d'azote",
    "o3": "ozone",
    "pm10": "particules PM10",
    "pm25": "particules PM2,5",
    "so2": "dioxyde de soufre",
}


def _index(value: object) -> object:
    if value not in INDICES:
        raise ValueError("no index")
    return value


def _day(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value


Index = Annotated[str, BeforeValidator(_index)]


class _Day(Answer):
    date: Annotated[date, BeforeValidator(_day)]
    indice: Index
    no2: Index | None = None
    o3: Index | None = None
    pm10: Index | None = None
    pm25: Index | None = None
    so2: Index | None = None


class _Communes(RootModel[dict[str, list[_Day]]]):
    """Days by the code of a commune."""


def read_air(raw: bytes) -> tuple[Jour, ...]:
    """The days, from the first. Raises `FeedError`."""
    days = parsed(raw, _Communes).root.get(COMMUNE, [])
    if not days:
        raise FeedError("sans_donnee", "il ne dit rien de Paris")
    return tuple(sorted(map(_jour, days), key=lambda jour: jour.date))


def _jour(day: _Day) -> Jour:
    return Jour(date=day.date, indice=day.indice, polluants=dict(_pollutants(day)))


def _pollutants(day: _Day) -> Iterator[tuple[str, str]]:
    for name in POLLUANTS:
        index = getattr(day, name)
        if index is not None:
            yield name, index
