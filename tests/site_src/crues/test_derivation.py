"""Three originals become the tables of the annual maxima; what is missing or changed is told."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import pytest

from opendata.findings import Finding
from opendata.model import Source
from opendata.records.sources import read_sources
from site_src.crues import derivation
from site_src.crues.annual_maxima import Lecture
from site_src.crues.daily_flows import Debit

MIRROR = Path(__file__).parents[4] / "shared" / "mirror"
ROOT = Path(__file__).parents[3]


def described() -> dict[str, Source]:
    findings: list[Finding] = []
    found = read_sources("data/sources.yaml", (ROOT / "data/sources.yaml").read_bytes(), findings)
    assert found is not None
    return found


def at(day: str, cm: float) -> Lecture:
    return Lecture(datetime.datetime.fromisoformat(f"{day}T08:00:00"), cm)


def whole_year(year: int, cm: float) -> list[Lecture]:
    first = datetime.datetime(year, 1, 1, 8)  # noqa: DTZ001  (local time, as in the series)
    return [Lecture(first + datetime.timedelta(days=rank), cm) for rank in range(365)]


def flows(year: int, m3s: float) -> list[Debit]:
    first = datetime.date(year, 1, 1)
    return [
        Debit("H5920010", first + datetime.timedelta(days=rank), m3s, "Estimé")
        for rank in range(365)
    ]


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(files[f"{derivation.FOLDER}/{name}"].decode()))]


MOIS = [
    at("1974-01-01", 0),
    *(at(f"1990-{month:02}-10", 500 + month) for month in range(1, 12)),
    at("1990-12-31", 560),
    at("1991-01-01", 559),
]


def test_the_tables_say_what_the_series_say() -> None:
    files, lines = derivation.tables(whole_year(1910, 861.5), MOIS, flows(1990, 1510))
    years = {row["annee"]: row for row in rows(files, "maxima-annuels.csv")}
    assert years["1910"] == {
        "annee": "1910", "maximum_m": "8.62", "date_maximum": "1910-01-01", "est_en_bord_annee": "true",
        "serie": "lectures", "nb_lectures": "365", "nb_jours_lus": "365", "plus_longue_lacune_j": "0",
        "nb_lectures_negatives": "0", "nb_mois_lus": "0", "statut": "complete",
    }  # fmt: skip
    assert years["1990"] == {
        "annee": "1990", "maximum_m": "5.60", "date_maximum": "1990-12-31", "est_en_bord_annee": "true",
        "serie": "mensuelle", "nb_lectures": "", "nb_jours_lus": "", "plus_longue_lacune_j": "",
        "nb_lectures_negatives": "", "nb_mois_lus": "12", "statut": "complete",
    }  # fmt: skip
    assert {
        (years[year]["maximum_m"], years[year]["statut"]) for year in ("1911", "1974", "1991")
    } == {("", "lacune")}
    assert rows(files, "desaccords.csv") == [
        {"mois": "1974-01", "motif": "zero_faux", "hauteur_mensuelle_m": "0.00", "date_mensuelle": "1974-01-01",
         "hauteur_opposee_m": "", "date_opposee": "", "serie_opposee": ""}
    ]  # fmt: skip
    assert rows(files, "crues-de-la-serie.csv")[-1] == {
        "date_maximum": "1990-12-31", "maximum_m": "5.60", "nb_mois": "2",
    }  # fmt: skip
    assert rows(files, "debits-annuels.csv") == [
        {"annee": "1990", "station": "H5920010", "debit_max_m3s": "1510", "date_debit": "1990-01-01",
         "validite": "Estimé", "nb_jours": "365", "statut": "complete"}
    ]  # fmt: skip
    assert lines[1] == "maxima mensuels de la Seine : désaccords : 1974-01 (zero_faux)"


def test_an_original_that_is_not_the_one_described_is_refused(tmp_path: Path) -> None:
    sources = described()
    for name in derivation.SOURCES:
        (tmp_path / sources[name].fichier).write_bytes(b"date;hauteur\n")
    findings: list[Finding] = []
    assert derivation.derive(tmp_path, sources, findings) == ({}, ())
    assert len(findings) == len(derivation.SOURCES)
    assert all("empreinte sha256" in finding.quoi for finding in findings)


def test_a_missing_original_is_a_finding(tmp_path: Path) -> None:
    findings: list[Finding] = []
    assert derivation.derive(tmp_path, described(), findings) == ({}, ())
    assert {one.quoi for one in findings} == {"original absent du dossier --mirror"}
    assert len(findings) == len(derivation.SOURCES)


def test_a_source_that_is_not_described_is_a_finding(tmp_path: Path) -> None:
    findings: list[Finding] = []
    assert derivation.derive(tmp_path, {}, findings) == ({}, ())
    assert str(findings[0]) == (
        "data/sources.yaml:0:0: source « hydro-austerlitz » absente — règle : les maxima annuels dérivent de sources "
        "décrites — remède : la décrire"
    )


@pytest.mark.skipif(not MIRROR.is_dir(), reason="les originaux officiels ne sont pas dans le dépôt")
def test_deriving_again_gives_the_committed_files() -> None:
    findings: list[Finding] = []
    files, _ = derivation.derive(MIRROR, described(), findings)
    assert not findings
    assert files == {path: (ROOT / path).read_bytes() for path in files}
    assert len(files) == len(derivation.COLONNES)
