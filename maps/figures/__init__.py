"""Ground, residents and places counted by territory.

    exposure.py            the ground of the flood zones, as drawn and with the gaps of streets filled
    exposure_levels.py     ground and residents in each zone, for every territory: the published table
    published_exposure.py  that table read again, for maps and their words
    shared_ground.py       ground that two layers both draw
    cool_places.py         cool places and fountains, one by one and counted

A build repeats published figures; `derive` measures them.
"""
