"""The confidential side: an ESPRI extract → protected tables, and the tables attacked again.

    divulgation.py     data/parametres/divulgation.yaml: rules, weights, codes
    espri.py           the extract, read strictly
    quarter.py         a quarter of a year
    demonstration.py   a fictitious extract, drawn by lot
    release_tables.py  the published tables: their cells, written and read
    quarterly_tables.py the quarterly publications, in one cube with the last whole year
    published.py       one publication: what it holds, what its memory cost
    publications.py    the record of what was published: digests, and what memory cost
    history.py         everything that was published, read from public files
    kept_releases.py   the publications as whoever kept each of them reads them, for the audit of their history
    quarterly.py       one more quarter, protected with everything before it
    witness_values.py  the possible values that go out with a release
    release.py         the bridge: protect with the extract, audit with public files alone

Findings on an extract give the row, the field and the rule, never the value.
"""
