"""Where confidential files stand, what they let others read, and what a kill leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from opendata.findings import FindingsError
from site_src.bilan.command import run
from site_src.bilan.confidential import place_findings, workplace
from tests.builds import ROOT
from tests.site_src.bilan.test_command import TODAY, asked, silent

# Killed while forms are made, or on the point of swapping.
KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from site_src.bilan import command, confidential, forms

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[4] == "forms":
    forms.Press.forms = killed
else:
    confidential.swap = killed
extract, out, root = map(Path, sys.argv[1:4])
command.run(command.Asked(extract, "2025-W28", out, None, (), ""), root, date(2026, 1, 5), print)
"""


def told(out: Path) -> list[str]:
    return [str(finding) for finding in place_findings(out)]


@pytest.mark.parametrize("kind", ["repository", "worktree", "link"])
def test_no_git_working_tree_is_written_in(tmp_path: Path, kind: str) -> None:
    there = tmp_path / "depot" / "dans"
    there.mkdir(parents=True)
    if kind == "worktree":
        (there.parent / ".git").write_text("gitdir: ailleurs\n")
    else:
        (there.parent / ".git").mkdir()
    (tmp_path / "lien").symlink_to(there)
    out = (tmp_path / "lien" if kind == "link" else there) / "bilan"
    assert told(out) == [
        (
            "--out:0:0: bilan confidentiel dans un dépôt — règle : des effectifs non protégés restent hors de tout dépôt"
            " — remède : choisir un dossier hors du dépôt"
        )
    ]


def test_what_is_somebody_s_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("à garder")
    line = (
        "--out:0:0: ni vide, ni un bilan fait ici — règle : ce qui est à quelqu'un d'autre n'est pas effacé"
        " — remède : choisir un dossier nouveau ou vide"
    )
    assert told(tmp_path) == told(tmp_path / "note.txt") == [line]


def test_the_folder_above_is_not_made(tmp_path: Path) -> None:
    assert told(tmp_path / "absent" / "bilan") == [
        (
            "--out:0:0: dossier parent absent — règle : le dossier est créé dans un dossier qui existe"
            " — remède : créer le dossier parent, ou corriger le chemin"
        )
    ]


def test_a_place_of_somebody_else_s_is_refused(tmp_path: Path) -> None:
    (tmp_path / f"divulgation-{os.getuid()}").symlink_to(tmp_path)
    with pytest.raises(FindingsError) as error, workplace(tmp_path / "bilan"):
        pass
    assert [str(one) for one in error.value.findings] == [
        (
            "--out:0:0: le dossier privé de travail appartient à quelqu'un d'autre"
            " — règle : ce qui est confidentiel s'écrit chez soi — remède : choisir un dossier à soi"
        )
    ]


def test_a_new_and_an_empty_folder_are_written_in(tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    assert told(tmp_path / "vide") == told(tmp_path / "nouveau") == []


def test_files_are_for_their_owner_alone_whatever_the_umask(
    checkout: Path, extract: Path, tmp_path: Path
) -> None:
    before = os.umask(0)
    try:
        run(
            replace(asked(extract, tmp_path / "b"), seuls=("C-1",)),
            checkout,
            TODAY,
            silent,
        )
    finally:
        os.umask(before)
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "b").iterdir()} == {0o600}
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@pytest.mark.parametrize("when", ["forms", "swap"])
def test_after_a_kill_the_old_stands_and_the_next_run_leaves_nothing_else(
    checkout: Path, extract: Path, tmp_path: Path, when: str
) -> None:
    out = tmp_path / "bilan"
    run(replace(asked(extract, out), seuls=("C-1",)), checkout, TODAY, silent)
    old = {path.name: path.read_bytes() for path in out.iterdir()}
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(extract), str(out), str(checkout), when],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, capture_output=True,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert {path.name: path.read_bytes() for path in out.iterdir()} == old
    left = [path for path in tmp_path.iterdir() if path != out]
    assert {path.stat().st_mode & 0o777 for path in left} == {0o700}
    run(replace(asked(extract, out), seuls=("C-2",)), checkout, TODAY, silent)
    assert [path.name for path in tmp_path.iterdir()] == ["bilan"]
    assert len(list(out.glob("*C-2*"))) == 3


def test_temporary_files_stand_beside_the_output_alone(
    checkout: Path, extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No temporary folder of the machine's may be asked for."""
    monkeypatch.setattr(tempfile, "gettempdir", lambda: pytest.fail("a temporary folder elsewhere"))
    run(
        replace(asked(extract, tmp_path / "bilan"), seuls=("C-1",)),
        checkout,
        TODAY,
        silent,
    )
    assert [path.name for path in tmp_path.iterdir()] == ["bilan"]
