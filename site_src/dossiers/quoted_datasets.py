"""Figures and rows of published datasets, for pages that speak of them.

A figure of a dataset is written once, in its CSV: pages name its row. Only tables about no
person are read here; what a table of people may show is decided by its own package.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pydantic import ValidationError

from opendata.findings import CsvTable, Document, Finding
from opendata.french import FRENCH
from opendata.records.dataset import Dataset
from opendata.records.schema import Column
from site_src.dossiers.dossier import (
    PLACE,
    Chiffre,
    ChiffreLu,
    Dossier,
    Extrait,
    ExtraitLu,
    Jalon,
    JalonDuJeu,
    LigneCitee,
    PageRecord,
    Section,
)
from site_src.frame.anchors import slug
from site_src.frame.typography import number_as_written
from site_src.risques.border import SANS_DATE, CitedSource, Keys
from site_src.risques.phrases import date_dite

if TYPE_CHECKING:  # who only reads sentences does not load tables
    from opendata.records.catalogue import CheckedDataset, Datasets

Row = Mapping[str, str]
Citation = Chiffre | Extrait | JalonDuJeu
# Column that a sentence shows when it names none, by table: the figure itself.
VALUES = ("valeur", "nb")
SOURCES = "sources"
# What a row says of itself → whether it is settled, as pages say it; and what was only said in a debate.
SETTLED, TO_CONFIRM = "confirme", "a_confirmer"
OFFICIAL = frozenset({"officielle", "copie_officielle"})
SAID_IN_DEBATE = "dit_en_seance"
PRINTED = "document imprimé"
EXACT = "egal"
DATED = "^[0-9]{4}(-"  # how the pattern of a date that may be a month or a year begins


@dataclass(frozen=True)
class QuotedDataset:
    """A dataset's declaration and the rows of its public tables, as text, by resource name.

    `unreadable` are public tables that cannot be read: their own reader says why. `texts` are those that can.
    """

    id: str
    dataset: Dataset = field(repr=False)
    tables: Mapping[str, Sequence[Row]] = field(repr=False)
    unreadable: tuple[str, ...] = ()
    texts: Mapping[str, CsvTable] = field(repr=False, default_factory=dict)

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
    texts = {name: table.csv for name, table in checked.tables.items() if name in public}
    tables = {name: _rows(text) for name, text in texts.items()}
    missing = tuple(sorted(public - tables.keys()))
    return QuotedDataset(checked.id, checked.dataset, tables, missing, texts)


def _rows(table: CsvTable) -> list[Row]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def value(
    chiffre: Chiffre, place: tuple[str, str, str | None], jeux: Mapping[str, QuotedDataset]
) -> Row | None:
    """The row and column that one place of a sentence names: `{"valeur": …, "qualificatif": …, "est_compte": …}`.

    `qualificatif` is « egal » where the table has no such column; `est_compte` is empty where a column is named: a year, for one.
    """
    table, key, column = place
    row = jeux[chiffre.jeu].row(table, key) if chiffre.jeu in jeux else None
    if row is None:
        return None
    name = column or next((name for name in VALUES if name in row), "")
    if not row.get(name):
        return None
    is_count = column is None
    bound = row.get("qualificatif", EXACT) if is_count else EXACT
    return {"valeur": row[name], "qualificatif": bound, "est_compte": "oui" if is_count else ""}


def places(chiffre: Chiffre) -> list[tuple[str, str, str | None]]:
    """What the sentence names: (table, row, column or `None`), in order."""
    return [(match[1], match[2], match[3]) for match in PLACE.finditer(chiffre.texte)]


def rows(extrait: Extrait, jeux: Mapping[str, QuotedDataset]) -> list[Row]:
    """The rows that an extract keeps, in the order of the file."""
    kept = jeux[extrait.jeu].tables[extrait.table]
    return [
        row for row in kept if all(row[name] == wanted for name, wanted in extrait.filtre.items())
    ]


def sources(jeux: Mapping[str, QuotedDataset]) -> dict[str, CitedSource]:
    """The sources that the datasets describe in a table of their own, by id; the first that describes one is kept."""
    found: dict[str, CitedSource] = {}
    for jeu in jeux.values():
        for row in jeu.tables.get(SOURCES, ()):
            source = _source(row)
            if source:
                found.setdefault(source.id, source)
    return found


def _source(row: Row) -> CitedSource | None:
    """A row of a table of sources as the texts describe one; `None` when a page could not lead to it."""
    try:
        return CitedSource.model_validate(
            {
                "id": row.get("id_source"),
                "titre": row.get("titre"),
                "editeur": row.get("editeur"),
                "adresse": row.get("adresse") or PRINTED,
                "date": row.get("date_source") or SANS_DATE,
                "lu_le": row.get("lu_le"),
                "nature": row.get("nature"),
                "reserve": row.get("reserve", ""),
            }
        )
    except ValidationError:
        return None


def statut(row: Row) -> str | None:
    """Whether a row is settled: in its own words, or by where it was read."""
    if "fiabilite" not in row:
        return row.get("statut")
    return SETTLED if row["fiabilite"] in OFFICIAL else TO_CONFIRM


def address(item: Citation, jeux: Mapping[str, QuotedDataset]) -> str:
    """Where the dataset's page shows the rows that `item` names, from the site's root: filtered where a script runs."""
    if isinstance(item, Extrait):
        table, kept = item.table, [(f"f.{name}", value) for name, value in item.filtre.items()]
    elif isinstance(item, Chiffre):
        table, keys = places(item)[0][0], sorted({place[1] for place in places(item)})
        kept = [("q", keys[0])] if len(keys) == 1 else []
    else:
        table, _, key = item.ligne.partition(".")
        kept = [("q", key)]
    title = jeux[item.jeu].dataset.resource(table).titre
    return f"donnees/{item.jeu}/?{urlencode([('table', table), *kept])}#{slug(title)}"


def _cited(jeu: QuotedDataset, table: str, row: Row) -> LigneCitee | None:
    """The row as a page shows it; `None` where it names no source of its own."""
    if not row.get("source") or statut(row) is None:
        return None
    return LigneCitee.model_validate(
        {
            "table": table,
            "ligne": key_of(jeu, table, row),
            "source": row["source"],
            "statut": statut(row),
            "dit_en_seance": row.get("fiabilite") == SAID_IN_DEBATE,
        }
    )


def key_of(jeu: QuotedDataset, table: str, row: Row) -> str:
    """What the row is called in its table: its primary key."""
    return ".".join(row[name] for name in jeu.dataset.resource(table).schema_.primary_key)


def _chiffre_lu(item: Chiffre, jeux: Mapping[str, QuotedDataset]) -> ChiffreLu:
    jeu = _described(item, jeux)
    named = dict.fromkeys((table, key) for table, key, _ in places(item)) if jeu else ()
    told = [(table, row) for table, key in named if jeu and (row := jeu.row(table, key))]
    lines = (_cited(jeu, table, row) for table, row in told if jeu)
    return ChiffreLu(**item.model_dump(), lignes=tuple(line for line in lines if line))


def _extrait_lu(item: Extrait, jeux: Mapping[str, QuotedDataset]) -> ExtraitLu:
    jeu = _described(item, jeux)
    kept = rows(item, jeux) if jeu and not _unknown(item, jeu) else []
    lines = (_cited(jeu, item.table, row) for row in kept if jeu)
    return ExtraitLu(**item.model_dump(), lignes=tuple(line for line in lines if line))


def _described(item: Citation, jeux: Mapping[str, QuotedDataset]) -> QuotedDataset | None:
    """The dataset that `item` names, when it describes its sources."""
    jeu = jeux.get(item.jeu)
    return jeu if jeu and SOURCES in jeu.tables else None


def _unknown(extrait: Extrait, jeu: QuotedDataset) -> list[str]:
    """Columns that an extract names and its table, or the dataset, has not."""
    known = jeu.titles(extrait.table) if extrait.table in jeu.tables else {}
    return [name for name in (*extrait.colonnes, *extrait.filtre) if name not in known]


def cell(item: Extrait, name: str, row: Row, jeux: Mapping[str, QuotedDataset]) -> str:
    """A field of an extract as a page writes it, in French: a value with its bound and unit, a code by its label, a date as it is read."""
    schema = jeux[item.jeu].dataset.resource(item.table).schema_
    said = _said(schema.column(name), row[name])
    if name not in VALUES or "unite" not in row:
        return said
    bound = "" if row.get("qualificatif", EXACT) == EXACT else _said(schema.column("qualificatif"), row["qualificatif"])  # fmt: skip
    return " ".join(filter(None, (bound, said, row["unite"])))


def _said(column: Column, text: str) -> str:
    if text in column.labels:
        return column.labels[text].partition(" : ")[0]
    if column.is_number and text.isdigit():
        return number_as_written(int(text), FRENCH)
    is_date = (column.constraints.pattern or "").startswith(DATED)
    return date_dite(text) if is_date and text else text


def absent(item: Extrait, name: str, jeux: Mapping[str, QuotedDataset]) -> str:
    """What an empty field of an extract means."""
    column = jeux[item.jeu].dataset.resource(item.table).schema_.column(name)
    return next((missing.label.partition(" : ")[0] for missing in column.missing_values), "")


def origines(lines: Sequence[LigneCitee | Jalon]) -> list[tuple[str, bool, bool]]:
    """(source, whether it is settled, whether it was said in a debate) of some rows, each once."""
    found = ((line.source, line.statut == SETTLED, line.dit_en_seance) for line in lines)
    return list(dict.fromkeys(found))


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
                "statut": statut(row),
                "dit_en_seance": row.get("fiabilite") == SAID_IN_DEBATE,
            }
        )
    except ValidationError:
        return None


def with_rows(record: PageRecord, jeux: Mapping[str, QuotedDataset]) -> PageRecord:
    """The page with the rows of datasets that it names read; dated ones come after the other `jalons` of their section."""
    if not isinstance(record, Dossier):
        return record
    sections = tuple(_section_with_rows(section, jeux) for section in record.sections)
    return record.model_copy(update={"sections": sections})


def _section_with_rows(section: Section, jeux: Mapping[str, QuotedDataset]) -> Section:
    dated = filter(None, (jalon(item, jeux) for item in section.jalons_du_jeu))
    return section.model_copy(
        update={
            "chiffres": tuple(_chiffre_lu(item, jeux) for item in section.chiffres),
            "extraits": tuple(_extrait_lu(item, jeux) for item in section.extraits),
            "jalons": (*section.jalons, *dated),
            "jalons_du_jeu": (),
        }
    )


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
