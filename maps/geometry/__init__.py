"""Metres and degrees, and many intersections at once."""
