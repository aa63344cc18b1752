"""What may be published has a type.

    Licence        under which terms, and whether that is settled
    Source         where a datum comes from
    Table          a frame with its schema
    PublicTable    a table of named public sources, about no person
    ReleasedTable  a table about people that passed the public audit

Maps, packages and pages accept `PublicTable` or `ReleasedTable`, nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # who only names a source does not load it
    import pandas as pd

# What says that data are fictitious, wherever they go: in a text, in a file's name.
FICTION = "données fictives de démonstration"
FICTION_FILE = "donnees-fictives-de-demonstration"
FICTION_RULE = "des données fictives le disent partout où elles vont"
# Where every source is described.
SOURCES_PATH = "data/sources.yaml"


@dataclass(frozen=True)
class Licence:
    """Terms of reuse. While `est_a_confirmer`, data are shown with attribution, not offered for download."""

    id: str
    titre: str
    adresse: str
    est_a_confirmer: bool = False


@dataclass(frozen=True)
class Source:
    """A public dataset that a layer or table derives from (one entry of data/sources.yaml).

    `sha256` is that of the original file as it was read; `millesime` is the vintage in words. `telechargement` is
    where a machine finds the original, "" where there is no such address: `sans_telechargement` then says why.
    """

    id: str
    editeur: str
    jeu: str
    adresse: str
    licence: Licence
    millesime: str
    consulte_le: str
    fichier: str
    sha256: str
    methode: str
    limites: tuple[str, ...]
    telechargement: str = ""
    sans_telechargement: str = ""


@dataclass(frozen=True)
class Table:
    """A typed frame and its Table Schema; column order is the schema's field order."""

    name: str
    schema: Mapping[str, Any]
    frame: pd.DataFrame = field(repr=False)

    def __post_init__(self) -> None:
        declared = [item["name"] for item in self.schema["fields"]]
        if list(self.frame.columns) != declared:
            raise ValueError(f"{self.name}: columns {list(self.frame.columns)} are not {declared}")


@dataclass(frozen=True)
class PublicTable(Table):
    """A table made from the named `sources` and about no person."""

    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.sources:
            raise ValueError(f"{self.name}: a public table names its sources")


@dataclass(frozen=True)
class ReleasedTable(Table):
    """A table about people, after the public audit: `attacked` hidden cells, none `recovered`.

    Only `opendata.tranquillite.release` makes one (a test holds that): the type is the proof.
    """

    attacked: int = 0
    recovered: int = 0
    est_fictif: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.recovered:
            raise ValueError(f"{self.name}: {self.recovered} hidden cells are recoverable")


Publishable = PublicTable | ReleasedTable
