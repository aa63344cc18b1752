"""Figures and rows of published datasets, for pages that speak of them.

A figure of a dataset is written once, in its CSV: pages name its row. Only tables about no
person are read here; what a table of people may show is decided by its own package.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import ValidationError

from opendata.findings import CsvTable, Document, Finding
from opendata.records.dataset import Dataset
from site_src.dossiers.dossier import (
    PLACE,
    Chiffre,
    Dossier,
    Extrait,
    Jalon,
    JalonDuJeu,
    PageRecord,
)
from site_src.risques.border import Keys

if TYPE_CHECKING:  # who only reads sentences does not load tables
    from opendata.records.catalogue import CheckedDataset, Datasets

Row = Mapping[str, str]
Citation = Chiffre | Extrait | JalonDuJeu
# Column that a sentence shows when it names none, by table: the figure itself.
VALUES = ("valeur", "nb")


@dataclass(frozen=True)
class QuotedDataset:
    """A dataset's declaration and the rows of its public tables, as text, by resource name.

    `unreadable` are public tables that cannot be read: their own reader says why.
    """

    id: str
    dataset: Dataset = field(repr=False)
    tables: Mapping[str, Sequence[Row]] = field(repr=False)
    unreadable: frozenset[str] = frozenset()

    def row(self, table: str, key: str) -> Row | None:
        """The row whose primary key is `key`; `None` when there is none."""
        if table not in self.tables:
            return None
        (first, *_) = self.dataset.resource(table).schema_.primary_key
        return next((row for row in self.tables[table] if row[first] == key), None)

    def titles(self, table: str) -> dict[str, str]:
        """Column → its title in words."""
        return {
            column.name: column.title for column in self.dataset.resource(table).schema_.fields_
        }


def quoted_datasets(datasets: Datasets, names: Collection[str]) -> dict[str, QuotedDataset]:
    """Those of the named datasets that could be read; their own reader tells the others' faults."""
    return {name: _jeu(datasets.read[name]) for name in sorted(names) if name in datasets.read}


def _jeu(checked: CheckedDataset) -> QuotedDataset:
    public = {item.nom for item in checked.dataset.ressources if item.nature == "publique"}
    tables = {name: _rows(table.csv) for name, table in checked.tables.items() if name in public}
    return QuotedDataset(checked.id, checked.dataset, tables, frozenset(public - tables.keys()))


def _rows(table: CsvTable) -> list[Row]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def value(
    chiffre: Chiffre, place: tuple[str, str, str | None], jeux: Mapping[str, QuotedDataset]
) -> Row | None:
    """The row and column that one place of a sentence names: `{"valeur": …, "qualificatif": …}`.

    `qualificatif` is « egal » where the table has no such column.
    """
    table, key, column = place
    row = jeux[chiffre.jeu].row(table, key) if chiffre.jeu in jeux else None
    if row is None:
        return None
    name = column or next((name for name in VALUES if name in row), "")
    if not row.get(name):
        return None
    bound = row.get("qualificatif", "egal") if column is None else "egal"
    return {"valeur": row[name], "qualificatif": bound}


def places(chiffre: Chiffre) -> list[tuple[str, str, str | None]]:
    """What the sentence names: (table, row, column or `None`), in order."""
    return [(match[1], match[2], match[3]) for match in PLACE.finditer(chiffre.texte)]


def rows(extrait: Extrait, jeux: Mapping[str, QuotedDataset]) -> list[Row]:
    """The rows that an extract keeps, in the order of the file."""
    kept = jeux[extrait.jeu].tables[extrait.table]
    return [
        row for row in kept if all(row[name] == wanted for name, wanted in extrait.filtre.items())
    ]


def jalon(item: JalonDuJeu, jeux: Mapping[str, QuotedDataset]) -> Jalon | None:
    """The row that `item` names, in its words; `None` without a row, or a day, a source and a status in it."""
    table, _, key = item.ligne.partition(".")
    row = (jeux[item.jeu].row(table, key) if item.jeu in jeux else None) or {}
    fin = row.get("date_fin")
    try:
        return Jalon.model_validate(
            {
                "debut": row.get("date_debut"),
                "fin": None if fin in ("", row.get("date_debut")) else fin,
                "texte": item.texte,
                "source": row.get("source"),
                "statut": row.get("statut"),
            }
        )
    except ValidationError:
        return None


