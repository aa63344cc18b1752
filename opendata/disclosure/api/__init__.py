"""The engine for Python programs: what the commands do, as functions of tables in memory or in files.

inputs.py      tables (Arrow streams: pandas, polars, pyarrow…) and hierarchies, to the one door of files
usage.py       a wrong argument
protection.py  protect: counts in, a Release out
attack.py      read_release, audit: a published table in, an Audit out
rounding.py    round_counts: counts in, a table of multiples out
release.py     Release: tables and intervals out; what is confidential stands apart
verdict.py     Audit, and the sentences that the commands print
sdmx.py        SDMX-CSV 2.0 out
"""

from opendata.disclosure.api.attack import audit, read_release
from opendata.disclosure.api.protection import protect
from opendata.disclosure.api.release import Bounds, Confidential, Release
from opendata.disclosure.api.rounding import Before, RoundedRelease, round_counts
from opendata.disclosure.api.sdmx import Dataset
from opendata.disclosure.api.usage import UsageError
from opendata.disclosure.api.verdict import Audit
from opendata.disclosure.audit import Exposure
from opendata.disclosure.cluster.connection import ClusterError
from opendata.disclosure.coalitions import TooManyError
from opendata.disclosure.constraints import InconsistentError
from opendata.disclosure.counting import CountingError
from opendata.disclosure.crossings import CrossedError
from opendata.disclosure.hierarchy import TOTAL, Hierarchy
from opendata.disclosure.history.releases import ApartError
from opendata.disclosure.intervals import InfeasibleError
from opendata.disclosure.problems import Problem, ProblemsError
from opendata.disclosure.program import SolverError
from opendata.disclosure.protector import UnsafeError
from opendata.disclosure.rounding.nearest import UnroundableError
from opendata.disclosure.rules import Dominance, FewContributors, Rule, SmallCount
from opendata.disclosure.suppression import UnprotectableError

__all__ = [
    "TOTAL",
    "ApartError",
    "Audit",
    "Before",
    "Bounds",
    "ClusterError",
    "Confidential",
    "CountingError",
    "CrossedError",
    "Dataset",
    "Dominance",
    "Exposure",
    "FewContributors",
    "Hierarchy",
    "InconsistentError",
    "InfeasibleError",
    "Problem",
    "ProblemsError",
    "Release",
    "RoundedRelease",
    "Rule",
    "SmallCount",
    "SolverError",
    "TooManyError",
    "UnprotectableError",
    "UnroundableError",
    "UnsafeError",
    "UsageError",
    "audit",
    "protect",
    "read_release",
    "round_counts",
]
