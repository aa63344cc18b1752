"""Vigicrues's colour of the Seine in Paris: one section of river among some 340."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from site_src.direct.answers import Answer, FeedError, Instant, parsed
from site_src.direct.records import COULEURS

TRONCON = "IF5"
# What the section is called, so that another one under the same code is not taken for it.
NAME = ("seine", "paris")


def colour(value: object) -> int:
    """A level given as a number or as a text, 1 to 4. Raises `ValueError`: an unknown level is no level."""
    if not isinstance(value, bool) and str(value) in map(str, COULEURS):
        return int(str(value))
    raise ValueError("no colour")


Level = Annotated[int, BeforeValidator(colour)]


class _Section(Answer):
    code: str = Field("", alias="CdEntCru")
    nom: str = Field("", alias="lbentcru")
    niveau: object = Field(None, alias="NivInfViCr")


class _Feature(Answer):
    properties: _Section


class _Map(Answer):
    features: list[_Feature]
    date: Instant = Field(alias="DtHrInfoVigiCru")


def read_colour(raw: bytes) -> tuple[int, datetime]:
    """The colour (1 to 4) and the date of the bulletin. Raises `FeedError`: a missing level is never green."""
    found = parsed(raw, _Map)
    ours = [one.properties for one in found.features if one.properties.code == TRONCON]
    if not ours:
        raise FeedError("sans_donnee", "il ne dit rien du tronçon « Seine à Paris »")
    if not all(word in one.nom.casefold() for one in ours for word in NAME):
        raise FeedError("illisible", "le tronçon qu'il donne n'est pas « Seine à Paris »")
    try:
        (level,) = {colour(one.niveau) for one in ours}
    except ValueError:
        raise FeedError("illisible", "il ne donne pas de couleur connue") from None
    return level, found.date
