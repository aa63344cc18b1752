"""The engine for Python programs: what the commands do, as functions of tables in memory or in files.

inputs.py      tables (Arrow streams: pandas, polars, pyarrow…) and hierarchies, to the one door of files
usage.py       a wrong argument
protection.py  protect: counts in, a Release out
attack.py      read_release, audit: a published table in, an Audit out
release.py     Release: tables and intervals out; what is confidential stands apart
verdict.py     Audit, and the sentences that the commands print
sdmx.py        SDMX-CSV 2.0 out
"""
