"""A table of amounts that users of τ-ARGUS test with: sizes of enterprises by regions in two levels.

Restated from `data/tableinput/pp.tab` and `data/region2.hrc` of github.com/sdcTools/tauargus (Statistics Netherlands,
EUPL-1.1; fictitious enterprises): the amount of each finest cell, and the nine cells unsafe by the p % rule (p = 15) with
their protection level, the same on both sides. A cell without enterprises is published as zero.
"""

from __future__ import annotations

import numpy as np

from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import TOTAL, Hierarchy, dimension

REGIONS = {"Nr": "1 2 3", "Os": "4 5 6 7", "Ws": "8 9 10", "Zd": "11 12"}
# By size, the amounts of regions 1 to 12 in cents.
AMOUNTS = {
    "2": [500, 0, 0, 400, 0, 1100, 0, 0, 0, 0, 0, 0],
    "4": [500, 0, 0, 0, 0, 400, 0, 0, 0, 0, 1500, 0],
    "5": [39806200, 22399000, 9699700, 3631100, 9358900, 34580300, 16653500, 6376700, 53791100, 4729400, 48861300, 21293600],
    "6": [34803900, 22133200, 9030900, 3213200, 9495700, 25135800, 13655600, 7544200, 43085100, 3727700, 39239500, 20988600],
    "7": [35471100, 24191300, 9233800, 2577000, 11093000, 25118800, 14625900, 8730500, 51501958, 6157200, 36349000, 25454700],
    "8": [41877800, 25823300, 7951800, 1815000, 8179900, 30337700, 21706600, 5995300, 64376226, 7141700, 40292500, 24409600],
    "9": [46652900, 86339300, 21912700, 1196800, 14500400, 108325400, 15187000, 19885900, 153701600, 20867000, 110530500, 51976300],
    "99": [0, 38500, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
}  # fmt: skip
# The nine unsafe cells, and how far each must be able to move, in cents.
UNSAFE = {("2", "Nr"): 75, ("2", "1"): 75, ("2", "4"): 75, ("2", "6"): 75, ("4", "Nr"): 75, ("4", "1"): 75,
          ("4", "Os"): 75, ("4", "6"): 75, ("9", "4"): 128815}  # fmt: skip
# What its users found in it, in whole units: the optimum, and the modular method.
OPTIMUM, MODULAR = 521_926, 2_524_351


def cube() -> Cube:
    """The table's cells."""
    parents = {**dict.fromkeys(REGIONS, TOTAL), **{r: g for g, codes in REGIONS.items() for r in codes.split()}}  # fmt: skip
    return Cube((dimension("size", list(AMOUNTS)), dimension("region", (), [Hierarchy(parents)])))


def values(of: Cube) -> np.ndarray:
    """The amount of every cell."""
    regions = [region for codes in REGIONS.values() for region in codes.split()]
    finest: dict[tuple[str, ...], int] = {(size, region): amount for size, row in AMOUNTS.items()
              for region, amount in zip(regions, row, strict=True)}  # fmt: skip
    return of.counts(finest)
