"""Estimates of residents, said no more precisely than they are."""

from __future__ import annotations


def rounded(residents: float) -> int:
    """To the hundred; below a thousand, to the ten."""
    step = 100 if residents >= 1000 else 10
    return int(step * round(float(residents) / step))
