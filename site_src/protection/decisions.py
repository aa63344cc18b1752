"""What is said and decided about protection: data/parametres/protection.yaml.

Thresholds stand in data/parametres/divulgation.yaml only. An empty decision is one that the
service has not taken; pages print « à compléter par le service ».
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from opendata.findings import Finding, Record, broken, read_record, read_yaml

CHEMIN = "data/parametres/protection.yaml"
ADRESSE = "donnees/protection/"
TITRE = "Comment nous protégeons les données"

Texte = Annotated[str, StringConstraints(min_length=1)]
Textes = Annotated[tuple[Texte, ...], Field(min_length=1)]
Effectif = Annotated[int, Field(ge=0, le=99)]
Effectifs = tuple[tuple[Effectif, ...], ...]


class Decisions(Record):
    """What only the service can decide; "" while it has not."""

    responsable_de_traitement: str
    base_legale: str
    delegue_a_la_protection_des_donnees: str
    conservation_extrait: str
    conservation_rapport: str
    retrait_par: str
    retrait_delai: str
    signalement: str


class Axe(Record):
    """One side of the example: what it lists, and the names."""

    titre: Texte
    noms: Annotated[tuple[Texte, ...], Field(min_length=2, max_length=5)]


class Exemple(Record):
    """Two invented tables of one shape, counts without their totals (rows × columns)."""

    lignes: Axe
    colonnes: Axe
    mal_protegee: Effectifs
    a_attaquer: Effectifs

    @model_validator(mode="after")
    def _tables_have_the_shape_of_their_names(self) -> Exemple:
        rows, columns = len(self.lignes.noms), len(self.colonnes.noms)
        for nom, table in (("mal_protegee", self.mal_protegee), ("a_attaquer", self.a_attaquer)):
            if [len(row) for row in table] != [columns] * rows:
                raise broken(f"« {nom} » n'a pas la forme annoncée", f"{rows} lignes de {columns} nombres, comme les noms",
                             "compléter ou raccourcir la table")  # fmt: skip
        return self


class Point(Record):
    """A titled sentence or two."""

    titre: Texte
    texte: Texte


class Epreuve(Record):
    """One of the three tests of an anonymisation, what answers it and what remains."""

    id: Literal["individualisation", "correlation", "inference"]
    titre: Texte
    question: Texte
    risque: Texte
    mesures: Textes
    residuel: Texte


class Note(Record):
    """The note for an impact assessment."""

    finalites: Textes
    jamais_lu: Textes
    etapes: Annotated[tuple[Point, ...], Field(min_length=1)]
    epreuves: Annotated[tuple[Epreuve, ...], Field(min_length=3, max_length=3)]

    @model_validator(mode="after")
    def _every_test_once(self) -> Note:
        if len({epreuve.id for epreuve in self.epreuves}) != len(self.epreuves):
            raise broken("une épreuve est donnée deux fois", "individualisation, correlation et inference, une fois chacune",
                         "corriger l'identifiant en double")  # fmt: skip
        return self


class Protection(Record):
    """Everything the page and the note say that is not computed."""

    decisions: Decisions
    exemple: Exemple
    garanties: Textes
    non_garanties: Annotated[tuple[Point, ...], Field(min_length=1)]
    note: Note


def read_protection(raw: bytes, findings: list[Finding]) -> Protection | None:
    """The record, or None with findings."""
    document = read_yaml(CHEMIN, raw, findings)
    return None if document is None else read_record(document, Protection, findings)
