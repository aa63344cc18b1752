"""The share of a territory that a zone covers, in words: the same in a picture's description and on its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from site_src.frame.typography import NO_BREAK_SPACE, number

# Less than this is a border drawn twice, not a zone: pages say the same (territoire.md.j2).
LEAST_PCT, LEAST_M2 = 0.05, 100


def share(figures: Mapping[str, Any]) -> str:
    """« 62,3 % de la surface », « moins de 0,1 % de la surface », « rien de dessiné »."""
    pct = figures["part_pct"]
    if pct < LEAST_PCT and figures["surface_m2"] < LEAST_M2:
        return "rien de dessiné"
    percent = f"{NO_BREAK_SPACE}% de la surface"
    return f"{number(pct, 1)}{percent}" if pct >= 0.1 else f"moins de 0,1{percent}"
