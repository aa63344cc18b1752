"""Météo-France's vigilance of Paris, phenomenon by phenomenon, today and tomorrow.

Before 6 o'clock only today may be there; floods (phenomenon 4) have no slots of time; a phenomenon that is
not there is not followed in that season, or was not published: it has no colour.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from site_src.direct.answers import Answer, FeedError, Instant, parsed
from site_src.direct.colours import Level
from site_src.direct.records import Creneau, Periode, Phenomene

PARIS = "75"


class _Slot(Answer):
    begin_time: Instant
    end_time: Instant
    color_id: Level


class _Phenomenon(Answer):
    phenomenon_id: Annotated[str, BeforeValidator(str), Field(pattern="^[0-9]{1,2}$")]
    phenomenon_max_color_id: Level
    timelaps_items: tuple[_Slot, ...] = Field((), strict=False)


class _Domain(Answer):
    domain_id: str
    phenomenon_items: tuple[_Phenomenon, ...] = Field((), strict=False)


class _Laps(Answer):
    domain_ids: list[dict[str, object]]


class _Period(Answer):
    echeance: str
    begin_validity_time: Instant
    end_validity_time: Instant
    timelaps: _Laps


class _Product(Answer):
    update_time: Instant
    periods: list[_Period]


class _Map(Answer):
    product: _Product


def read_vigilance(raw: bytes) -> tuple[tuple[Periode, ...], datetime]:
    """The periods J and, once it is published, J1, and when they were updated. Raises `FeedError`."""
    product = parsed(raw, _Map).product
    periods = tuple(_periods(product))
    if not periods or periods[0].echeance != "J":
        raise FeedError("sans_donnee", "il ne dit rien de Paris aujourd'hui")
    return periods, product.update_time


def _periods(product: _Product) -> Iterator[Periode]:
    for echeance in ("J", "J1"):
        for period in product.periods:
            if period.echeance == echeance and (phenomena := tuple(_phenomena(period))):
                yield Periode(
                    echeance="J" if echeance == "J" else "J1",
                    debut=period.begin_validity_time,
                    fin=period.end_validity_time,
                    phenomenes=phenomena,
                )


def _phenomena(period: _Period) -> Iterator[Phenomene]:
    for domain in period.timelaps.domain_ids:
        if str(domain.get("domain_id")) == PARIS:
            for item in _domain(domain).phenomenon_items:
                yield _phenomenon(item)


def _domain(values: dict[str, object]) -> _Domain:
    try:
        return _Domain.model_validate(values)
    except ValueError:
        raise FeedError("illisible", "il ne donne pas de couleur connue pour Paris") from None


def _phenomenon(item: _Phenomenon) -> Phenomene:
    """Its colour is the highest that it gives anywhere."""
    slots = tuple(
        Creneau(debut=one.begin_time, fin=one.end_time, couleur=one.color_id)
        for one in item.timelaps_items
    )
    highest = max([item.phenomenon_max_color_id, *(one.couleur for one in slots)])
    return Phenomene(id=item.phenomenon_id, couleur=highest, creneaux=slots)
