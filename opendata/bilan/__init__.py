"""The observatory's week, confidential: an ESPRI extract → what is above its usual level, and a sheet on one facility.

    week.py         a week of ISO 8601
    regression.py   a quasi-Poisson regression of many series at once
    usual.py        what a week usually counts, and how far it strays (Farrington 1996, Noufaily 2013)
    discoveries.py  which of many small probabilities to keep (Benjamini and Hochberg, 1995)

Nothing here writes a file.
"""
