"""What a quantity can be follows from its unit when nothing else says it."""

from __future__ import annotations

import pytest

from opendata.findings import Finding
from opendata.records.coherence import incoherent
from opendata.records.resource import Resource
from opendata.records.schema import Column
from opendata.records.table import read_table
from opendata.records.units import expected
from opendata.records.values import Misfit, parse


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (-11, "personnes", "au moins 0 attendu"),
        (-0.5, "m", "au moins 0 attendu"),
        (0, "habitants", None),
        (101, "%", "entre 0 et 100 attendu"),
        (-1, "%", "entre 0 et 100 attendu"),
        (100, "%", None),
        (150, "% de plus", None),
        (-24, "°C", None),
        (-3, "points", None),
        (-12, "m d'écart", None),
    ],
)
def test_a_quantity_that_cannot_be_is_told(value: float, unit: str, told: str | None) -> None:
    assert expected(value, unit) == told


def column(**more: object) -> Column:
    named = {"name": "valeur", "title": "Valeur", "description": "Essai.", "type": "number"}
    return Column.model_validate({**named, "constraints": {"required": True}, **more})


def test_a_column_without_bounds_has_those_of_its_unit() -> None:
    assert parse("-3", column(unit="personnes")) == Misfit(
        "au moins 0 attendu", "corriger la valeur"
    )
    assert parse("120", column(unit="%")) == Misfit("entre 0 et 100 attendu", "corriger la valeur")
    assert parse("-3", column(unit="°C")) == -3


def test_bounds_that_are_declared_go_before_those_of_the_unit() -> None:
    declared = {"required": True, "minimum": -10}
    assert parse("-3", column(unit="m", constraints=declared)) == -3


TABLE = Resource.model_validate({
    "nom": "essai", "fichier": "essai.csv", "titre": "Essai", "description": "Essai.", "nature": "publique",
    "licence": "etalab-2.0", "derive_de": ["essai"], "sans_totaux": "Rien à additionner.",
    "schema": {"fields": [
        {"name": "valeur", "title": "V", "description": "V.", "type": "number", "unit": "celle de la colonne unite",
         "missingValues": [{"value": "", "label": "non dit"}]},
        {"name": "unite", "title": "U", "description": "U.", "type": "string", "constraints": {"required": True}},
    ], "primaryKey": ["unite"]},
})  # fmt: skip


def test_a_value_is_judged_in_the_unit_of_its_row() -> None:
    findings: list[Finding] = []
    rows = b"valeur,unite\n-400,personnes\n-24,\xc2\xb0C\n,m\n120,%\n"
    table = read_table("essai.csv", rows, TABLE.schema_, findings)
    assert findings == []
    assert table is not None
    rule = "une quantité va de zéro à l'infini, une part de 0 à 100 % ; une température ou un écart peut être négatif"
    assert [str(one) for one in incoherent(table, TABLE)] == [
        f"essai.csv:2:1: valeur « -400 » personnes : au moins 0 attendu — règle : {rule} — remède : corriger le nombre ou son unité",
        f"essai.csv:5:1: valeur « 120 » % : entre 0 et 100 attendu — règle : {rule} — remède : corriger le nombre ou son unité",
    ]
