"""Labels of a drawing that would cover each other, moved apart as little as possible."""

from __future__ import annotations

from collections.abc import Sequence


def apart(places: Sequence[float], gap: float) -> list[float]:
    """Rising `places` moved as little as possible (least squares) until `gap` separates each from the next.

    Without the gaps this is isotonic regression: pool adjacent violators (Ayer et al., 1955).
    """
    pools: list[tuple[float, int]] = []  # (mean of the places less their gaps, how many)
    for rank, value in enumerate(places):
        mean, size = value - rank * gap, 1
        while pools and pools[-1][0] > mean:
            before, number = pools.pop()
            mean, size = (before * number + mean * size) / (number + size), number + size
        pools.append((mean, size))
    means = [mean for mean, size in pools for _ in range(size)]
    return [mean + rank * gap for rank, mean in enumerate(means)]
