"""Originals are read only when they are the ones that data/sources.yaml describes."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from maps.derivation.originals import read_csv, read_geojson, read_originals
from opendata.findings import Finding
from opendata.model import Licence, Source

SOURCE = Source(
    id="quais",
    editeur="Ville de Paris",
    jeu="Quais",
    adresse="https://opendata.paris.fr/explore/dataset/quais/",
    licence=Licence("ODbL-1.0", "ODbL", "https://example.org/"),
    millesime="2024",
    consulte_le="2026-11-22",
    fichier="quais.csv",
    sha256=hashlib.sha256(b"quais").hexdigest(),
    methode="Repris tel quel.",
    limites=("Sans largeur.",),
)


def test_described_original_is_read(tmp_path: Path) -> None:
    (tmp_path / "quais.csv").write_bytes(b"quais")
    findings: list[Finding] = []
    assert read_originals(tmp_path, {"quais": SOURCE}, findings) == {"quais": b"quais"}
    assert not findings


def test_missing_and_changed_originals_are_both_reported(tmp_path: Path) -> None:
    (tmp_path / "ponts.csv").write_bytes(b"autre")
    findings: list[Finding] = []
    sources = {"quais": SOURCE, "ponts": replace(SOURCE, id="ponts", fichier="ponts.csv")}
    assert read_originals(tmp_path, sources, findings) == {}
    other = hashlib.sha256(b"autre").hexdigest()
    assert [str(finding) for finding in findings] == [
        (
            "quais.csv:0:0: original absent du dossier --mirror — règle : data/sources.yaml, quais, fichier — remède :"
            " télécharger « Quais » depuis https://opendata.paris.fr/explore/dataset/quais/"
        ),
        (
            f"ponts.csv:0:0: empreinte sha256 {other} inattendue — règle : data/sources.yaml, ponts, sha256"
            f" {SOURCE.sha256} — remède : reprendre l'original décrit, ou décrire le nouveau millésime"
        ),
    ]


def test_geojson_is_read_in_metres() -> None:
    raw = (
        b'{"features":[{"properties":{"a":1},"geometry":{"type":"Point","coordinates":[3,46.5]}}]}'
    )
    read = read_geojson(raw)
    assert read.properties == ({"a": 1},)
    assert read.geometries[0].x == pytest.approx(700_000)


def test_csv_of_the_portal_is_read_with_its_mark_and_semicolons() -> None:
    raw = '\ufeffnom;trace\nÉté;"{""type"": ""Point"", ""coordinates"": [3, 46.5]}"\n'.encode()
    read = read_csv(raw, "trace")
    assert read.properties == ({"nom": "Été"},)
    assert read.geometries[0].y == pytest.approx(6_600_000)
