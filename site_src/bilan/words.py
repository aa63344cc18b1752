"""Numbers, weeks and chances as a sheet says them."""

from __future__ import annotations

import re

from opendata.bilan.alarms import Level
from opendata.bilan.week import Week
from site_src.frame.typography import long_date, number, typographie

UNKNOWN = "n. d."
UNKNOWN_SAID = "n. d. : hors de l’extrait, ce n’est pas zéro."
_YEAR = 52


def file_name(name: str, est_fictif: bool) -> str:
    """What the files of a sheet are called, without what follows the dot: a code is written in plain letters."""
    plain = re.sub("[^A-Za-z0-9]+", "-", name).strip("-")
    return f"confidentiel-{plain}{'-fictif' if est_fictif else ''}"


def counted(facts: int, noun: str = "fait") -> str:
    """« 1 fait », « 12 faits », « aucun fait »."""
    return f"aucun {noun}" if facts == 0 else f"{number(facts)} {noun}{'s' if facts > 1 else ''}"


def known(value: float | None, decimals: int = 0) -> str:
    """The number, or that it is not known."""
    return UNKNOWN if value is None else number(value, decimals)


def place(code: str) -> str:
    """« 1er », « 12e » for 75101, 75112."""
    rank = int(code[-2:])
    return "1er" if rank == 1 else f"{rank}e"


def days(week: Week) -> str:
    """« du lundi 7 juillet 2025 au dimanche 13 juillet 2025 »."""
    return f"du lundi {long_date(week.monday)} au dimanche {long_date(week.sunday)}"


def usual_range(level: Level | None) -> str:
    """« 0 à 3 », or that it is not known."""
    if level is None:
        return UNKNOWN
    return str(level.low) if level.low == level.high else f"{level.low} à {level.high}"


def by_chance(level: Level, noun: str) -> str:
    """How often chance alone makes such an alarm among the series judged together."""
    every = 1 / level.by_chance if level.by_chance > 0 else float("inf")
    if every < 2:
        often = "à peu près chaque semaine"
    elif every < 2 * _YEAR:
        often = f"environ une fois toutes les {number(every)} semaines"
    elif every < 10 * _YEAR:
        often = f"environ une fois en {number(every / _YEAR)} ans"
    else:
        often = "moins d’une fois en dix ans"
    return typographie(
        f"Le hasard seul en fait autant ou plus {often}, parmi les {number(level.among)} {noun} jugés ensemble."
    )
