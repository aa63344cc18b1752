"""Every file below data/ is read by somebody, or is told."""

from __future__ import annotations

import pytest

import build
from site_src.engine.tree import matches
from site_src.readings.inventory import KNOWN, unknown
from tests.builds import committed, library

RULE = "fichier que rien ne lit — règle : chaque fichier de data/ est lu par le contrôle — remède :"
TO_DECLARE = (
    "le déclarer dans un jeu (data/datasets/<jeu>/dataset.yaml), ou le retirer ; "
    "un extrait confidentiel n'entre jamais dans le dépôt"
)
TO_MOVE = "corriger son nom ou son dossier, ou le retirer"


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        ("data/alerte.yaml", TO_MOVE),
        ("data/extrait.csv", TO_DECLARE),
        ("data/datasets/extrait.csv", TO_DECLARE),
        ("data/risques/notes.XLSX", TO_DECLARE),
        ("data/risques/orage.yml", "le nommer orage.yaml, ou le retirer"),
        ("data/risques/orage.YAML", "le nommer orage.yaml, ou le retirer"),
        ("data/site.yml", "le nommer site.yaml, ou le retirer"),
        ("data/risques/essai/orage.yaml", TO_MOVE),
        ("data/geo/autre.geojson", TO_MOVE),
        ("data/geo/ppri.geojson.orig", TO_MOVE),
        ("data/.DS_Store", TO_MOVE),
    ],
)
def test_a_file_that_nobody_reads_is_told(path: str, remedy: str) -> None:
    shelf = library({path: b"a: 1\n"})
    shelf.record("inventory", bool)
    assert [str(one) for one in shelf.findings] == [f"{path}:0:0: {RULE} {remedy}"]


def test_a_file_beside_the_datasets_is_no_dataset_without_a_declaration() -> None:
    shelf = library({**committed("data/sources.yaml"), "data/datasets/extrait.csv": b"a\n1\n"})
    shelf.record("datasets", object)
    assert shelf.findings == ()


def test_what_is_known_is_what_the_readings_read() -> None:
    """One that reads a file of a new name says so here."""
    read = {pattern for reading in build.READINGS for pattern in reading.files}
    judged = {
        "data/**/*",
        "data/*.yaml",
        "data/*/*.yaml",
    }  # of readings that judge what others read
    files = sorted(committed("data/**/*"))
    assert unknown(files) == []
    for path in files:
        assert any(matches(pattern, path) for pattern in read - judged), path
    named = {pattern for pattern in KNOWN if not pattern.startswith("data/geo/")}
    assert named <= read | {"data/datasets/*/**/*"}
