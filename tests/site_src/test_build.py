"""The whole build: same bytes anywhere, and what its tables say is true."""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import grimp
import pytest

import build
from site_src.engine.build import EVERYWHERE
from site_src.engine.destination import MARK
from site_src.engine.inventory import inventory
from site_src.engine.readings import Reading
from site_src.engine.stages import Stage
from tests.builds import ROOT, committed

SOURCES = ("data", "maps", "opendata", "site_src", "requirements")
READINGS = {reading.name: reading for reading in build.READINGS}


EPOCH = {"SOURCE_DATE_EPOCH": "1763830000"}


def run(root: Path, *words: str, umask: int = -1, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "build.py", *words], cwd=root, capture_output=True, text=True, check=False,
        env={**os.environ, **EPOCH, **environment}, umask=umask,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def hashes(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.name != MARK
    }


def copy_of_the_sources(folder: Path) -> Path:
    for name in SOURCES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


def kill(root: Path, step: str) -> None:
    """Begin a build, and kill it as it says `step`."""
    with subprocess.Popen(
        [sys.executable, "build.py"], cwd=root, env={**os.environ, **EPOCH, "LC_ALL": "C"},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stderr
        assert any(line.startswith(step) for line in process.stderr)
        process.kill()


def test_another_folder_time_zone_account_and_hash_seed_give_the_same_site_after_a_kill(
    tmp_path: Path,
) -> None:
    here, there = tmp_path / "here", copy_of_the_sources(tmp_path / "ailleurs, à côté")
    run(ROOT, "build", "--sortie", str(here), TZ="Europe/Paris", PYTHONHASHSEED="1")
    kill(there, "Habillage (MkDocs)")
    assert not (there / "site").exists()
    run(there, umask=0o077, TZ="Pacific/Kiritimati", PYTHONHASHSEED="2", LC_ALL="C")
    assert hashes(there / "site") == hashes(here)
    assert inventory(there / "site").strays == set()
    assert "index.html" in hashes(here)


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
