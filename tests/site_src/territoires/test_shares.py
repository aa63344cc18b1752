"""A share in words: French figures, and no zero where something is drawn."""

from __future__ import annotations

from typing import Any

import pytest

from site_src.territoires.shares import share


def zone(part_pct: float, surface_m2: int = 0) -> dict[str, Any]:
    return {"part_pct": part_pct, "surface_m2": surface_m2}


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (zone(62.34, 800_000), "62,3 % de la surface"),
        (zone(0.1, 900), "0,1 % de la surface"),
        (zone(0.05, 90), "moins de 0,1 % de la surface"),
        (zone(0.01, 100), "moins de 0,1 % de la surface"),
        (zone(0.04, 99), "rien de dessiné"),
        (zone(0), "rien de dessiné"),
    ],
)
def test_a_share_is_said_in_words(figures: dict[str, Any], words: str) -> None:
    assert share(figures).replace("\N{NO-BREAK SPACE}", " ") == words
