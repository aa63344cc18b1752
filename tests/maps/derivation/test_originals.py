"""Originals are read only when they are the ones that data/sources.yaml describes."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from maps.derivation.originals import (
    Features,
    read_csv,
    read_described,
    read_geojson,
    read_originals,
    read_shapefile,
)
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
    findings: list[Finding] = []
    read = read_geojson("a.geojson", raw, findings)
    assert findings == []
    assert read.properties == ({"a": 1},)
    assert read.geometries[0].x == pytest.approx(700_000)


def test_csv_of_the_portal_is_read_with_its_mark_and_semicolons() -> None:
    raw = '\ufeffnom;trace\nÉté;"{""type"": ""Point"", ""coordinates"": [3, 46.5]}"\n'.encode()
    findings: list[Finding] = []
    read = read_csv("a.csv", raw, findings, "trace")
    assert findings == []
    assert read.properties == ({"nom": "Été"},)
    assert read.geometries[0].y == pytest.approx(6_600_000)


def zipped(size: int = 0) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", b"\0" * size)
    return made.getvalue()


OF_JSON = " — remède : vérifier virgules, crochets et guillemets à cet endroit"
ENTITY = (
    "entité sans tracé lisible — règle : chaque entité a des propriétés et une géométrie (RFC 7946)"
    " — remède : reprendre l'original décrit"
)


@pytest.mark.parametrize(
    ("path", "raw", "said"),
    [
        ("a.geojson", b"{", f"a.geojson:1:2: JSON mal formé — règle : syntaxe JSON (RFC 8259){OF_JSON}"),
        ("a.geojson", b'{"features": 3}', ("a.geojson:1:14: liste d'entités absente — règle : un GeoJSON a des « features »"
         " — remède : reprendre l'original décrit")),
        ("a.geojson", b"[1]", ("a.geojson:1:1: liste d'entités absente — règle : un GeoJSON a des « features »"
         " — remède : reprendre l'original décrit")),
        ("a.geojson", b'{"features": [{"properties": {}, "geometry": {"type": "Point", "coordinates": ["x"]}}]}', f"a.geojson:1:15: {ENTITY}"),
        ("a.geojson", b'{"features": [{"properties": {}, "geometry": {"type": "Rond"}}]}', f"a.geojson:1:15: {ENTITY}"),
        ("a.geojson", b'{"features": [4]}', f"a.geojson:1:15: {ENTITY}"),
        ("a.geojson", b"[" * 100_000, ("a.geojson:1:31: imbrication trop profonde — règle : au plus 30 niveaux de listes et de groupes"
         " — remède : aplatir la structure")),
        ("a.geojson", b'{"features": [1e999]}', ("a.geojson:1:15: nombre « 1e999 » hors de portée — règle : un nombre est fini, et ne se"
         " confond pas avec zéro — remède : écrire un nombre ordinaire")),
        ("a.csv", b"nom;trace\na;{}\n", f"a.csv:2:2: {ENTITY}"),
        ("a.csv", b"nom;trace\na\n", f"a.csv:2:2: {ENTITY}"),
        ("a.csv", b"nom;x\na;b\n", ("a.csv:1:0: colonne « trace » absente ou répétée — règle : la colonne des tracés"
         " — remède : reprendre l'original décrit")),
        ("a.csv", b"nom;trace\n\"a;b\n", ("a.csv:2:0: guillemets mal fermés — règle : CSV à points-virgules"
         " — remède : reprendre l'original décrit")),
        ("a.csv", b"nom;trace\n" + b"a" * 1_000_001, ("a.csv:2:0: champ de plus de 1 000 000 caractères — règle : CSV à points-virgules"
         " — remède : reprendre l'original décrit")),
        ("a.csv", b"nom;\xe9\n", ("a.csv:1:5: octet 0xE9 qui n'est pas de l'UTF-8 (souvent Windows-1252) — règle : un fichier de data/ est"
         " en UTF-8, sans marque d'ordre des octets (BOM) — remède : enregistrer le fichier en UTF-8")),
        ("a.zip", b"PK", "a.zip:0:0: archive illisible — règle : un Shapefile dans une archive ZIP — remède : reprendre l'original décrit"),
        ("a.zip", zipped(10), "a.zip:0:0: archive illisible — règle : un Shapefile dans une archive ZIP — remède : reprendre l'original décrit"),
        ("a.zip", zipped(100_000_001), ("a.zip:0:0: archive de 100 Mo, une fois dépliée — règle : un fichier de données pèse au plus 100 Mo"
         " — remède : reprendre l'original décrit")),
    ],
)  # fmt: skip
def test_what_cannot_be_read_of_an_original_is_told(path: str, raw: bytes, said: str) -> None:
    findings: list[Finding] = []
    readers: dict[str, Callable[..., Features]] = {".geojson": read_geojson, ".csv": partial(read_csv, geometry="trace"), ".zip": read_shapefile}  # fmt: skip
    read = readers[Path(path).suffix](path, raw, findings)
    assert len(read.geometries) == 0
    assert [str(finding) for finding in findings] == [said]


def test_an_original_may_be_larger_than_a_file_of_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opendata.findings.limits.BYTES", 10)
    findings: list[Finding] = []
    read_geojson("a.geojson", b'{"features": [], "note": "plus de dix octets"}', findings)
    assert findings == []


def test_each_source_that_is_needed_and_not_described_is_told_with_the_originals_that_lack(
    tmp_path: Path,
) -> None:
    findings: list[Finding] = []
    sources = {"quais": SOURCE}
    assert read_described(tmp_path, ("ponts", "quais"), sources, "la règle", findings) is None
    assert [(one.path, one.quoi, one.regle) for one in findings][:1] == [
        ("data/sources.yaml", "source « ponts » absente", "la règle")
    ]
    assert findings[1].quoi == "original absent du dossier --mirror"


def test_all_the_originals_that_are_needed_are_read_or_none(tmp_path: Path) -> None:
    (tmp_path / "quais.csv").write_bytes(b"quais")
    findings: list[Finding] = []
    found = read_described(tmp_path, ("quais",), {"quais": SOURCE, "ponts": SOURCE}, "la règle", findings)  # fmt: skip
    assert (found, findings) == ({"quais": b"quais"}, [])
