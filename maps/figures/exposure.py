"""The ground of the flood zones: as drawn, and with the gaps of streets filled.

Two zones stay apart because they are two products: the PPRI (regulatory, drawn by block, so
that streets are gaps between its pieces) and the envelope of the highest known waters.
"""

from __future__ import annotations

import numpy as np
import shapely

from maps.records.layers import Layer

PARIS = "75056"
COMBLEMENT_M = 30.0  # zones are grown by this much, then shrunk by as much
CONTACT_M2 = 1.0  # an IRIS is touched from here on: less is the rounding of coordinates


def zones(ppri: Layer, plus_hautes_eaux: Layer) -> dict[str, shapely.Geometry]:
    """The ground of the PPRI's two colours, of the PPRI and of the envelope, in Lambert-93, gaps open as drawn."""
    zonage = np.array(ppri.column("zonage"))
    return {
        "ppri_b": shapely.union_all(ppri.lambert93[zonage == "B"]),
        "ppri_v": shapely.union_all(ppri.lambert93[zonage == "V"]),
        "ppri": shapely.union_all(ppri.lambert93),
        "plus_hautes_eaux": shapely.union_all(plus_hautes_eaux.lambert93),
    }


def closed(zone: shapely.Geometry) -> shapely.Geometry:
    """The zone with gaps narrower than twice `COMBLEMENT_M` filled (morphological closing).

    Never smaller than the zone: the erosion of rounded corners is undone by the union.
    """
    grown = shapely.buffer(zone, COMBLEMENT_M)
    return shapely.union(shapely.buffer(grown, -COMBLEMENT_M), zone)
