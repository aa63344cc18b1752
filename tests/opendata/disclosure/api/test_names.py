"""The names that the package gives, when they are asked for."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import opendata.disclosure
import opendata.disclosure.api.public as public
from opendata.disclosure import __main__ as command
from opendata.disclosure import (
    audit,
    audit_history,
    count,
    perturb,
    protect,
    protect_amounts,
    protect_release,
    read_release,
    round_counts,
)
from opendata.disclosure.audit import Exposure

ROOT = Path(__file__).resolve().parents[4]


def test_every_public_name_is_that_of_the_room() -> None:
    for name in opendata.disclosure.__all__:
        assert getattr(opendata.disclosure, name) is getattr(public, name)
    assert sorted(opendata.disclosure.__all__) == sorted(public.__all__)
    assert set(public.__all__) <= set(dir(opendata.disclosure))


def test_audit_is_the_function_though_a_module_has_its_name() -> None:
    assert audit.__module__ == "opendata.disclosure.api.attack"
    assert Exposure.__module__ == "opendata.disclosure.audit"


def test_what_an_option_asks_for_an_argument_asks_for_too() -> None:
    """Rules are objects; files and reports are written by who calls."""
    renamed = {"counts": "table", "dimension": "hierarchies", "tables": "margins", "total": "totals",
               "hide": "rules", "min_contributors": "rules", "dominance": "rules", "nk": "rules", "p_percent": "rules",
               "after_dimension": "after", "after_counts": "after", "history": "after", "dask": "across", "cores": "across",
               "amounts": "table", "is_additive": "additive", "release": "description"}  # fmt: skip
    functions: list[tuple[str, list[Callable[..., Any]], dict[str, str]]] = [
        ("protect", [protect], {}),
        ("audit", [read_release, audit], {}),
        ("round_counts", [round_counts], {}),
        ("perturb", [perturb], {"facts": "table", "table": "ptable"}),
        ("protect_amounts", [protect_amounts], {}),
        ("protect_release", [protect_release], {}),
        ("count", [count], {"facts": "tables", "dimension": "dimensions"}),
        ("audit_history", [audit_history], {"history": "history"}),
    ]
    for name, called, own in functions:
        option = getattr(command, name)
        asked = set(inspect.signature(option).parameters) - {"out", "report", "record", "error_out"}
        taken = {one for function in called for one in inspect.signature(function).parameters}
        assert {{**renamed, **own}.get(one, one) for one in asked} <= taken


def test_the_module_that_is_asked_for_is_the_one_that_is_loaded() -> None:
    program = """
import sys
from opendata.disclosure import cube, hierarchy
assert "opendata.disclosure.api.public" not in sys.modules
from opendata.disclosure import count
assert "opendata.disclosure.api.public" in sys.modules
"""
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_a_name_that_is_not_there_is_said_so() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'protege'"):
        getattr(opendata.disclosure, "protege")  # noqa: B009  (for mypy)


def test_cubes_and_hierarchies_load_no_solver() -> None:
    """Two copies of HiGHS in one process crash: tools that meet ours with another's load the first alone."""
    program = "import sys, opendata.disclosure.cube; sys.exit('highspy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
