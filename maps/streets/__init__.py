"""What can be said of a named street, and how a browser finds it.

    thresholds.py    data/parametres/voies.yaml: the decisions behind a verdict
    verdicts.py      how much of a street lies in each zone, and so in which class
    stretches.py     which part of it, in words
    search_index.py  names and verdicts as the browser downloads them
    near_places.py   places near a street, by straight line
    locating.py      from a position to a street, from a street to its quartiers

A class that depends on the distance is not asserted.
"""
