"""The dataset of alerts has a row an alert, as data/parametres/alertes.yaml declares it."""

from __future__ import annotations

import csv
import io

import pytest

from opendata.findings import Finding, FindingsError, read_record, read_yaml
from opendata.packages.growing import grown
from opendata.records.dataset import Dataset
from opendata.records.publisher import Publisher
from site_src.alertes import table
from site_src.alertes.levels import NIVEAUX
from tests import builds
from tests.site_src.alertes.cases import CANCELLATION, ORANGE, SCOPE, UPDATE, read

EVERY = (ORANGE, UPDATE, CANCELLATION)
DECLARED = builds.committed("data/parametres/alertes.yaml")


def declaration() -> Dataset:
    return builds.record(DECLARED, "alert_table", Dataset)


def rows(name: str, *texts: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.rows(read(*texts), SCOPE)[name].decode())))


def test_a_row_an_alert_says_what_ended_it() -> None:
    assert [(row["id_alerte"], row["terminee_par"]) for row in rows(table.ALERTS, *EVERY)] == [
        ("crue-essai", "crue-essai-2"),
        ("crue-essai-2", "crue-essai-fin"),
    ]


def test_a_row_an_alert_and_place_says_where_it_holds() -> None:
    assert [tuple(row.values()) for row in rows(table.PLACES, *EVERY)] == [
        ("crue-essai", "75105"),
        ("crue-essai", "7511301"),
        ("crue-essai-2", "75056"),
    ]


def test_without_an_alert_the_tables_have_their_columns_alone() -> None:
    assert table.rows(read(), SCOPE) == {
        name: f"{','.join(columns)}\n".encode() for name, columns in table.TABLES.items()
    }


def test_the_rows_are_as_declared() -> None:
    files = grown("alertes", declaration(), table.rows(read(*EVERY), SCOPE), Publisher("x", "", ""))
    assert {name: files[f"{name}.csv"] for name in table.TABLES} == table.rows(read(*EVERY), SCOPE)


def test_every_level_has_its_meaning_in_the_declaration() -> None:
    schema = declaration().resource(table.ALERTS).schema_
    assert tuple(schema.column("niveau").labels) == NIVEAUX
    assert schema.columns == table.COLUMNS


def test_a_broken_declaration_is_located_on_its_page() -> None:
    raw = DECLARED["data/parametres/alertes.yaml"].replace(b"theme: JUST", b"theme: RIEN")
    path = "data/parametres/alertes.yaml"
    with pytest.raises(FindingsError) as error:
        builds.record({path: raw}, "alert_table", Dataset)
    assert {(one.path, one.page) for one in error.value.findings if one.path == path} == {
        (path, "/donnees/alertes/")
    }


@pytest.mark.parametrize(
    ("written", "instead", "quoi"),
    [
        (
            "value: vigilance orange",
            "value: vigilance mauve",
            "niveaux autres que ceux des alertes",
        ),
        (
            "[0-9]{2}:[0-9]{2}$",
            "[0-9]{2}Z$",
            "colonne « date_emission » qui refuse ce qu'une alerte y écrit",
        ),
        ("name: titre", "name: intitule", "tables ou colonnes autres que celles des alertes"),
        ("nom: secteurs", "nom: lieux", "tables ou colonnes autres que celles des alertes"),
        (
            "([0-9]{2})?$",
            "$",
            "colonne « code_territoire » qui refuse ce qu'une alerte y écrit",
        ),
    ],
)
def test_a_description_of_other_rows_is_told_before_any_alert(
    written: str, instead: str, quoi: str
) -> None:
    ((path, raw),) = DECLARED.items()
    findings: list[Finding] = []
    document = read_yaml(path, raw.decode().replace(written, instead).encode(), findings)
    assert document
    read = read_record(document, Dataset, findings)
    assert read
    assert findings == []
    assert [one.quoi for one in table.undeclared(document, read)] == [quoi]
    assert list(table.undeclared(document, declaration())) == []
