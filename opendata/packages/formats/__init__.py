"""The same tables in the format each person uses.

    bundle.py        one version: its tables, and what to know of them
    cells.py         the values of a table as plain Python
    sheets.py        Excel, one workbook a dataset
    columnar.py      Parquet, one file a table
    records.py       JSON, one file a table
    geometry.py      GeoJSON and GeoPackage, for the tables that declare a geometry
    archive.py       one zip with everything, and the digests of all
    distribution.py  which files a dataset has, under which names

Every function is pure: the same tables give the same bytes, on any day.
"""

from opendata.packages.formats.distribution import Distribution, distributions

__all__ = ["Distribution", "distributions"]