def with_rows(record: PageRecord, jeux: Mapping[str, QuotedDataset]) -> PageRecord:
    """The page with its dated rows of datasets read, after the other `jalons` of their section."""
    if not isinstance(record, Dossier):
        return record
    sections = tuple(
        section.model_copy(
            update={
                "jalons": (*section.jalons, *filter(None, (jalon(item, jeux) for item in section.jalons_du_jeu))),
                "jalons_du_jeu": (),
            }
        )
        for section in record.sections
    )  # fmt: skip
    return record.model_copy(update={"sections": sections})


def faults(
    document: Document, keys: Keys, item: Citation, jeux: Mapping[str, QuotedDataset]
) -> Iterator[Finding]:
    """What a sentence, an extract or a dated row names and no public table has.

    Nothing is said of a table that cannot be read: whether it has the row is not known.
    """
    if item.jeu not in jeux:
        yield document.finding((*keys, "jeu"), f"jeu de données « {item.jeu} » inconnu", "un jeu est un dossier de data/datasets/",
                               "donner le nom d'un de ces dossiers")  # fmt: skip
    elif isinstance(item, Chiffre):
        yield from _unknown_places(document, keys, item, jeux)
    elif isinstance(item, JalonDuJeu):
        yield from _undated(document, keys, item, jeux)
    else:
        yield from _unknown_columns(document, keys, item, jeux[item.jeu])


def _unknown_places(
    document: Document, keys: Keys, chiffre: Chiffre, jeux: Mapping[str, QuotedDataset]
) -> Iterator[Finding]:
    unread = jeux[chiffre.jeu].unreadable
    for place in places(chiffre):
        if place[0] not in unread and value(chiffre, place, jeux) is None:
            name = ".".join(part for part in place if part)
            yield document.finding((*keys, "texte"), f"chiffre « {name} » introuvable", f"{{table.ligne}} nomme une ligne remplie d'une table publique du jeu « {chiffre.jeu} »",
                                   "corriger le nom, ou ajouter la ligne au jeu")  # fmt: skip


def _undated(
    document: Document, keys: Keys, item: JalonDuJeu, jeux: Mapping[str, QuotedDataset]
) -> Iterator[Finding]:
    if item.ligne.partition(".")[0] not in jeux[item.jeu].unreadable and jalon(item, jeux) is None:
        yield document.finding((*keys, "ligne"), f"ligne « {item.ligne} » introuvable, ou sans date",
                               f"un jalon nomme une ligne d'une table publique du jeu « {item.jeu} », qui donne date_debut, source et statut",
                               "corriger le nom, ou compléter la ligne du jeu")  # fmt: skip


def _unknown_columns(
    document: Document, keys: Keys, extrait: Extrait, jeu: QuotedDataset
) -> Iterator[Finding]:
    if extrait.table in jeu.unreadable:
        return
    if extrait.table not in jeu.tables:
        yield document.finding((*keys, "table"), f"table « {extrait.table} » inconnue", f"une table publique du jeu « {jeu.id} »",
                               f"choisir parmi {', '.join(sorted(jeu.tables))}")  # fmt: skip
        return
    known = jeu.titles(extrait.table)
    unknown = [name for name in (*extrait.colonnes, *extrait.filtre) if name not in known]
    if not unknown and not rows(extrait, {jeu.id: jeu}):
        yield document.finding((*keys, "filtre"), "aucune ligne gardée par le filtre", f"un extrait montre au moins une ligne de la table « {extrait.table} »",
                               "corriger le filtre")  # fmt: skip
    for name in unknown:
        yield document.finding(keys, f"colonne « {name} » inconnue", f"une colonne de la table « {extrait.table} »",
                                   f"choisir parmi {', '.join(known)}")  # fmt: skip
