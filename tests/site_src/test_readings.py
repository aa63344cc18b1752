"""Bad files under data/: every problem of every file at once, in the exact words, nothing lost."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builds import ROOT, begin_as_built, committed, findings, library

EXPECTED = ROOT / "tests" / "golden" / "controle" / "attendu.txt"
BOM = b"\xef\xbb\xbf"


@pytest.fixture(scope="module")
def good() -> dict[str, bytes]:
    return committed("data/**/*")


def replaced(raw: bytes, old: str, new: str) -> bytes:
    assert old.encode() in raw
    return raw.replace(old.encode(), new.encode(), 1)


def matched(raw: bytes, pattern: str, new: str) -> bytes:
    """The first text that matches is written otherwise, whatever its value is today."""
    text, count = re.subn(pattern, new, raw.decode(), count=1)
    assert count == 1, pattern
    return text.encode()


def first_row(raw: bytes, row: str) -> bytes:
    """The table with another first row."""
    head, _, *others = raw.decode().splitlines()
    return "\n".join([head, row, *others, ""]).encode()


def corrupted(good: dict[str, bytes]) -> dict[str, bytes]:
    """One fault of each class of issue 2, in as many files."""
    geo, risques, jeu = "data/geo/", "data/risques/", "data/datasets/prevention/"
    bad = dict(good)
    bad[f"{geo}carrieres.geojson"] = replaced(good[f"{geo}carrieres.geojson"], "[2.3", "[12.3")
    bad[f"{geo}quartiers.geojson"] = b""
    del bad[f"{geo}iris.geojson"]
    bad[f"{geo}arrondissements.geojson"] = BOM + good[f"{geo}arrondissements.geojson"]
    bad["data/site.yaml"] = BOM + good["data/site.yaml"]
    bad[f"{risques}contacts.yaml"] = "# Numéros\ncontacts: []\n".encode("cp1252")
    bad[f"{risques}crue-seine.yaml"] = matched(
        good[f"{risques}crue-seine.yaml"], r"famille: .+\nrang: .+", "famille: rares\nrang: un"
    )
    bad[f"{jeu}axes.csv"] = replaced(good[f"{jeu}axes.csv"], "numero_axe", "axe")
    chiffres = "data/datasets/contrats-indicateurs/indicateurs.csv"
    bad[chiffres] = first_row(
        good[chiffres],
        "essai,essai,tig,Essai,2015,,vers,constate,quatre cents,personnes,,75056,,,officielle,,prevention/recidive/",
    )
    bad[f"{jeu}contrats.csv"] = BOM + good[f"{jeu}contrats.csv"]
    bad[f"{jeu}dispositifs.csv"] = (
        first_row(
            good[f"{jeu}dispositifs.csv"],
            "prevention-recidive,Prévention,,,dpsp-2016,officielle,prevention/",
        )
        .decode()
        .replace("’", "'")
        .replace("…", "")
        .encode("cp1252", "replace")
    )
    bad[f"{jeu}comptes.csv"] = b""
    del bad[f"{jeu}partenaires.csv"]
    return bad | places_corrupted(good) | points_corrupted(good)


def places_corrupted(good: dict[str, bytes]) -> dict[str, bytes]:
    """What « Ma rue » and the pages of places read: a street, a verdict, a threshold that cannot be."""
    jeux, rules = "data/datasets/", "data/parametres/voies.yaml"
    street, verdict = r"(?m)^(\d+,\w*,\w+,[^,\n]+,[A-Z]+),\d+$", r"(?m)^750000004,ppri,\w+,\d+,\d+"
    pairs = {
        f"{jeux}voies/voies.csv": (street, r"\1,-305"),
        f"{jeux}voies/voies-arrondissements.csv": ("^(.+\n750000004),75118", r"\1,18e"),
        f"{jeux}voies-risques/verdicts.csv": (verdict, "759999999,ppri,sans_risque,0,120"),
        rules: (r"(part_concernee_pct:\n  valeur:) \d+", r"\1 190"),
    }
    return {path: matched(good[path], old, new) for path, (old, new) in pairs.items()}


def points_corrupted(good: dict[str, bytes]) -> dict[str, bytes]:
    """What the maps of places read: coordinates the wrong way round, a station out of Paris, no legend."""
    geo, first = "data/geo/", re.compile(rb"\[(2\.\d+),(48\.\d+)\]")
    swapped = first.sub(rb"[\2,\1]", good[f"{geo}fontaines.geojson"], count=1)
    far = first.sub(rb"[2.6,\2]", good[f"{geo}gares.geojson"], count=1)
    declared = matched(
        good["data/cartes.yaml"], r"(- id: musees\n(?:      .+\n)*?)      legende: .+\n", r"\1"
    )
    return {
        f"{geo}fontaines.geojson": swapped,
        f"{geo}gares.geojson": far,
        f"{geo}mairies.geojson": replaced(good[f"{geo}mairies.geojson"], '"adresse"', '"lieu"'),
        "data/cartes.yaml": declared,
    }


def test_the_data_of_the_repository_have_no_finding(good: dict[str, bytes]) -> None:
    lines, found = library(good).check()
    assert found == ()
    assert lines[0].startswith("sources : ")
    assert any(line.startswith("diffusion protégée : ") for line in lines)


def test_every_class_of_bad_file_is_found_at_once_in_the_exact_words(
    good: dict[str, bytes],
) -> None:
    places = {
        "{ligne}": ("data/datasets/prevention/dataset.yaml", "fichier: partenaires.csv"),
        "{carte}": ("data/cartes.yaml", "- id: musees"),
    }
    expected = EXPECTED.read_text(encoding="utf-8")
    for name, (path, text) in places.items():
        lines = good[path].decode().splitlines()
        line = 1 + next(number for number, written in enumerate(lines) if written.endswith(text))
        expected = expected.replace(name, str(line))
    assert findings(corrupted(good)) == expected.splitlines()


def test_without_its_sources_nothing_else_looks_broken(good: dict[str, bytes]) -> None:
    found = findings({**good, "data/sources.yaml": b"- id: 1\n"})
    assert {line.split(":")[0] for line in found} == {"data/sources.yaml"}


def test_a_hidden_cell_restored_by_hand_is_named(good: dict[str, bytes]) -> None:
    """A contributor who fills one hidden count undoes the protection of others."""
    path = next(
        name for name in good if name.endswith("tranquillite-donnees-fictives-de-demonstration.csv")
    )
    lines = good[path].decode().splitlines()
    row = next(index for index, line in enumerate(lines) if ",,Q," in line)
    lines[row] = lines[row].replace(",,Q,", ",1,A,")
    found = findings({**good, path: ("\n".join(lines) + "\n").encode()})
    assert found
    assert all(line.startswith("data/datasets/tranquillite") for line in found)


def test_a_build_with_bad_data_exits_1_and_leaves_the_published_site(tmp_path: Path) -> None:
    for name in ("data", "maps", "opendata", "site_src", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", tmp_path)
    begin_as_built(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("publié hier")
    (tmp_path / "data" / "site.yaml").write_bytes(b"")
    done = subprocess.run(
        [sys.executable, "build.py"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": "0", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout == (
        "data/site.yaml:0:0: fichier vide — règle : un fichier de données a un contenu — remède :"
        " remettre le contenu d'origine, ou retirer le fichier — page : /mentions-legales/\n"
    )
    assert (tmp_path / "site" / "index.html").read_text() == "publié hier"
    assert "Traceback" not in done.stderr
