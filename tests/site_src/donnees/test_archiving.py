"""Keeping a published version: what is written is what stands at its address."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from site_src.donnees.archiving import archive
from site_src.engine.tree import Tree
from site_src.engine.usage import UsageError
from tests.site_src.donnees.packages import GOLDEN, packages


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("commun", "valide"):
        shutil.copytree(GOLDEN / name / "data", tmp_path / "data", dirs_exist_ok=True)
    return tmp_path


def publish(root: Path) -> dict[str, bytes]:
    return packages(Tree(root).select(["data/**/*"]))


def test_the_kept_version_is_the_published_one_and_its_digest_is_printed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = publish(root)
    archive("essai", before, root)
    told = capsys.readouterr().out
    folder = root / "data/datasets/essai/versions/1.0.0"
    assert {path.name for path in folder.iterdir()} == {
        "datapackage.json",
        "lieux.csv",
        "mesures.csv",
    }
    (line,) = [line.strip() for line in told.splitlines() if "empreinte:" in line]

    declaration = root / "data/datasets/essai/dataset.yaml"
    old = "  - {version: 1.0.0, date: 2026-01-01, texte: Première publication.}"
    text = declaration.read_text(encoding="utf-8")
    assert old in text
    new = f"  - {{version: 1.0.1, date: 2026-02-01, texte: Une correction.}}\n{old[:-1]}, {line}}}"
    declaration.write_text(text.replace(old, new), encoding="utf-8")
    after = publish(root)
    for path, raw in before.items():
        if "/essai/1.0.0/" in path:
            assert after[path] == raw


def test_an_unknown_dataset_is_a_wrong_usage(root: Path) -> None:
    with pytest.raises(UsageError, match="jeu « rien » inconnu"):
        archive("rien", publish(root), root)
