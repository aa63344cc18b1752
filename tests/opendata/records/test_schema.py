"""A Table Schema says what readers need, or is refused in French."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from opendata.records.schema import Schema

NUMBER = {"name": "n", "title": "N", "description": "Essai.", "type": "integer", "unit": "m",
          "constraints": {"required": True, "minimum": 0}}  # fmt: skip
CODE = {"name": "c", "title": "C", "description": "Essai.", "type": "string",
        "missingValues": [{"value": "", "label": "non dit"}],
        "categories": [{"value": "a", "label": "un"}, {"value": "b", "label": "deux"}]}  # fmt: skip
VALID: dict[str, Any] = {"fields": [NUMBER, CODE], "primaryKey": ["n"]}


def schema(**changes: Any) -> Schema:
    return Schema.model_validate(copy.deepcopy(VALID) | changes)


def message(**changes: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        schema(**changes)
    (error, *_) = refused.value.errors()
    return error["msg"]


def test_the_descriptor_is_the_standard_s_with_units_and_labels() -> None:
    number, code = schema().descriptor()["fields"]
    assert number == {"name": "n", "title": "N", "description": "Essai.", "type": "integer", "unit": "m",
                      "constraints": {"required": True, "minimum": 0}}  # fmt: skip
    assert code["categories"] == [{"value": "a", "label": "un"}, {"value": "b", "label": "deux"}]
    assert code["constraints"] == {"enum": ["a", "b"]}
    assert code["missingValues"] == [{"value": "", "label": "non dit"}]


def test_codes_of_an_integer_column_are_published_as_integers() -> None:
    fields = [{**NUMBER, "categories": [{"value": "1", "label": "un"}]}]
    (number,) = schema(fields=fields).descriptor()["fields"]
    assert number["constraints"]["enum"] == [1]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([{**NUMBER, "unit": None}], "colonne « n » sans unité"),
        ([{**NUMBER, "constraints": {}}], "colonne « n » : une case vide n'est pas expliquée"),
        ([{**NUMBER, "constraints": {"required": True, "pattern": "("}}], "motif « ( » illisible"),
        (
            [{**NUMBER, "type": "year", "categories": CODE["categories"]}],
            "colonne « n » : codes sur un type year",
        ),
        (
            [NUMBER, {**CODE, "categories": [{"value": "a", "label": "un"}] * 2}],
            "colonne « c » : code écrit deux fois",
        ),
        ([NUMBER, NUMBER], "colonne « n » déclarée deux fois"),
        ([CODE], "clé sur la colonne « n », qui n'est pas déclarée"),
    ],
)
def test_a_schema_that_leaves_readers_guessing_is_refused(
    fields: list[dict[str, Any]], said: str
) -> None:
    assert message(fields=fields) == said


def test_a_foreign_key_has_as_many_columns_on_both_sides() -> None:
    key = {"fields": ["n"], "reference": {"resource": "autre", "fields": ["a", "b"]}}
    assert message(foreignKeys=[key]) == "clé étrangère de 1 colonne(s) vers 2"


def test_a_table_without_primary_key_is_refused() -> None:
    with pytest.raises(ValidationError):
        schema(primaryKey=[])
