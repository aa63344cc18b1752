"""Right content is never refused: what an officer does to data/ passes the check, and no test hangs on a value of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import build
from site_src.engine.epoch import epoch, latest_day
from site_src.engine.outputs import write
from site_src.engine.readings import Library
from site_src.engine.store import Store
from tests import mutations, officer
from tests.builds import ROOT, Files, committed
from tests.officer import EDITS

# What is judged before the edits is judged by one worker.
pytestmark = pytest.mark.xdist_group("contenu")
DAY = latest_day(epoch(ROOT))
SEEDS = (1, 2)
HUNDRED = 100


@pytest.fixture(scope="module")
def good() -> dict[str, bytes]:
    return committed("data/**/*")


@pytest.fixture(scope="module")
def check(
    good: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[dict[str, bytes]], list[str]]:
    """What `check` says of files on the day of the run; what an edit does not touch was judged before it."""
    folder = tmp_path_factory.mktemp("lectures")

    def judged(files: dict[str, bytes], store: Path) -> list[str]:
        shelf = Library(build.READINGS, Files(files), build.PLAN.refused, Store(store), day=DAY)
        return [str(finding) for finding in shelf.check()[1]]

    def checked(files: dict[str, bytes]) -> list[str]:
        with tempfile.TemporaryDirectory(dir=folder) as copy:
            shutil.copytree(folder / "bon", copy, dirs_exist_ok=True)
            return judged(files, Path(copy))

    assert judged(good, folder / "bon") == []
    return checked


def edited(
    files: dict[str, bytes], *edits: Callable[[dict[str, bytes], date], None]
) -> dict[str, bytes]:
    """A copy of the files after the edits; each changes something."""
    after = dict(files)
    for edit in edits:
        before = dict(after)
        edit(after, DAY)
        assert after != before, edit.__name__
    return after


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_a_right_edit_passes_the_check(
    good: dict[str, bytes],
    check: Callable[[dict[str, bytes]], list[str]],
    edit: Callable[[dict[str, bytes], date], None],
) -> None:
    assert check(edited(good, edit)) == []


def test_ten_right_edits_pass_the_check_together(
    good: dict[str, bytes], check: Callable[[dict[str, bytes]], list[str]]
) -> None:
    assert len(EDITS) == 10
    assert check(edited(good, *EDITS)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hundred_values_changed_within_their_rules_pass_the_check(
    good: dict[str, bytes], check: Callable[[dict[str, bytes]], list[str]], seed: int
) -> None:
    changed = mutations.mutated(good, seed, HUNDRED)
    assert sum(changed[path] != raw for path, raw in good.items()) > 10
    assert check(changed) == []


def test_the_same_seed_changes_the_same_values(good: dict[str, bytes]) -> None:
    once, twice, other = (mutations.mutated(good, seed, HUNDRED) for seed in (1, 1, 2))
    assert once == twice != other


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
def test_the_suite_stays_green_on_right_content(
    good: dict[str, bytes], tmp_path: Path, seed: int
) -> None:
    """In a copy whose data were edited and changed: tests of code hang on no value of data/."""
    root = tmp_path / "depot"
    for name in subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines():  # fmt: skip
        if (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
    for name in (".venv", "node_modules"):
        (root / name).symlink_to(ROOT / name)
    # Another hundred than those that the copy's own tests change.
    after = mutations.mutated(edited(good, *officer.EDITS), seed + len(SEEDS), HUNDRED)
    write({path: raw for path, raw in after.items() if raw != good.get(path)}, root)
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=essai", "-c", "user.email=a@b.c", "commit", "-qm", "essai"]):  # fmt: skip
        subprocess.run(["git", *words], cwd=root, check=True)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not soak and not browser"],
        cwd=root, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:]
