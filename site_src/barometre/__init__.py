"""The quarterly barometer: what rose in the protected tables, by how much, and what they do not let anybody say.

quarters.py   the published counts of a quarter, beside the same quarter of earlier years
changes.py    which of them are out of the ordinary, false alarms bounded
pages.py      a page for each quarter since the beginning of the last whole year
"""
