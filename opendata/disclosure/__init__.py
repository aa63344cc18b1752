"""Statistical disclosure control of tables of counts, that can be attacked.

Knows dimensions, hierarchies and counts; knows nothing of Paris and imports nothing of
the rest of the project.

    hierarchy.py    codes and their parents; a dimension with one or several hierarchies
    cube.py         the cells of a table over dimensions, totals included; of all its margins or of some
    frame.py        how margins hang together, and where they cross
    crossings.py    the finest cells that an attack on crossing margins needs
    constraints.py  the sums that tie cells, as one sparse system; what an attacker does not know
    together.py     rounded releases of the same facts, in one cube
    history/        every release of the same facts, by the facts that each counts, attacked at once
    publication.py  what is published: counts, hidden cells, cells left out
    program.py      linear and integer programs (HiGHS), every status checked
    problems.py     what is wrong in an input, by line and field, never the value

    elimination.py  exact elimination: hidden counts that additions alone give back
    intervals.py    lowest and highest value of each hidden count
    witness.py      whole tables compatible with what is published, made from it alone
    audit.py        the public audit: from published cells alone
    insiders.py     the confidential audit: with the reasons, and with contributors as attackers
    inference.py    what the promise itself tells: hidden counts that cannot be zero, and what they tighten
    concentration.py published parts that hold all of their total
    combinations.py the confidential audit of sums: those that anybody computes, judged as counts are

    counting.py     facts → counts, out of core (DuckDB), in a private folder
    rows.py         rows of a CSV or Parquet file, in bounded memory
    columns.py      the wanted columns of a file: names once, then places
    csv_problems.py what is wrong with a CSV file as such
    codes.py        codes that read alike; totals under another name
    reading.py      files of the general tool → counts, or a published table
    rules.py        primary rules: which counts are hidden in themselves, and their interval
    coalitions.py   contributors who tell each other their facts, as one insider
    requirements.py what must stay possible for an attacker, as deviations of the true table
    deviations.py   deviations found so far: certificates that requirements are met
    flow.py         the cheapest deviation, by a linear program
    boxes.py        elementary deviations, priced together: large tables
    simultaneous.py deviations of a whole table that meet many requirements at once
    exchanges.py    exchanges of facts between codes of a dimension
    along.py        how many facts to exchange at each place of the other dimensions
    compensation.py what makes up for a change, and what that costs: the changes that a gain may be made of
    descent.py      one deviation of a whole table, improved by one exchange after another
    exchanging.py   deviations that meet many requirements at once where groupings cross, always in whole numbers
    completing.py   a pattern completed by exchanges, where any two values will do
    reached.py      how far deviations move each cell, and which needs are left
    families.py     parts of a very large table, swept before the whole of it
    freedom.py      hidden cells that stand or fall together, by exact elimination
    small_sums.py   small sums of a few hidden counts that additions give away, all at once
    additions.py    what a pattern in the making gives away by additions, where any two values will do
    cover.py        where a pattern that hides little may lie: a covering program, in fractions
    suppression.py  secondary suppression: grow until protected, prune what is not needed
    unions.py       sums that published totals give away, protected as cells
    optimum.py      the least costly pattern of a small table, by one integer program
    protector.py    counts in, a publication that passed both audits out
    memory.py       a new release protected with what was published before
    report.py       the confidential report (HTML)
    linked/         several tables of the same facts, described by one file, as one release
    magnitudes/     tables of amounts: p % and dominance, the least costly pattern or its gap
    cluster/        independent parts done by the cores of a machine or a Dask cluster: facts counted, blocks attacked
    rounding/       controlled rounding: every count to a multiple of a base, sums kept; and its audit
    cellkey/        cell-key perturbation: a small noise, the same wherever the same records are counted
    commands/       what the tool's commands share at their doors; further commands, one a module
    api/            the same for Python programs: tables in and out, releases, attacks; its names (public.py)
    library.py      gives these names here, when they are asked for
    __main__.py     the general tool: `python -m opendata.disclosure`

Exceptions:

    UsageError          a wrong argument of a function or option of a command
    ProblemsError       an input cannot be used (located, without values)
    ApartError          releases that cannot be read together
    TooManyError        more coalitions than can be attacked
    CrossedError        margins cross more cells than can be searched
    CountingError       the facts cannot be counted
    ClusterError        a cluster does not answer, or cannot do the work
    InconsistentError   published totals do not add up
    InfeasibleError     no table of counts is compatible with what is published
    UnprotectableError  no pattern protects a cell
    UnroundableError    no table of multiples adds up with what must be kept
    RecoveredError      sums take the noise away from some counts
    RefusedAfterError   nor with what was published before; the cheapest way out
    RefusedError        a release that would reveal with earlier ones
    UnsafeError         a protected table fails its own audit
    UnsafeAmountsError  so does a table of amounts
    SolverError         a solver gave no answer: nothing is concluded

The audits (`elimination` to `combinations`) import nothing of the
protector (`counting` to `protector` above); import-linter holds it.
"""

from __future__ import annotations

import sys

from opendata.disclosure.library import Library

# Its names stand in `api/public.py`, and their types in `__init__.pyi`.
sys.modules[__name__].__class__ = Library
