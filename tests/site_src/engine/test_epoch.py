"""The date of the sources, in a checkout, a shallow one, an archive: never the clock's."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from site_src.engine.epoch import ARCHIVED, WRITTEN, epoch, latest_day
from site_src.engine.usage import UsageError

ROOT = Path(__file__).resolve().parents[3]
DAY = "1700000000"


def git(root: Path, *words: str) -> bytes:
    who = ["-c", "user.name=Essai", "-c", "user.email=essai@exemple.invalid"]
    done = subprocess.run(
        ["git", "-C", str(root), *who, *words], check=True, capture_output=True,
        env={**os.environ, "GIT_COMMITTER_DATE": f"{DAY} +0100"},
    )  # fmt: skip
    return done.stdout


@pytest.fixture(autouse=True)
def nothing_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository of one commit, with the two files of ours that date an archive."""
    folder = tmp_path / "dépôt"
    folder.mkdir()
    for name in (ARCHIVED, ".gitattributes"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Essai")
    return folder


def unpacked(root: Path, folder: Path) -> Path:
    with tarfile.open(fileobj=io.BytesIO(git(root, "archive", "HEAD"))) as content:
        content.extractall(folder)
    return folder


def test_a_checkout_has_the_date_of_its_last_commit(root: Path) -> None:
    assert epoch(root) == DAY


def test_a_shallow_clone_has_the_same_date(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", root.as_uri(), "copie")
    assert epoch(tmp_path / "copie") == DAY


def test_a_commit_of_what_stands_apart_gives_no_new_date(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "apart").mkdir()
    (root / "apart" / "essai").write_text("x")
    git(root, "add", ".")
    monkeypatch.setattr(f"{__name__}.DAY", "1700009999")
    git(root, "commit", "--quiet", "--message", "Essai")
    assert epoch(root) == "1700009999"
    assert epoch(root, ("apart",)) == "1700000000"


def test_an_archive_has_the_same_date_without_git(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = unpacked(root, tmp_path / "archive")
    assert epoch(archive) == DAY
    monkeypatch.setenv("PATH", "")
    assert epoch(archive) == DAY


def test_an_archive_opened_in_another_checkout_keeps_its_own_date(root: Path) -> None:
    archive = unpacked(root, root / "dedans")
    (archive / ARCHIVED).write_text("date: 1600000000\n")
    assert epoch(archive) == "1600000000"


def test_the_environment_comes_first(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234")
    assert epoch(root) == "1234"


@pytest.mark.parametrize("given", ["hier", "-1", "1.5", "²", "9" * 12, " 1"])
def test_what_is_no_number_of_seconds_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH : nombre de secondes attendu"):
        epoch(root)


def test_a_folder_without_history_nor_archive_asks_for_the_date(tmp_path: Path) -> None:
    (tmp_path / ARCHIVED).write_bytes((ROOT / ARCHIVED).read_bytes())
    with pytest.raises(UsageError, match="hors d'un dépôt git, le fournir"):
        epoch(tmp_path)


def test_a_checkout_of_somebody_else_s_says_how_to_allow_it(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'fatal: detected dubious ownership' >&2; exit 128\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    with pytest.raises(UsageError, match=r"git config --global --add safe\.directory /"):
        epoch(root)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ("0", date(2026, 12, 28)),
        ("1795867200", date(2026, 12, 28)),
        ("1799999999", date(2027, 1, 15)),
        ("99999999999", date(5138, 11, 16)),
    ],
)
def test_the_latest_day_is_that_of_the_build_or_today_wherever_it_is_latest(
    seconds: str, expected: date
) -> None:
    evening = datetime(2026, 12, 27, 10, 0, tzinfo=UTC)
    assert latest_day(seconds, evening) == expected


def test_a_clock_that_stands_before_the_program_is_not_believed() -> None:
    assert latest_day("0", datetime(1970, 1, 1, tzinfo=UTC)) == WRITTEN
