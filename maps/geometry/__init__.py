"""Metres and degrees, and many intersections at once.

    projection.py  WGS 84 degrees ↔ Lambert-93 metres
    pieces.py      a zone cut into small polygons, so that many intersections with it are quick
    points.py      points along lines, in whole units of a drawing
    union.py       polygons that touch, as one

What is published is in degrees; ground is measured in metres.
"""
