"""The independent judge, in French: same places, no English left."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import frictionless
import pytest

from opendata.findings import Finding
from opendata.packages import stage as packages
from opendata.packages.frictionless_judge import WORDS, frictions

GOLDEN = Path(__file__).resolve().parents[2] / "golden/datasets"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for folder in (GOLDEN / "commun", GOLDEN / "valide")
        for path in folder.rglob("*")
        if path.is_file()
    }
    for path, raw in packages.run(
        SimpleNamespace(files=files, progress=lambda _text: None)
    ).items():
        if path.startswith("site/donnees/essai/") and path.count("/") == 3:
            (tmp_path / path.rpartition("/")[2]).write_bytes(raw)
    return tmp_path


def judged(place: Path, *, unsealed: bool = True) -> list[Finding]:
    """Without sizes and digests, so that only the spoiled value is wrong."""
    described = place / "datapackage.json"
    package = json.loads(described.read_bytes())
    for resource in package["resources"] if unsealed else ():
        for name in ("hash", "bytes", "rows"):
            del resource[name]
    described.write_text(json.dumps(package), encoding="utf-8")
    return frictions(frictionless.validate(str(described)))


def test_a_valid_package_has_no_finding(place: Path) -> None:
    assert judged(place, unsealed=False) == []


@pytest.mark.parametrize(
    ("before", "after", "line", "field", "quoi"),
    [
        ("6.1,bon", "haut,bon", 2, 3, "hauteur_m : valeur d'un autre type que celui de sa colonne"),
        ("6.1,bon", "61,bon", 2, 3, "hauteur_m : valeur hors des codes, des bornes ou de la forme déclarés"),
        ("6.1,bon", "6.1,moyen", 2, 4, "etat : valeur hors des codes, des bornes ou de la forme déclarés"),
        ("a,2020-01-01", "z,2020-01-01", 2, 0, "clé absente de la table visée"),
        ("b,2021-12-31,,douteux", "a,2020-01-01,,douteux", 3, 0, "clé vide ou déjà prise par une autre ligne"),
        (",6.1,bon", ",6.1,bon,x", 2, 5, "case en trop : la ligne est trop longue"),
        (",6.1,bon", "", 2, 3, "hauteur_m : case absente : la ligne est trop courte"),
        ("hauteur_m", "hauteur", 1, 3, "hauteur_m : nom de colonne que le schéma ne déclare pas"),
    ],
)  # fmt: skip
def test_its_errors_are_read_in_french_at_their_place(
    place: Path, before: str, after: str, line: int, field: int, quoi: str
) -> None:
    table = place / "mesures.csv"
    text = table.read_text(encoding="utf-8")
    assert before in text
    table.write_text(text.replace(before, after), encoding="utf-8")
    assert (line, field, quoi) in [(one.line, one.field, one.quoi) for one in judged(place)]


def test_a_file_other_than_described_is_told(place: Path) -> None:
    with (place / "lieux.csv").open("a", encoding="utf-8") as table:
        table.write("c\n")
    told = {one.quoi for one in judged(place, unsealed=False)}
    assert "empreinte différente de celle du descripteur" in told


def test_every_word_is_for_a_type_that_the_judge_has() -> None:
    known = {
        kind.type for kind in vars(frictionless.errors).values()
        if isinstance(kind, type) and issubclass(kind, frictionless.Error)
    }  # fmt: skip
    assert set(WORDS) <= known
    assert all(remede for _, remede in WORDS.values())
