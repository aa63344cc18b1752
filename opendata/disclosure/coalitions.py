"""Contributors who tell each other their own facts: each group of them is one insider."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb

import numpy as np
from scipy.sparse import csc_array, csr_array

from opendata.disclosure.rules import Contributions

COALITIONS = 5_000


class TooManyError(Exception):
    """More coalitions than can be attacked one by one."""


def coalitions(
    contributions: Contributions, names: Sequence[str], size: int
) -> tuple[Contributions, tuple[str, ...]]:
    """What each group of `size` contributors brings together, and its name: a smaller one knows less.

    Raises TooManyError beyond `COALITIONS` groups.
    """
    size = min(size, len(names))
    if size <= 1:
        return contributions, tuple(names)
    if comb(len(names), size) > COALITIONS:
        raise TooManyError(f"plus de {COALITIONS // 1000} 000 coalitions de {size} contributeurs")
    groups = list(combinations(range(len(names)), size))
    rows = np.repeat(np.arange(len(groups)), size)
    columns = np.array(groups).reshape(-1)
    ones = np.ones(len(columns), dtype=np.int64)
    members = csr_array((ones, (rows, columns)), shape=(len(groups), len(names)))
    labels = tuple(" + ".join(names[row] for row in group) for group in groups)
    return Contributions(csc_array(members @ contributions.matrix)), labels
