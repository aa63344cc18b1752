"""Recorded crime, as the ministry's statistical service (SSMSI) publishes it: two official bases → one dataset.

bases.py        a base, by arrondissement or by department → its cells
sums.py         the cells of the arrondissements, held against those of the department
derivation.py   the cells → the tables of the dataset `delinquance-enregistree`
"""
