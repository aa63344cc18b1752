"""One table of a dataset as dataset.yaml declares it: its file, its terms, where its rows stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from opendata.findings import Record, broken
from opendata.records.schema import Name, Schema, Slug, Text

LicenceId = Literal["ODbL-1.0", "etalab-2.0"]
CsvName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.csv$")]
# Columns that name a place: a table that has one says where its rows stand, or why it does not.
PLACES = frozenset({"code_insee", "code_territoire", "code_quartier", "code_iris", "n_sq_vo",
                    "arrondissement", "territoire"})  # fmt: skip
# Units of numbers that count nothing.
LABELS = frozenset({"rang", "numéro"})
EXPECTED: Mapping[str, str] = {
    "geometrie": "une table qui nomme des lieux les place sur une carte, ou dit pourquoi non",
    "totaux": "une table de nombres a des totaux vérifiés, ou dit pourquoi non",
}


class Geometry(Record):
    """Where the rows of a table stand: features of a published layer, joined by key.

    `couche` is a file of data/geo; its `propriete` equals the table's `cle`. `source` is the entry
    of sources.yaml that the outlines come from; `filtre` keeps the rows that this layer is for. `reunion`: each of
    these rows is all the features of the layer as one (Paris, of its arrondissements).
    """

    couche: Annotated[str, StringConstraints(pattern=r"^data/geo/[a-z_]+\.geojson$")]
    source: Slug
    cle: Name
    propriete: Name
    filtre: dict[Name, Text] = Field(default_factory=dict)
    reunion: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the resource that the geometry names."""
        return (self.cle, *self.filtre)


class Total(Record):
    """Rows whose `colonne` is `total` hold the sum of those whose `colonne` is one of `parties`.

    Without `parties`, every other row of the same key. `tolerance` is for rounded parts.
    """

    colonne: Name
    total: Text
    valeur: Name
    parties: tuple[Text, ...] = ()
    tolerance: Annotated[int, Field(ge=0)] = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that the rule names."""
        return (self.colonne, self.valeur)


class Status(Record):
    """`valeur` is empty exactly where `colonne` is one of the codes `masque` (SDMX `obs_status`).

    So is each column of `avec`: what is computed from the value, a rate for one.
    """

    colonne: Name
    valeur: Name
    avec: tuple[Name, ...] = ()
    masque: Annotated[tuple[Text, ...], Field(min_length=1)]

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that the rule names."""
        return (self.colonne, self.valeur, *self.avec)


class Constant(Record):
    """Rows whose `par` is the same have the same value in each of `colonnes`: a series has one unit."""

    par: Name
    colonnes: Annotated[tuple[Name, ...], Field(min_length=1)]

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that the rule names."""
        return (self.par, *self.colonnes)


class Resource(Record):
    """One table of a dataset.

    `nature` says which type lets it out: `publique` (about no person, from named sources) or
    `protegee` (about people: made by `protect`, published after the public audit).
    `sans_geometrie`, `sans_totaux`: why a table that names places or counts has none. `a_venir`: columns whose
    dates may be planned ones; any other date tells of what is over.
    """

    nom: Slug
    fichier: CsvName
    titre: Text
    description: Text
    nature: Literal["publique", "protegee"]
    licence: LicenceId
    derive_de: Annotated[tuple[Slug, ...], Field(min_length=1)]
    geometrie: tuple[Geometry, ...] = ()
    sans_geometrie: Text | None = None
    totaux: tuple[Total, ...] = ()
    sans_totaux: Text | None = None
    statut: Status | None = None
    constantes: tuple[Constant, ...] = ()
    a_venir: tuple[Name, ...] = ()
    schema_: Schema = Field(alias="schema")

    @property
    def names_places(self) -> bool:
        """Whether a column names territories or streets: readers will look for a map file."""
        return bool(PLACES & set(self.schema_.columns))

    @property
    def counts(self) -> bool:
        """Whether a column holds quantities: readers will add them up."""
        return any(column.type in ("integer", "number") and column.unit not in LABELS
                   for column in self.schema_.fields_)  # fmt: skip

    @model_validator(mode="after")
    def _planned_dates_are_columns(self) -> Resource:
        for name in self.a_venir:
            if name not in self.schema_.columns:
                raise broken(f"colonne « {name} » absente de « {self.nom} »", "« a_venir » nomme des colonnes déclarées",
                             "corriger le nom")  # fmt: skip
        return self

    @model_validator(mode="after")
    def _says_what_is_not_there(self) -> Resource:
        for key, present, reason, is_expected in (
            ("geometrie", self.geometrie, self.sans_geometrie, self.names_places),
            ("totaux", self.totaux, self.sans_totaux, self.counts),
        ):
            if present and reason:
                raise broken(f"« {key} » et « sans_{key} » à la fois", "une chose est là, ou la raison de son absence",
                             "retirer l'une des deux clés")  # fmt: skip
            if is_expected and not present and not reason:
                raise broken(f"table « {self.nom} » : ni « {key} », ni la raison de son absence", EXPECTED[key],
                             f"ajouter « {key} », ou « sans_{key} » avec la raison")  # fmt: skip
        return self
