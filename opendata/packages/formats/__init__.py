"""The same tables in the format each person uses.

    bundle      one version: its tables, and what to know of them
    sheets      Excel, one workbook a dataset
    columnar    Parquet, one file a table
    records     JSON, one file a table
    geometry    GeoJSON and GeoPackage, for the tables that declare a geometry
    archive     one zip with everything, and the digests of all
    distribution  which files a dataset has, under which names

Every function is pure: the same tables give the same bytes, on any day.
"""

from opendata.packages.formats.distribution import Distribution, distributions

__all__ = ["Distribution", "distributions"]
