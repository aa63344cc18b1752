"""The independent judge, in French: same places, no English left."""

from __future__ import annotations

import functools
import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import frictionless
import pytest

from opendata.packages.frictionless_judge import WORDS, judge
from tests.opendata import cases

ROOT = Path(__file__).resolve().parents[3]
FOLDER, PAGE = "donnees/essai", "/donnees/essai/"


@functools.cache
def package(name: str = "valide") -> dict[str, bytes]:
    """The files of a case's published package, by their name beside its descriptor."""
    made, place = cases.published(cases.case(name)), "site/donnees/essai/"
    return {p.removeprefix(place): raw for p, raw in made.items() if p.startswith(place)}


def described(files: Mapping[str, bytes], change: Callable[[Any], object]) -> dict[str, bytes]:
    """The package with a changed descriptor."""
    descriptor = json.loads(files["datapackage.json"])
    change(descriptor)
    return {**files, "datapackage.json": json.dumps(descriptor, indent=2).encode()}


def unsealed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Without sizes and digests, so that only the spoiled value is wrong."""

    def change(descriptor: Any) -> None:
        for resource in descriptor["resources"]:
            for name in ("hash", "bytes", "rows"):
                del resource[name]

    return described(files, change)


def lines(files: Mapping[str, bytes]) -> list[str]:
    return [str(finding) for finding in judge(files, FOLDER, PAGE)]


@pytest.mark.parametrize("case", ["valide", "fictif"])
def test_a_valid_package_has_no_finding(case: str) -> None:
    assert lines(package(case)) == []


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
    before: str, after: str, line: int, field: int, quoi: str
) -> None:
    files = unsealed(package())
    text = files["mesures.csv"].decode()
    assert before in text
    findings = judge({**files, "mesures.csv": text.replace(before, after).encode()}, FOLDER, PAGE)
    assert (line, field, quoi) in [(one.line, one.field, one.quoi) for one in findings]
    assert {(one.path, one.page) for one in findings} == {(f"{FOLDER}/mesures.csv", PAGE)}


def test_a_finding_is_one_french_line_that_shows_no_value() -> None:
    files = unsealed(package())
    spoiled = files["mesures.csv"].replace(b"6.1,bon", b"haut,bon")
    assert lines({**files, "mesures.csv": spoiled}) == [
        (
            "donnees/essai/mesures.csv:2:3: hauteur_m : valeur d'un autre type que celui de sa colonne"
            " — règle : contrôle indépendant (frictionless)"
            " — remède : corriger la valeur, ou le type déclaré — page : /donnees/essai/"
        )
    ]


def test_a_file_other_than_described_is_named() -> None:
    files = package()
    republish = "remède : republier le fichier et son descripteur ensemble — page : /donnees/essai/"
    rule = "règle : contrôle indépendant (frictionless)"
    assert lines({**files, "lieux.csv": files["lieux.csv"] + b"c\n"}) == [
        f"donnees/essai/lieux.csv:0:0: {quoi} — {rule} — {republish}"
        for quoi in (
            "empreinte différente de celle du descripteur",
            "nombre de lignes différent de celui du descripteur",
            "taille différente de celle du descripteur",
        )
    ]


def _path(path: str) -> Callable[[Any], object]:
    return lambda descriptor: descriptor["resources"][0].update(path=path)


@pytest.mark.parametrize("path", ["absent.csv", "https://example.org/lieux.csv"])
def test_a_table_outside_the_package_is_wrong_where_it_is_named(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("the judge went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    files = described(package(), _path(path))
    line = 1 + files["datapackage.json"].decode().split("\n").index(f'      "path": "{path}",')
    # Rows of the other table point to it: they have no table to be looked up in.
    assert lines(files)[0] == (
        f"donnees/essai/datapackage.json:{line}:15: fichier introuvable"
        " — règle : contrôle indépendant (frictionless)"
        " — remède : remettre le fichier, ou corriger « path » — page : /donnees/essai/"
    )


@pytest.mark.parametrize(
    ("change", "quoi", "remede"),
    [
        (lambda d: d.pop("resources"), "paquet mal décrit", "corriger le descripteur"),
        (_path("../lieux.csv"), "ressource mal décrite", "corriger le descripteur"),
        (lambda d: d["resources"][0]["schema"]["fields"][0].update(type="mot"),
         "colonne mal décrite", "corriger le Table Schema"),
        (lambda d: d["resources"][0].update(schema="https://example.org/schema.json"),
         "schéma mal formé", "corriger le Table Schema"),
        (lambda d: d.update(profile="https://example.org/profil.json"),
         "métadonnée mal formée", "corriger le descripteur"),
    ],
)  # fmt: skip
def test_a_descriptor_out_of_the_standard_is_refused(
    change: Callable[[Any], object], quoi: str, remede: str
) -> None:
    rule = "règle : contrôle indépendant (frictionless)"
    assert lines(described(package(), change)) == [
        f"donnees/essai/datapackage.json:0:0: {quoi} — {rule} — remède : {remede} — page : /donnees/essai/"
    ]


def test_a_descriptor_that_is_not_json_is_placed() -> None:
    assert lines({**package(), "datapackage.json": b'{"name": }'}) == [
        (
            "donnees/essai/datapackage.json:1:10: JSON mal formé — règle : syntaxe JSON (RFC 8259)"
            " — remède : vérifier virgules, crochets et guillemets à cet endroit — page : /donnees/essai/"
        )
    ]


def test_a_package_has_one_descriptor() -> None:
    both = {**package(), **package("fictif")}
    rule = "règle : contrôle indépendant (frictionless)"
    remedy = "remède : publier un seul datapackage.json, fictif ou non — page : /donnees/essai/"
    for files, quoi in (({}, "paquet sans descripteur"), (both, "paquet à deux descripteurs")):
        assert lines(files) == [f"donnees/essai/datapackage.json:0:0: {quoi} — {rule} — {remedy}"]


def test_every_committed_package_is_valid(published: Mapping[str, bytes]) -> None:
    by_dataset: dict[str, dict[str, bytes]] = {}
    for path, raw in published.items():
        identifier, _, name = path.removeprefix("site/").removeprefix("donnees/").partition("/")
        by_dataset.setdefault(identifier, {})[name] = raw
    assert {"prevention", "tranquillite", "voies-plus-hautes-eaux"} <= by_dataset.keys()
    for identifier, files in by_dataset.items():
        assert judge(files, f"donnees/{identifier}", "") == []


def test_nothing_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    judge(package(), FOLDER, PAGE)
    assert list(tmp_path.iterdir()) == []


def test_the_judge_comes_only_when_it_is_called() -> None:
    code = (
        "import sys, opendata.packages.frictionless_judge; sys.exit('frictionless' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_every_word_is_for_a_type_that_the_judge_has() -> None:
    known = {
        kind.type for kind in vars(frictionless.errors).values()
        if isinstance(kind, type) and issubclass(kind, frictionless.Error)
    }  # fmt: skip
    assert set(WORDS) <= known
    assert all(remede for _, remede in WORDS.values())
