"""data/dictionnaire.yaml: every name that a published column may have, and the keys that join tables.

A key has one name in every table. It may stand under another only where the dictionary says so: the part that it
plays there (« source » for `id_source`), or why a published name cannot change.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Annotated

from pydantic import Field, model_validator

from opendata.findings import Document, Finding, Record, broken, read_record, read_yaml
from opendata.findings.pattern import is_pattern
from opendata.records.schema import FieldType, Name, Slug, Text

PATH = "data/dictionnaire.yaml"


class Join(Record):
    """Codes of others that a key equals: in which repertory, under which name, where it is published."""

    repertoire: Text
    colonne: Text
    adresse: Annotated[str, Field(pattern=r"^https://\S+$")] | None = None


class Referential(Record):
    """The table that has a row for each value of a key."""

    jeu: Slug
    table: Slug
    colonne: Name


class OtherName(Record):
    """A column that holds a key under another name: the part it plays, or why it stays. `jeux` when there alone."""

    nom: Name
    raison: Text
    jeux: tuple[Slug, ...] = ()


class Key(Record):
    """A key: what joins tables. `est_reconnaissable`: no other text has its form, wherever it stands.

    `anciens_noms` are those that it had in an earlier version: no column takes them again.
    """

    nom: Name
    titre: Text
    description: Text
    type: FieldType
    motif: Text | None = None
    exemple: Text
    est_reconnaissable: bool = False
    referentiel: Referential | None = None
    joint: tuple[Join, ...] = ()
    autres_noms: tuple[OtherName, ...] = ()
    anciens_noms: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _its_example_has_its_form(self) -> Key:
        if self.motif is not None and not is_pattern(self.motif):
            raise broken(f"motif « {self.motif} » illisible", "expression régulière, sans renvoi ni condition sur ce qui l'entoure",
                         "corriger le motif")  # fmt: skip
        if self.motif is not None and not re.fullmatch(self.motif, self.exemple):
            raise broken(f"exemple « {self.exemple} » qui n'a pas la forme {self.motif}", "un exemple est une valeur de la clé",
                         "corriger l'exemple ou le motif")  # fmt: skip
        if self.est_reconnaissable and self.motif is None:
            raise broken(f"clé « {self.nom} » reconnaissable sans motif", "une clé se reconnaît à sa forme", "donner son motif")  # fmt: skip
        return self


class HeldList(Record):
    """A column whose cells may hold several values, in these datasets, and why a row each would be worse."""

    colonne: Name
    jeux: Annotated[tuple[Slug, ...], Field(min_length=1)]
    raison: Text


class Dictionary(Record):
    """The whole file: keys, the other columns with what each means, and those that may hold lists."""

    cles: Annotated[tuple[Key, ...], Field(min_length=1)]
    colonnes: dict[Name, Text]
    listes: tuple[HeldList, ...] = ()

    @property
    def keys(self) -> dict[str, Key]:
        """The keys by their name."""
        return {key.nom: key for key in self.cles}

    def key_of(self, dataset: str, column: str) -> Key | None:
        """The key that a column of a dataset holds, under its name or another that is allowed there."""
        return self.keys.get(column) or next(
            (key for key in self.cles for other in key.autres_noms
             if other.nom == column and dataset in (other.jeux or (dataset,))), None)  # fmt: skip

    def may_hold_lists(self, dataset: str, column: str) -> bool:
        """Whether the cells of a column of a dataset may hold several values."""
        return any(one.colonne == column and dataset in one.jeux for one in self.listes)


# Column → the table of another dataset that has a row for each of its values.
Joins = Mapping[str, Referential]


def joins(
    dictionary: Dictionary, identifier: str, columns: Iterable[str]
) -> dict[str, Referential]:
    """Of the columns of a dataset, those that join another one."""
    found = {column: dictionary.key_of(identifier, column) for column in columns}
    return {column: key.referentiel for column, key in found.items()
            if key and key.referentiel and key.referentiel.jeu != identifier}  # fmt: skip


def read_dictionary(raw: bytes, findings: list[Finding]) -> Dictionary | None:
    """The dictionary; `None` with findings when it is wrong."""
    document = read_yaml(PATH, raw, findings)
    read = read_record(document, Dictionary, findings) if document else None
    if document is None or read is None:
        return None
    faults = list(_twice(document, read))
    findings.extend(faults)
    return None if faults else read


def idle(raw: bytes, read: Dictionary, held: Collection[tuple[str, str]]) -> Iterator[Finding]:
    """Leaves to hold lists that nothing needs any more; `held` are the (dataset, column) that hold some, `raw` the file."""
    found = [
        (rank, place, name, one.colonne)
        for rank, one in enumerate(read.listes)
        for place, name in enumerate(one.jeux)
        if (name, one.colonne) not in held
    ]
    # Parsed again only for the places of what is wrong.
    document = read_yaml(PATH, raw, []) if found else None
    if document is None:
        return
    for rank, place, name, column in found:
        yield document.finding(("listes", rank, "jeux", place), f"« {column} » du jeu {name} : aucune liste dans ses cases",
                               "une exception ne dure pas plus que ce qui la demande", "la retirer")  # fmt: skip


def _twice(document: Document, read: Dictionary) -> Iterator[Finding]:
    """Names given twice: a name has one meaning."""
    names: dict[str, str] = {}
    for rank, key in enumerate(read.cles):
        if key.nom in names:
            yield document.finding(("cles", rank, "nom"), f"clé « {key.nom} » décrite deux fois", "un nom, un sens", "retirer l'une des deux")  # fmt: skip
        names[key.nom] = key.nom
    for name in read.colonnes:
        if name in names:
            yield document.finding(("colonnes", name), f"« {name} » à la fois clé et colonne", "un nom, un sens", "la laisser sous « cles »")  # fmt: skip
