"""The engine for Python programs: what the commands do, as functions of tables in memory or in files.

public.py        the names that `opendata.disclosure` gives
inputs.py        tables (Arrow streams: pandas, polars, pyarrow…) and hierarchies, to the one door of files
usage.py         a wrong argument
protection.py    protect: counts in, a Release out
attack.py        read_release, audit: a published table in, an Audit out
history.py       read_history, audit_history: every release of a history in, a HistoryVerdict out
linked.py        protect_release: one description in, several tables out
amounts.py       protect_amounts: contributions in, a table of amounts out
rounding.py      round_counts: counts in, a table of multiples out
perturbation.py  perturb: facts in, a table with noise out
facts.py         count: facts in, the finest counts out
release.py       Release: tables and intervals out; what is confidential stands apart (guarded.py)
frames.py        Arrow, pandas and polars out
verdict.py       Audit, and the sentences that the commands print
sdmx.py          SDMX-CSV 2.0 out
"""
