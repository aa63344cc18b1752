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
import opendata.disclosure.api
from opendata.disclosure import __main__ as command
from opendata.disclosure import audit, protect, read_release
from opendata.disclosure.audit import Exposure

ROOT = Path(__file__).resolve().parents[4]


def test_every_public_name_is_that_of_the_room() -> None:
    for name in opendata.disclosure.__all__:
        assert getattr(opendata.disclosure, name) is getattr(opendata.disclosure.api, name)
    assert sorted(opendata.disclosure.__all__) == sorted(opendata.disclosure.api.__all__)


def test_audit_is_the_function_though_a_module_has_its_name() -> None:
    assert audit.__module__ == "opendata.disclosure.api.attack"
    assert Exposure.__module__ == "opendata.disclosure.audit"


def test_what_an_option_asks_for_an_argument_asks_for_too() -> None:
    """Rules are objects; files and reports are written by who calls."""
    renamed = {"counts": "table", "dimension": "hierarchies", "tables": "margins", "total": "totals",
               "hide": "rules", "min_contributors": "rules", "dominance": "rules",
               "after_dimension": "after", "history": "after", "dask": "across"}  # fmt: skip
    functions: list[tuple[Callable[..., Any], list[Callable[..., Any]]]] = [
        (command.protect, [protect]),
        (command.audit, [read_release, audit]),
    ]
    for option, called in functions:
        asked = set(inspect.signature(option).parameters) - {"out", "report", "record"}
        taken = {name for function in called for name in inspect.signature(function).parameters}
        assert {renamed.get(name, name) for name in asked} <= taken


def test_a_name_that_is_not_there_is_said_so() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'protege'"):
        getattr(opendata.disclosure, "protege")  # noqa: B009  (for mypy)


def test_cubes_and_hierarchies_load_no_solver() -> None:
    """Two copies of HiGHS in one process crash: tools that meet ours with another's load the first alone."""
    program = "import sys, opendata.disclosure.cube; sys.exit('highspy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
