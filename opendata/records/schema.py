"""The Table Schema of one table, as `dataset.yaml` declares it (keys are the standard's own).

https://datapackage.org/standard/table-schema/ (v2). Ours on top of it: `unit` and `vintage`, and three
duties — a number says its unit, a column that may be empty says what empty means, a table
has a primary key.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from opendata.findings import Record, broken
from opendata.findings.pattern import is_pattern

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
FieldType = Literal["string", "integer", "number", "boolean", "year", "date"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Bound = int | float | datetime.date


class Category(Record):
    """One code of an enumerated column and its label in words."""

    value: Text
    label: Text


class MissingValue(Record):
    """What an empty cell of the column means; only the empty text stands for a missing value."""

    value: Literal[""]
    label: Text


class Constraints(Record):
    """What the values of a column must respect; bounds are included."""

    required: bool = False
    unique: bool = False
    minimum: Bound | None = None
    maximum: Bound | None = None
    pattern: Text | None = None

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None and not is_pattern(pattern):
            raise broken(f"motif « {pattern} » illisible", "expression régulière, sans renvoi ni condition sur ce qui l'entoure",
                         "corriger le motif")  # fmt: skip
        return pattern


class Column(Record):
    """One field of a Table Schema. `categories` enumerate every admitted code with its label.

    `vintage` is the census or the year that a quantity is of: a unit has no age (« habitants »).
    """

    name: Name
    title: Text
    description: Text
    type: FieldType
    unit: Text | None = None
    vintage: Text | None = None
    categories: Annotated[tuple[Category, ...], Field(min_length=1)] | None = None
    constraints: Constraints = Constraints()
    missing_values: Annotated[tuple[MissingValue, ...], Field(max_length=1)] = Field(
        default=(), alias="missingValues"
    )

    @property
    def labels(self) -> dict[str, str]:
        """Code → label; empty when the column is not enumerated."""
        return {category.value: category.label for category in self.categories or ()}

    @property
    def quantity(self) -> str:
        """The unit as people read it, with its vintage: « habitants (recensement 2022) »; empty without a unit."""
        return f"{self.unit} ({self.vintage})" if self.unit and self.vintage else self.unit or ""

    @property
    def is_number(self) -> bool:
        """Whether its values can be added, compared and drawn."""
        return self.type in ("integer", "number")

    @model_validator(mode="after")
    def _states_what_readers_need(self) -> Column:
        if self.is_number and not self.unit:
            raise broken(f"colonne « {self.name} » sans unité", "un nombre a une unité",
                         "ajouter « unit » (à défaut : numéro, rang)")  # fmt: skip
        if self.vintage and not self.unit:
            raise broken(f"colonne « {self.name} » : « vintage » sans « unit »", "un recensement ou une année date une quantité",
                         "ajouter « unit », ou retirer « vintage »")  # fmt: skip
        if not self.constraints.required and not self.missing_values:
            raise broken(f"colonne « {self.name} » : une case vide n'est pas expliquée",
                         "une colonne est remplie (required) ou dit ce que vide signifie",
                         "ajouter « missingValues » avec un « label », ou « required: true »")  # fmt: skip
        if self.categories and self.type not in ("string", "integer"):
            raise broken(f"colonne « {self.name} » : codes sur un type {self.type}",
                         "des codes sont des textes ou des entiers", "changer « type »")  # fmt: skip
        if len(self.labels) < len(self.categories or ()):
            raise broken(f"colonne « {self.name} » : code écrit deux fois", "un code a un seul libellé",
                         "retirer l'un des deux")  # fmt: skip
        return self

    def descriptor(self) -> dict[str, Any]:
        """The field as Table Schema v2 JSON, with `enum` beside `categories` for older readers."""
        result: dict[str, Any] = {"name": self.name, "title": self.title,
                                  "description": self.description, "type": self.type}  # fmt: skip
        if self.unit:
            result["unit"] = self.unit
        if self.vintage:
            result["vintage"] = self.vintage
        constraints = dict(self._constraints())
        if self.categories:
            typed = int if self.type == "integer" else str
            result["categories"] = [
                {"value": typed(c.value), "label": c.label} for c in self.categories
            ]
            constraints["enum"] = [typed(c.value) for c in self.categories]
        if constraints:
            result["constraints"] = constraints
        if self.missing_values:
            result["missingValues"] = [
                {"value": m.value, "label": m.label} for m in self.missing_values
            ]
        return result

    def _constraints(self) -> Iterator[tuple[str, object]]:
        for name in ("required", "unique", "minimum", "maximum", "pattern"):
            value = getattr(self.constraints, name)
            if value is not None and value is not False:  # a bound of 0 is a bound
                yield name, value.isoformat() if isinstance(value, datetime.date) else value


class Reference(Record):
    """The other end of a foreign key: a resource of the same dataset and its columns."""

    resource: Slug
    fields: Annotated[tuple[Name, ...], Field(min_length=1)]


class ForeignKey(Record):
    """Columns whose values must all be found in another table."""

    fields: Annotated[tuple[Name, ...], Field(min_length=1)]
    reference: Reference


class Schema(Record):
    """The Table Schema of one table."""

    fields_: Annotated[tuple[Column, ...], Field(min_length=1)] = Field(alias="fields")
    primary_key: Annotated[tuple[Name, ...], Field(min_length=1)] = Field(alias="primaryKey")
    foreign_keys: tuple[ForeignKey, ...] = Field(default=(), alias="foreignKeys")

    @property
    def columns(self) -> tuple[str, ...]:
        """Column names, in order."""
        return tuple(column.name for column in self.fields_)

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError if there is none."""
        return {column.name: column for column in self.fields_}[name]

    @model_validator(mode="after")
    def _keys_exist(self) -> Schema:
        for name in self.columns:
            if self.columns.count(name) > 1:
                raise broken(f"colonne « {name} » déclarée deux fois", "un nom par colonne",
                             "renommer ou retirer l'une des deux")  # fmt: skip
        keys = [*self.primary_key, *(name for key in self.foreign_keys for name in key.fields)]
        for name in keys:
            if name not in self.columns:
                raise broken(f"clé sur la colonne « {name} », qui n'est pas déclarée",
                             "une clé porte sur des colonnes du schéma", "corriger le nom")  # fmt: skip
        for key in self.foreign_keys:
            if len(key.fields) != len(key.reference.fields):
                raise broken(f"clé étrangère de {len(key.fields)} colonne(s) vers {len(key.reference.fields)}",
                             "autant de colonnes des deux côtés", "compléter la clé")  # fmt: skip
        return self

    def descriptor(self) -> dict[str, Any]:
        """The schema as Table Schema v2 JSON."""
        result: dict[str, Any] = {
            "$schema": PROFILE,
            "fieldsMatch": "exact",
            "fields": [column.descriptor() for column in self.fields_],
            "primaryKey": list(self.primary_key),
            "missingValues": [""],
        }
        if self.foreign_keys:
            result["foreignKeys"] = [
                {"fields": list(key.fields),
                 "reference": {"resource": key.reference.resource, "fields": list(key.reference.fields)}}
                for key in self.foreign_keys
            ]  # fmt: skip
        return result
