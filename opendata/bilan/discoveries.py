"""Which of many small probabilities to keep, so that few of those kept are chance alone.

Benjamini and Hochberg, « Controlling the false discovery rate », J. R. Statist. Soc. B 57 (1995) 289-300: it holds for
probabilities that are independent, or positively dependent (Benjamini and Yekutieli, 2001). Those of a discrete law
are never too small, P(p ≤ t) ≤ t, so it still holds, and keeps fewer than it might. Where the law itself is estimated
it holds about: `make bench` measures how nearly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SHARE = 0.10
"""Of the alarms of a week, the share that may be chance alone, on average."""


def kept(probabilities: NDArray[np.float64], share: float = SHARE) -> NDArray[np.bool_]:
    """Those that are kept among all of them: the k smallest, k the largest such that p(k) ≤ share × k / all."""
    number = len(probabilities)
    ordered = np.sort(probabilities)
    steps = share * np.arange(1, number + 1) / max(number, 1)
    below = np.flatnonzero(ordered <= steps)
    limit = ordered[below[-1]] if len(below) else -1.0
    return np.asarray(probabilities <= limit)
