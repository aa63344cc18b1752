"""What the guide for contributors shows how to add and to correct is accepted by the check, file for file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builds import ROOT, begin_as_built

GUIDE = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")


def shown_files(title: str) -> dict[str, str]:
    """The files that a section of the guide shows, by the path named last before each."""
    section = GUIDE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    files = {}
    for block in re.finditer(r"(?ms)^( *)```\w+\n(.*?)^\1```", section):
        paragraph = section[: block.start()].rstrip().rpartition("\n\n")[2]
        *_, path = re.findall(r"`((?:data|site_src)/[\w./<>-]+\.\w+)`", paragraph)
        files[path] = re.sub(rf"(?m)^{block[1]}", "", block[2])
    return files


def check(root: Path, *options: str) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "build.py", "check", *options], cwd=root, capture_output=True, text=True,
        check=False, env={**os.environ, "SOURCE_DATE_EPOCH": "1795401669"},
    )  # fmt: skip
    return done.returncode, done.stdout.splitlines()


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository with all that the guide adds, and a second risk with the instruction that it corrects."""
    root = tmp_path_factory.mktemp("guide")
    for name in ("data", "maps", "opendata", "site_src", "requirements"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", root)
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    begin_as_built(root)
    for thing, count in (
        ("un risque", 3),
        ("un jeu de données", 3),
        ("une carte", 2),
        ("une langue", 2),
    ):
        files = shown_files(f"Ajouter {thing}")
        assert len(files) == count, thing
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            with (root / path).open("a", encoding="utf-8") as file:
                file.write(text)
    risks = root / "data" / "risques"
    (corrected,) = shown_files("Corriger une consigne").values()
    text = (risks / "exemple.yaml").read_text(encoding="utf-8")
    other = re.sub(r"(?ms)^consignes:\n(?: .*?\n)+", corrected, text)
    assert other != text
    (risks / "autre.yaml").write_text(other.replace("id: exemple", "id: autre"), encoding="utf-8")
    drawings = root / "data" / "pictogrammes"
    shutil.copy(drawings / "exemple.svg", drawings / "autre.svg")
    return root


def test_what_the_guide_adds_and_corrects_is_accepted_by_the_check(extended: Path) -> None:
    code, lines = check(extended)
    assert code == 0, lines
    pages = {line.split()[2] for line in lines if line.startswith("lisibilité : ")}
    assert pages >= {
        "/risques/exemple/",
        "/risques/autre/",
        "/donnees/exemple/",
        "/cartes/exemple/",
    }


def test_what_stays_to_do_after_a_risk_is_what_the_guide_says(extended: Path) -> None:
    """Nothing but the English versions, of the map too, and the tables of the register: the guide names them."""
    code, lines = check(extended, "--strict")
    assert code == 1
    assert any(line.startswith("data/datasets/registre-dicrim/") for line in lines)
    # What else of today's data is late is no matter of the guide's.
    added = [line for line in lines if re.search(r"/(autre|exemple)\b", line)]
    assert [line.rpartition("remède : ")[2] for line in added] == [
        "écrire data/langues/en/cartes/exemple.yaml",
        "écrire data/langues/en/risques/autre.yaml",
        "écrire data/langues/en/risques/exemple.yaml",
    ]
