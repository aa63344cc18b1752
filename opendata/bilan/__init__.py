"""The observatory's week, confidential: an ESPRI extract → what is above its usual level, and a sheet on one facility.

    week.py         a week of ISO 8601
    areas.py        circonscription → arrondissements, from a file
    extract.py      the extract: judged, then counted by week, out of core
    regression.py   a quasi-Poisson regression of many series at once
    usual.py        what a week usually counts, and how far it strays (Farrington 1996, Noufaily 2013)
    discoveries.py  which of many small probabilities to keep (Benjamini and Hochberg, 1995)
    alarms.py       series above their usual level, each with how often chance alone does that
    summary.py      one circonscription's or directorate's week
    study.py        three years of one facility, for a safety study

Nothing here writes a file, but for what DuckDB spills, encrypted, into a folder that is given to it.
"""
