"""Checked datasets → packages: tables in every format, descriptions, charts, earlier versions.

    publishable.py         what lets a table out: its type, and the public audit
    descriptor.py          datapackage.json
    identifiers.py         identifiers that stay when the site moves
    formats/               the same tables in the format each person uses
    chart.py               a declared chart → SVG, and the figures it shows
    plots.py               the bodies of charts: bars, columns, a line of time, a matrix
    version_folders.py     every version at its own address
    manifest.py            the digests of every version, in one file
    difference.py          what changed from one version to the next, in words
    numbering.py           the number of a version, from what changed
    version_guard.py       what was published holds in what is proposed
    frictionless_judge.py  a built package, validated by frictionless
    snippets.py            lines that read a table in Python, R and DuckDB
    stage.py               the stage

Nothing but a `Publishable` table is written, and the same inputs give the same bytes.
"""
