"""What the tables of the whole build say is true."""

from __future__ import annotations

import ast
from collections.abc import Iterable

import grimp
import pytest

import build
from site_src.engine.build import EVERYWHERE
from site_src.engine.readings import Reading
from site_src.engine.stages import Stage
from tests.builds import ROOT, committed
from tests.site_src.command import run

READINGS = {reading.name: reading for reading in build.READINGS}


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("opendata", "maps", "site_src")


def undeclared(imports: grimp.ImportGraph, called: Iterable[str], code: Iterable[str]) -> list[str]:
    """Modules of ours that those `called` import, at whatever distance, and `code` does not name."""
    declared = committed(*EVERYWHERE, *build.SHARED, *code)
    reached = set().union(*({module, *imports.find_upstream_modules(module)} for module in called))
    return sorted(module for module in reached if not declared.keys() & set(files_of(module)))


def files_of(module: str) -> tuple[str, str]:
    path = module.replace(".", "/")
    return f"{path}.py", f"{path}/__init__.py"


@pytest.mark.parametrize("stage", build.STAGES, ids=lambda stage: stage.name)
def test_the_code_that_a_stage_runs_on_is_the_one_it_declares(
    imports: grimp.ImportGraph, stage: Stage
) -> None:
    """A module imported by a stage but not in its `code` would leave a stale cache unseen."""
    assert undeclared(imports, [stage.run.partition(":")[0]], stage.code) == []


@pytest.mark.parametrize("reading", build.READINGS, ids=lambda reading: reading.name)
def test_the_code_that_a_reader_runs_on_is_the_one_that_its_reading_declares(
    imports: grimp.ImportGraph, reading: Reading
) -> None:
    """Of its module, that of the function alone: a module holds readers of several subjects."""
    called = modules_named(imports, *reading.reader.split(":"))
    assert undeclared(imports, called, reading.code) == []


def modules_named(imports: grimp.ImportGraph, module: str, function: str) -> set[str]:
    """The modules of ours that a function takes names from."""
    tree = ast.parse((ROOT / files_of(module)[0]).read_text(encoding="utf-8"))
    (body,) = (node for node in tree.body if getattr(node, "name", "") == function)
    used = {node.id for node in ast.walk(body) if isinstance(node, ast.Name)}
    origins = {
        place if (place := f"{node.module}.{name.name}") in imports.modules else f"{node.module}"
        for node in tree.body if isinstance(node, ast.ImportFrom)
        for name in node.names if (name.asname or name.name) in used
    }  # fmt: skip
    return origins & imports.modules


def test_every_data_file_is_read_by_a_reading() -> None:
    read = committed(*(pattern for reading in build.READINGS for pattern in reading.files))
    assert sorted(set(committed("data/**/*")) - set(read)) == []


def test_tables_name_what_stands_above_them() -> None:
    """Readings and stages are done in the order of their tables."""
    for number, reading in enumerate(build.READINGS):
        above = {one.name for one in build.READINGS[:number]}
        assert above >= {*reading.needs, *reading.uses}, reading.name
    for number, stage in enumerate(build.STAGES):
        assert {one.name for one in build.STAGES[:number]} >= set(stage.needs), stage.name
        assert READINGS.keys() >= set(stage.takes), stage.name


def test_explain_prints_every_reading_and_stage() -> None:
    printed = run(ROOT, "explain")
    for reading in build.READINGS:
        assert f"\n{reading.name:14}lit   : " in f"\n{printed}"
    for stage in build.STAGES:
        assert f"{stage.name:14}{stage.makes}" in printed


def test_every_command_has_help_in_french() -> None:
    for command in build.app.registered_commands:
        assert command.callback
        assert "Usage: build.py" in run(ROOT, command.callback.__name__, "--help")
