"""The possible values that go out with a release: whole tables that its audit made from what is published."""

from __future__ import annotations

import numpy as np

from opendata.disclosure.audit import Audit


def possible_values(outcome: Audit, threshold: int) -> dict[int, list[int]]:
    """Cell → its value in each witness table that the audit needs.

    Blocks tied by no sum have each their own witnesses: the shorter lists repeat their last.
    """
    needed = [(witnesses.block.cells, witnesses.needed(threshold, np.ones(len(witnesses.block.cells), dtype=bool)))
              for witnesses in outcome.witnesses]  # fmt: skip
    most = max((len(tables) for _, tables in needed), default=0)
    values: dict[int, list[int]] = {}
    for cells, tables in needed:
        every = np.array([tables[min(rank, len(tables) - 1)] for rank in range(most)])
        values |= {int(cell): column.tolist() for cell, column in zip(cells, every.T, strict=True)}
    return values
