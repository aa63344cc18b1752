"""Right content is never refused: what an officer does to data/ passes the check, and no test hangs on a value of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from site_src.engine.epoch import epoch, latest_day
from site_src.engine.outputs import write
from tests import mutations, officer
from tests.builds import ROOT
from tests.officer import EDITS

DAY = latest_day(epoch(ROOT))
SEEDS = (1, 2)
HUNDRED = 100


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


@pytest.mark.parametrize(
    "edit", [*EDITS, officer.alert, officer.dead_link], ids=lambda edit: edit.__name__
)
def test_a_right_edit_passes_the_check(
    content: dict[str, bytes],
    check: Callable[[dict[str, bytes]], list[str]],
    edit: Callable[[dict[str, bytes], date], None],
) -> None:
    assert check(edited(content, edit)) == []


def test_ten_right_edits_pass_the_check_together(
    content: dict[str, bytes], check: Callable[[dict[str, bytes]], list[str]]
) -> None:
    assert len(EDITS) == 10
    assert check(edited(content, *EDITS)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hundred_values_changed_within_their_rules_pass_the_check(
    content: dict[str, bytes], check: Callable[[dict[str, bytes]], list[str]], seed: int
) -> None:
    changed = mutations.mutated(content, seed, HUNDRED)
    assert sum(changed[path] != raw for path, raw in content.items()) > 10
    assert check(changed) == []


def test_the_same_seed_changes_the_same_values(content: dict[str, bytes]) -> None:
    once, twice, other = (mutations.mutated(content, seed, HUNDRED) for seed in (1, 1, 2))
    assert once == twice != other


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
def test_the_suite_stays_green_on_right_content(
    content: dict[str, bytes], tmp_path: Path, seed: int
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
    after = mutations.mutated(edited(content, *officer.EDITS), seed + len(SEEDS), HUNDRED)
    write({path: raw for path, raw in after.items() if raw != content.get(path)}, root)
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=essai", "-c", "user.email=a@b.c", "commit", "-qm", "essai"]):  # fmt: skip
        subprocess.run(["git", *words], cwd=root, check=True)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not soak and not browser"],
        cwd=root, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:]
