"""A dataset that grows by itself is offered as the others, and the catalogue tells nothing that a row would change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from frictionless import Package

from opendata.findings import FindingsError
from opendata.packages.growing import announced, grown
from opendata.records.dataset import Dataset
from opendata.records.publisher import Publisher
from site_src.engine.outputs import write

PUBLISHER = Publisher("Éditeur d'essai", "", "")
DECLARED = """\
titre: Des essais
titre_court: Essais
description: Un essai par ligne, écrit ici pour ces tests et pour eux seuls.
mots_cles: [essai]
theme: JUST
contact: {nom: Essai}
frequence: irreguliere
couverture_temporelle: {debut: 2031, fin: 2031}
couverture_spatiale: {libelle: Paris, code_insee: "75056"}
methode: Écrits à la main.
protection: Sans objet.
limites: [Rien n’y est vrai.]
ruptures: []
taux: {texte: Aucun.}
lignee:
  documents: [{id: essais, titre: Essais, editeur: Essai, annee: 2031, adresse: "", lu_le: 2031-01-01}]
est_fictif: false
journal: [{version: 1.0.0, date: 2031-01-01, texte: Premières colonnes.}]
graphiques: []
sans_graphique: Rien à montrer.
ressources:
  - nom: essais
    fichier: essais.csv
    titre: Les essais
    description: Une ligne par essai.
    nature: publique
    licence: etalab-2.0
    derive_de: [essais]
    schema:
      fields:
        - {name: id_essai, title: Essai, description: Son nom., type: string, constraints: {required: true}}
        - {name: suite, title: Suite, description: Ce qui le suit., type: string, missingValues: [{value: "", label: rien}]}
      primaryKey: [id_essai]
"""
PLACES = """\
  - nom: lieux
    fichier: lieux.csv
    titre: Les lieux des essais
    description: Une ligne par essai et par lieu.
    nature: publique
    licence: etalab-2.0
    derive_de: [essais]
    schema:
      fields:
        - {name: id_essai, title: Essai, description: Son nom., type: string, constraints: {required: true}}
        - {name: lieu, title: Lieu, description: Où., type: string, constraints: {required: true}}
      primaryKey: [id_essai, lieu]
      foreignKeys:
        - {fields: [id_essai], reference: {resource: essais, fields: [id_essai]}}
"""
HEADER = b"id_essai,suite\n"


def dataset() -> Dataset:
    return Dataset.model_validate(yaml.safe_load(DECLARED))


@pytest.mark.parametrize("rows", [HEADER, HEADER + "un,\ndeux,été\n".encode()])
def test_it_is_offered_in_every_format_with_or_without_a_row(rows: bytes, tmp_path: Path) -> None:
    files = grown("essais", dataset(), {"essais": rows}, PUBLISHER)
    assert set(files) == {
        "essais.csv", "essais.json", "essais.parquet", "essais.xlsx", "essais.zip", "datapackage.json", "sha256sums.txt",
    }  # fmt: skip
    assert files["essais.csv"] == rows
    assert len(json.loads(files["essais.json"])) == rows.count(b"\n") - 1
    write(files, tmp_path)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])


def test_what_is_announced_is_the_same_whatever_the_rows_are() -> None:
    package = announced("essais", dataset(), PUBLISHER)
    assert package["temporal"] == {"start": 2031, "end": None}
    assert [one["path"] for one in package["resources"][0]["formats"]] == ["essais.parquet", "essais.json"]  # fmt: skip


def test_a_row_that_is_not_as_declared_is_published_nowhere() -> None:
    with pytest.raises(FindingsError) as error:
        grown("essais", dataset(), {"essais": HEADER + b"un,\nun,\n"}, PUBLISHER)
    assert [str(one) for one in error.value.findings] == [
        "donnees/essais/essais.csv:3:1: id_essai « un » : déjà ligne 2 — règle : dataset.yaml, primaryKey — remède : corriger ou retirer l'une des deux lignes"
    ]


def test_its_tables_travel_together_and_their_keys_are_held() -> None:
    declared = Dataset.model_validate(yaml.safe_load(DECLARED + PLACES))
    rows = {"essais": HEADER + b"un,\n", "lieux": b"id_essai,lieu\nun,ici\nun,ailleurs\n"}
    files = grown("essais", declared, rows, PUBLISHER)
    assert {"essais.csv", "lieux.csv", "lieux.parquet", "lieux.json", "essais.xlsx"} <= set(files)
    assert files["lieux.csv"] == rows["lieux"]
    with pytest.raises(FindingsError) as error:
        grown("essais", declared, rows | {"lieux": b"id_essai,lieu\ndeux,ici\n"}, PUBLISHER)
    assert [str(one) for one in error.value.findings] == [
        "donnees/essais/lieux.csv:2:1: id_essai « deux » : absent de la table essais (id_essai) — règle : dataset.yaml, foreignKeys — remède : corriger la valeur ou ajouter la ligne qui manque"
    ]
