"""The names that `opendata.disclosure` gives."""

from opendata.disclosure.api.amounts import AmountsRelease, protect_amounts
from opendata.disclosure.api.attack import audit, read_release
from opendata.disclosure.api.facts import CountedFacts, count
from opendata.disclosure.api.history import HistoryVerdict, audit_history, read_history
from opendata.disclosure.api.linked import LinkedRelease, protect_release
from opendata.disclosure.api.perturbation import PerturbedRelease, RecoveredError, perturb
from opendata.disclosure.api.protection import protect
from opendata.disclosure.api.release import Bounds, Confidential, Release
from opendata.disclosure.api.rounding import Before, RoundedRelease, round_counts
from opendata.disclosure.api.sdmx import Dataset
from opendata.disclosure.api.usage import UsageError
from opendata.disclosure.api.verdict import Audit
from opendata.disclosure.audit import Exposure
from opendata.disclosure.cellkey.ptable import PTable
from opendata.disclosure.cluster.connection import ClusterError
from opendata.disclosure.cluster.cores import on_cores
from opendata.disclosure.coalitions import TooManyError
from opendata.disclosure.constraints import InconsistentError
from opendata.disclosure.counting import CountingError
from opendata.disclosure.crossings import CrossedError
from opendata.disclosure.hierarchy import TOTAL, Hierarchy
from opendata.disclosure.history.releases import ApartError
from opendata.disclosure.history.releases import Release as Published
from opendata.disclosure.intervals import InfeasibleError
from opendata.disclosure.magnitudes.protection import UnsafeAmountsError
from opendata.disclosure.magnitudes.rules import FewBring, NkDominance, PPercent
from opendata.disclosure.pattern import UnprotectableError
from opendata.disclosure.problems import Problem, ProblemsError
from opendata.disclosure.program import SolverError
from opendata.disclosure.protector import UnsafeError
from opendata.disclosure.rounding.nearest import UnroundableError
from opendata.disclosure.rules import Dominance, FewContributors, Rule, SmallCount

__all__ = [
    "TOTAL",
    "AmountsRelease",
    "ApartError",
    "Audit",
    "Before",
    "Bounds",
    "ClusterError",
    "Confidential",
    "CountedFacts",
    "CountingError",
    "CrossedError",
    "Dataset",
    "Dominance",
    "Exposure",
    "FewBring",
    "FewContributors",
    "Hierarchy",
    "HistoryVerdict",
    "InconsistentError",
    "InfeasibleError",
    "LinkedRelease",
    "NkDominance",
    "PPercent",
    "PTable",
    "PerturbedRelease",
    "Problem",
    "ProblemsError",
    "Published",
    "RecoveredError",
    "Release",
    "RoundedRelease",
    "Rule",
    "SmallCount",
    "SolverError",
    "TooManyError",
    "UnprotectableError",
    "UnroundableError",
    "UnsafeAmountsError",
    "UnsafeError",
    "UsageError",
    "audit",
    "audit_history",
    "count",
    "on_cores",
    "perturb",
    "protect",
    "protect_amounts",
    "protect_release",
    "read_history",
    "read_release",
    "round_counts",
]
