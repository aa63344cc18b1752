"""The whole build: same bytes anywhere, and what its table says is true."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import build
from site_src.engine import outputs, stages

ROOT = Path(build.__file__).resolve().parent
SOURCES = ("data", "maps", "opendata", "site_src", "requirements")


def run(root: Path, *words: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "build.py", *words], cwd=root, capture_output=True, text=True, check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1763830000", **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def hashes(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.name != outputs.MARK
    }


def copy_of_the_sources(folder: Path) -> Path:
    for name in SOURCES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


def test_another_folder_time_zone_and_hash_seed_give_the_same_site(tmp_path: Path) -> None:
    here, there = tmp_path / "here", copy_of_the_sources(tmp_path / "ailleurs")
    run(ROOT, "build", "--sortie", str(here), TZ="Europe/Paris", PYTHONHASHSEED="1")
    run(there, TZ="Pacific/Kiritimati", PYTHONHASHSEED="2", LC_ALL="C")
    assert hashes(there / "site") == hashes(here)
    assert "index.html" in hashes(here)


def test_the_data_and_code_a_stage_runs_on_are_those_it_declares() -> None:
    """A module imported by a stage but not in its `code` would leave a stale cache unseen."""
    for stage in build.STAGES:
        declared = stages.read_files(ROOT, (*stages.EVERYWHERE, *stage.code))
        listed = (
            "import json, sys, importlib; importlib.import_module(sys.argv[1]); "
            "print(json.dumps(sorted(m for m in sys.modules)))"
        )
        done = subprocess.run(
            [sys.executable, "-c", listed, stage.run.partition(":")[0]],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        ours = [
            name for name in _strings(done.stdout)
            if name.split(".")[0] in {"maps", "opendata", "site_src"}
        ]  # fmt: skip
        for name in ours:
            path = name.replace(".", "/")
            assert {f"{path}.py", f"{path}/__init__.py"} & declared.keys(), (stage.name, name)


def _strings(text: str) -> list[str]:
    import json

    values: list[str] = json.loads(text)
    return values


def test_explain_prints_every_stage() -> None:
    printed = run(ROOT, "explain")
    for stage in build.STAGES:
        assert f"{stage.name:10}{stage.makes}" in printed


def test_every_command_has_help_in_french() -> None:
    for command in ("build", "check", "derive", "protect", "audit", "synthesise", "explain"):
        assert "Usage: build.py" in run(ROOT, command, "--help")
