"""The table of the README, as columns."""

from __future__ import annotations

from opendata.disclosure import Release, SmallCount, protect

COUNTS: dict[str, list[object]] = {
    "region": ["A", "A", "B", "B", "C", "C"],
    "type": ["x", "y", "x", "y", "x", "y"],
    "n": [11, 30, 2, 25, 9, 40],
}
REGIONS = {"Nord": "", "Sud": "", "A": "Nord", "B": "Nord", "C": "Sud"}
AXES = {"region": REGIONS, "type": None}
CSV = "region,type,n\nA,x,11\nA,y,30\nB,x,2\nB,y,25\nC,x,9\nC,y,40\n"
TREE = "code,parent\nNord,\nSud,\nA,Nord\nB,Nord\nC,Sud\n"


def released() -> Release:
    """The table, protected."""
    return protect(COUNTS, [SmallCount(1, 4)], AXES, count="n")
