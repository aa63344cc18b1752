"""What a quantity can be at least and at most, by its unit, when nothing else says it."""

from __future__ import annotations

import re

# What may be below zero: temperatures, and what is said to be a difference.
_SIGNED = re.compile(r"°|degré|point|écart|variation|évolution|différence")
# Of each row its own: judged row by row.
_OF_ROW = re.compile(r"colonne")
_PERCENT = re.compile(r"%|pour cent")
RULE = "une quantité va de zéro à l'infini, une part de 0 à 100 % ; une température ou un écart peut être négatif"


def bounds(unit: str) -> tuple[float | None, float | None]:
    """Lowest and highest value of a quantity in `unit`; `None` where there is no such bound."""
    if _SIGNED.search(unit.casefold()) or _OF_ROW.search(unit):
        return None, None
    return 0, 100 if _PERCENT.fullmatch(unit.strip()) else None


def expected(value: float, unit: str) -> str | None:
    """What is expected of a quantity that cannot be, in words; `None` when it can."""
    low, high = bounds(unit)
    if (low is None or value >= low) and (high is None or value <= high):
        return None
    return f"au moins {low} attendu" if high is None else f"entre {low} et {high} attendu"
