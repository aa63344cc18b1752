"""`check --depuis`: the datasets of a git revision, read without touching the working tree."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from opendata.findings import FindingsError
from site_src import commands
from site_src.engine.build import Plan
from site_src.engine.readings import Given, Reading
from site_src.engine.revision import read_revision
from site_src.engine.stages import Inputs, Stage
from site_src.engine.store import Outputs
from site_src.engine.usage import UsageError
from site_src.frame.readability import REPORT

GOLDEN = Path(__file__).resolve().parents[2] / "golden/datasets"
FOLDER = "data/datasets"
LIEUX = f"{FOLDER}/essai/lieux.csv"


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=Essai", "-c", "user.email=essai@exemple.invalid"]
    command = ["git", "-C", str(root), *who, *words]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose only commit is what is published."""
    shutil.copytree(GOLDEN / "valide" / "data", tmp_path / "data")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "add", "data")
    git(tmp_path, "commit", "--quiet", "--message", "Essai")
    return tmp_path


def test_files_are_those_of_the_revision(root: Path) -> None:
    published = (root / LIEUX).read_bytes()
    (root / LIEUX).write_bytes(b"lieu\nz\n")
    found = read_revision(root, "main", FOLDER)
    assert found[LIEUX] == published
    assert set(found) == {f"{FOLDER}/essai/{name}" for name in
                          ("dataset.yaml", "lieux.csv", "mesures.csv")}  # fmt: skip


def test_a_folder_that_may_be_lacking_holds_nothing_then(root: Path) -> None:
    assert read_revision(root, "main", "data/alertes", may_lack=True) == {}
    assert read_revision(root, "main", FOLDER, may_lack=True) == read_revision(root, "main", FOLDER)


@pytest.mark.parametrize("name", ["nulle-part", "--output=ailleurs", ""])
def test_an_unknown_revision_is_a_wrong_usage(root: Path, name: str) -> None:
    with pytest.raises(UsageError, match="révision sans data/datasets/, ou inconnue de git"):
        read_revision(root, name, FOLDER)
    assert not (root / "ailleurs").exists()


def test_a_folder_without_git_is_a_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="inconnue de git"):
        read_revision(tmp_path, "main", FOLDER)


def read(given: Given) -> bool:
    given.report("lu")
    return True


def pages(inputs: Inputs) -> Outputs:
    return {REPORT: b""}


PLAN = Plan(
    (Reading("datasets", f"{__name__}:read"),),
    (Stage("pages", "Pages", f"{__name__}:pages"),),
    FindingsError,
)


def check(root: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """`check --depuis main`."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234")
    return commands.exit_code(lambda: commands.check(PLAN, root, strict=False, since="main"))


def test_a_table_changed_under_its_number_stops_the_command(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(root, monkeypatch) == 0
    assert capsys.readouterr().out.startswith("versions publiées : 1 jeu comparé\nlu\n")
    (root / LIEUX).write_bytes((root / LIEUX).read_bytes() + b"c\n")
    assert check(root, monkeypatch) == commands.FOUND
    assert capsys.readouterr().out.startswith(f"{LIEUX}:4:0: table changée sous la version 1.0.0")


def test_an_alert_that_was_published_and_is_erased_stops_the_command(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    alert = root / "data/alertes/essai.yaml"
    alert.parent.mkdir()
    alert.write_text("id: essai\n")
    git(root, "add", "data")
    git(root, "commit", "--quiet", "--message", "Alerte")
    assert check(root, monkeypatch) == 0
    capsys.readouterr()
    alert.unlink()
    assert check(root, monkeypatch) == commands.FOUND
    said = capsys.readouterr().out
    assert said.startswith("data/alertes/essai.yaml:0:0: alerte publiée, effacée depuis")
