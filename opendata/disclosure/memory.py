"""A release that knows the earlier ones: protected with them, never so that the two together reveal.

What was published stays published; what was hidden stays protected, in the cube of all releases. Where no pattern
of the new table does it, the release is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from opendata.disclosure.cube import Ints
from opendata.disclosure.protector import Counts, Facts, Protected, contributions
from opendata.disclosure.publication import Publication
from opendata.disclosure.together import ApartError, together


def with_earlier(
    table: Counts, finest: Mapping[tuple[str, ...], int], facts: Facts | None, earlier: Sequence[Publication]
) -> tuple[Counts, Ints]:  # fmt: skip
    """The table to protect with everything published before, and where its own cells stand in it.

    `finest`: labels → count; `facts`: by contributor, where there are some. Raises ApartError, also when counts
    that were published are no longer those of the file.
    """
    known = together(table.cube, [release.cube for release in earlier])
    shown, hidden, told = known.earlier(earlier)
    values, places = known.cube.counts(finest), known.places[0]
    if np.any(values[shown] != told[shown]):
        raise ApartError("des effectifs publiés avant ne sont plus ceux du fichier")
    scope, fixed = shown | hidden, shown.copy()
    scope[places[table.scope]] = True
    if table.structural is not None:
        fixed[places[table.structural]] = True
    names, brought = ((), None) if facts is None else contributions(known.cube, facts, scope)
    return Counts(known.cube, values, scope, True, brought, names, fixed, table.coalition), places


def newest(protected: Protected, table: Counts, places: Ints) -> Protected:
    """What is new of releases protected together."""
    release, rule = protected.release, protected.primary
    own = Publication(
        table.cube, table.values,
        release.shown[places] & table.scope, release.hidden[places] & table.scope, table.covers_cube,
    )  # fmt: skip
    reasons = {
        cell: rule.reasons[place]
        for cell, place in enumerate(places.tolist())
        if place in rule.reasons
    }
    narrowed = replace(
        rule, cells=rule.cells[places], low=rule.low[places], high=rule.high[places], reasons=reasons
    )  # fmt: skip
    return replace(protected, release=own, primary=narrowed)
