"""The confidential side: an ESPRI extract → protected tables, and the tables attacked again.

    divulgation.py     data/parametres/divulgation.yaml: rules, weights, codes
    espri.py           the extract, read strictly
    demonstration.py   a fictitious extract, drawn by lot
    release_tables.py  the published tables: their cells, written and read
    release.py         the bridge: protect with the extract, audit with public files alone

Findings on an extract give the row, the field and the rule, never the value.
"""
